//! `flowdeck`: the command line.
fn main() {}
