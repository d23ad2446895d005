//! What a field takes: the small language of types that pydantic's schemas of the engine's manifests come down to.
use super::Field;
use super::keys::Keys;
use crate::json::{Node, Text};
use std::rc::Rc;

/// The place of a type within its catalogue.
pub type TypeId = u32;
/// The place of a nested model within its catalogue.
pub type ModelId = u32;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Anything.
    Any,
    /// Only `null`.
    Null,
    /// Nothing that a document can hold: an object of the engine's own memory.
    Never,
    /// A text.
    Str,
    /// A text that is a selector.
    Selector(Shape),
    /// True or false.
    Bool,
    /// A whole number.
    Int(Vec<Bound>),
    /// A number.
    Float(Vec<Bound>),
    /// One of these.
    Literal(Vec<Literal>),
    /// A list.
    List(TypeId, Size),
    /// An object: its names and its values.
    Dict(TypeId, TypeId, Size),
    /// A list of exactly these.
    Tuple(Vec<TypeId>),
    /// Any of these.
    Union(Vec<TypeId>),
    /// This, or `null`.
    Optional(TypeId),
    /// An object with fields of its own.
    Model(ModelId),
    /// One of these models, told apart by `type`.
    One(Vec<ModelId>),
    /// A limit over a whole union: on what cannot be compared the engine crashes instead of refusing.
    Limited(TypeId, Bound),
    /// A least length over a whole union.
    Filled(TypeId, usize),
    /// Outputs of a parser, which has one of its own already.
    Reserved(TypeId),
}

/// The shapes of selectors, by the engine's patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `$inputs.name` or `$steps.name.output`.
    Data,
    /// `$inputs.name`
    Input,
    /// `$steps.name`, and whatever follows: the pattern has no end.
    Step,
    /// `$steps.name.output`
    Output,
}

/// A limit of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Greater than.
    Above(f64),
    /// At least.
    Least(f64),
    /// Less than.
    Below(f64),
    /// At most.
    Most(f64),
}

impl Bound {
    /// Whether a number keeps to it.
    #[must_use]
    pub fn holds(self, number: f64) -> bool {
        match self {
            Self::Above(limit) => number > limit,
            Self::Least(limit) => number >= limit,
            Self::Below(limit) => number < limit,
            Self::Most(limit) => number <= limit,
        }
    }

    /// In words: “at least 1”.
    #[must_use]
    pub fn words(self) -> String {
        let (word, limit) = match self {
            Self::Above(limit) => ("more than", limit),
            Self::Least(limit) => ("at least", limit),
            Self::Below(limit) => ("less than", limit),
            Self::Most(limit) => ("at most", limit),
        };
        format!("{word} {}", crate::decimal::write(limit))
    }
}

/// The sizes that a list or object may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: Option<usize>,
}

impl Size {
    /// Whether so many are right.
    #[must_use]
    pub fn holds(self, count: usize) -> bool {
        count >= self.least && self.most.is_none_or(|most| count <= most)
    }
}

/// One value of a choice.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text.
    Str(Box<str>),
    /// A whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// `null`
    Null,
}

/// A model: an object with fields of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// Its name in the engine, as an operation's `type` gives it.
    pub name: Box<str>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The values of `type` that select it.
    pub tags: Vec<Box<str>>,
    pub(crate) keys: Keys,
}

/// A JSON value that may be shared between threads: defaults.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, and whether it is spelt as a whole one.
    Number(f64, bool),
    /// A text.
    Str(Box<str>),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Dict(Vec<(Box<str>, Self)>),
}

impl Value {
    /// The same as a node; a fraction is spelt as one.
    #[must_use]
    pub fn to_node(&self) -> Node {
        match self {
            Self::Null => Node::Null,
            Self::Bool(value) => Node::Bool(*value),
            Self::Number(number, is_whole) => {
                let mut text = crate::decimal::write(*number);
                if !is_whole && !text.contains('.') {
                    text.push_str(".0");
                }
                Node::Number(text.into())
            }
            Self::Str(text) => Node::string(text),
            Self::List(items) => Node::Array(Rc::new(items.iter().map(Self::to_node).collect())),
            Self::Dict(entries) => Node::Object(Rc::new(
                entries.iter().map(|(key, value)| (Text::new(key), value.to_node())).collect(),
            )),
        }
    }
}
