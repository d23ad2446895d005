//! The demands that are code in the engine too. Each names the block whose validator it follows.
use super::Look;
use super::taken::Taken;
use crate::catalogue::CodeRule;
use crate::compile::inner;
use crate::hash::FastMap;
use crate::json::Node;

/// Why a demand is broken, and at which field.
pub(super) fn broken(look: &Look<'_>, rule: CodeRule) -> Option<(u16, String)> {
    match rule {
        CodeRule::PerClassConfidence => per_class_confidence(look),
        CodeRule::LabelledPoints => labelled_points(look),
        CodeRule::BundleFileName => bundle_file_name(look),
        CodeRule::SwitchTargets => switch_targets(look),
        CodeRule::InnerWorkflow => inner_workflow(look),
    }
}

fn field(look: &Look<'_>, name: &str) -> Option<u16> {
    look.block.field_index(name).and_then(|index| u16::try_from(index).ok())
}

/// `sam3@v2`, `sam3@v3`: one confidence for each class; class names may be one text with commas.
fn per_class_confidence(look: &Look<'_>) -> Option<(u16, String)> {
    let (confidences, classes) = (field(look, "per_class_confidence")?, field(look, "class_names")?);
    let Taken::List(list) = look.value(confidences) else { return None };
    let count = match look.value(classes) {
        Taken::List(names) => names.len(),
        Taken::Str(names) => names.split(',').count(),
        _ => return None,
    };
    (list.len() != count).then(|| {
        (
            confidences,
            format!(
                "“per_class_confidence” has {} entries for {count} class names: give one for each.",
                list.len()
            ),
        )
    })
}

/// `sam3_interactive@v1`, `sam3_video@v1`: points with two coordinates that are numbers.
fn labelled_points(look: &Look<'_>) -> Option<(u16, String)> {
    let points = field(look, "points")?;
    let Taken::List(list) = look.value(points) else { return None };
    let is_number = |node: Option<&Node>| matches!(node, Some(Node::Number(_)));
    let good = |point: &Node| match point {
        Node::Object(_) => is_number(point.get("x")) && is_number(point.get("y")),
        Node::Array(items) => {
            matches!(items.len(), 2 | 3) && is_number(items.first()) && is_number(items.get(1))
        }
        _ => false,
    };
    let bad = list.iter().position(|point| !good(point))?;
    Some((points, format!("Point {} must be {{\"x\": …, \"y\": …}} or [x, y] with numbers.", bad + 1)))
}

/// `vision_event_bundle@v1`: letters, digits, `.`, `_`, `-`, at most 200, the first a letter or digit.
fn bundle_file_name(look: &Look<'_>) -> Option<(u16, String)> {
    const LONGEST: usize = 200;
    let name = field(look, "file_name")?;
    let Taken::Str(text) = look.value(name) else { return None };
    if text.starts_with('$') {
        return None;
    }
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    let rest = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    let good = first && rest && text.len() <= LONGEST;
    (!good).then(|| {
        (name, format!("“file_name” must begin with a letter or digit and hold letters, digits, “.”, “_” and “-”, at most {LONGEST}."))
    })
}

/// `switch_case@v1`: each step is a target once, and keys differ also without the difference of large and small.
fn switch_targets(look: &Look<'_>) -> Option<(u16, String)> {
    let (cases, others) = (field(look, "cases")?, field(look, "default_next_steps")?);
    let mut seen: FastMap<Box<str>, u32> = FastMap::default();
    let mut twice = None;
    let mut note = |node: &Node, place: u16| {
        if let Some(text) = node.as_str()
            && seen.insert(Box::from(&*text), 0).is_some()
        {
            twice = twice.take().or_else(|| Some((place, text.to_string())));
        }
    };
    let dict = look.value(cases);
    if let Taken::Dict(node) = &dict {
        node.entries().iter().for_each(|(_, target)| note(target, cases));
    }
    if let Taken::List(items) = look.value(others) {
        items.iter().for_each(|target| note(target, others));
    }
    if let Some((place, target)) = twice {
        return Some((place, format!("{target} is a target twice: each step may be one once.")));
    }
    let insensitive = field(look, "case_insensitive").map(|place| look.value(place));
    if let (Some(Taken::Bool(true)), Taken::Dict(node)) = (insensitive, &dict) {
        let mut keys: Vec<String> =
            node.entries().iter().map(|(key, _)| key.value()).map(|key| crate::fold(&key)).collect();
        let count = keys.len();
        crate::order::sort(&mut keys, String::cmp);
        keys.dedup();
        if keys.len() != count {
            return Some((cases, "Two cases differ only in large and small letters: rename one.".into()));
        }
    }
    None
}

/// `inner_workflow@v1`: a definition, or workspace and workflow, not both; an address that is not blank.
fn inner_workflow(look: &Look<'_>) -> Option<(u16, String)> {
    let text = |name: &str| match field(look, name).map(|place| look.value(place)) {
        Some(Taken::Str(text)) => Some(text.trim().to_owned()),
        _ => None,
    };
    let definition = field(look, "workflow_definition")?;
    if text("remote_target").is_some_and(|target| target.is_empty()) {
        return Some((field(look, "remote_target")?, "“remote_target” must be an address.".into()));
    }
    let inline = matches!(look.value(definition), Taken::Dict(node) if !node.entries().is_empty());
    let filled = |name: &str| text(name).is_some_and(|value| !value.is_empty());
    let address = filled("workflow_workspace_id") && filled("workflow_id");
    match (inline, address) {
        (true, true) => Some((definition, inner::BOTH.into())),
        (false, false) => Some((definition, inner::NEITHER.into())),
        _ => None,
    }
}
