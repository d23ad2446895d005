//! The first checks of a definition's text: is it JSON, is it a workflow, are names unique, does every selector
//! point to something. The full compiler comes on top of these; codes stay.
//! Works on a stored config and on a bare specification alike.
mod names;
mod shape;
mod wiring;

use crate::config;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::json::{self, Locator, Node, Problem};

/// More findings than this help nobody; what is above is counted in one last finding.
const MOST_FINDINGS: usize = 500;
/// For so many findings a near name is looked for: the search is what costs.
const MOST_SUGGESTIONS: usize = 100;

/// Everything that is wrong with a text, in the order of the text.
#[must_use]
pub fn check_text(text: &str) -> Vec<Diagnostic> {
    let parsed = json::parse(text);
    let mut found = Findings::default();
    for problem in &parsed.duplicates {
        found.problem("FD0002", Severity::Warning, problem);
    }
    let Some(root) = parsed.root else {
        if let Some(problem) = &parsed.error {
            found.problem("FD0001", Severity::Error, problem);
        }
        return found.list;
    };
    let located = found.list.len();
    shape::config(&root, &mut found);
    if let Some(specification) = config::specification(&root) {
        found.base = config::specification_pointer(&root);
        shape::specification(&specification, &mut found);
        names::check(&specification, &mut found);
        wiring::check(&specification, &mut found);
    }
    let mut locator = Locator::new(text);
    for finding in found.list.iter_mut().skip(located) {
        let Some(place) = locator.locate(&finding.pointer) else { continue };
        if let Some(fix) = &mut finding.fix {
            fix.range = place.value.clone();
        }
        finding.range = match place.key {
            // A whole object underlined helps nobody: its name does.
            Some(key) if place.value.len() > 80 => key,
            _ => place.value,
        };
    }
    crate::order::sort(&mut found.list, |a, b| (a.range.start, a.code).cmp(&(b.range.start, b.code)));
    if found.beyond > 0 {
        let message = format!("{} more findings are not listed: mend these first.", found.beyond);
        found.list.push(empty("FD0009", found.beyond_severity, String::new(), message));
    }
    found.list
}

/// How many errors a stored config has: the health mark of a list.
#[must_use]
pub fn error_count(text: &str) -> usize {
    check_text(text).iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// What the checks found so far.
struct Findings {
    list: Vec<Diagnostic>,
    /// The pointer of the specification within the text.
    base: &'static str,
    /// How many were found after the list was full.
    beyond: usize,
    /// The worst of those.
    beyond_severity: Severity,
    /// Takes what is found after the list was full.
    spare: Diagnostic,
}

impl Default for Findings {
    fn default() -> Self {
        let spare = empty("", Severity::Warning, String::new(), String::new());
        Self { list: Vec::new(), base: "", beyond: 0, beyond_severity: Severity::Warning, spare }
    }
}

impl Findings {
    fn error(&mut self, code: &'static str, pointer: &str, message: String) -> &mut Diagnostic {
        self.push(code, Severity::Error, pointer, message)
    }

    fn warning(&mut self, code: &'static str, pointer: &str, message: String) -> &mut Diagnostic {
        self.push(code, Severity::Warning, pointer, message)
    }

    /// A finding of the parser, which knows its place.
    fn problem(&mut self, code: &'static str, severity: Severity, problem: &Problem) {
        let finding = self.push(code, severity, "", format!("{}.", problem.message));
        finding.range = problem.offset..problem.end;
    }

    /// Whether the next finding should say what was meant.
    fn wants_suggestion(&self) -> bool {
        self.list.len() < MOST_SUGGESTIONS
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        pointer: &str,
        message: String,
    ) -> &mut Diagnostic {
        if self.list.len() >= MOST_FINDINGS {
            self.beyond += 1;
            self.beyond_severity = self.beyond_severity.min(severity);
            return &mut self.spare;
        }
        let index = self.list.len();
        self.list.push(empty(code, severity, format!("{}{pointer}", self.base), message));
        &mut self.list[index]
    }
}

fn empty(code: &'static str, severity: Severity, pointer: String, message: String) -> Diagnostic {
    Diagnostic { code, severity, pointer, range: 0..0, step: None, property: None, message, fix: None }
}

/// A fix that puts a text in the place of the finding's value.
fn replace(title: String, text: &str) -> Fix {
    Fix { title, range: 0..0, text: Node::string(text).to_compact() }
}

/// The name of a step, if it has one.
fn name_of(node: &Node) -> Option<String> {
    Some(node.get("name")?.as_str()?.into_owned())
}

#[cfg(test)]
mod tests;
