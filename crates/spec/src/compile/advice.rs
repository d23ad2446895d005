//! What the engine does not say: things that are allowed and probably not meant. Never an error.
use super::Slot;
use super::report::Report;
use super::wires::{Scene, Source, Wires, outputs_of};
use crate::catalogue::{Block, Catalogue, KindSet, Kinds, Reference};
use crate::diagnostic::{Fix, Severity};
use crate::json::{Node, pointer_token};
use crate::wording::{any_of, nearest, short};

/// Kinds in words.
pub(super) fn kinds_words(kinds: &Kinds, set: KindSet) -> String {
    if set.is_any() {
        return "any data".into();
    }
    let names: Vec<String> = kinds.names(set).map(String::from).collect();
    match names.len() {
        0 => "no known kind of data".into(),
        1..=4 => any_of(&names),
        more => format!("{} or {} other kinds", names[..3].join(", "), more - 3),
    }
}

/// Selectors that would fit where one does not: other outputs of the same step, then inputs and earlier steps.
pub(super) fn fitting(scene: &Scene<'_>, index: usize, reference: &Reference, text: &str) -> Vec<String> {
    if reference.is_step {
        let step = text.strip_prefix("$steps.").and_then(|rest| rest.split('.').next());
        return step.map(|step| format!("$steps.{step}")).into_iter().collect();
    }
    let mut out = Vec::new();
    let same = text.strip_prefix("$steps.").and_then(|rest| rest.split('.').next());
    let of_step = |place: usize, out: &mut Vec<String>| {
        let Some(slot) = scene.slots.get(place) else { return };
        let Some(name) = slot.step.name.as_ref().map(crate::json::Text::value) else { return };
        let mut found = outputs_of(scene, slot).iter();
        let found = found.find(|output| output.kinds.meets(reference.kinds) && !output.kinds.is_any() && &*output.name != "*");
        if let Some(output) = found {
            out.push(format!("$steps.{name}.{}", output.name));
        }
    };
    if let Some(&place) = same.and_then(|name| scene.names.steps.get(name)) {
        of_step(place as usize, &mut out);
    }
    for (input, name) in scene.inputs.iter().filter_map(|input| Some((input, input.name.as_ref()?))) {
        if out.len() < 2 && input.kinds.meets(reference.kinds) && !input.kinds.is_any() {
            out.push(format!("$inputs.{}", name.value()));
        }
    }
    for place in (0..index).rev().take(50) {
        if out.len() < 2 {
            of_step(place, &mut out);
        }
    }
    out.dedup();
    out.truncate(2);
    out
}

/// Gives advice on the whole workflow.
pub(super) fn give(scene: &Scene<'_>, wires: &Wires, report: &mut Report) {
    unused(scene, wires, report);
    for (index, slot) in scene.slots.iter().enumerate() {
        let Some(block) = slot.step.block.and_then(|place| scene.catalogue.at(place)) else { continue };
        for finding in of_step(scene.catalogue, block, slot, index) {
            report.add(super::rank::Phase::Advice, index, finding);
        }
    }
}

/// Inputs and steps that nothing is made of.
fn unused(scene: &Scene<'_>, wires: &Wires, report: &mut Report) {
    let mut inputs = vec![false; scene.inputs.len()];
    let mut steps = vec![false; scene.slots.len()];
    for source in wires.sources.iter().chain(&wires.outputs) {
        match source {
            Source::Input(place) => inputs[*place as usize] = true,
            Source::Step(place) => steps[*place as usize] = true,
            Source::Gate(_) | Source::Nothing => {}
        }
    }
    // What a wire that leads nowhere was meant to use is not unused.
    if wires.sources.iter().chain(&wires.outputs).any(|source| *source == Source::Nothing) {
        return;
    }
    let elsewhere = scene.slots.iter().any(|slot| slot.step.block.is_none() || slot.step.is_open);
    for (index, input) in scene.inputs.iter().enumerate() {
        if inputs[index] || elsewhere {
            continue;
        }
        let Some(name) = &input.name else { continue };
        let message = format!("The input “{}” is not used by any step or output.", short(&name.value()));
        let finding = report.advice(Severity::Warning, index, "FD0701", format!("/inputs/{index}"), message);
        finding.fixes.push(Fix::remove("Remove the input".into(), format!("/inputs/{index}")));
    }
    for (index, slot) in scene.slots.iter().enumerate() {
        let Some(block) = slot.step.block.and_then(|place| scene.catalogue.at(place)) else { continue };
        // Sinks and gates act by themselves; so may a block whose outputs nobody can name.
        let acts = matches!(&*block.family, "sink" | "flow_control") || outputs_of(scene, slot).is_empty();
        if steps[index] || acts || slot.step.is_open {
            continue;
        }
        let Some(name) = &slot.step.name else { continue };
        let message = format!("Nothing uses what the step “{}” gives: wire it on, or remove it.", short(&name.value()));
        let pointer = slot.origin.pointer(index, "");
        let finding = report.advice(Severity::Warning, index, "FD0702", pointer.clone(), message);
        finding.step = Some(name.value().into_owned());
        finding.fixes.push(Fix::remove("Remove the step".into(), pointer));
    }
}

