//! Colours of the terminal, where they are wanted: on a terminal, unless `NO_COLOR` is set (no-color.org).
use flowdeck_spec::Severity;

/// Whether and how to paint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    is_on: bool,
}

impl Paint {
    pub(super) fn new(is_terminal: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        Self {
            is_on: is_terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    #[cfg(test)]
    pub(super) const fn always(is_on: bool) -> Self {
        Self { is_on }
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.is_on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { String::from(text) }
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

    /// What is said.
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// The frame around it: numbers of lines, bars, arrows.
    pub(super) fn frame(self, text: &str) -> String {
        self.with("1;34", text)
    }
}
