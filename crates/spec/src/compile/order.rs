//! The order of steps: each after all that it needs, level by level as the engine walks them.

/// An edge between two steps: the second needs the first.
pub(super) type Edge = (u32, u32);

/// Steps in the order in which data flows.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The steps, level by level; steps on or behind a cycle are not among them.
    pub steps: Vec<u32>,
    /// How far each step is from the inputs.
    pub levels: Vec<u32>,
    /// Steps that wait for each other: each needs the one before it, the first the last.
    pub cycle: Vec<u32>,
}

/// Orders so many steps. A step that takes an input begins one level later than one that takes nothing.
pub(super) fn order(count: usize, edges: &[Edge], takes_input: &[bool]) -> Order {
    let starts = by(count, edges, |edge| edge.0);
    let next = sorted(count, edges, &starts, |edge| edge.0, |edge| edge.1);
    let mut waiting = vec![0_u32; count];
    for &(_, to) in edges {
        if let Some(slot) = waiting.get_mut(to as usize) {
            *slot += 1;
        }
    }
    let base = |step: usize| if takes_input.get(step).copied().unwrap_or(false) { 2 } else { 1 };
    let mut levels: Vec<u32> = (0..count).map(base).collect();
    let mut ready: Vec<u32> = (0..count)
        .filter(|&step| waiting.get(step) == Some(&0))
        .filter_map(|step| u32::try_from(step).ok())
        .collect();
    let mut at = 0;
    while let Some(&step) = ready.get(at) {
        at += 1;
        let level = levels.get(step as usize).copied().unwrap_or(1) + 1;
        for &to in slice(&next, &starts, step as usize) {
            let index = to as usize;
            if let (Some(known), Some(left)) = (levels.get_mut(index), waiting.get_mut(index)) {
                *known = (*known).max(level);
                *left -= 1;
                if *left == 0 {
                    ready.push(to);
                }
            }
        }
    }
    let cycle = if ready.len() < count { find_cycle(count, edges, &waiting) } else { Vec::new() };
    // By level, and within one in the order of the text: a counting sort, for a chain is as long as the workflow.
    let deepest =
        ready.iter().filter_map(|&step| levels.get(step as usize)).max().map_or(0, |&level| level as usize);
    let mut places = vec![0_usize; deepest + 2];
    for &step in &ready {
        places[levels[step as usize] as usize + 1] += 1;
    }
    for level in 1..places.len() {
        places[level] += places[level - 1];
    }
    let mut steps = vec![0_u32; ready.len()];
    let is_ready = |step: usize| waiting.get(step) == Some(&0);
    for step in (0..count).filter(|&step| is_ready(step)) {
        let place = &mut places[levels[step] as usize];
        steps[*place] = u32::try_from(step).unwrap_or(u32::MAX);
        *place += 1;
    }
    Order { steps, levels, cycle }
}

/// Where each step's edges begin in a list sorted by one end.
pub(super) fn by(count: usize, edges: &[Edge], key: impl Fn(&Edge) -> u32) -> Vec<u32> {
    let mut starts = vec![0_u32; count + 1];
    for edge in edges {
        if let Some(slot) = starts.get_mut(key(edge) as usize + 1) {
            *slot += 1;
        }
    }
    for index in 1..starts.len() {
        starts[index] += starts[index - 1];
    }
    starts
}

/// The other ends of all edges, those of one step together.
pub(super) fn sorted(
    count: usize,
    edges: &[Edge],
    starts: &[u32],
    key: impl Fn(&Edge) -> u32,
    value: impl Fn(&Edge) -> u32,
) -> Vec<u32> {
    let mut next = starts.get(..count).unwrap_or_default().to_vec();
    let mut out = vec![0_u32; edges.len()];
    for edge in edges {
        if let Some(place) = next.get_mut(key(edge) as usize)
            && let Some(slot) = out.get_mut(*place as usize)
        {
            *slot = value(edge);
            *place += 1;
        }
    }
    out
}

/// The part of a sorted list that belongs to a step.
pub(super) fn slice<'a, T>(list: &'a [T], starts: &[u32], step: usize) -> &'a [T] {
    match (starts.get(step), starts.get(step + 1)) {
        (Some(&from), Some(&to)) => list.get(from as usize..to as usize).unwrap_or_default(),
        _ => &[],
    }
}

/// Follows needs backwards from a step that never gets ready until a step comes again.
fn find_cycle(count: usize, edges: &[Edge], waiting: &[u32]) -> Vec<u32> {
    let starts = by(count, edges, |edge| edge.1);
    let needs = sorted(count, edges, &starts, |edge| edge.1, |edge| edge.0);
    let stuck = |step: u32| waiting.get(step as usize).is_some_and(|&left| left > 0);
    let Some(first) = (0..count).filter_map(|step| u32::try_from(step).ok()).find(|&step| stuck(step)) else {
        return Vec::new();
    };
    let mut seen_at = vec![usize::MAX; count];
    let mut path = Vec::new();
    let mut step = first;
    loop {
        let seen = seen_at.get(step as usize).copied().unwrap_or(0);
        if seen != usize::MAX {
            let mut cycle = path.split_off(seen);
            cycle.reverse();
            return cycle;
        }
        seen_at[step as usize] = path.len();
        path.push(step);
        match slice(&needs, &starts, step as usize).iter().find(|&&need| stuck(need)) {
            Some(&need) => step = need,
            None => return Vec::new(),
        }
    }
}
