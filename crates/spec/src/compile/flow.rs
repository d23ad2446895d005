//! How data flows: the nesting of batches at every step and where they stem from (engine contract §3 E8,
//! `denote_data_flow_for_step`). What one step makes of it stands in `step.rs`.
mod step;
mod trouble;

use super::Slot;
use super::lineage::{Lineage, Lineages, SINGLE};
use super::order::{Edge, Order, by, slice, sorted};
use super::rank::Phase;
use super::report::Report;
use super::wires::{Scene, Source, Wires};
use crate::catalogue::Block;
use step::Work;
use trouble::Trouble;

/// What flows.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// How deep what each step gives is nested: 0 is a single value.
    pub depths: Vec<u32>,
    /// The lineage of each step.
    pub lineages: Vec<Lineage>,
    /// The lineage of each input.
    pub inputs: Vec<Lineage>,
}

/// Lets data flow through all steps that have their place in the order.
pub(super) fn run(scene: &Scene<'_>, wires: &Wires, order: &Order, report: &mut Report) -> Flow {
    let count = scene.slots.len();
    let mut lineages = Lineages::new();
    let inputs: Vec<Lineage> = scene.inputs.iter().map(|input| lineages.input(input.depth)).collect();
    let mut state = Flow { depths: vec![0; count], lineages: vec![SINGLE; count], inputs };
    // What a step that fails gives is not known: nothing is said about what follows from it.
    let mut is_unsure = vec![false; count];
    let mut gates_something = vec![false; count];
    for &(from, _) in &wires.gates {
        if let Some(flag) = gates_something.get_mut(from as usize) {
            *flag = true;
        }
    }
    let has_gates = !wires.gates.is_empty();
    let gate_edges: Vec<Edge> = if has_gates {
        let gating = wires.data.iter().filter(|(from, _)| gates_something.get(*from as usize) == Some(&true));
        gating.chain(&wires.gates).copied().collect()
    } else {
        Vec::new()
    };
    let gate_starts = by(count, &gate_edges, |edge| edge.1);
    let gated_by = sorted(count, &gate_edges, &gate_starts, |edge| edge.1, |edge| edge.0);
    let mut work = Work::default();
    for &step in &order.steps {
        let index = step as usize;
        let Some(slot) = scene.slots.get(index) else { continue };
        let sources = wires.of(index);
        let from_unsure = sources.iter().any(|source| match source {
            Source::Step(from) => is_unsure.get(*from as usize) == Some(&true),
            Source::Nothing => true,
            _ => false,
        });
        let gates = if has_gates { slice(&gated_by, &gate_starts, index) } else { &[] };
        let block = slot.step.block.and_then(|place| scene.catalogue.at(place));
        let Some(block) = block else {
            is_unsure[index] = true;
            continue;
        };
        // Which properties of a partly known block take batches nobody has said.
        if slot.step.is_broken
            || block.partly_known
            || from_unsure
            || gates.iter().any(|gate| is_unsure.get(*gate as usize) == Some(&true))
        {
            is_unsure[index] = true;
        }
        work.collect(block, &slot.step.uses, sources, &state, &gates_something);
        work.gates_of(gates, &state);
        match work.judge(block, index, &mut lineages) {
            Ok(lineage) => {
                state.lineages[index] = lineage;
                state.depths[index] = lineages.depth(lineage);
            }
            Err(_) if is_unsure[index] => {}
            Err((code, class, field, message)) => {
                is_unsure[index] = true;
                tell(report, slot, index, order, block, (code, class, field, message));
            }
        }
    }
    state
}

fn tell(report: &mut Report, slot: &Slot, index: usize, order: &Order, block: &Block, trouble: Trouble) {
    let (code, class, field, message) = trouble;
    let used = field.and_then(|field| slot.step.uses.iter().find(|used| used.field == field));
    let selector = used.and_then(|used| slot.step.refs.get(used.first as usize));
    let end = selector.map(|selector| selector.place).map(|mut place| {
        if used.is_some_and(|used| used.count > 1) {
            place.part = super::step::Part::Whole;
        }
        place.pointer(&slot.node)
    });
    let pointer = slot.origin.pointer(&end.unwrap_or_default());
    let level = order.levels.get(index).copied().unwrap_or(0) as usize;
    let finding = report.error((Phase::Flow, level), code, class, pointer, message);
    finding.step = slot.step.name.as_ref().map(|name| name.value().into_owned());
    finding.property = field.and_then(|field| block.field(field)).map(|field| field.name().to_owned());
}
