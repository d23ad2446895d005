//! What a card says: its name, its block and its two most telling settings.
use super::Basis;
use super::kind::Kind;
use crate::item::{Section, name_of};
use flowdeck_spec::catalogue::{Field, Value};
use flowdeck_spec::{Node, decimal};

/// A setting has so many letters at most.
const LETTERS: usize = 24;
/// So many settings are told.
const SETTINGS: usize = 2;
/// Settings that tell more than others, the most telling first.
const TELLING: &[&str] =
    &["model_id", "model_version", "prompt", "class_filter", "classes", "text", "confidence"];

/// The name of an entry as a card says it.
pub(super) fn name(entry: &Node) -> Box<str> {
    name_of(entry).as_deref().unwrap_or("no name").into()
}

/// What a card says below its name.
pub(super) fn detail(basis: &Basis<'_>, section: Section, entry: &Node, kind: Option<&Kind>) -> Box<str> {
    let mut out = String::new();
    let text = |key: &str| entry.get(key).and_then(Node::as_str).unwrap_or_default();
    match (section, kind) {
        (Section::Outputs, _) => out.push_str(&text("selector")),
        (Section::Inputs, _) => {
            out.push_str(match &*text("type") {
                "WorkflowImage" | "InferenceImage" => "Image",
                "WorkflowParameter" | "InferenceParameter" => "Parameter",
                "WorkflowBatchInput" => "Batch",
                "WorkflowVideoMetadata" => "Video metadata",
                _ => "Input",
            });
            if let Some(value) = entry.get("default_value").and_then(literal) {
                more(&mut out, &value);
            }
        }
        (Section::Steps, Some(kind)) => {
            out.push_str(&kind.label);
            settings(basis, entry, kind, &mut out);
        }
        (Section::Steps, None) => {}
    }
    out.into()
}

fn more(out: &mut String, text: &str) {
    out.push_str(" · ");
    out.push_str(text);
}

/// The most telling settings: what must be given first, then by their names, then in the block's order.
fn settings(basis: &Basis<'_>, entry: &Node, kind: &Kind, out: &mut String) {
    let Some(block) = basis.catalogue.block(&kind.type_name) else { return };
    let mut best: Vec<(usize, &Field, &Node)> = Vec::new();
    for (key, value) in entry.entries() {
        if matches!(value, Node::Object(_) | Node::Null) {
            continue;
        }
        let key = key.value();
        let Some(field) = block.field_index(&key).and_then(|place| block.fields.get(place)) else { continue };
        if field.name() == "name" || field.is_secret || is_default(field, value) {
            continue;
        }
        let rank = match TELLING.iter().position(|name| *name == field.name()) {
            _ if field.default.is_none() => 0,
            Some(place) => place + 1,
            None => TELLING.len() + 1,
        };
        let place = best.partition_point(|(other, ..)| *other <= rank);
        best.insert(place, (rank, field, value));
    }
    let texts = best.into_iter().filter_map(|(_, field, value)| setting(field, value));
    for text in texts.take(SETTINGS) {
        more(out, &text);
    }
}

/// A setting in words. Texts speak for themselves, numbers and switches need their name.
fn setting(field: &Field, value: &Node) -> Option<String> {
    let mut out = String::new();
    match value {
        Node::Number(_) | Node::Bool(_) => {
            out = field.name().replace('_', " ");
            out.push(' ');
            out.push_str(&literal(value)?);
        }
        _ => out.push_str(&literal(value)?),
    }
    Some(out)
}

/// A value in short; none of wires and of what cannot be told in a few letters.
fn literal(value: &Node) -> Option<String> {
    match value {
        Node::String(text) => {
            let text = text.value();
            let is_wire = flowdeck_spec::selector::looks_like_one(&text);
            (!is_wire && !text.trim().is_empty()).then(|| cut(&text))
        }
        Node::Number(text) => Some(cut(text)),
        Node::Bool(is_on) => Some(String::from(if *is_on { "on" } else { "off" })),
        Node::Array(items) => {
            let mut out = String::new();
            for item in items.iter() {
                let Node::String(_) = item else { return None };
                if !out.is_empty() {
                    out.push_str(", ");
                }
                out.push_str(&literal(item)?);
                if out.len() > LETTERS {
                    break;
                }
            }
            (!out.is_empty()).then(|| cut(&out))
        }
        Node::Null | Node::Object(_) => None,
    }
}

fn cut(text: &str) -> String {
    let mut out = String::new();
    for (place, letter) in text.trim().chars().enumerate() {
        if place == LETTERS {
            out.pop();
            out.push('…');
            break;
        }
        out.push(if letter.is_whitespace() { ' ' } else { letter });
    }
    out
}

fn is_default(field: &Field, value: &Node) -> bool {
    match (&field.default, value) {
        (Some(Value::Bool(known)), Node::Bool(value)) => known == value,
        (Some(Value::Number(known, _)), Node::Number(value)) => {
            decimal::read(value).is_some_and(|value| value == *known)
        }
        (Some(Value::Str(known)), Node::String(value)) => *value == **known,
        (Some(Value::List(known)), Node::Array(value)) => {
            known.len() == value.len()
                && known
                    .iter()
                    .zip(value.iter())
                    .all(|pair| matches!(pair, (Value::Str(known), Node::String(value)) if *value == **known))
        }
        _ => false,
    }
}
