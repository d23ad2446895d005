//! Selectors become edges: does the target exist, may it be referred to like this, do the kinds meet
//! (engine contract §3 E2–E6).
use super::entries::{InputFacts, OutputFacts};
use super::names::Names;
use super::rank::Phase;
use super::report::Report;
use super::step::Ref;
use super::{Slot, advice::kinds_words};
use crate::catalogue::{Catalogue, KindSet, OutputFact, Reference};
use crate::diagnostic::{EngineClass, Fix, Related};
use crate::json::{Node, Text};
use crate::wording::{nearest, short, some_of};

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

/// What a compilation looks up.
pub(super) struct Scene<'a> {
    pub catalogue: &'a Catalogue,
    pub inputs: &'a [InputFacts],
    pub outputs: &'a [OutputFacts],
    pub slots: &'a [Slot],
    pub names: &'a Names<'a>,
}

/// Makes the edges.
pub(super) fn connect(scene: &Scene<'_>, report: &mut Report) -> Wires {
    let mut wires = Wires { starts: Vec::with_capacity(scene.slots.len() + 1), ..Wires::default() };
    for (index, slot) in scene.slots.iter().enumerate() {
        wires.starts.push(u32::try_from(wires.sources.len()).unwrap_or(u32::MAX));
        let to = u32::try_from(index).unwrap_or(u32::MAX);
        let first_gate = wires.gates.len();
        for selector in &slot.step.refs {
            let source = source(scene, index, selector, report);
            match source {
                Source::Step(from) => wires.data.push((from, to)),
                Source::Gate(target) if wires.gates[first_gate..].contains(&(to, target)) => {
                    let value = selector.text.value();
                    let message = format!("{value} is a target twice: a step may gate another once.");
                    found(
                        scene,
                        index,
                        selector,
                        report,
                        "FD0207",
                        EngineClass::ExecutionGraphStructure,
                        message,
                    );
                }
                Source::Gate(target) => wires.gates.push((to, target)),
                Source::Nothing | Source::Input(_) => {}
            }
            wires.sources.push(source);
        }
    }
    wires.starts.push(u32::try_from(wires.sources.len()).unwrap_or(u32::MAX));
    wires.outputs = (0..scene.outputs.len()).map(|index| output(scene, index, report)).collect();
    wires
}

fn found<'r>(
    scene: &Scene<'_>,
    index: usize,
    selector: &Ref,
    report: &'r mut Report,
    code: &'static str,
    class: EngineClass,
    message: String,
) -> &'r mut crate::Diagnostic {
    let Some(slot) = scene.slots.get(index) else {
        return report.error((Phase::Edges, index), code, class, String::new(), message);
    };
    let pointer = slot.origin.pointer(index, &selector.place.pointer(&slot.node));
    let property = selector.place.property(&slot.node);
    let finding = report.error((Phase::Edges, index), code, class, pointer, message);
    finding.property = Some(property);
    finding.step = slot.step.name.as_ref().map(|name| name.value().into_owned());
    finding
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

fn source(scene: &Scene<'_>, index: usize, selector: &Ref, report: &mut Report) -> Source {
    let text = selector.text.value();
    let parts = parts(&text);
    let slot = scene.slots.get(index);
    let block = slot.and_then(|slot| slot.step.block).and_then(|place| scene.catalogue.at(place));
    let field = selector.field.and_then(|field| block?.field(field));
    let reference = field.and_then(|field| field.reference.as_ref());
    match (parts.head, parts.name) {
        ("$inputs", Some(name)) => {
            let Some(&place) = scene.names.inputs.get(name) else {
                missing(scene, index, selector, report, true, name);
                return Source::Nothing;
            };
            // What follows the name is looked up with it: an input's name may hold dots.
            let whole = text.strip_prefix("$inputs.").and_then(|name| scene.names.inputs.get(name));
            let Some(&asked) = whole else {
                let message =
                    format!("“{}” goes too deep: an input has no parts. Write $inputs.{name}.", short(&text));
                assumption(scene, index, selector, report, message);
                return Source::Nothing;
            };
            let kinds = scene.inputs.get(asked as usize).map_or(KindSet::ANY, |input| input.kinds);
            check_kinds(scene, index, selector, report, reference, kinds, &text);
            Source::Input(place)
        }
        ("$steps", Some(name)) => {
            let Some(&place) = scene.names.steps.get(name) else {
                missing(scene, index, selector, report, false, name);
                return Source::Nothing;
            };
            if parts.count == 2 {
                return gate(scene, index, selector, report, reference, place, name);
            }
            match kinds_of(scene, place, parts.last) {
                Some(kinds) => {
                    check_kinds(scene, index, selector, report, reference, kinds, &text);
                    Source::Step(place)
                }
                None => {
                    no_output(scene, index, selector, report, place, parts.last);
                    Source::Nothing
                }
            }
        }
        ("$outputs", Some(name)) if scene.names.outputs.contains_key(name) => {
            let message =
                format!("“{}” is an output of the workflow: a step cannot take data from it.", short(&text));
            assumption(scene, index, selector, report, message);
            Source::Nothing
        }
        _ => {
            let message = format!(
                "“{}” begins with $ and is no selector: write $inputs.name or $steps.name.output.",
                short(&text)
            );
            found(scene, index, selector, report, "FD0201", EngineClass::InvalidReferenceTarget, message);
            Source::Nothing
        }
    }
}

