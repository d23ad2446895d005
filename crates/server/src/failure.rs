//! Why the program cannot go on: one sentence for the person at the terminal, and an exit code for scripts.
use std::fmt;
use std::io;
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

/// What became of an answer on standard output. Who has closed it has read enough: that is no failure.
///
/// # Errors
/// The answer cannot be written for another reason.
pub fn delivered(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Other(format!("The answer cannot be written: {error}.")))
        }
        _ => Ok(()),
    }
}
