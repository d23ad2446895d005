//! What is measured in a page: how soon a widget can be used, from the first byte to the event that says so, cold and warm,
//! beside the same page without a widget; and what a keystroke among five hundred steps costs.
use crate::shell::{Outcome, program, root, run, target};
use crate::tools;

/// Runs one of the programs in `tests/e2e/bench` in a real browser on the release build; it measures and prints.
pub(crate) fn measure(program_name: &str) -> Outcome {
    let chromium = tools::chromium()?;
    tools::npm_ci("tests/e2e")?;
    run(program("node")
        .arg(format!("bench/{program_name}"))
        .current_dir(root().join("tests/e2e"))
        .env("CHROMIUM", chromium)
        .env("FLOWDECK_BIN", target().join("release/flowdeck")))
}
