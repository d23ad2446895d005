//! How a person edits a workflow: what is drawn where, what a pointer means, the layered layout of the graph.
//! Pure: no I/O, no clock, no randomness, no web.
#![warn(missing_docs)]

pub mod camera;
pub mod clipboard;
pub mod command;
pub mod complete;
pub mod document;
pub mod drawing;
pub mod editor;
pub mod form;
pub mod geometry;
pub mod history;
pub mod item;
pub mod layout;
pub mod minimap;
pub mod naming;
mod number;
pub mod outline;
pub mod palette;
pub mod part;
pub mod picture;
pub mod scene;
pub mod selection;
pub mod shortcut;
pub mod stage;
pub mod wiring;

pub use number::{short, whole};
