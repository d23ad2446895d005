//! How soon a widget on a page can be used: from the first byte of the page to the event that says so, cold and warm,
//! beside the same page without a widget.
use crate::shell::{Outcome, program, root, run, target};
use crate::tools;

/// Measures and prints.
pub(crate) fn widget() -> Outcome {
    let chromium = tools::chromium()?;
    tools::npm_ci("tests/e2e")?;
    run(program("node")
        .arg("bench/widget.js")
        .current_dir(root().join("tests/e2e"))
        .env("CHROMIUM", chromium)
        .env("FLOWDECK_BIN", target().join("release/flowdeck")))
}
