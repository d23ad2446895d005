//! Selectors that would fit where one does not, or where none stands. Steps of inner workflows go by other names in the
//! text than in the compilation, so they are neither offered nor offered anything.
use super::super::Slot;
use super::super::value::{Fit, field_fit};
use super::super::wires::Scene;
use crate::catalogue::{Catalogue, Field, Place};
use crate::json::Node;

/// Whether a field takes a selector: some take those of inputs only.
pub(super) fn takes(catalogue: &Catalogue, field: &Field, selector: &str) -> bool {
    let is_whole = field.reference.as_ref().is_some_and(|reference| reference.place == Place::Whole);
    !is_whole || field_fit(catalogue, field, &Node::string(selector)) > Fit::No
}

/// Selectors that would fit where one does not: other outputs of the same step, then inputs and earlier steps.
pub(in super::super) fn fitting(scene: &Scene<'_>, index: usize, field: &Field, text: &str) -> Vec<String> {
    let Some(reference) = &field.reference else { return Vec::new() };
    let is_own = |place: usize| scene.slots.get(place).is_some_and(Slot::is_own);
    if !is_own(index) {
        return Vec::new();
    }
    if reference.is_step {
        let step = text.strip_prefix("$steps.").and_then(|rest| rest.split('.').next());
        return step.map(|step| format!("$steps.{step}")).into_iter().collect();
    }
    let mut out = Vec::new();
    let same = text.strip_prefix("$steps.").and_then(|rest| rest.split('.').next());
    let of_step = |place: usize, out: &mut Vec<String>| {
        let Some(slot) = scene.slots.get(place).filter(|_| is_own(place)) else { return };
        let Some(name) = slot.step.name.as_ref().map(crate::json::Text::value) else { return };
        let mut found = slot.outputs(scene.catalogue).iter();
        let found = found.find(|output| {
            output.kinds.meets(reference.kinds) && !output.kinds.is_any() && &*output.name != "*"
        });
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
    out.retain(|selector| takes(scene.catalogue, field, selector));
    out.truncate(2);
    out
}
