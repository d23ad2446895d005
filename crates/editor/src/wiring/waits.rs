//! Who waits for whom: a step for those whose data it takes and for those that decide whether it runs.
use super::{Facts, each};
use crate::item::Section;
use flowdeck_spec::Node;
use flowdeck_spec::selector::Selector;

/// Which way to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To those that a step waits for.
    Before,
    /// To those that wait for it.
    After,
}

/// The steps that are reached from one, itself among them, by their places in the list.
pub(crate) fn reach(specification: &Node, facts: &Facts<'_>, from: usize, way: Way) -> Vec<bool> {
    let steps = Section::Steps.entries(specification);
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    for (index, entry) in steps.iter().enumerate() {
        each(Section::Steps, entry, &mut |_, text| {
            let (name, is_gate) = match Selector::parse(text) {
                Some(Selector::StepOutput(name, _)) => (name, false),
                Some(Selector::Step(name)) => (name, true),
                _ => return,
            };
            let Some(target) = facts.index(Section::Steps, name) else { return };
            // Data comes from the target, a gate leads to it.
            let turned = is_gate != (way == Way::After);
            let (from, to) = if turned { (target, index) } else { (index, target) };
            if let Some(list) = next.get_mut(from) {
                list.push(to);
            }
        });
    }
    let mut seen = vec![false; steps.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) {
            *seen = true;
            open.extend(next.get_mut(at).map(std::mem::take).unwrap_or_default());
        }
    }
    seen
}

/// Whether a step waits for another, through however many between them. A step waits for itself.
pub(crate) fn waits_for(specification: &Node, facts: &Facts<'_>, step: usize, other: usize) -> bool {
    step == other || reach(specification, facts, step, Way::Before).get(other) == Some(&true)
}
