//! Where a selector may point: the inputs and step outputs that fit a property, nearest first.
use super::widget::Wire;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Catalogue, KindSet, Shape};
use flowdeck_spec::compile::{Compiled, Source as Origin};
use flowdeck_spec::order::{places, sort};
use std::cmp::Ordering;

/// One thing that a selector may point to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The selector, as it is written.
    pub selector: String,
    /// What it may be.
    pub kinds: KindSet,
    /// Where it comes from, in words: “Input”, or the step's name and block.
    pub from: String,
    /// A kind of it is one that is asked for by name, not merely anything.
    pub is_exact: bool,
}

/// The sources that fit, for a step of that name; for an output of the workflow the name is empty.
///
/// What waits for the step itself is left out, and so are, for flow control, the steps that lead to it. First come the
/// sources whose kinds are asked for by name, and of those the ones nearest before the step in the order of the run;
/// inputs come after them, steps that have nothing to do with this one last.
#[must_use]
pub fn fitting(
    specification: &Node,
    compiled: &Compiled,
    catalogue: &Catalogue,
    step: &str,
    wire: Wire,
) -> Vec<Source> {
    let count = compiled.step_count();
    // Of two steps of one name the first counts; those of inner workflows go by other names.
    let names: Vec<String> = (0..count).map(|place| compiled.name(place).unwrap_or_default()).collect();
    let sorted = places(count, &mut |a, b| names.get(a).cmp(&names.get(b)));
    let find = |name: &str| -> Option<usize> {
        let first = sorted.partition_point(|place| names.get(*place).is_some_and(|known| **known < *name));
        sorted.get(first).copied().filter(|place| names.get(*place).is_some_and(|known| **known == *name))
    };
    let mut turns: Vec<Option<usize>> = vec![None; count];
    for (turn, place) in compiled.order().iter().enumerate() {
        if let Some(slot) = turns.get_mut(*place as usize) {
            *slot = Some(turn);
        }
    }
    let here = find(step).filter(|_| !step.is_empty());
    let is_control = wire.shape == Shape::Step;
    let barred = here.map(|here| reached(compiled, here, is_control)).unwrap_or_default();
    let ours = here.and_then(|here| turns.get(here).copied().flatten()).unwrap_or(count);
    let mut found: Vec<(Source, usize)> = Vec::new();
    let mut add = |selector: String, kinds: KindSet, from: &str, far: usize| {
        if is_control || kinds.meets(wire.kinds) {
            let is_exact = !is_control && !kinds.is_any() && !wire.kinds.is_any();
            found.push((Source { selector, kinds, from: from.into(), is_exact }, far));
        }
    };
    let steps = specification.get("steps").map(Node::items).unwrap_or_default();
    for (index, entry) in steps.iter().enumerate().filter(|_| wire.shape != Shape::Input) {
        let Some(name) = entry.get("name").and_then(Node::as_str) else { continue };
        let at = find(&name);
        if *name == *step || at.is_some_and(|at| barred.get(at) == Some(&true)) {
            continue;
        }
        let far = match at.and_then(|at| turns.get(at).copied().flatten()) {
            Some(turn) if turn < ours => ours - turn,
            Some(turn) => 2 * count + steps.len() + turn,
            None => 3 * count + steps.len() + index,
        };
        let block = entry.get("type").and_then(Node::as_str).unwrap_or_default();
        let from = ["Step, ", catalogue.block(&block).map_or(&*block, |block| &block.label)].concat();
        let selector =
            |output: &str| ["$steps.", &name, if output.is_empty() { "" } else { "." }, output].concat();
        if is_control {
            add(selector(""), KindSet::ANY, &from, far);
            continue;
        }
        match at {
            Some(at) => {
                for fact in compiled.step_outputs(catalogue, at) {
                    add(selector(&fact.name), fact.kinds, &from, far);
                }
            }
            // The steps of an inner workflow have taken its place; what it gives back is known by its definition.
            None => {
                let given =
                    entry.pointer("/workflow_definition/outputs").map(Node::items).unwrap_or_default();
                for output in given.iter().filter_map(|output| output.get("name")?.as_str()) {
                    add(selector(&output), KindSet::ANY, &from, far);
                }
            }
        }
    }
    if matches!(wire.shape, Shape::Data | Shape::Input) {
        for (index, input) in compiled.inputs().iter().enumerate() {
            if let Some(name) = &input.name {
                add(["$inputs.", &name.value()].concat(), input.kinds, "Input", count + index);
            }
        }
    }
    sort(&mut found, |(a, far), (b, other)| match b.is_exact.cmp(&a.is_exact) {
        Ordering::Equal => far.cmp(other),
        order => order,
    });
    found.into_iter().map(|(source, _)| source).collect()
}

/// The steps that wait for a step, by data or because it decides whether they run, or that it waits for; itself too.
fn reached(compiled: &Compiled, step: usize, upstream: bool) -> Vec<bool> {
    let count = compiled.step_count();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    for place in 0..count {
        for source in compiled.sources(place) {
            let (from, to) = match source {
                Origin::Step(from) => (*from as usize, place),
                Origin::Gate(to) => (place, *to as usize),
                _ => continue,
            };
            let (from, to) = if upstream { (to, from) } else { (from, to) };
            if let Some(list) = next.get_mut(from) {
                list.push(to);
            }
        }
    }
    let mut seen = vec![false; count];
    let mut open = vec![step];
    while let Some(place) = open.pop() {
        if let Some(mark) = seen.get_mut(place).filter(|mark| !**mark) {
            *mark = true;
            open.extend(next.get(place).into_iter().flatten());
        }
    }
    seen
}
