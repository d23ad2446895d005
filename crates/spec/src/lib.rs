//! What a workflow is: the lossless document, the stored config around it, checks and the graph.
//! Pure: no I/O, no clock, no randomness, no web.
#![warn(missing_docs)]
