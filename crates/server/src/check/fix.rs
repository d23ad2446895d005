//! Mends what can be mended: the likeliest change for each error, as long as that leaves fewer of them.
use super::count;
use flowdeck_spec::lint::{self, Finding, TextFix};
use flowdeck_spec::{Catalogue, Severity};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One change can show the next error; more rounds than this are no progress.
const ROUNDS: usize = 8;

/// A text after all changes.
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) findings: Vec<Finding>,
    /// What was done, in the words of the fixes.
    pub(super) done: Vec<String>,
}

/// Mends a text that these findings are of.
pub(super) fn mend(text: &str, findings: Vec<Finding>, catalogue: &Catalogue) -> Mended {
    let mut mended = Mended { text: text.to_owned(), findings, done: Vec::new() };
    for _ in 0..ROUNDS {
        let (change, done) = choose(&mended.findings);
        if done.is_empty() {
            break;
        }
        let text = change.apply(&mended.text);
        let findings = lint::check_text(&text, catalogue);
        if count(&findings, Severity::Error) >= count(&mended.findings, Severity::Error) {
            break;
        }
        mended.text = text;
        mended.findings = findings;
        mended.done.extend(done);
    }
    mended
}

/// The first fix of each error, but those that meet an earlier one's place.
fn choose(findings: &[Finding]) -> (TextFix, Vec<String>) {
    let mut all = TextFix { title: String::new(), edits: Vec::new() };
    let mut done = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let Some(fix) = finding.fixes.first() else { continue };
        let meets = fix.edits.iter().any(|edit| {
            let (from, to) = (edit.range.start, edit.range.end);
            all.edits.iter().any(|other| from <= other.range.end && other.range.start <= to)
        });
        if !meets && !fix.edits.is_empty() {
            all.edits.extend(fix.edits.iter().cloned());
            done.push(format!("{} ({})", fix.title, finding.code));
        }
    }
    (all, done)
}

/// Puts a text in the place of a file's own: whole or not at all. A link stays one.
pub(super) fn replace(file: &Path, text: &str) -> io::Result<()> {
    let file = fs::canonicalize(file)?;
    let beside = beside(&file);
    let written = (|| {
        let mut new = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        new.write_all(text.as_bytes())?;
        new.set_permissions(fs::metadata(&file)?.permissions())?;
        new.sync_all()?;
        fs::rename(&beside, &file)
    })();
    if written.is_err() {
        // What is left of it helps nobody; if it cannot go either, the first reason is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    file.with_file_name(format!(".{name}.{}.new", std::process::id()))
}
