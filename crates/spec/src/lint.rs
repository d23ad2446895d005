//! The first checks of a definition's text: is it JSON, is it a workflow, are names unique, does every selector
//! point to something. The full compiler comes on top of these; codes stay.
//! Works on a stored config and on a bare specification alike.
mod names;
mod shape;
mod wiring;

use crate::config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::json::{self, Node, Problem, locate};

/// Everything that is wrong with a text, in the order of the text.
#[must_use]
pub fn check_text(text: &str) -> Vec<Diagnostic> {
    let parsed = json::parse(text);
    let mut findings: Vec<Diagnostic> =
        parsed.duplicates.iter().map(|problem| from_problem("FD0002", Severity::Warning, problem)).collect();
    let Some(root) = parsed.root else {
        findings.extend(parsed.error.iter().map(|problem| from_problem("FD0001", Severity::Error, problem)));
        return findings;
    };
    let mut found = Findings::default();
    shape::config(&root, &mut found);
    if let Some(specification) = config::specification(&root) {
        found.base = config::specification_pointer(&root);
        shape::specification(&specification, &mut found);
        names::check(&specification, &mut found);
        wiring::check(&specification, &mut found);
    }
    findings.extend(found.list.into_iter().map(|mut finding| {
        if let Some(place) = locate(text, &finding.pointer) {
            finding.range = match place.key {
                // A whole object underlined helps nobody: its name does.
                Some(key) if place.value.len() > 80 => key,
                _ => place.value,
            };
        }
        finding
    }));
    findings.sort_by_key(|finding| (finding.range.start, finding.code));
    findings
}

/// How many errors a stored config has: the health mark of a list.
#[must_use]
pub fn error_count(text: &str) -> usize {
    check_text(text).iter().filter(|finding| finding.severity == Severity::Error).count()
}

fn from_problem(code: &'static str, severity: Severity, problem: &Problem) -> Diagnostic {
    Diagnostic {
        code,
        severity,
        pointer: String::new(),
        range: problem.offset..problem.end,
        step: None,
        property: None,
        message: format!("{}.", problem.message),
    }
}

/// What the checks found so far.
#[derive(Default)]
struct Findings {
    list: Vec<Diagnostic>,
    /// The pointer of the specification within the text.
    base: &'static str,
}

impl Findings {
    fn error(&mut self, code: &'static str, pointer: &str, message: String) -> &mut Diagnostic {
        self.push(code, Severity::Error, pointer, message)
    }

    fn warning(&mut self, code: &'static str, pointer: &str, message: String) -> &mut Diagnostic {
        self.push(code, Severity::Warning, pointer, message)
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        pointer: &str,
        message: String,
    ) -> &mut Diagnostic {
        let index = self.list.len();
        let pointer = format!("{}{pointer}", self.base);
        self.list.push(Diagnostic {
            code,
            severity,
            pointer,
            range: 0..0,
            step: None,
            property: None,
            message,
        });
        &mut self.list[index]
    }
}

/// The name of a step, if it has one.
fn name_of(node: &Node) -> Option<String> {
    Some(node.get("name")?.as_str()?.into_owned())
}

#[cfg(test)]
mod tests;
