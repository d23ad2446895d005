//! Why the program cannot go on: one sentence for the person at the terminal, and an exit code for scripts.
use std::fmt;
use std::process::ExitCode;

/// A reason to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Something that the command line asks for cannot be. Exit code 2.
    Usage(String),
    /// The address cannot be listened on. Exit code 3.
    Address(String),
    /// The data directory or its database cannot be used. Exit code 4.
    Data(String),
    /// Anything else. Exit code 1.
    Other(String),
}

impl Failure {
    /// Standard output took no answer.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "as map_err gives it")]
    pub fn unwritten(error: std::io::Error) -> Self {
        Self::Other(format!("The answer cannot be written: {error}."))
    }

    /// The exit code.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Other(_) => 1,
            Self::Usage(_) => 2,
            Self::Address(_) => 3,
            Self::Data(_) => 4,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Usage(text) | Self::Address(text) | Self::Data(text) | Self::Other(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for Failure {}