fn assumption(scene: &Scene<'_>, index: usize, selector: &Ref, report: &mut Report, message: String) {
    found(scene, index, selector, report, "FD0208", EngineClass::Assumption, message);
}

/// `$steps.name` alone: only flow control refers to steps.
fn gate(
    scene: &Scene<'_>,
    index: usize,
    selector: &Ref,
    report: &mut Report,
    reference: Option<&Reference>,
    place: u32,
    name: &str,
) -> Source {
    if reference.is_some_and(|reference| reference.is_step) {
        return Source::Gate(place);
    }
    if selector.field.is_none() {
        // Of an unknown block nobody can say whether it gates.
        return Source::Nothing;
    }
    let fact = scene.slots.get(place as usize);
    let outputs = fact.map(|slot| outputs_of(scene, slot)).unwrap_or_default();
    let wanted = reference.map_or(KindSet::ANY, |reference| reference.kinds);
    let fitting = outputs.iter().find(|output| output.kinds.meets(wanted) && &*output.name != "*");
    let message = format!(
        "“$steps.{name}” names a step, not what it gives: add the output, such as $steps.{name}.{}.",
        fitting.map_or("output", |output| &output.name)
    );
    let fix = fitting.map(|output| format!("$steps.{name}.{}", output.name));
    let finding =
        found(scene, index, selector, report, "FD0206", EngineClass::ExecutionGraphStructure, message);
    if let Some(text) = fix {
        finding.fixes.push(Fix::set(
            format!("Replace with {text}"),
            finding.pointer.clone(),
            Node::string(&text),
        ));
    }
    Source::Nothing
}

/// The outputs of a step; none where its block is not known.
pub(super) fn outputs_of<'a>(scene: &Scene<'a>, slot: &'a Slot) -> &'a [OutputFact] {
    match (&slot.step.outputs, slot.step.block.and_then(|place| scene.catalogue.at(place))) {
        (Some(list), _) => list,
        (None, Some(block)) => &block.outputs,
        (None, None) => &[],
    }
}

/// The kinds of a step's output; none when it has no such output. Of an unknown block any.
fn kinds_of(scene: &Scene<'_>, place: u32, name: &str) -> Option<KindSet> {
    let slot = scene.slots.get(place as usize)?;
    if slot.step.block.is_none() || slot.step.is_open {
        return Some(KindSet::ANY);
    }
    let mut all = None;
    for output in outputs_of(scene, slot) {
        if &*output.name == name {
            all = Some(output.kinds.with(all.unwrap_or(KindSet::NONE)));
        }
    }
    all
}

fn check_kinds(
    scene: &Scene<'_>,
    index: usize,
    selector: &Ref,
    report: &mut Report,
    reference: Option<&Reference>,
    kinds: KindSet,
    text: &str,
) {
    let Some(reference) = reference else { return };
    if reference.kinds.meets(kinds) {
        return;
    }
    let names = &scene.catalogue.kinds;
    let property = scene.slots.get(index).map(|slot| selector.place.property(&slot.node)).unwrap_or_default();
    let gives = kinds_words(names, kinds);
    let takes = if reference.is_step {
        "a step itself, $steps.name".into()
    } else {
        kinds_words(names, reference.kinds)
    };
    let message = format!("{} gives {gives}; “{property}” takes {takes}.", short(text));
    let finding = found(scene, index, selector, report, "FD0205", EngineClass::ReferenceType, message);
    let pointer = finding.pointer.clone();
    // Another output of the same step, or another source, that fits.
    for other in super::advice::fitting(scene, index, reference, text) {
        finding.fixes.push(Fix::set(format!("Replace with {other}"), pointer.clone(), Node::string(&other)));
    }
}

