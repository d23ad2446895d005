//! Selectors become edges: does the target exist, may it be referred to like this, do the kinds meet
//! (engine contract §3 E2–E6). Those of steps stand here, those of the workflow's outputs beside.
mod output;

use super::entries::{InputFacts, OutputFacts};
use super::names::Names;
use super::rank::Phase;
use super::report::Report;
use super::step::Ref;
use super::{Slot, advice, mend, order};
use crate::catalogue::{Catalogue, Field, KindSet, OutputFact, Reference};
use crate::diagnostic::{Diagnostic, EngineClass, Related};
use crate::json::Text;
use crate::wording::{nearest, short, some_of};
use std::borrow::Cow;

/// Where the data of a selector comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Nowhere: something is wrong with it.
    Nothing,
    /// An input, by its place.
    Input(u32),
    /// A step's output, by the step's place.
    Step(u32),
    /// A step that is gated.
    Gate(u32),
}

/// All edges of a workflow.
#[derive(Debug, Default)]
pub(super) struct Wires {
    /// For each selector of each step, in their order, where it leads.
    pub sources: Vec<Source>,
    /// Where each step's selectors begin in `sources`; one more at the end.
    pub starts: Vec<u32>,
    /// Data from step to step.
    pub data: Vec<(u32, u32)>,
    /// Steps that decide whether others run.
    pub gates: Vec<(u32, u32)>,
    /// Where each output comes from.
    pub outputs: Vec<Source>,
}

impl Wires {
    /// Where the selectors of a step lead.
    pub(super) fn of(&self, step: usize) -> &[Source] {
        order::slice(&self.sources, &self.starts, step)
    }
}

/// What a compilation looks up.
pub(super) struct Scene<'a> {
    pub catalogue: &'a Catalogue,
    pub inputs: &'a [InputFacts],
    pub outputs: &'a [OutputFacts],
    pub slots: &'a [Slot],
    pub names: &'a Names<'a>,
}

impl<'a> Scene<'a> {
    /// The kinds of a step's output; none when it has no such output. Of an unknown block any.
    fn kinds_of(&self, place: u32, name: &str) -> Option<KindSet> {
        let slot = self.slots.get(place as usize)?;
        let Some(block) = slot.step.block.filter(|_| !slot.step.is_open) else { return Some(KindSet::ANY) };
        let mut all = None;
        for output in slot.outputs(self.catalogue) {
            if &*output.name == name {
                all = Some(output.kinds.with(all.unwrap_or(KindSet::NONE)));
            }
        }
        // An engine's answer does not say which outputs depend on values.
        let is_partly_known = || self.catalogue.at(block).is_some_and(|block| block.partly_known);
        if all.is_none() && is_partly_known() {
            return Some(KindSet::ANY);
        }
        all
    }

    /// The outputs of the step at a place.
    fn outputs_of(&self, place: u32) -> &'a [OutputFact] {
        self.slots.get(place as usize).map(|slot| slot.outputs(self.catalogue)).unwrap_or_default()
    }

    /// The names of steps in the order of the text; those that are spelt with escapes are passed over.
    fn step_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.slots.iter().filter_map(|slot| slot.step.name.as_ref()).filter_map(plain)
    }

    /// The names of inputs, likewise.
    fn input_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.inputs.iter().filter_map(|input| input.name.as_ref()).filter_map(plain)
    }

    /// The sentence on a step that is not there, with what was meant, or else with those that there are.
    fn no_step(&self, name: &str, meant: Option<&str>) -> String {
        absent("step", name, meant, self.names.steps.len(), self.step_names())
    }
}

fn plain(name: &Text) -> Option<&str> {
    match name.value() {
        Cow::Borrowed(name) => Some(name),
        Cow::Owned(_) => None,
    }
}

fn absent<'a>(
    what: &str,
    name: &str,
    meant: Option<&str>,
    count: usize,
    known: impl Iterator<Item = &'a str>,
) -> String {
    let end = match (meant, count) {
        (Some(meant), _) => format!("did you mean {meant}?"),
        (None, 0) => format!("this workflow has no {what}s."),
        (None, 1) => format!("there is {}.", some_of(known)),
        (None, _) => format!("there are {}.", some_of(known)),
    };
    format!("There is no {what} “{}”: {end}", short(name))
}

/// What a step gives, as the end of a sentence.
fn gives(outputs: &[OutputFact]) -> String {
    match outputs {
        [] => "it gives nothing.".into(),
        outputs => format!("it gives {}.", some_of(outputs.iter().map(|output| &*output.name))),
    }
}

