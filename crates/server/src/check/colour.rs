//! Colours of the terminal, where they are wanted: on a terminal, unless `NO_COLOR` is set (no-color.org).
use super::excerpt;
use flowdeck_spec::Severity;
use flowdeck_spec::lines::Change;
use std::borrow::Cow;

/// Whether and how to paint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    is_on: bool,
    is_terminal: bool,
}

impl Paint {
    pub(super) fn new(is_terminal: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Self {
            is_terminal,
            is_on: is_terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    #[cfg(test)]
    pub(super) const fn always(is_on: bool) -> Self {
        Self { is_on, is_terminal: is_on }
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.is_on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { String::from(text) }
    }

    /// A line of a file, that must be to the letter in another file, and must not steer a terminal.
    pub(super) fn line(self, text: &str) -> Cow<'_, str> {
        if self.is_terminal { Cow::Owned(excerpt::shown_line(text)) } else { Cow::Borrowed(text) }
    }

    /// In the colour of a severity.
    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.with(code, text)
    }

    /// In the colour of what became of a line.
    pub(super) fn change(self, change: Change, text: &str) -> String {
        match change {
            Change::Same => String::from(text),
            Change::Added => self.with("32", text),
            Change::Removed => self.with("31", text),
        }
    }

    /// What is said.
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// The frame around it: numbers of lines, bars, arrows.
    pub(super) fn frame(self, text: &str) -> String {
        self.with("1;34", text)
    }
}
