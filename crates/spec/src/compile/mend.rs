//! Fixes that need the whole workflow: what a missing property could be wired to, which step makes one kind of another.
mod convert;
mod fitting;

pub(super) use convert::conversion;
pub(super) use fitting::fitting;

use super::report::Report;
use super::wires::Scene;
use crate::catalogue::{Place, Reference};
use crate::diagnostic::Fix;
use crate::json::{Node, pointer_token};

/// Offers inputs and outputs of earlier steps for properties that are missing.
pub(super) fn wire_missing(scene: &Scene<'_>, report: &mut Report) {
    for (index, finding) in report.of_steps("FD0302") {
        let Some(slot) = scene.slots.get(index) else { continue };
        let block = slot.step.block.and_then(|place| scene.catalogue.at(place));
        let Some(property) = finding.property.clone() else { continue };
        let field = block.and_then(|block| block.fields.get(block.field_index(&property)?));
        let Some(field) = field else { continue };
        let is_whole = |reference: &Reference| !reference.is_step && reference.place == Place::Whole;
        if !field.reference.as_ref().is_some_and(is_whole) {
            continue;
        }
        for selector in fitting(scene, index, field, "") {
            let pointer = format!("{}/{}", finding.pointer, pointer_token(&property));
            let title = format!("Wire “{property}” to {selector}");
            finding.fixes.push(Fix::set(title, pointer, Node::string(&selector)));
        }
    }
}
