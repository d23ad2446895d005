//! What a visitor downloads, in brotli bytes, against the budgets.
use crate::app::Kind;
use crate::dist::brotli;
use crate::shell::{Outcome, files, say};
use std::path::Path;

/// App for the list page: wasm, JavaScript, CSS, bytes. The foundation kept to 260 kB; publishing and direct mode are in
/// since, and 400 kB are for editor, compiler and engine together.
const APP: usize = 280_000;
/// What is fetched when an editor opens.
const LAZY: usize = 220_000;

/// Prints the table and fails over budget.
pub(crate) fn size() -> Outcome {
    let dist = Kind::Release.dist();
    if !dist.join("index.html").is_file() {
        return Err(String::from("There is no release: run cargo xtask build first."));
    }
    let (mut app, mut lazy) = (0, 0);
    say("  file                                     raw    brotli");
    for file in files(&dist) {
        let name = file.strip_prefix(&dist).unwrap_or(&file).display().to_string();
        let is_counted = ["js", "css", "wasm"].iter().any(|ending| has_ending(&file, ending));
        if !is_counted || name.starts_with("samples") {
            continue;
        }
        let content = std::fs::read(&file).map_err(|error| format!("{name}: {error}"))?;
        let packed = brotli(&content)?.len();
        say(&format!("  {name:<38} {:>7} {packed:>9}", content.len()));
        if name.starts_with("codemirror") { lazy += packed } else { app += packed }
    }
    say(&format!(
        "  app (wasm + JS + CSS): {app} of {APP} bytes; JSON editor, on demand: {lazy} of {LAZY} bytes"
    ));
    if app > APP || lazy > LAZY {
        return Err(String::from("over budget"));
    }
    Ok(())
}

fn has_ending(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|found| found == ending)
}
