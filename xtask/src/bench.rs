//! Measuring: sizes against budgets, the compiler against the engine, how soon a widget is there, what a
//! keystroke costs, load against a bare server.
mod compile;
mod graph;
mod load;
mod page;
mod size;

use crate::shell::Outcome;

/// Runs one benchmark.
pub(crate) fn bench(args: &[&str]) -> Outcome {
    match args {
        ["size"] => size::size(),
        ["compile"] => compile::compile(),
        ["graph", "--out", folder] => graph::graph(std::path::Path::new(folder)),
        ["load"] => load::load(),
        ["widget"] => page::measure("widget.js"),
        ["keystroke"] => page::measure("keystroke.js"),
        [] => size::size()
            .and_then(|()| compile::compile())
            .and_then(|()| page::measure("widget.js"))
            .and_then(|()| page::measure("keystroke.js"))
            .and_then(|()| load::load()),
        other => Err(format!(
            "bench knows size, compile, widget, keystroke, load and graph --out DIR, not {}",
            other.join(" ")
        )),
    }
}