/// Makes the edges.
pub(super) fn connect(scene: &Scene<'_>, report: &mut Report) -> Wires {
    let mut wires = Wires { starts: Vec::with_capacity(scene.slots.len() + 1), ..Wires::default() };
    for (index, slot) in scene.slots.iter().enumerate() {
        wires.starts.push(u32::try_from(wires.sources.len()).unwrap_or(u32::MAX));
        let to = u32::try_from(index).unwrap_or(u32::MAX);
        let first_gate = wires.gates.len();
        let block = slot.step.block.and_then(|place| scene.catalogue.at(place));
        for selector in &slot.step.refs {
            let field = selector.field.and_then(|field| block?.field(field));
            let reference = field.and_then(|field| field.reference.as_ref());
            let mut at =
                At { scene, index, slot, selector, field, reference, text: selector.text.value(), report };
            let source = at.source();
            match source {
                Source::Step(from) => wires.data.push((from, to)),
                Source::Gate(target) if wires.gates[first_gate..].contains(&(to, target)) => {
                    let message = format!("{} is a target twice: a step may gate another once.", at.text);
                    at.wrong("FD0207", EngineClass::ExecutionGraphStructure, message);
                }
                Source::Gate(target) => wires.gates.push((to, target)),
                Source::Nothing | Source::Input(_) => {}
            }
            wires.sources.push(source);
        }
    }
    wires.starts.push(u32::try_from(wires.sources.len()).unwrap_or(u32::MAX));
    wires.outputs = (0..scene.outputs.len()).map(|index| output::source(scene, index, report)).collect();
    wires
}

/// A selector in parts: what is before the first dot, between the first two, and after the last.
struct Parts<'a> {
    head: &'a str,
    name: Option<&'a str>,
    last: &'a str,
    count: usize,
}

fn parts(text: &str) -> Parts<'_> {
    let (head, rest) = match text.split_once('.') {
        Some((head, rest)) => (head, Some(rest)),
        None => (text, None),
    };
    let name = rest.map(|rest| rest.split_once('.').map_or(rest, |(name, _)| name));
    let last = text.rsplit_once('.').map_or(text, |(_, last)| last);
    let count = 1 + text.bytes().filter(|byte| *byte == b'.').count();
    Parts { head, name, last, count }
}

/// A selector of a step, where it stands.
struct At<'s> {
    scene: &'s Scene<'s>,
    /// The step that holds it.
    index: usize,
    slot: &'s Slot,
    selector: &'s Ref,
    /// Its field; none where the block is not known.
    field: Option<&'s Field>,
    /// What its field takes; none where the block is not known.
    reference: Option<&'s Reference>,
    text: Cow<'s, str>,
    report: &'s mut Report,
}

