//! What is wrong with a workflow, where, and what to do about it.
use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The engine refuses the workflow.
    Error,
    /// It runs, but probably not as meant.
    Warning,
}

impl Severity {
    /// The word for it, as CodeMirror's lint expects it too.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable code, `FD` and four digits.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The JSON pointer of the place, within the text that was checked.
    pub pointer: String,
    /// The place in the text, in bytes.
    pub range: Range<usize>,
    /// The step it is about.
    pub step: Option<String>,
    /// The property it is about.
    pub property: Option<String>,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
    /// A change that mends it, where one is plain.
    pub fix: Option<Fix>,
}

/// A change of the text that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, as a button says it.
    pub title: String,
    /// What is replaced, in bytes of the text that was checked.
    pub range: Range<usize>,
    /// JSON to put there.
    pub text: String,
}
