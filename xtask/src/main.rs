//! `cargo xtask`: everything a developer or CI does.
fn main() {}
