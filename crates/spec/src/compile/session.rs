//! Compiling again after an edit: only what changed is read, and where the edit changed the setting of one step and nothing
//! that another could see, all that was found before holds.
use super::result::Compiled;
use super::step::{self, Step};
use super::{Origin, Slot, duplicates, run};
use crate::catalogue::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::hash::FastMap;
use crate::json::Node;
use std::rc::Rc;

/// A compiler that remembers what it has read: after an edit only what changed is read again.
#[derive(Debug)]
pub struct Session {
    catalogue: Rc<Catalogue>,
    memory: Memory,
    last: Option<Last>,
}

/// What was compiled last, where each step of the text is a step that runs.
#[derive(Debug)]
struct Last {
    specification: Node,
    compiled: Compiled,
    found: Vec<Diagnostic>,
}

impl Session {
    /// A compiler for one catalogue.
    #[must_use]
    pub fn new(catalogue: Rc<Catalogue>) -> Self {
        Self { catalogue, memory: Memory::default(), last: None }
    }

    /// Compiles a specification; the result is the same as [`compile`](super::compile)'s.
    pub fn compile(&mut self, specification: &Node) -> (Compiled, Vec<Diagnostic>) {
        if let Some(out) = self.again(specification) {
            return out;
        }
        let (compiled, found) = run(specification, &self.catalogue, Some(&mut self.memory));
        self.memory.turn();
        self.last = std::mem::take(&mut self.memory.is_plain).then(|| Last {
            specification: specification.clone(),
            compiled: compiled.clone(),
            found: found.clone(),
        });
        (compiled, found)
    }

    /// What is known already of a specification that differs from the last one in a setting of one step at most.
    fn again(&mut self, specification: &Node) -> Option<(Compiled, Vec<Diagnostic>)> {
        let last = self.last.as_mut()?;
        if last.specification != *specification {
            let (place, old, new) = changed_step(&last.specification, specification)?;
            let slot = last.compiled.slot_mut(place)?;
            if duplicates::once(new, None, &|_| false).is_some() {
                return None;
            }
            let catalogue = self.memory.own.as_ref().map_or(&self.catalogue, |(_, catalogue)| catalogue);
            let step = Rc::new(step::read(catalogue, new));
            if !is_alike((old, &slot.step), (new, &step)) {
                return None;
            }
            self.memory.replace(old, new, &step);
            (slot.node, slot.step) = (new.clone(), step);
            last.specification = specification.clone();
        }
        Some((last.compiled.clone(), last.found.clone()))
    }
}

/// The one step in which two specifications differ, as it was and as it is; nothing where they differ in anything else.
fn changed_step<'a>(old: &'a Node, new: &'a Node) -> Option<(usize, &'a Node, &'a Node)> {
    let (before, after) = (old.entries(), new.entries());
    let is_same = before.len() == after.len()
        && before
            .iter()
            .zip(after)
            .all(|((key, a), (other, b))| key == other && (*key == *"steps" || a == b));
    let (Node::Array(before), Node::Array(after)) = (old.get("steps")?, new.get("steps")?) else {
        return None;
    };
    if !is_same || before.len() != after.len() {
        return None;
    }
    let both = before.iter().zip(after.iter()).enumerate();
    let mut others = both.filter(|(_, (old, new))| old != new);
    let (place, (old, new)) = others.next()?;
    others.next().is_none().then_some((place, old, new))
}

/// Whether other steps cannot tell two steps apart, and there is nothing to say of either.
fn is_alike((old, before): (&Node, &Step), (new, after): (&Node, &Step)) -> bool {
    let is_quiet = after.problems.is_empty() && !after.is_broken && !after.says_inner;
    let same_places = || after.refs.iter().all(|one| one.place.pointer(old) == one.place.pointer(new));
    is_quiet && before == after && same_places()
}

/// Steps by their place in memory; the nodes are kept so that no place is used twice.
#[derive(Debug, Default)]
pub(super) struct Memory {
    steps: FastMap<usize, (Node, Rc<Step>)>,
    next: FastMap<usize, (Node, Rc<Step>)>,
    /// A workflow's own blocks as text, and the catalogue with them in it.
    own: Option<(String, Rc<Catalogue>)>,
    /// Whether each step of the text was a step that runs.
    pub(super) is_plain: bool,
}

impl Memory {
    /// A step as it was read last time.
    pub(super) fn known(&self, step: &Node) -> Option<&Rc<Step>> {
        self.steps.get(&place(step)?).map(|(_, step)| step)
    }

    /// The catalogue with these blocks in it. What was read with others does not count any more.
    pub(super) fn own(&mut self, base: &Catalogue, blocks: Option<String>) -> Option<Rc<Catalogue>> {
        if self.own.as_ref().map(|(text, _)| text) != blocks.as_ref() {
            self.steps = FastMap::default();
            self.own = blocks.and_then(|text| {
                let catalogue = Rc::new(base.extended(&text).ok()?);
                Some((text, catalogue))
            });
        }
        self.own.as_ref().map(|(_, catalogue)| Rc::clone(catalogue))
    }

    /// Forgets the steps that were not read this time. Both maps keep their room.
    fn turn(&mut self) {
        std::mem::swap(&mut self.steps, &mut self.next);
        self.next.clear();
    }

    fn replace(&mut self, old: &Node, new: &Node, step: &Rc<Step>) {
        if let (Some(old), Some(at)) = (place(old), place(new)) {
            self.steps.remove(&old);
            self.steps.insert(at, (new.clone(), Rc::clone(step)));
        }
    }
}

/// Where a step is in memory.
fn place(step: &Node) -> Option<usize> {
    match step {
        Node::Object(entries) => Some(Rc::as_ptr(entries) as usize),
        _ => None,
    }
}

/// A step as it is, read now or remembered.
pub(super) fn slot(
    catalogue: &Catalogue,
    node: &Node,
    origin: Origin,
    memory: &mut Option<&mut Memory>,
) -> Slot {
    let read = || Rc::new(step::read(catalogue, node));
    let (Some(memory), Some(place)) = (memory, place(node)) else {
        return Slot { node: node.clone(), step: read(), origin };
    };
    let step = memory.known(node).cloned().unwrap_or_else(read);
    memory.next.insert(place, (node.clone(), Rc::clone(&step)));
    Slot { node: node.clone(), step, origin }
}
