//! A definition's text with everything that is wrong marked in it: for the editor, the command line and the list's
//! health marks. Works on a stored config and on a bare specification alike.
mod mend;

pub use mend::TextEdit;

use crate::catalogue::Catalogue;
use crate::compile::compile;
use crate::config;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::json::{self, Locator, Node, Problem};
use std::ops::{Deref, Range};

/// A finding and its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was found. Its pointers begin at the text's root.
    pub diagnostic: Diagnostic,
    /// The place in the text, in bytes.
    pub range: Range<usize>,
    /// Other places that have to do with it, each with a word about it.
    pub related: Vec<(Range<usize>, String)>,
    /// Changes of the text that mend it, the likeliest first: one for each of the diagnostic's.
    pub fixes: Vec<TextFix>,
}

impl Finding {
    /// Its fixes and who may apply them to the document that the text holds.
    pub fn judged_fixes<'a>(
        &'a self,
        document: &'a Node,
    ) -> impl Iterator<Item = (&'a TextFix, Applicability)> {
        let judged = self.diagnostic.fixes.iter().map(|fix| self.diagnostic.applicability(fix, document));
        self.fixes.iter().zip(judged)
    }
}

impl Deref for Finding {
    type Target = Diagnostic;

    fn deref(&self) -> &Diagnostic {
        &self.diagnostic
    }
}

/// A change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFix {
    /// What it does, as a button says it.
    pub title: String,
    /// What is put where. Ranges are of the text that was checked and do not overlap.
    pub edits: Vec<TextEdit>,
}

impl TextFix {
    /// The text after the change.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let mut edits: Vec<&TextEdit> = self.edits.iter().collect();
        crate::order::sort(&mut edits, |a, b| b.range.start.cmp(&a.range.start));
        let mut out = text.to_owned();
        for edit in edits {
            if out.get(edit.range.clone()).is_some() {
                out.replace_range(edit.range.clone(), &edit.text);
            }
        }
        out
    }
}

/// What a compiler found in the specification that a text holds, with its places in that text, and what is wrong with
/// the text itself; in the order of the text.
#[must_use]
pub fn placed(text: &str, found: &[Diagnostic]) -> Vec<Finding> {
    check(text, &mut |_| found.to_vec())
}

/// Everything that is wrong with a text, in the order of the text.
#[must_use]
pub fn check_text(text: &str, catalogue: &Catalogue) -> Vec<Finding> {
    check(text, &mut |specification| compile(specification, catalogue).1)
}

fn check(text: &str, compile: &mut dyn FnMut(&Node) -> Vec<Diagnostic>) -> Vec<Finding> {
    let parsed = json::parse(text);
    let mut list: Vec<Finding> =
        parsed.duplicates.iter().map(|problem| of_text("FD0002", Severity::Warning, problem)).collect();
    let Some(root) = parsed.root else {
        list.extend(parsed.error.map(|problem| of_text("FD0001", Severity::Error, &problem)));
        return list;
    };
    let mut locator = Locator::new(text);
    for mut diagnostic in of_document(&root, compile) {
        let range = place(&mut locator, &diagnostic.pointer);
        let related = diagnostic.related.iter();
        let related = related.map(|one| (place(&mut locator, &one.pointer), one.message.clone())).collect();
        let mut fixes = Vec::with_capacity(diagnostic.fixes.len());
        diagnostic.fixes.retain(|fix| {
            let fix = mend::text_fix(text, &mut locator, fix);
            let has_place = fix.is_some();
            fixes.extend(fix);
            has_place
        });
        list.push(Finding { diagnostic, range, related, fixes });
    }
    crate::order::sort(&mut list, |a, b| {
        // The count of what is not listed stays last.
        let key = |one: &Finding| (one.code == "FD0009", one.range.start, one.code);
        key(a).cmp(&key(b))
    });
    list
}

/// Where a pointer's value stands; a whole object underlined helps nobody: its name, or its first line, does.
fn place(locator: &mut Locator<'_>, pointer: &str) -> Range<usize> {
    let Some(place) = locator.locate(pointer) else { return 0..0 };
    match place.key {
        Some(key) if place.value.len() > 80 => key,
        _ => {
            let name = (place.value.len() > 80).then(|| locator.locate(&format!("{pointer}/name"))).flatten();
            name.map_or(place.value, |name| name.value)
        }
    }
}

/// Everything that is wrong with a text, without its places: what the engine refuses first, in the order in which it
/// would say it.
#[must_use]
pub fn problems(text: &str, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let parsed = json::parse(text);
    let Some(root) = parsed.root else {
        let error = parsed.error.map(|problem| of_text("FD0001", Severity::Error, &problem).diagnostic);
        return error.into_iter().collect();
    };
    let mut list = of_document(&root, &mut |specification| compile(specification, catalogue).1);
    let twice = parsed.duplicates.iter();
    list.extend(twice.map(|problem| of_text("FD0002", Severity::Warning, problem).diagnostic));
    list
}

/// How many errors a stored config has.
#[must_use]
pub fn error_count(text: &str, catalogue: &Catalogue) -> usize {
    problems(text, catalogue).iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// What is wrong with a document, in the compiler's order; pointers begin at its root.
fn of_document(root: &Node, compile: &mut dyn FnMut(&Node) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Some(specification) = config::specification(root) else { return around(root) };
    let base = config::specification_pointer(root);
    let mut list = compile(&specification);
    if !base.is_empty() {
        list.iter_mut().for_each(|diagnostic| diagnostic.move_to(base));
    }
    list
}

/// What is wrong with a config that holds no specification; an empty one is none of its own.
fn around(root: &Node) -> Vec<Diagnostic> {
    let wrong = |pointer: &str, message: String| {
        vec![Diagnostic::new("FD0003", Severity::Error, pointer.into(), message)]
    };
    match (root, root.get("specification")) {
        (Node::Object(_), None) => Vec::new(),
        (Node::Object(_), Some(other)) => {
            wrong("/specification", format!("“specification” must be an object; this is {}.", other.kind()))
        }
        (other, _) => wrong("", format!("A workflow is an object in braces; this is {}.", other.kind())),
    }
}

/// A finding of the parser, which knows its place.
fn of_text(code: &'static str, severity: Severity, problem: &Problem) -> Finding {
    let diagnostic = Diagnostic::new(code, severity, String::new(), format!("{}.", problem.message));
    Finding { diagnostic, range: problem.offset..problem.end, related: Vec::new(), fixes: Vec::new() }
}

#[cfg(test)]
mod tests;
