//! Who waits for whom: a step for those whose data it takes and for those that decide whether it runs.
use super::{Facts, each};
use crate::item::Section;
use flowdeck_spec::Node;
use flowdeck_spec::selector::Selector;

/// Whether a step waits for another, through however many between them. A step waits for itself.
/// Steps are told by their place in the list.
pub(crate) fn waits_for(specification: &Node, facts: &Facts<'_>, step: usize, other: usize) -> bool {
    if step == other {
        return true;
    }
    let steps = Section::Steps.entries(specification);
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    for (index, entry) in steps.iter().enumerate() {
        each(Section::Steps, entry, &mut |_, text| {
            let (name, is_gate) = match Selector::parse(text) {
                Some(Selector::StepOutput(name, _)) => (name, false),
                Some(Selector::Step(name)) => (name, true),
                _ => return,
            };
            let Some(target) = facts.index(Section::Steps, name) else { return };
            let (waiting, first) = if is_gate { (target, index) } else { (index, target) };
            if let Some(list) = needs.get_mut(waiting) {
                list.push(first);
            }
        });
    }
    let mut seen = vec![false; steps.len()];
    let mut open = vec![step];
    while let Some(at) = open.pop() {
        if at == other {
            return true;
        }
        if seen.get(at).is_none_or(|seen| *seen) {
            continue;
        }
        seen[at] = true;
        open.extend(needs.get_mut(at).map(std::mem::take).unwrap_or_default());
    }
    false
}
