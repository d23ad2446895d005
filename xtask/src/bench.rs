//! Measuring: sizes against budgets, the compiler against the engine, how soon a widget is there, load against a bare server.
mod compile;
mod graph;
mod load;
mod size;
mod widget;

use crate::shell::Outcome;

/// Runs one benchmark.
pub(crate) fn bench(args: &[&str]) -> Outcome {
    match args {
        ["size"] => size::size(),
        ["compile"] => compile::compile(),
        ["graph", "--out", folder] => graph::graph(std::path::Path::new(folder)),
        ["load"] => load::load(),
        ["widget"] => widget::widget(),
        [] => size::size()
            .and_then(|()| compile::compile())
            .and_then(|()| widget::widget())
            .and_then(|()| load::load()),
        other => Err(format!(
            "bench knows size, compile, widget, load and graph --out DIR, not {}",
            other.join(" ")
        )),
    }
}
