//! How an engine's own editor shows a block and its fields: facts for forms and for the list of blocks. Nothing of it
//! decides whether a workflow is right.
use super::{Block, Value};

/// Where a block stands among all, and what it needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The section in the engine's words: `model`, `transformation`, …; empty where it does not say.
    pub section: Box<str>,
    /// Its place within the section: smaller comes first.
    pub rank: Option<f64>,
    /// Words that people look for it with.
    pub words: Vec<Box<str>>,
    /// Many use it.
    pub popular: bool,
    /// It needs a GPU, or is slow without one.
    pub gpu: bool,
    /// It needs a Roboflow API key.
    pub key: bool,
    /// It runs on an engine of one's own only.
    pub local: bool,
    /// Its authors call it unfinished.
    pub unfinished: bool,
}

/// What an editor knows of one field.
#[derive(Clone, Debug, PartialEq)]
pub enum Hint {
    /// It is shown without being asked for.
    Always,
    /// A text of several lines.
    Multiline,
    /// What is typed is masked.
    Private,
    /// It is not shown.
    Hidden,
    /// It stands apart from the others.
    Apart,
    /// Its place among the fields, from 0.
    Order(u16),
    /// The keys of its object are those of another field's, by that one's place.
    KeysOf(u16),
    /// It matters only where another field has one of these values.
    When(Relevance),
    /// The block that reads an answer, by the value of this field.
    Parsers(Vec<(Box<str>, Box<str>)>),
    /// What an engine says of the field, where the catalogue does not know its block.
    About(Box<str>),
    /// An engine's names for the values of a choice, likewise.
    Names(Vec<(Box<str>, Box<str>)>),
}

/// On what it depends whether a field matters.
#[derive(Clone, Debug, PartialEq)]
pub struct Relevance {
    /// The place of the other field.
    pub field: u16,
    /// The values with which it matters.
    pub values: Vec<Value>,
    /// It must be filled then.
    pub required: bool,
}

impl Block {
    /// What an editor knows of a field, by the field's place.
    pub fn hints(&self, field: usize) -> impl Iterator<Item = &Hint> {
        self.hints.iter().filter(move |(place, _)| usize::from(*place) == field).map(|(_, hint)| hint)
    }
}

/// A section of blocks in words for people; the engine's own word where it is not known here.
#[must_use]
pub fn section_name(section: &str) -> &str {
    SECTIONS.iter().find(|(key, _)| *key == section).map_or(section, |(_, name)| name)
}

/// The sections in the order in which people meet them.
pub const SECTIONS: [(&str, &str); 12] = [
    ("model", "Models"),
    ("transformation", "Transformations"),
    ("visualization", "Drawing on images"),
    ("flow_control", "Flow and conditions"),
    ("analytics", "Counting and measuring"),
    ("classical_cv", "Classical image processing"),
    ("video", "Video and tracking"),
    ("data_storage", "Storing data"),
    ("notifications", "Messages and sending"),
    ("advanced", "Data and expressions"),
    ("custom", "Python blocks"),
    ("", "Others"),
];
