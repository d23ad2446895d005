//! What the engine does not say: things that are allowed and probably not meant. Never an error.
mod branches;
mod hosting;

pub(super) use branches::exclusive;
pub(super) use hosting::limits;

use super::rank::Phase;
use super::report::Report;
use super::step::Step;
use super::wires::{Scene, Source, Wires};
use crate::catalogue::{Block, Catalogue, KindSet, Kinds};
use crate::diagnostic::{Fix, Severity};
use crate::json::{Node, pointer_token};
use crate::wording::{any_of, short};

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

/// Advice on the whole workflow: inputs and steps that nothing is made of. That on single steps was found when they
/// were read.
pub(super) fn unused(scene: &Scene<'_>, wires: &Wires, report: &mut Report) {
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
        let acts =
            matches!(&*block.family, "sink" | "flow_control") || slot.outputs(scene.catalogue).is_empty();
        if steps[index] || acts || slot.step.is_open {
            continue;
        }
        let Some(name) = &slot.step.name else { continue };
        let message =
            format!("Nothing uses what the step “{}” gives: wire it on, or remove it.", short(&name.value()));
        let pointer = slot.origin.pointer("");
        let finding = report.advice(Severity::Warning, index, "FD0702", pointer.clone(), message);
        finding.step = Some(name.value().into_owned());
        finding.fixes.push(Fix::remove("Remove the step".into(), pointer));
    }
}

/// Advice on one step by itself. Pointers begin at the step.
pub(super) fn of_step(
    catalogue: &Catalogue,
    block: &Block,
    node: &Node,
    taken: &[(u16, u16)],
    step: &mut Step,
) {
    let mut add = |code: &'static str, severity: Severity, property: &str, message: String| {
        let pointer =
            if property.is_empty() { String::new() } else { format!("/{}", pointer_token(property)) };
        let mut finding = crate::Diagnostic::new(code, severity, pointer, message);
        finding.property = (!property.is_empty()).then(|| property.to_owned());
        fix_advice(catalogue, block, &mut finding);
        step.problems.push((Phase::Advice, finding));
    };
    if block.deprecated {
        let newer = catalogue.newer(block);
        let end = newer.map_or_else(
            || ": see its documentation for what replaces it.".into(),
            |newer| format!(": use {newer}."),
        );
        add("FD0704", Severity::Warning, "type", format!("{} is deprecated{end}", block.full_type()));
    }
    if block.partly_known {
        let said = if block.about.is_empty() { String::new() } else { format!(" It says: {}", block.about) };
        let message = format!(
            "{} is known from the engine's answer only: what that leaves out is not checked.{said}",
            block.full_type()
        );
        add("FD0709", Severity::Note, "type", message);
    }
    for (at, (key, value)) in node.entries().iter().enumerate() {
        let name = key.value();
        match block.keys.find(&block.fields, &name) {
            None if name == "type" || block.partly_known => {}
            None => {
                let message =
                    format!("{} has no property “{}”: the engine ignores it.", block.label, short(&name));
                add("FD0708", Severity::Warning, &name, message);
            }
            Some((field, rank)) => {
                let winner = taken.get(field).map_or(at, |(entry, _)| usize::from(*entry));
                if rank > 0
                    && winner != at
                    && let Some((other, _)) = node.entries().get(winner)
                {
                    let other = other.value();
                    let message = format!(
                        "“{other}” and “{name}” are the same property: “{other}” counts, this one is ignored."
                    );
                    add("FD0703", Severity::Warning, &name, message);
                }
                if block.fields.get(field).is_some_and(|field| field.is_secret) && has_secret(value) {
                    let message = format!(
                        "“{}” holds a secret in plain text, which all who can read the workflow see: use an input or the environment secrets store.",
                        short(&name)
                    );
                    add("FD0705", Severity::Warning, &name, message);
                }
            }
        }
    }
    if let Some(gate) = block.gate.and_then(|gate| block.field(gate)).map(crate::catalogue::Field::name)
        && matches!(node.get(gate), None | Some(Node::Bool(false)))
    {
        let message = format!(
            "{} acts on every run, trial runs included: wire “{gate}” to an input to be able to hold it.",
            block.label
        );
        add("FD0706", Severity::Note, "", message);
    }
    if &*block.family == "flow_control"
        && block.field_index("next_steps").is_some()
        && node.get("next_steps").is_some_and(|list| list.items().is_empty())
    {
        add(
            "FD0707",
            Severity::Warning,
            "next_steps",
            format!("{} decides nothing: name the steps that depend on it.", block.label),
        );
    }
    let told = branches::of_step(block, node).into_iter().chain(hosting::of_step(block, node));
    step.problems.extend(told.map(|finding| (Phase::Advice, finding)));
}

fn fix_advice(catalogue: &Catalogue, block: &Block, finding: &mut crate::Diagnostic) {
    match finding.code {
        "FD0704" => {
            if let Some(newer) = catalogue.newer(block) {
                finding.offer(format!("Use {newer}"), Node::string(newer));
            }
        }
        "FD0703" | "FD0708" => {
            finding.fixes.push(Fix::remove("Remove it".into(), finding.pointer.clone()));
        }
        _ => {}
    }
}

/// A literal that is neither a selector nor the vendor's own placeholder.
fn has_secret(value: &Node) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.len() >= 8 && !text.starts_with('$') && !text.starts_with("rf_key:"))
}
