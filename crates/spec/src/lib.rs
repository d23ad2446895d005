//! What a workflow is: the lossless document, the stored config around it, checks and the graph.
//! Pure: no I/O, no clock, no randomness, no web.
#![warn(missing_docs)]

pub mod block;
pub mod config;
pub mod diagnostic;
pub mod graph;
pub mod help;
pub mod interface;
pub mod json;
pub mod lines;
pub mod lint;
pub mod order;
pub mod selector;
pub mod slug;
pub mod summary;

pub use diagnostic::{Diagnostic, Fix, Severity};
pub use json::Node;