/// The names of steps in the order of the text; those that are spelt with escapes are passed over.
fn step_names<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a str> {
    scene.slots.iter().filter_map(|slot| slot.step.name.as_ref()).filter_map(plain)
}

/// The names of inputs, likewise.
fn input_names<'a>(scene: &Scene<'a>) -> impl Iterator<Item = &'a str> {
    scene.inputs.iter().filter_map(|input| input.name.as_ref()).filter_map(plain)
}

fn plain(name: &Text) -> Option<&str> {
    match name.value() {
        std::borrow::Cow::Borrowed(name) => Some(name),
        std::borrow::Cow::Owned(_) => None,
    }
}

fn missing(scene: &Scene<'_>, index: usize, selector: &Ref, report: &mut Report, is_input: bool, name: &str) {
    let value = selector.text.value();
    let wants = report.wants_suggestion();
    let (what, own, other) = if is_input {
        ("input", &scene.names.inputs, &scene.names.steps)
    } else {
        ("step", &scene.names.steps, &scene.names.inputs)
    };
    let near = match (wants, is_input) {
        (false, _) => None,
        (true, true) => nearest(name, input_names(scene)),
        (true, false) => nearest(name, step_names(scene)),
    };
    let swap = |near: &str| {
        let head = if is_input { "$inputs." } else { "$steps." };
        let tail = value.get(head.len() + name.len()..).unwrap_or_default();
        format!("{head}{near}{tail}")
    };
    let end = if other.contains_key(name) {
        let right = if is_input { format!("$steps.{name}.…") } else { format!("$inputs.{name}") };
        format!(": did you mean {right}?")
    } else if let Some(near) = near {
        format!(": did you mean {}?", swap(near))
    } else if own.is_empty() {
        format!(": this workflow has no {what}s.")
    } else {
        let verb = if own.len() == 1 { "is" } else { "are" };
        let list = if is_input { some_of(input_names(scene)) } else { some_of(step_names(scene)) };
        format!(": there {verb} {list}.")
    };
    let message = format!("There is no {what} “{}”{end}", short(name));
    let fix = near.map(swap);
    let mut fixes = Vec::new();
    if other.contains_key(name) && !is_input {
        fixes.push(format!("$inputs.{name}"));
    }
    fixes.extend(fix);
    let finding =
        found(scene, index, selector, report, "FD0201", EngineClass::InvalidReferenceTarget, message);
    for text in fixes {
        finding.fixes.push(Fix::set(
            format!("Replace with {text}"),
            finding.pointer.clone(),
            Node::string(&text),
        ));
    }
}

fn no_output(scene: &Scene<'_>, index: usize, selector: &Ref, report: &mut Report, place: u32, name: &str) {
    let Some(slot) = scene.slots.get(place as usize) else { return };
    let outputs = outputs_of(scene, slot);
    let step = slot.step.name.as_ref().map(|name| name.value().into_owned()).unwrap_or_default();
    let near = nearest(name, outputs.iter().map(|output| &*output.name));
    let only = if outputs.len() == 1 { outputs.first().map(|output| &*output.name) } else { None };
    let near = near.or(only).map(|near| format!("$steps.{step}.{near}"));
    let end = match &near {
        Some(near) => format!(": did you mean {near}?"),
        None if outputs.is_empty() => ": it gives nothing.".into(),
        None => format!(": it gives {}.", some_of(outputs.iter().map(|output| &*output.name))),
    };
    let message = format!("The step “{}” has no output “{}”{end}", short(&step), short(name));
    let related = Related { pointer: slot.origin.pointer(place as usize, ""), message: "the step".into() };
    let finding =
        found(scene, index, selector, report, "FD0204", EngineClass::ExecutionGraphStructure, message);
    finding.related.push(related);
    if let Some(text) = near {
        finding.fixes.push(Fix::set(
            format!("Replace with {text}"),
            finding.pointer.clone(),
            Node::string(&text),
        ));
    }
}

