//! What a workflow is: the lossless document, the stored config around it, checks and the graph.
//! Pure: no I/O, no clock, no randomness, no web.
#![warn(missing_docs)]

pub mod block;
pub mod catalogue;
pub mod compile;
pub mod config;
pub mod decimal;
pub mod diagnostic;
pub mod graph;
mod hash;
pub mod help;
pub mod interface;
pub mod json;
pub mod letters;
pub mod lines;
pub mod lint;
pub mod order;
pub mod selector;
pub mod slug;
pub mod summary;
mod wording;

pub use catalogue::Catalogue;
pub use diagnostic::{Applicability, Diagnostic, EngineClass, Fix, Severity};
pub use json::Node;

/// A text without the difference of large and small letters, for searching. Letter by letter, so that it
/// has as many letters as before.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().map(letters::small).collect()
}
