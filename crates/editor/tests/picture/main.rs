//! What is drawn of a document, and that an edit draws the same as drawing it anew.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what a test does not expect stops it")]
mod laws;
mod looks;
mod moving;
mod support;
