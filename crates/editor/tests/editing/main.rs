//! Editing as a caller sees it: what each command makes of a document, and what holds for all of them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test does not expect stops it")]

mod adding;
mod facts;
mod large;
mod laws;
mod pasting;
mod removing;
mod support;
mod wiring;
