//! Measuring: sizes against budgets, load against a bare server.
mod load;
mod size;

use crate::shell::Outcome;

/// Runs one benchmark.
pub(crate) fn bench(args: &[&str]) -> Outcome {
    match args {
        ["size"] => size::size(),
        ["load"] => load::load(),
        [] => size::size().and_then(|()| load::load()),
        other => Err(format!("bench knows size and load, not {}", other.join(" "))),
    }
}
