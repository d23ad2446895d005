//! What was probably meant: near names of blocks, properties and values. The search is what costs, so it is made for
//! the findings that are told, not for all that there are.
use super::words::near_choice;
use crate::catalogue::{Block, Catalogue};
use crate::diagnostic::{Diagnostic, Fix};
use crate::json::Node;
use crate::wording::nearest;

/// Adds to a finding about a step what was probably meant. Its pointers begin at the step still.
pub(super) fn suggest(catalogue: &Catalogue, block: Option<&Block>, node: &Node, finding: &mut Diagnostic) {
    match finding.code {
        "FD0301" => block_type(catalogue, node, finding),
        "FD0303" => value(catalogue, block, node, finding),
        "FD0708" => property(block, finding),
        _ => {}
    }
}

/// Puts another end to the sentence.
fn end(finding: &mut Diagnostic, end: &str) {
    if finding.message.ends_with('.') {
        finding.message.pop();
        finding.message.push_str(end);
    }
}

fn block_type(catalogue: &Catalogue, node: &Node, finding: &mut Diagnostic) {
    let Some(name) = node.get("type").and_then(Node::as_str) else { return };
    if catalogue.lacks(&name) {
        return;
    }
    let known = || catalogue.blocks().iter().flat_map(|block| block.types.iter().map(|name| &**name));
    // A slip in the version or the publisher is the commonest.
    let bare = |full: &str| {
        full.rsplit('/').next().and_then(|rest| rest.split('@').next()).map(str::to_ascii_lowercase)
    };
    let wanted = bare(&name);
    let same = known().rfind(|other| wanted.is_some() && bare(other) == wanted);
    match same.or_else(|| nearest(&name, known())) {
        Some(near) => {
            end(finding, &format!(": did you mean {near}?"));
            finding.offer_text(near);
        }
        None => end(finding, ": choose one that is known, or define it."),
    }
}

/// A value that is near to one of the choices.
fn value(catalogue: &Catalogue, block: Option<&Block>, node: &Node, finding: &mut Diagnostic) {
    let field = finding.property.as_deref().and_then(|name| block?.fields.get(block?.field_index(name)?));
    let (Some(field), Some(given)) = (field, finding.property.as_deref().and_then(|name| node.get(name)))
    else {
        return;
    };
    if let Some(choice) = near_choice(catalogue, field, given) {
        let fix = Fix::set(format!("Replace with {choice}"), finding.pointer.clone(), choice);
        finding.fixes.insert(0, fix);
    }
}

fn property(block: Option<&Block>, finding: &mut Diagnostic) {
    let (Some(block), Some(name)) = (block, finding.property.as_deref()) else { return };
    let names = block.fields.iter().flat_map(|field| field.names.iter().map(|name| &**name));
    if let Some(near) = nearest(name, names) {
        let near = near.to_owned();
        end(finding, &format!("; did you mean “{near}”?"));
    }
}
