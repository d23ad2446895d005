//! How a person edits a workflow. Today: the layered layout of its graph.
//! Pure: no I/O, no clock, no randomness, no web.
#![warn(missing_docs)]

pub mod layout;
mod number;

pub use number::{short, whole};
