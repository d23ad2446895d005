//! The outline: the four lists of a specification and what each entry needs.
//! Source: engine contract §3 A and C (all four keys required, `version` a string, entries by `type`).
use super::{Findings, replace};
use crate::interface::InputType;
use crate::json::Node;

/// Checks the config around a specification.
pub(super) fn config(root: &Node, found: &mut Findings) {
    if !matches!(root, Node::Object(_)) {
        found.error("FD0003", "", format!("A workflow is an object in braces; this is {}.", root.kind()));
        return;
    }
    if let Some(specification) = root.get("specification")
        && !matches!(specification, Node::Object(_))
    {
        let message = format!("“specification” must be an object; this is {}.", specification.kind());
        found.error("FD0003", "/specification", message);
    }
}

/// Checks the specification itself.
pub(super) fn specification(spec: &Node, found: &mut Findings) {
    match spec.get("version") {
        None => missing(found, "version", "add \"version\": \"1.0\""),
        Some(Node::String(_)) => {}
        Some(other) => {
            let message = format!("“version” must be a text such as \"1.0\"; this is {}.", other.kind());
            let finding = found.error("FD0005", "/version", message);
            if let Node::Number(spelt) = other {
                finding.fix = Some(replace(format!("Write \"{spelt}\""), spelt));
            }
        }
    }
    for key in ["inputs", "steps", "outputs"] {
        match spec.get(key) {
            None => missing(found, key, &format!("add \"{key}\": []")),
            Some(Node::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    entry(key, index, item, found);
                }
            }
            Some(other) => {
                let message = format!("“{key}” must be a list in brackets; this is {}.", other.kind());
                found.error("FD0005", &format!("/{key}"), message);
            }
        }
    }
}

fn missing(found: &mut Findings, key: &str, mend: &str) {
    found.error("FD0004", "", format!("The specification has no “{key}”: {mend}."));
}

fn entry(list: &str, index: usize, item: &Node, found: &mut Findings) {
    let pointer = format!("/{list}/{index}");
    let what = match list {
        "inputs" => "input",
        "steps" => "step",
        _ => "output",
    };
    if !matches!(item, Node::Object(_)) {
        let message = format!("Each {what} is an object with a name; this is {}.", item.kind());
        found.error("FD0006", &pointer, message);
        return;
    }
    let name = super::name_of(item);
    let called =
        name.as_deref().map_or_else(|| format!("{what} {}", index + 1), |name| format!("{what} “{name}”"));
    let mut needs = vec!["type", "name"];
    if list == "outputs" {
        needs.push("selector");
    }
    for key in needs {
        let wrong = match item.get(key) {
            None => format!("The {called} has no “{key}”."),
            Some(Node::String(_)) => continue,
            Some(other) => format!("The “{key}” of the {called} must be a text; this is {}.", other.kind()),
        };
        let step = name.clone().filter(|_| list == "steps");
        let finding = found.error("FD0007", &pointer, wrong);
        finding.step = step;
        finding.property = Some(String::from(key));
    }
    let type_name = item.get("type").and_then(Node::as_str);
    match (list, type_name) {
        ("inputs", Some(name)) if InputType::from_name(&name) == InputType::Unknown => {
            let message = format!(
                "“{name}” is no type of input: use WorkflowImage, WorkflowParameter, WorkflowBatchInput or WorkflowVideoMetadata."
            );
            found.error("FD0008", &format!("{pointer}/type"), message);
        }
        ("outputs", Some(name)) if name != "JsonField" => {
            let message = format!("“{name}” is no type of output: the only one is JsonField.");
            let finding = found.error("FD0008", &format!("{pointer}/type"), message);
            finding.fix = Some(replace(String::from("Replace with JsonField"), "JsonField"));
        }
        _ => {}
    }
}
