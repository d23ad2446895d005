//! What a visitor downloads, in brotli bytes, against the budgets.
use crate::app::Kind;
use crate::dist::brotli;
use crate::shell::{Outcome, files, say};
use std::path::Path;

/// App for the list page: wasm, JavaScript, CSS, bytes. The budget is 400 kB for editor, compiler and engine together. It is
/// not kept: the visual editor came with 235 kB, of which 50 kB could be saved; the viewer of results, the ways to bring
/// images and the live preview with 70 kB; builder mode, the run as code, timings and the runs before with 30 kB. This limit
/// keeps it from growing until it is.
const APP: usize = 660_000;
/// What is fetched when an editor opens: CodeMirror and the catalogue.
const LAZY: usize = 220_000;
/// The catalogue of blocks.
const CATALOGUE: usize = 70_000;
/// The widget: wasm, its module with its style sheet, `embed.js`. The budget is 130 kB; it has not been kept since the widget
/// shows results in the app's viewer. This limit is what there is and a hundredth more.
const WIDGET: usize = 153_100;
/// The live preview's worker, fetched at the first preview. The budget is 450 kB; this limit is what there is and a hundredth
/// more.
const PREVIEW: usize = 362_000;
/// What reads codes, fetched at the first preview of a workflow with a step for it: two thirds are tables of characters.
/// The same budget, and a limit in the same way.
const CODES: usize = 285_900;
/// `embed.js` alone, which pages of others load first.
const EMBED: usize = 2_000;

/// Prints the table and fails over budget.
pub(crate) fn size() -> Outcome {
    let dist = Kind::Release.dist();
    if !dist.join("index.html").is_file() {
        return Err(String::from("There is no release: run cargo xtask build first."));
    }
    let (mut app, mut lazy, mut widget, mut embed, mut catalogue) = (0, 0, 0, 0, 0);
    let (mut preview, mut codes) = (0, 0);
    say("  file                                     raw    brotli");
    for file in files(&dist) {
        let name = file.strip_prefix(&dist).unwrap_or(&file).display().to_string();
        let is_counted = ["js", "css", "wasm", "txt"].iter().any(|ending| has_ending(&file, ending));
        if !is_counted || name.starts_with("samples") {
            continue;
        }
        let content = std::fs::read(&file).map_err(|error| format!("{name}: {error}"))?;
        let packed = brotli(&content)?.len();
        say(&format!("  {name:<38} {:>7} {packed:>9}", content.len()));
        match name.split(['-', '@', '.']).next() {
            // The same file under the name that pins its version.
            Some("embed") if name.contains('@') => {}
            Some("embed") => embed += packed,
            Some("runner") => widget += packed,
            Some("codemirror") => lazy += packed,
            Some("catalogue") => catalogue += packed,
            Some("worker" | "preview") => preview += packed,
            Some("codes") => codes += packed,
            // The page for frames: a widget and two small files more.
            Some("frame") => {}
            _ => app += packed,
        }
    }
    say(&format!(
        "  app (wasm + JS + CSS): {app} of {APP} bytes; on demand: JSON editor and catalogue {} of {LAZY} bytes, \
         catalogue alone {catalogue} of {CATALOGUE} bytes",
        lazy + catalogue
    ));
    say(&format!(
        "  widget with embed.js: {} of {WIDGET} bytes; embed.js: {embed} of {EMBED} bytes",
        widget + embed
    ));
    say(&format!("  live preview: {preview} of {PREVIEW} bytes; reading codes: {codes} of {CODES} bytes"));
    if app > APP
        || preview > PREVIEW
        || codes > CODES
        || lazy + catalogue > LAZY
        || catalogue > CATALOGUE
        || widget + embed > WIDGET
        || embed > EMBED
    {
        return Err(String::from("over budget"));
    }
    Ok(())
}

fn has_ending(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|found| found == ending)
}
