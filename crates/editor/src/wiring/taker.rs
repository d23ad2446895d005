//! What a place in an entry takes: nothing, data of some kinds, steps, or nobody knows.
use super::facts::kinds_words;
use crate::item::Section;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Catalogue, Field, KindSet, Place};

/// What a place takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Data of these kinds.
    Data(KindSet, Place),
    /// Steps, which then run only if this one says so.
    Steps(Place),
    /// Its block is not known, or not all of it.
    Anything,
    /// There is such a property, but no wire leads to it.
    Values,
    /// There is no such property.
    Nothing,
}

impl Takes {
    /// In words, as the end of “takes …”.
    #[must_use]
    pub fn words(self, catalogue: &Catalogue) -> String {
        match self {
            Self::Data(kinds, _) => kinds_words(catalogue, kinds),
            Self::Steps(_) => String::from("steps"),
            Self::Anything => String::from("any data"),
            Self::Values | Self::Nothing => String::from("no wires"),
        }
    }
}

/// A place in an entry that a wire may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taker {
    /// The property's key: of its names the one that the entry has already, else the first.
    pub key: String,
    /// What follows the property in the pointer, with its slash; empty for the property itself.
    pub rest: String,
    /// What it takes.
    pub takes: Takes,
}

/// What the place at a JSON pointer within an entry takes.
#[must_use]
pub fn taker(catalogue: &Catalogue, section: Section, entry: &Node, path: &str) -> Taker {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (key, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    let (mut key, rest) = (key.replace("~1", "/").replace("~0", "~"), String::from(rest));
    let takes = match section {
        Section::Inputs => Takes::Nothing,
        Section::Outputs if key == "selector" => Takes::Data(KindSet::ANY, Place::Whole),
        Section::Outputs => Takes::Nothing,
        Section::Steps => {
            let type_name = entry.get("type").and_then(Node::as_str);
            let block = type_name.and_then(|name| catalogue.block(&name));
            match block.map(|block| (block, block.field_index(&key))) {
                _ if matches!(&*key, "" | "type" | "name") => Takes::Nothing,
                None => Takes::Anything,
                Some((block, None)) if block.partly_known => Takes::Anything,
                Some((_, None)) => Takes::Nothing,
                Some((block, Some(place))) => match block.fields.get(place) {
                    Some(field) => {
                        key = String::from(key_in(field, entry));
                        of_field(field)
                    }
                    None => Takes::Nothing,
                },
            }
        }
    };
    Taker { key, rest, takes }
}

/// What a field takes.
pub(crate) fn of_field(field: &Field) -> Takes {
    match field.reference {
        None => Takes::Values,
        Some(reference) if reference.is_step => Takes::Steps(reference.place),
        Some(reference) => Takes::Data(reference.kinds, reference.place),
    }
}

/// The name by which an entry has a field, or would get it.
pub(crate) fn key_in<'a>(field: &'a Field, entry: &Node) -> &'a str {
    let given = field.names.iter().find(|name| entry.get(name).is_some());
    given.map_or(field.name(), |name| &**name)
}
