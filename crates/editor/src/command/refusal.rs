//! Why a command cannot be done: a code to act on, a sentence to show.
use super::{say, short};
use crate::item::{Item, Section};
use std::fmt;

/// Why a command cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no such entry, note or group.
    NoItem,
    /// There is no such place in the entry.
    NoPlace,
    /// There is no such block.
    NoBlock,
    /// The source is no selector, or leads nowhere.
    NoSource,
    /// The place takes no wires.
    NotWired,
    /// The place takes data of other kinds.
    Kinds,
    /// A step would wait for itself.
    Cycle,
    /// The wire is there already.
    Twice,
    /// The property holds wires by name, and no name is given.
    NeedsKey,
    /// The name is taken.
    NameTaken,
    /// The name cannot be used.
    BadName,
    /// Something in the document is not what it should be: mend it in the text.
    Broken,
    /// Nested deeper than a document may be.
    TooDeep,
    /// There is nothing to do it to.
    Nothing,
}

/// A command that cannot be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// For the program.
    pub why: Why,
    /// For the person: what, where, and what to do.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

/// A refusal of these parts of a sentence.
pub(super) fn refuse(why: Why, parts: &[&str]) -> Refusal {
    Refusal { why, message: say(parts) }
}

pub(super) fn no_item(item: &Item) -> Refusal {
    refuse(Why::NoItem, &["There is no “", &short(item.as_str()), "” any more."])
}

pub(super) fn no_place(item: &Item, path: &str) -> Refusal {
    refuse(Why::NoPlace, &["“", &short(item.label()), "” has no place ", &short(path), "."])
}

pub(super) fn no_block(block: &str) -> Refusal {
    refuse(Why::NoBlock, &["There is no block “", &short(block), "” in this engine."])
}

pub(super) fn no_source(source: &str) -> Refusal {
    refuse(Why::NoSource, &["“", &short(source), "” leads nowhere: choose an input or an output of a step."])
}

pub(super) fn too_deep() -> Refusal {
    refuse(Why::TooDeep, &["This is nested more than 500 levels deep: flatten it."])
}

pub(super) fn nothing(what: &str) -> Refusal {
    refuse(Why::Nothing, &["There is nothing to ", what, "."])
}

pub(super) fn no_list(section: Section) -> Refusal {
    refuse(Why::Broken, &["“", section.key(), "” is no list in brackets: mend it in the text first."])
}
