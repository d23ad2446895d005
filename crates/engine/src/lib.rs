//! A small execution engine for the blocks that need no model.
//! Pure: images come in as bytes, nothing is fetched, no clock is read.
#![warn(missing_docs)]
