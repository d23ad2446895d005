//! Measuring: sizes against budgets, the compiler against the engine, how soon a widget is there, load against a bare server.
mod compile;
mod load;
mod size;
mod widget;

use crate::shell::Outcome;

/// Runs one benchmark.
pub(crate) fn bench(args: &[&str]) -> Outcome {
    match args {
        ["size"] => size::size(),
        ["compile"] => compile::compile(),
        ["load"] => load::load(),
        ["widget"] => widget::widget(),
        [] => size::size()
            .and_then(|()| compile::compile())
            .and_then(|()| widget::widget())
            .and_then(|()| load::load()),
        other => Err(format!("bench knows size, compile, widget and load, not {}", other.join(" "))),
    }
}
