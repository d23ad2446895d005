//! What a compilation knows when it is done: who takes what from whom, how deep it is nested, in which order it runs.
use super::Slot;
use super::flow::Flow;
use super::order;
use super::order::Order;
use super::wires::{Scene, Source, Wires};
use crate::catalogue::{Catalogue, KindSet, OutputFact};
use crate::json::Text;
use std::rc::Rc;

/// A compiled specification. Steps are those that run: inner workflows are in their place already.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    slots: Vec<Slot>,
    outputs: Vec<Port>,
    inputs: Vec<Port>,
    sources: Rc<Vec<Source>>,
    starts: Vec<u32>,
    gates: Vec<(u32, u32)>,
    depths: Vec<u32>,
    order: Vec<u32>,
    levels: Vec<u32>,
}

/// An input or output of the workflow.
#[derive(Clone, Debug)]
pub struct Port {
    /// Its name.
    pub name: Option<Text>,
    /// What it may be.
    pub kinds: KindSet,
    /// How deep its batch is nested; 0 for a single value.
    pub depth: u32,
    /// Where it comes from; of an input nothing.
    pub source: Source,
}

impl Compiled {
    pub(super) fn new(scene: &Scene<'_>, wires: Wires, order: Order, flow: &Flow) -> Self {
        let inputs = scene.inputs.iter().map(|input| Port {
            name: input.name.clone(),
            kinds: input.kinds,
            depth: input.depth,
            source: Source::Nothing,
        });
        let inputs: Vec<Port> = inputs.collect();
        let outputs = scene.outputs.iter().zip(&wires.outputs).map(|(output, &source)| {
            let name = output.name.clone();
            match source {
                Source::Input(place) => {
                    let input = inputs.get(place as usize);
                    let kinds = input.map_or(KindSet::ANY, |input| input.kinds);
                    Port { name, kinds, depth: input.map_or(0, |input| input.depth), source }
                }
                Source::Step(place) => {
                    let slot = scene.slots.get(place as usize);
                    let selector = output.selector.as_ref().map(Text::value).unwrap_or_default();
                    let facts = slot.into_iter().flat_map(|slot| slot.given(scene.catalogue, &selector));
                    let kinds = facts.fold(KindSet::NONE, |set, fact| set.with(fact.kinds));
                    Port { name, kinds, depth: flow.depths.get(place as usize).copied().unwrap_or(0), source }
                }
                _ => Port { name, kinds: KindSet::ANY, depth: 0, source },
            }
        });
        Self {
            outputs: outputs.collect(),
            slots: scene.slots.to_vec(),
            sources: Rc::new(wires.sources),
            starts: wires.starts,
            gates: wires.gates,
            depths: flow.depths.clone(),
            order: order.steps,
            levels: order.levels,
            inputs,
        }
    }

    /// A step that runs.
    pub(super) fn slot_mut(&mut self, step: usize) -> Option<&mut Slot> {
        self.slots.get_mut(step)
    }

    /// How many steps run.
    #[must_use]
    pub fn step_count(&self) -> usize {
        self.slots.len()
    }

    /// The name of a step.
    #[must_use]
    pub fn name(&self, step: usize) -> Option<String> {
        Some(self.slots.get(step)?.step.name.as_ref()?.value().into_owned())
    }

    /// The full type of a step's block.
    #[must_use]
    pub fn block_type<'a>(&self, catalogue: &'a Catalogue, step: usize) -> Option<&'a str> {
        Some(catalogue.at(self.slots.get(step)?.step.block?)?.full_type())
    }

    /// The outputs of a step with their kinds.
    #[must_use]
    pub fn step_outputs<'a>(&'a self, catalogue: &'a Catalogue, step: usize) -> &'a [OutputFact] {
        self.slots.get(step).map(|slot| slot.outputs(catalogue)).unwrap_or_default()
    }

    /// How deep what a step gives is nested: 0 is a single value, 1 a batch.
    #[must_use]
    pub fn depth(&self, step: usize) -> u32 {
        self.depths.get(step).copied().unwrap_or(0)
    }

    /// How far a step is from the inputs, from 1.
    #[must_use]
    pub fn level(&self, step: usize) -> u32 {
        self.levels.get(step).copied().unwrap_or(0)
    }

    /// Where the selectors of a step lead, in the order of its properties.
    #[must_use]
    pub fn sources(&self, step: usize) -> &[Source] {
        order::slice(&self.sources, &self.starts, step)
    }

    /// Which step decides whether another runs.
    #[must_use]
    pub fn gates(&self) -> &[(u32, u32)] {
        &self.gates
    }

    /// The steps in an order in which they can run; those on a cycle are not among them.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// The inputs.
    #[must_use]
    pub fn inputs(&self) -> &[Port] {
        &self.inputs
    }

    /// The outputs.
    #[must_use]
    pub fn outputs(&self) -> &[Port] {
        &self.outputs
    }
}
