//! Where batches come from: a lineage is the list of what each level of nesting stems from – the workflow's input
//! first, then the steps that made one thing into many (engine contract §3 E8). Lists share their beginnings here, so
//! that two are equal when their numbers are.
use crate::hash::FastMap;

/// A lineage. Number 0 is the empty one: a single value.
pub(super) type Lineage = u32;

/// The lineage of single values.
pub(super) const SINGLE: Lineage = 0;

/// All lineages of one workflow.
#[derive(Debug)]
pub(super) struct Lineages {
    /// What each begins with, its last element, its length.
    list: Vec<(Lineage, u32, u32)>,
    known: FastMap<(Lineage, u32), Lineage>,
    fresh: u32,
}

/// What all batches that are given to the workflow have in common.
const WORKFLOW_INPUT: u32 = 0;

impl Lineages {
    pub(super) fn new() -> Self {
        Self { list: vec![(SINGLE, 0, 0)], known: FastMap::default(), fresh: u32::MAX }
    }

    /// One level deeper.
    fn deeper(&mut self, from: Lineage, element: u32) -> Lineage {
        if let Some(&known) = self.known.get(&(from, element)) {
            return known;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push((from, element, self.depth(from) + 1));
        self.known.insert((from, element), id);
        id
    }

    /// The lineage of an input: each level beyond the first is unlike any other.
    pub(super) fn input(&mut self, depth: u32) -> Lineage {
        if depth == 0 {
            return SINGLE;
        }
        let mut out = self.deeper(SINGLE, WORKFLOW_INPUT);
        for _ in 1..depth {
            self.fresh -= 1;
            out = self.deeper(out, self.fresh);
        }
        out
    }

    /// What a step makes that gives many for one.
    pub(super) fn step(&mut self, from: Lineage, step: usize) -> Lineage {
        self.deeper(from, u32::try_from(step).unwrap_or(u32::MAX / 2).saturating_add(1))
    }

    /// One level less.
    pub(super) fn shallower(&self, lineage: Lineage) -> Lineage {
        self.list.get(lineage as usize).map_or(SINGLE, |(from, ..)| *from)
    }

    /// How many levels it has.
    pub(super) fn depth(&self, lineage: Lineage) -> u32 {
        self.list.get(lineage as usize).map_or(0, |(.., depth)| *depth)
    }

    /// Whether one begins another, or is it; the empty one begins none.
    pub(super) fn begins(&self, prefix: Lineage, lineage: Lineage) -> bool {
        let depth = self.depth(prefix);
        let mut at = lineage;
        while self.depth(at) > depth {
            at = self.shallower(at);
        }
        depth > 0 && at == prefix
    }
}