impl At<'_> {
    fn wrong(&mut self, code: &'static str, class: EngineClass, message: String) -> &mut Diagnostic {
        let place = self.selector.place;
        let pointer = self.slot.origin.pointer(&place.pointer(&self.slot.node));
        let finding = self.report.error((Phase::Edges, self.index), code, class, pointer, message);
        finding.property = Some(place.property(&self.slot.node));
        finding.step = self.slot.step.name.as_ref().map(|name| name.value().into_owned());
        finding
    }

    /// Where it leads; tells what is wrong with it.
    fn source(&mut self) -> Source {
        let (scene, text) = (self.scene, self.text.clone());
        let parts = parts(&text);
        match (parts.head, parts.name) {
            ("$inputs", Some(name)) => {
                let Some(&place) = scene.names.inputs.get(name) else {
                    self.missing(true, name);
                    return Source::Nothing;
                };
                // What follows the name is looked up with it: an input's name may hold dots.
                let whole = text.strip_prefix("$inputs.").and_then(|name| scene.names.inputs.get(name));
                let Some(&asked) = whole else {
                    return self.assumption(format!(
                        "“{}” goes too deep: an input has no parts. Write $inputs.{name}.",
                        short(&text)
                    ));
                };
                let kinds = scene.inputs.get(asked as usize).map_or(KindSet::ANY, |input| input.kinds);
                self.check_kinds(kinds);
                Source::Input(place)
            }
            ("$steps", Some(name)) => {
                let Some(&place) = scene.names.steps.get(name) else {
                    self.missing(false, name);
                    return Source::Nothing;
                };
                if parts.count == 2 {
                    return self.gate(place, name);
                }
                match scene.kinds_of(place, parts.last) {
                    Some(kinds) => {
                        self.check_kinds(kinds);
                        Source::Step(place)
                    }
                    None => {
                        self.no_output(place, parts.last);
                        Source::Nothing
                    }
                }
            }
            ("$outputs", Some(name)) if scene.names.outputs.contains_key(name) => self.assumption(format!(
                "“{}” is an output of the workflow: a step cannot take data from it.",
                short(&text)
            )),
            _ => {
                let message = format!(
                    "“{}” begins with $ and is no selector: write $inputs.name or $steps.name.output.",
                    short(&text)
                );
                self.wrong("FD0201", EngineClass::InvalidReferenceTarget, message);
                Source::Nothing
            }
        }
    }

    fn assumption(&mut self, message: String) -> Source {
        self.wrong("FD0208", EngineClass::Assumption, message);
        Source::Nothing
    }

    /// `$steps.name` alone: only flow control refers to steps.
    fn gate(&mut self, place: u32, name: &str) -> Source {
        if self.reference.is_some_and(|reference| reference.is_step) {
            return Source::Gate(place);
        }
        if self.selector.field.is_none() {
            // Of an unknown block nobody can say whether it gates.
            return Source::Nothing;
        }
        let wanted = self.reference.map_or(KindSet::ANY, |reference| reference.kinds);
        let mut outputs = self.scene.outputs_of(place).iter();
        let fitting = outputs.find(|output| output.kinds.meets(wanted) && &*output.name != "*");
        let message = format!(
            "“$steps.{name}” names a step, not what it gives: add the output, such as $steps.{name}.{}.",
            fitting.map_or("output", |output| &output.name)
        );
        let finding = self.wrong("FD0206", EngineClass::ExecutionGraphStructure, message);
        if let Some(output) = fitting {
            finding.offer_text(&format!("$steps.{name}.{}", output.name));
        }
        Source::Nothing
    }

    fn check_kinds(&mut self, kinds: KindSet) {
        let Some(reference) = self.reference.filter(|reference| !reference.kinds.meets(kinds)) else {
            return;
        };
        let names = &self.scene.catalogue.kinds;
        let takes = if reference.is_step {
            "a step itself, $steps.name".into()
        } else {
            advice::kinds_words(names, reference.kinds)
        };
        let message = format!(
            "{} gives {}; “{}” takes {takes}.",
            short(&self.text),
            advice::kinds_words(names, kinds),
            self.selector.place.property(&self.slot.node)
        );
        // Another output of the same step, or another source, that fits.
        let (scene, slot, text) = (self.scene, self.slot, self.text.clone());
        let field = self.field;
        let others = field.map(|field| mend::fitting(scene, self.index, field, &text)).unwrap_or_default();
        let finding = self.wrong("FD0205", EngineClass::ReferenceType, message);
        for other in others {
            finding.offer_text(&other);
        }
        finding.fixes.extend(
            field.and_then(|field| mend::conversion(scene, slot, (&text, kinds), field, &finding.pointer)),
        );
    }

    /// It names an input or a step that is not there.
    fn missing(&mut self, is_input: bool, name: &str) {
        let scene = self.scene;
        let near = match (self.report.wants_suggestion(), is_input) {
            (false, _) => None,
            (true, true) => nearest(name, scene.input_names()),
            (true, false) => nearest(name, scene.step_names()),
        };
        let head = if is_input { "$inputs." } else { "$steps." };
        let tail = self.text.get(head.len() + name.len()..).unwrap_or_default();
        let near = near.map(|near| format!("{head}{near}{tail}"));
        let other = if is_input { &scene.names.steps } else { &scene.names.inputs };
        let other = other
            .contains_key(name)
            .then(|| if is_input { format!("$steps.{name}.…") } else { format!("$inputs.{name}") });
        let meant = other.as_ref().or(near.as_ref()).map(String::as_str);
        let message = if is_input {
            absent("input", name, meant, scene.names.inputs.len(), scene.input_names())
        } else {
            scene.no_step(name, meant)
        };
        let finding = self.wrong("FD0201", EngineClass::InvalidReferenceTarget, message);
        // Which output of the step was meant is not known.
        for text in other.iter().filter(|_| !is_input).chain(&near) {
            finding.offer_text(text);
        }
    }

    fn no_output(&mut self, place: u32, name: &str) {
        let Some(slot) = self.scene.slots.get(place as usize) else { return };
        let outputs = slot.outputs(self.scene.catalogue);
        let step = slot.step.name.as_ref().map(|name| name.value().into_owned()).unwrap_or_default();
        let near = nearest(name, outputs.iter().map(|output| &*output.name));
        let only = if outputs.len() == 1 { outputs.first().map(|output| &*output.name) } else { None };
        let near = near.or(only).map(|near| format!("$steps.{step}.{near}"));
        let end = near.as_ref().map_or_else(|| gives(outputs), |near| format!("did you mean {near}?"));
        let message = format!("The step “{}” has no output “{}”: {end}", short(&step), short(name));
        let related = Related { pointer: slot.origin.pointer(""), message: "the step".into() };
        let finding = self.wrong("FD0204", EngineClass::ExecutionGraphStructure, message);
        finding.related.push(related);
        if let Some(near) = &near {
            finding.offer_text(near);
        }
    }
}