/// Advice on one step by itself.
fn of_step(catalogue: &Catalogue, block: &Block, slot: &Slot, index: usize) -> Vec<crate::Diagnostic> {
    let mut out = Vec::new();
    let entries = slot.node.entries();
    let mut add = |code: &'static str, severity: Severity, property: &str, message: String| -> Option<String> {
        let end = if property.is_empty() { String::new() } else { format!("/{}", pointer_token(property)) };
        let pointer = slot.origin.pointer(index, &end);
        let mut finding = crate::Diagnostic::new(code, severity, pointer.clone(), message);
        finding.step = slot.step.name.as_ref().map(|name| name.value().into_owned());
        finding.property = (!property.is_empty()).then(|| property.to_owned());
        out.push(finding);
        Some(pointer)
    };
    if block.deprecated {
        let newer = newest(catalogue, block);
        let end = newer.map_or_else(|| ": see its documentation for what replaces it.".into(), |newer| format!(": use {newer}."));
        add("FD0704", Severity::Warning, "type", format!("{} is deprecated{end}", block.full_type()));
    }
    if block.partly_known {
        let message = format!("{} is known from the engine's answer only: what that leaves out is not checked.", block.full_type());
        add("FD0709", Severity::Note, "type", message);
    }
    for (at, (key, value)) in entries.iter().enumerate() {
        let name = key.value();
        if name == "type" {
            continue;
        }
        match block.keys.find(&block.fields, &name) {
            None => {
                let near = nearest(&name, block.fields.iter().flat_map(|field| field.names.iter().map(|name| &**name)));
                let end = near.map_or_else(|| "the engine ignores it.".into(), |near| format!("did you mean “{near}”? The engine ignores it."));
                add("FD0708", Severity::Warning, &name, format!("{} has no property “{}”: {end}", block.label, short(&name)));
            }
            Some((field, rank)) => {
                let Some(fact) = block.fields.get(field) else { continue };
                let first = entries.iter().enumerate().find(|(other, (key, _))| {
                    *other != at && fact.names.iter().take(usize::from(rank)).any(|name| *key == **name)
                });
                if let Some((_, (winner, _))) = first {
                    let message = format!("“{}” and “{name}” are the same property: “{}” counts, this one is ignored.", winner.value(), winner.value());
                    add("FD0703", Severity::Warning, &name, message);
                }
                if is_secret(&name) && has_secret(value) {
                    let message = format!("“{}” holds a secret in plain text, which all who can read the workflow see: use an input or the environment secrets store.", short(&name));
                    add("FD0705", Severity::Warning, &name, message);
                }
            }
        }
    }
    let gate = ["disable_sink", "disable_sinks"].into_iter().find(|name| block.field_index(name).is_some());
    if let Some(gate) = gate
        && matches!(slot.node.get(gate), None | Some(Node::Bool(false)))
    {
        let message = format!("{} acts on every run, trial runs included: wire “{gate}” to an input to be able to hold it.", block.label);
        add("FD0706", Severity::Note, "", message);
    }
    if &*block.family == "flow_control"
        && block.field_index("next_steps").is_some()
        && slot.node.get("next_steps").is_some_and(|list| list.items().is_empty())
    {
        add("FD0707", Severity::Warning, "next_steps", format!("{} decides nothing: name the steps that depend on it.", block.label));
    }
    for finding in &mut out {
        fix_advice(catalogue, block, finding);
    }
    out
}

fn fix_advice(catalogue: &Catalogue, block: &Block, finding: &mut crate::Diagnostic) {
    let pointer = finding.pointer.clone();
    match finding.code {
        "FD0704" => {
            if let Some(newer) = newest(catalogue, block) {
                finding.fixes.push(Fix::set(format!("Use {newer}"), pointer, Node::string(newer)));
            }
        }
        "FD0703" | "FD0708" => finding.fixes.push(Fix::remove("Remove it".into(), pointer)),
        _ => {}
    }
}

/// The newest version of a block that is not deprecated.
fn newest<'a>(catalogue: &'a Catalogue, block: &Block) -> Option<&'a str> {
    let base = |full: &str| full.rsplit_once('@').map(|(base, _)| base.to_owned());
    let version = |full: &str| full.rsplit_once("@v").and_then(|(_, version)| version.parse::<u32>().ok());
    let own = base(block.full_type())?;
    catalogue
        .blocks()
        .iter()
        .filter(|other| !other.deprecated && base(other.full_type()).as_deref() == Some(&own))
        .filter(|other| version(other.full_type()) > version(block.full_type()))
        .max_by_key(|other| version(other.full_type()))
        .map(Block::full_type)
}

fn is_secret(name: &str) -> bool {
    ["api_key", "secret", "token", "password"].iter().any(|word| name.contains(word))
        && !["max_", "_tokens", "input_", "output_"].iter().any(|word| name.contains(word))
}

/// A literal that is neither a selector nor the vendor's own placeholder.
fn has_secret(value: &Node) -> bool {
    value.as_str().is_some_and(|text| text.len() >= 8 && !text.starts_with('$') && !text.starts_with("rf_key:"))
}
