//! How a person edits a workflow: what is drawn where, what a pointer means, the layered layout of the graph.
//! Pure: no I/O, no clock, no randomness, no web.
#![warn(missing_docs)]

pub mod camera;
pub mod geometry;
pub mod layout;
mod number;
pub mod outline;
pub mod palette;
pub mod scene;
pub mod shortcut;
pub mod stage;

pub use number::{short, whole};
