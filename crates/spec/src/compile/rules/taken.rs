//! A field's value as the engine holds it after its conversions: what validators look at.
use crate::catalogue::{Catalogue, Field, Type, TypeId, Value};
use crate::compile::number;
use crate::compile::value::{best_member, rewritten};
use crate::decimal;
use crate::json::Node;
use std::borrow::Cow;

/// A value after conversion.
#[derive(Clone, Debug)]
pub(super) enum Taken<'a> {
    Null,
    Bool(bool),
    Int(f64),
    Float(f64),
    Str(Cow<'a, str>),
    List(Cow<'a, [Node]>),
    Dict(Cow<'a, Node>),
}

impl<'a> Taken<'a> {
    /// The value of a field.
    pub(super) fn of_field(catalogue: &Catalogue, field: &Field, node: &'a Node) -> Self {
        match rewritten(field, node) {
            Some(Node::String(text)) => Self::Str(Cow::Owned(text.value().into_owned())),
            Some(Node::Array(items)) => Self::List(Cow::Owned(items.to_vec())),
            _ => Self::of_node(catalogue, field.kind, node),
        }
    }

    fn of_node(catalogue: &Catalogue, kind: TypeId, node: &'a Node) -> Self {
        match catalogue.kind_of(kind) {
            Type::Int(_) => number::as_int(node).map_or(Self::Null, |(number, _)| Self::Int(number)),
            Type::Float(_) => number::as_float(node).map_or(Self::Null, |(number, _)| Self::Float(number)),
            Type::Bool => number::as_bool(node).map_or(Self::Null, |(value, _)| Self::Bool(value)),
            Type::Optional(inner)
            | Type::Limited(inner, _)
            | Type::Filled(inner, _)
            | Type::Reserved(inner) => Self::of_node(catalogue, *inner, node),
            Type::Union(members) => best_member(catalogue, members, node)
                .map_or(Self::Null, |best| Self::of_node(catalogue, best, node)),
            _ => Self::plain(node),
        }
    }

    fn plain(node: &'a Node) -> Self {
        match node {
            Node::Null => Self::Null,
            Node::Bool(value) => Self::Bool(*value),
            Node::Number(text) if number::is_whole(text) => {
                Self::Int(decimal::read(text).unwrap_or(f64::NAN))
            }
            Node::Number(text) => Self::Float(decimal::read(text).unwrap_or(f64::NAN)),
            Node::String(text) => Self::Str(text.value()),
            Node::Array(items) => Self::List(Cow::Borrowed(items)),
            Node::Object(_) => Self::Dict(Cow::Borrowed(node)),
        }
    }

    /// A default of the catalogue.
    pub(super) fn of_value(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number, true) => Self::Int(*number),
            Value::Number(number, false) => Self::Float(*number),
            Value::Str(text) => Self::Str(Cow::Borrowed(text)),
            Value::List(items) => Self::List(items.iter().map(Value::to_node).collect()),
            Value::Dict(_) => Self::Dict(Cow::Owned(value.to_node())),
        }
    }

    /// Python's `==` with a value of the catalogue.
    pub(super) fn equals(&self, other: &Value) -> bool {
        match (self, other) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(a), Value::Bool(b)) => a == b,
            (Self::Int(a) | Self::Float(a), Value::Number(b, _)) => a == b,
            (Self::Str(a), Value::Str(b)) => **a == **b,
            // `if self.flag`: any value that counts as true.
            (other, Value::Bool(true)) => !other.is_falsy(),
            _ => false,
        }
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What Python's `not` says.
    pub(super) fn is_falsy(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Bool(value) => !value,
            Self::Int(number) | Self::Float(number) => *number == 0.0,
            Self::Str(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Dict(node) => node.entries().is_empty(),
        }
    }

    /// A whole number; true and false count as such in Python.
    pub(super) fn whole(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(value) => Some(f64::from(u8::from(*value))),
            _ => None,
        }
    }

    pub(super) fn starts_with_dollar(&self) -> bool {
        matches!(self, Self::Str(text) if text.starts_with('$'))
    }

    /// For a sentence.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Null => "not set".into(),
            Self::Bool(value) => value.to_string(),
            Self::Int(number) | Self::Float(number) => decimal::write(*number),
            Self::Str(text) => format!("“{}”", crate::wording::short(text)),
            Self::List(_) => "a list".into(),
            Self::Dict(_) => "an object".into(),
        }
    }

    /// The names of an object, each once.
    pub(super) fn keys(&self) -> Vec<Box<str>> {
        let Self::Dict(node) = self else { return Vec::new() };
        node.entries().iter().map(|(name, _)| Box::from(&*name.value())).collect()
    }

    /// The texts of a list.
    pub(super) fn texts(&self) -> Vec<Box<str>> {
        let Self::List(items) = self else { return Vec::new() };
        items.iter().filter_map(|item| item.as_str().map(|text| Box::from(&*text))).collect()
    }
}
