//! The ports of a card, and which of them a wire joins.
use super::Basis;
use super::family::Families;
use super::kind::{Kind, Kinds};
use super::web::{Draft, INPUT, MISSING, OUTPUT, Slot};
use crate::scene::{Port, PortShape, Ports};
use crate::wiring::key_in;
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::{Block, Field, KindSet};
use std::rc::Rc;

/// So many outputs are shown whether they are used or not.
const OUTPUTS: u32 = 6;
/// What the port says that a step's gate leads to.
pub(super) const RUNS_IF: &str = "runs if";
/// So many sets of ports of one block are kept to be shared.
const SETS: usize = 64;

/// What tells the ports of two cards of one kind apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Signature {
    /// The fields that have a port.
    ins: u128,
    /// Those of them that hold a wire.
    wired: u128,
    /// Those with batches, and those with batches of batches.
    pub(super) batches: u128,
    pub(super) nested: u128,
    outs: u64,
    is_gated: bool,
    depth: u32,
}

/// How deep what comes in is nested, for each port of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Depths {
    pub(super) batches: u128,
    pub(super) nested: u128,
    /// Of properties that the block does not have.
    pub(super) odd: Vec<PortShape>,
}

impl Depths {
    /// Notes what comes in at a place.
    pub(super) fn note(&mut self, slot: Slot, depth: u32) {
        match (slot, PortShape::of(depth)) {
            (_, PortShape::Value) => {}
            (Slot::Field(place), PortShape::Batch) => self.batches |= 1 << place,
            (Slot::Field(place), PortShape::Nested) => self.nested |= 1 << place,
            (Slot::Odd(place), shape) => {
                let place = usize::from(place);
                if self.odd.len() <= place {
                    self.odd.resize(place + 1, PortShape::Value);
                }
                if let Some(known) = self.odd.get_mut(place).filter(|known| **known != PortShape::Nested) {
                    *known = shape;
                }
            }
        }
    }

    fn of_field(&self, place: usize) -> PortShape {
        match 1 << place {
            bit if self.nested & bit != 0 => PortShape::Nested,
            bit if self.batches & bit != 0 => PortShape::Batch,
            _ => PortShape::Value,
        }
    }

    fn of_odd(&self, place: usize) -> PortShape {
        self.odd.get(place).copied().unwrap_or_default()
    }
}

/// The outputs that are shown of so many: all of a few, else those that are used and the first.
fn shown(used: u64, count: usize) -> u64 {
    let count = u32::try_from(count).unwrap_or(64).min(64);
    let all = u64::MAX.checked_shr(64 - count).unwrap_or(0);
    if count <= OUTPUTS {
        return all;
    }
    let mut out = used & all;
    for place in 0..count {
        if out.count_ones() >= OUTPUTS {
            break;
        }
        out |= 1 << place;
    }
    out
}

fn outputs_of(kind: Option<&Kind>, draft: &Draft) -> usize {
    kind.map_or(0, |kind| kind.outputs.len()) + draft.odd.as_ref().map_or(0, |odd| odd.outs.len())
}

/// The place among the outputs' ports of an output that is shown.
pub(super) fn output_port(kind: Option<&Kind>, draft: &Draft, output: u16) -> u16 {
    if draft.kind == INPUT {
        return 0;
    }
    let shown = shown(draft.outs, outputs_of(kind, draft));
    below(u128::from(shown), usize::from(output).min(63))
}

/// The place among the inputs' ports of a wire that enters here.
pub(super) fn input_port(kind: Option<&Kind>, draft: &Draft, slot: Slot) -> u16 {
    let first = u16::from(draft.is_gated);
    let ins = kind.map_or(0, |kind| kind.always) | draft.ins;
    match slot {
        _ if draft.kind == OUTPUT => first,
        Slot::Field(place) => first + below(ins, usize::from(place)),
        Slot::Odd(place) => first + ones(ins) + odd_before(draft, place, false),
    }
}

/// The place among the outputs' ports of a property that leads to steps.
pub(super) fn control_port(kind: Option<&Kind>, draft: &Draft, slot: Slot) -> u16 {
    let first = ones(u128::from(shown(draft.outs, outputs_of(kind, draft))));
    let steps = kind.map_or(0, |kind| kind.steps);
    match slot {
        Slot::Field(place) => first + below(steps, usize::from(place)),
        Slot::Odd(place) => first + ones(steps) + odd_before(draft, place, true),
    }
}

fn odd_before(draft: &Draft, place: u16, is_control: bool) -> u16 {
    let ins = draft.odd.as_ref().map(|odd| &*odd.ins).unwrap_or_default();
    let before = ins.iter().take(usize::from(place)).filter(|(_, control)| *control == is_control);
    u16::try_from(before.count()).unwrap_or(u16::MAX)
}

fn ones(bits: u128) -> u16 {
    u16::try_from(bits.count_ones()).unwrap_or(0)
}

fn below(bits: u128, place: usize) -> u16 {
    ones(bits & ((1 << place) - 1))
}

/// Builds the ports of cards.
pub(super) struct Builder<'a> {
    pub(super) basis: &'a Basis<'a>,
    pub(super) kinds: &'a mut Kinds,
}