/// An output of the workflow: its selector is no pattern, so its rules differ from those of steps.
fn output(scene: &Scene<'_>, index: usize, report: &mut Report) -> Source {
    let Some(selector) = scene.outputs.get(index).and_then(|output| output.selector.as_ref()) else {
        return Source::Nothing;
    };
    let text = selector.value();
    let parts = parts(&text);
    let pointer = format!("/outputs/{index}/selector");
    let mut wrong = |code: &'static str, class: EngineClass, message: String, fix: Option<String>| {
        let finding = report.error((Phase::Outputs, index), code, class, pointer.clone(), message);
        finding.property = Some("selector".into());
        if let Some(text) = fix {
            finding.fixes.push(Fix::set(
                format!("Replace with {text}"),
                pointer.clone(),
                Node::string(&text),
            ));
        }
        Source::Nothing
    };
    if parts.head == "$steps" && parts.count == 3 {
        let name = parts.name.unwrap_or_default();
        let Some(&place) = scene.names.steps.get(name) else {
            let (message, fix) = no_step(scene, name, parts.last);
            return wrong("FD0201", EngineClass::InvalidReferenceTarget, message, fix);
        };
        if parts.last == "*" || kinds_of(scene, place, parts.last).is_some() {
            return Source::Step(place);
        }
        let outputs = scene.slots.get(place as usize).map(|slot| outputs_of(scene, slot)).unwrap_or_default();
        let near = nearest(parts.last, outputs.iter().map(|output| &*output.name));
        let fix = near.map_or_else(|| format!("$steps.{name}.*"), |near| format!("$steps.{name}.{near}"));
        let given = if outputs.is_empty() {
            "nothing".into()
        } else {
            some_of(outputs.iter().map(|output| &*output.name))
        };
        let message =
            format!("The step “{}” has no output “{}”: it gives {given}.", short(name), short(parts.last));
        return wrong("FD0204", EngineClass::InvalidReferenceTarget, message, Some(fix));
    }
    // The whole text is the name of a node: an input, or a step, whose names may hold dots here.
    if let Some(name) = text.strip_prefix("$inputs.") {
        if let Some(&place) = scene.names.inputs.get(name) {
            return Source::Input(place);
        }
        let near = nearest(name, input_names(scene));
        let fix = near.map(|near| format!("$inputs.{near}"));
        let end = fix.as_ref().map_or_else(|| ".".into(), |fix| format!(": did you mean {fix}?"));
        let message = format!("There is no input “{}”{end}", short(name));
        return wrong("FD0201", EngineClass::InvalidReferenceTarget, message, fix);
    }
    if let Some(name) = text.strip_prefix("$steps.")
        && scene.names.steps.contains_key(name)
    {
        let message = format!(
            "“{}” names a step, not what it gives: write {text}.* or one of its outputs.",
            short(&text)
        );
        return wrong("FD0203", EngineClass::Assumption, message, Some(format!("{text}.*")));
    }
    if let Some(name) = text.strip_prefix("$steps.").filter(|name| !name.is_empty() && parts.count == 2) {
        let (message, fix) = no_step(scene, name, "*");
        return wrong("FD0201", EngineClass::InvalidReferenceTarget, message, fix);
    }
    if let Some(name) = text.strip_prefix("$outputs.")
        && scene.names.outputs.contains_key(name)
    {
        let message = format!("“{}” is an output itself: name an input or a step's output.", short(&text));
        return wrong("FD0203", EngineClass::Assumption, message, None);
    }
    let fix = scene.names.steps.contains_key(&*text).then(|| format!("$steps.{text}.*"));
    let fix = fix.or_else(|| scene.names.inputs.contains_key(&*text).then(|| format!("$inputs.{text}")));
    let message = format!("“{}” is no selector: write $inputs.name or $steps.name.output.", short(&text));
    wrong("FD0203", EngineClass::InvalidReferenceTarget, message, fix)
}

/// An output of the workflow names a step that is not there: the sentence, and the selector that was meant.
fn no_step(scene: &Scene<'_>, name: &str, last: &str) -> (String, Option<String>) {
    let known = || step_names(scene);
    let fix = nearest(name, known()).map(|near| format!("$steps.{near}.{last}"));
    let end = match (&fix, scene.names.steps.len()) {
        (Some(fix), _) => format!("did you mean {fix}?"),
        (None, 0) => "this workflow has no steps.".into(),
        (None, 1) => format!("there is {}.", some_of(known())),
        (None, _) => format!("there are {}.", some_of(known())),
    };
    (format!("There is no step “{}”: {end}", short(name)), fix)
}
