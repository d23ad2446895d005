//! The workflow's outputs: their selectors are no patterns, so their rules differ from those of steps.
use super::{Scene, Source, gives, parts};
use crate::compile::rank::Phase;
use crate::compile::report::Report;
use crate::diagnostic::EngineClass;
use crate::wording::{nearest, short};

/// Where the selector of one leads; tells what is wrong with it.
pub(super) fn source(scene: &Scene<'_>, index: usize, report: &mut Report) -> Source {
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
            finding.offer_text(&text);
        }
        Source::Nothing
    };
    let near_step = |name: &str, last: &str| {
        nearest(name, scene.step_names()).map(|near| format!("$steps.{near}.{last}"))
    };
    if parts.head == "$steps" && parts.count == 3 {
        let name = parts.name.unwrap_or_default();
        let Some(&place) = scene.names.steps.get(name) else {
            let fix = near_step(name, parts.last);
            let message = scene.no_step(name, fix.as_deref());
            return wrong("FD0201", EngineClass::InvalidReferenceTarget, message, fix);
        };
        if parts.last == "*" || scene.kinds_of(place, parts.last).is_some() {
            return Source::Step(place);
        }
        let outputs = scene.outputs_of(place);
        let near = nearest(parts.last, outputs.iter().map(|output| &*output.name));
        let fix = near.map_or_else(|| format!("$steps.{name}.*"), |near| format!("$steps.{name}.{near}"));
        let message =
            format!("The step “{}” has no output “{}”: {}", short(name), short(parts.last), gives(outputs));
        return wrong("FD0204", EngineClass::InvalidReferenceTarget, message, Some(fix));
    }
    // The whole text is the name of a node: an input, or a step, whose names may hold dots here.
    if let Some(name) = text.strip_prefix("$inputs.") {
        if let Some(&place) = scene.names.inputs.get(name) {
            return Source::Input(place);
        }
        let near = nearest(name, scene.input_names());
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
        let fix = near_step(name, "*");
        let message = scene.no_step(name, fix.as_deref());
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
