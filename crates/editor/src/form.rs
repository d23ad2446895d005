//! Forms for what is selected: for each property of a step, input or output the way to give it, whether it is needed,
//! and what it holds, from the block's facts alone. A property that is not known still has a field, so that nothing of
//! a document is out of reach.
pub mod condition;
mod decide;
pub mod edit;
pub mod label;
pub mod operations;
mod ports;
mod read;
mod rules;
mod sample;
pub mod sources;
mod step;
mod widget;

pub use ports::{input, output};
pub use step::step;
pub use widget::{Drawn, Holds, Part, Pick, Slot, Variant, Widget, Wire};

use flowdeck_spec::catalogue::Catalogue;
use flowdeck_spec::json::pointer_token;
use flowdeck_spec::{Node, help};
use std::borrow::Cow;

/// A form for one entry of a workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The fields in the order in which they are shown, without `type` and `name`, which stand above a form.
    pub fields: Vec<Field>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What the property is.
    pub part: Part,
    /// Where it is (or would be) in the entry, as a JSON pointer.
    pub path: String,
    /// What it holds; none when it is left out.
    pub value: Option<Node>,
    /// Where the form shows it.
    pub section: Section,
    /// The names that its object should have, as keys: those of another property's object.
    pub keys: Option<Vec<String>>,
    /// The block that reads what a step with this value answers.
    pub parser: Option<Box<str>>,
}

/// The parts of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What is needed, meant to be seen, or set.
    Main,
    /// What is seldom changed.
    More,
    /// What stands apart, such as metadata.
    Apart,
    /// What has a value though it matters only when another property has another one.
    Idle,
    /// What the block does not know.
    Unknown,
}

impl Section {
    /// Its heading; none above the first.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Main => "",
            Self::More => "More",
            Self::Apart => "Further data",
            Self::Idle => "Set, but not used now",
            Self::Unknown => "Not known to this block",
        }
    }
}

impl Form {
    /// The fields of a section.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.section == section)
    }

    /// The field of a property, by its name or the name that the entry uses.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| *field.part.name == *name || field.path[1..] == *pointer_token(name))
    }

    /// The required fields that hold nothing.
    pub fn missing(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.part.required && field.value.is_none())
    }
}

impl Field {
    /// What it holds: nothing, a selector, a value for its widget, or something else.
    #[must_use]
    pub fn holds(&self) -> Holds {
        self.part.slot.holds(self.value.as_ref())
    }
}

/// Fields for the properties that are not known, by what they look like.
fn unknown(catalogue: &Catalogue, entry: &Node, is_known: &dyn Fn(&str) -> bool) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for (key, value) in entry.entries() {
        let name = key.value();
        let path = format!("/{}", pointer_token(&name));
        let is_there = out.iter().any(|field| field.path == path);
        if !is_there && !matches!(&*name, "type" | "name") && !is_known(&name) {
            out.push(guessed(catalogue, &name, path, value));
        }
    }
    out
}

/// What a property is for, as a part of a form says it.
fn help_of(catalogue: &Catalogue, name: &str) -> Option<Cow<'static, str>> {
    help::property(catalogue, name).map(|text| Cow::Owned(String::from(text)))
}

fn guessed(catalogue: &Catalogue, name: &str, path: String, value: &Node) -> Field {
    let widget = match value {
        Node::String(_) => Widget::Text { multiline: false },
        Node::Number(_) => Widget::Number { whole: false, limits: Vec::new() },
        Node::Bool(_) => Widget::Toggle,
        _ => Widget::Json,
    };
    let part = Part {
        name: name.into(),
        label: label::of_property(name),
        help: help_of(catalogue, name),
        required: false,
        default: None,
        slot: Slot { literal: Some(widget), wire: Some(Wire::anything()), nullable: true },
    };
    Field { part, path, value: Some(value.clone()), section: Section::Unknown, keys: None, parser: None }
}
