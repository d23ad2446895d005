//! What Python, in which the engine is written, makes of JSON values.
use crate::json::Node;

/// What Python takes for nothing.
pub(super) fn is_falsy(node: &Node) -> bool {
    match node {
        Node::Null => true,
        Node::Bool(value) => !value,
        Node::Number(text) => crate::decimal::read(text) == Some(0.0),
        Node::String(text) => text.value().is_empty(),
        Node::Array(items) => items.is_empty(),
        Node::Object(entries) => entries.is_empty(),
    }
}

/// A value as Python's `str` writes it.
pub(super) fn text(node: &Node) -> String {
    match node {
        Node::String(text) => text.value().into_owned(),
        Node::Null => "None".into(),
        Node::Bool(true) => "True".into(),
        Node::Bool(false) => "False".into(),
        other => other.to_compact(),
    }
}