impl Builder<'_> {
    /// The ports of a card. `gives` is what an input of the workflow may be, `depth` how deep what it gives is nested.
    pub(super) fn ports(
        &mut self,
        card: usize,
        draft: &Draft,
        depths: &Depths,
        gives: KindSet,
        depth: u32,
    ) -> Rc<Ports> {
        let shape = PortShape::of(depth);
        let families = &self.kinds.families;
        let mut ports = Ports::default();
        match draft.kind {
            INPUT => ports.outputs.push(output(families, "", gives, shape)),
            OUTPUT => {
                ports.takes = KindSet::ANY;
                let mut port = plain("selector", depths.of_odd(0));
                port.is_missing = draft.ins == 0;
                ports.inputs.push(port);
            }
            MISSING => {
                if draft.is_gated {
                    ports.inputs.push(control(RUNS_IF));
                }
                for name in draft.odd.iter().flat_map(|odd| &odd.outs) {
                    ports.outputs.push(plain(name, shape));
                }
            }
            kind => return self.of_step(card, kind, draft, depths, depth),
        }
        Rc::new(ports)
    }

    fn of_step(&mut self, card: usize, kind: u32, draft: &Draft, depths: &Depths, depth: u32) -> Rc<Ports> {
        let Some(known) = self.kinds.get(kind) else { return Rc::default() };
        let signature = Signature {
            ins: known.always | draft.ins,
            wired: draft.ins,
            batches: depths.batches,
            nested: depths.nested,
            outs: shown(draft.outs, outputs_of(Some(known), draft)),
            is_gated: draft.is_gated,
            depth,
        };
        let may_share = draft.odd.is_none() && !draft.has_aliases;
        if may_share && let Some((_, set)) = known.sets.iter().rev().find(|(other, _)| *other == signature) {
            return Rc::clone(set);
        }
        let ports = Rc::new(self.build(card, known, draft, depths, &signature));
        if may_share
            && let Some(known) = self.kinds.get_mut(kind)
            && known.sets.len() < SETS
        {
            known.sets.push((signature, Rc::clone(&ports)));
        }
        ports
    }

    fn build(
        &self,
        card: usize,
        kind: &Kind,
        draft: &Draft,
        depths: &Depths,
        signature: &Signature,
    ) -> Ports {
        let families = &self.kinds.families;
        let shape = PortShape::of(signature.depth);
        let block = self.basis.catalogue.block(&kind.type_name);
        let inputs = self.basis.document.specification.get("inputs").map_or(0, |list| list.items().len());
        let steps = self.basis.document.specification.get("steps").map(flowdeck_spec::Node::items);
        let entry = steps.and_then(|steps| steps.get(card.checked_sub(inputs)?));
        let name = |field: &Field| match entry {
            Some(entry) if draft.has_aliases => Box::from(key_in(field, entry)),
            _ => Box::from(field.name()),
        };
        let mut ports = Ports { takes: kind.takes, gates: kind.steps != 0, ..Ports::default() };
        if signature.is_gated {
            ports.inputs.push(control(RUNS_IF));
        }
        for (place, field) in fields(block, signature.ins) {
            let kinds = field.reference.map_or(KindSet::ANY, |reference| reference.kinds);
            let is_missing = kind.required & !signature.wired & (1 << place) != 0;
            let family = families.family(kinds);
            let shape = depths.of_field(place);
            let name = name(field);
            ports.inputs.push(Port { name, family, shape, is_control: false, is_missing, kinds });
        }
        for (place, known) in kind.outputs.iter().enumerate() {
            if signature.outs & (1 << place.min(63)) != 0 {
                ports.outputs.push(output(families, &known.name, known.kinds, shape));
            }
        }
        let odd = draft.odd.as_deref();
        for (place, name) in odd.iter().flat_map(|odd| &odd.outs).enumerate() {
            if signature.outs & (1 << (place + kind.outputs.len()).min(63)) != 0 {
                // Of a block that is known there is no such output.
                ports.outputs.push(Port { is_missing: !kind.is_open, ..plain(name, shape) });
            }
        }
        for (_, field) in fields(block, kind.steps) {
            ports.outputs.push(control(&name(field)));
        }
        for (place, (name, is_control)) in odd.iter().flat_map(|odd| &odd.ins).enumerate() {
            if *is_control {
                ports.outputs.push(control(name));
            } else {
                ports.inputs.push(plain(name, depths.of_odd(place)));
            }
        }
        ports
    }
}

fn fields(block: Option<&Block>, bits: u128) -> impl Iterator<Item = (usize, &Field)> {
    let fields = block.map(|block| &*block.fields).unwrap_or_default();
    fields.iter().enumerate().take(super::kind::FIELDS).filter(move |(place, _)| bits & (1 << place) != 0)
}

fn plain(name: &str, shape: PortShape) -> Port {
    let (family, kinds) = (Family::Any, KindSet::ANY);
    Port { name: name.into(), family, shape, is_control: false, is_missing: false, kinds }
}

fn output(families: &Families, name: &str, kinds: KindSet, shape: PortShape) -> Port {
    Port { family: families.family(kinds), kinds, ..plain(name, shape) }
}

fn control(name: &str) -> Port {
    Port { family: Family::Flow, is_control: true, ..plain(name, PortShape::Value) }
}
