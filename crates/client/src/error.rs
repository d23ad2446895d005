//! Everything that can go wrong with a call, as one sentence and a way to mend it: the error table of the
//! management contract and the error bodies of the execution contract, in one place.
use crate::dto::{RunFailure, Workflow};
use crate::transport::{Response, TransportError};
use flowdeck_spec::{Node, config};
use std::fmt;

/// What the person can do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Try the same again.
    Retry,
    /// The session is gone: load the page again.
    Reload,
    /// Ask whoever runs the server.
    AskOperator,
    /// Look in the Trash.
    OpenTrash,
    /// Choose another name.
    Rename,
    /// Bring both changes together.
    Merge,
    /// Connect an engine that knows the block.
    ConnectEngine,
    /// Change what was sent.
    Correct,
    /// Nothing by oneself.
    None,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// No answer came.
    Transport(TransportError),
    /// The service answered with an error.
    Status {
        /// The HTTP status.
        status: u16,
        /// What it said, one sentence; empty when it said nothing readable.
        said: String,
        /// When to come back, seconds.
        retry_after: Option<u32>,
        /// What was tried, for 403 and 404: “list workflows”.
        call: &'static str,
        /// The scope that the call needs.
        scope: &'static str,
    },
    /// The workflow has changed since it was loaded.
    Conflict {
        /// What is stored now.
        workflow: Box<Workflow>,
        /// Its `ETag`.
        etag: Option<String>,
    },
    /// A run failed, with what the engine said.
    Run(Box<RunFailure>),
    /// The answer is not what the contract says.
    Decode {
        /// What was tried.
        call: &'static str,
        /// What is wrong with the answer.
        detail: String,
    },
    /// A page that embeds the workflow gave no token.
    NoToken(String),
    /// The workflow was made but its definition was not stored.
    HalfCreated {
        /// The slug of the empty workflow that exists now.
        url: String,
        /// Why the definition was refused.
        why: Box<Self>,
    },
}

impl Error {
    /// The error of an answer whose status is not a success.
    pub(crate) fn of(response: &Response, call: &'static str, scope: &'static str) -> Self {
        Self::Status {
            status: response.status,
            said: sentence(&response.body),
            retry_after: response.retry_after,
            call,
            scope,
        }
    }

    /// An error in our own words, as an answer with this status would be one.
    #[must_use]
    pub fn of_ours(status: u16, call: &'static str, said: &str) -> Self {
        Self::Status { status, said: String::from(said), retry_after: None, call, scope: "" }
    }

    /// Whether a token was refused.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        match self {
            Self::Status { status, .. } => *status == 401,
            Self::Run(failure) => failure.status == 401,
            _ => false,
        }
    }

    /// Whether the person stopped it.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        matches!(self, Self::Transport(TransportError::Aborted))
    }

    /// Whether there is no such workflow.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Status { status: 404, .. })
    }

    /// What to offer.
    #[must_use]
    pub fn mend(&self) -> Mend {
        match self {
            Self::Transport(TransportError::Aborted) => Mend::None,
            Self::Transport(TransportError::TooLarge | TransportError::Withheld) => Mend::AskOperator,
            Self::Transport(_) => Mend::Retry,
            Self::Conflict { .. } => Mend::Merge,
            Self::Run(failure) => match failure.status {
                401 => Mend::Reload,
                402 | 403 | 423 => Mend::AskOperator,
                404 => Mend::OpenTrash,
                // The embedded engine's own status for a block that it lacks.
                501 => Mend::ConnectEngine,
                429 | 502..=504 => Mend::Retry,
                _ => Mend::Correct,
            },
            Self::HalfCreated { .. } => Mend::Correct,
            Self::Decode { .. } => Mend::AskOperator,
            Self::NoToken(_) => Mend::Retry,
            Self::Status { status, .. } => match status {
                401 => Mend::Reload,
                402 | 403 | 423 => Mend::AskOperator,
                404 => Mend::OpenTrash,
                409 => Mend::Rename,
                429 | 500.. => Mend::Retry,
                _ => Mend::Correct,
            },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(TransportError::Offline) => {
                f.write_str("This device is offline. Nothing is lost; try again when the network is back.")
            }
            Self::Transport(TransportError::Unreachable(_)) => f.write_str(
                "The server does not answer. Is it still running, and does it allow calls from this address?",
            ),
            Self::Transport(TransportError::Timeout) => {
                f.write_str("The server took too long to answer. Try again.")
            }
            Self::Transport(TransportError::TooLarge) => {
                f.write_str("The service's answer is larger than is taken here.")
            }
            Self::Transport(TransportError::Withheld) => f.write_str(
                "The service's answer holds this server's own key, so it is not passed on. Ask whoever runs the server to take the key out of the workflow.",
            ),
            Self::Transport(TransportError::Aborted) => f.write_str("Stopped."),
            Self::Status { status, said, retry_after, call, scope } => {
                status_sentence(f, *status, said, *retry_after, call, scope)
            }
            Self::Conflict { .. } => f.write_str(
                "This workflow was changed elsewhere since you opened it. Your text is still here.",
            ),
            Self::Run(failure) => failure.fmt(f),
            Self::Decode { call, detail } => {
                write!(f, "The server's answer to “{call}” could not be read: {detail}.")
            }
            Self::NoToken(why) => write!(f, "This page gave no token for the workflow: {why}."),
            Self::HalfCreated { url, why } => {
                write!(
                    f,
                    "The workflow “{url}” exists now but is empty, because its definition was refused: {why}"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

fn status_sentence(
    f: &mut fmt::Formatter<'_>,
    status: u16,
    said: &str,
    retry_after: Option<u32>,
    call: &str,
    scope: &str,
) -> fmt::Result {
    match status {
        401 => f.write_str("The session has ended or the credential is not accepted. Load the page again."),
        402 => f.write_str("The account is out of credits. Ask whoever runs it."),
        403 if said.is_empty() => write!(f, "Not allowed to {call}: the key lacks the scope {scope}."),
        404 if said.is_empty() => f.write_str("There is no such workflow, or it is in the Trash."),
        413 | 414 | 431 => f.write_str("The workflow is larger than the server takes."),
        423 => f.write_str("API usage is paused for this account. Ask whoever runs it."),
        429 => match retry_after {
            Some(seconds) => write!(f, "Too many requests: try again in {seconds} s."),
            None => f.write_str("Too many requests: try again in a moment."),
        },
        502..=504 if said.is_empty() => {
            f.write_str("A service behind the server does not answer. Try again in a moment.")
        }
        _ if !said.is_empty() => f.write_str(said),
        _ => write!(f, "The server refused to {call} (status {status})."),
    }
}

/// One sentence from the body of an error: JSON of any of the known shapes, plain text, or nothing for HTML.
pub(crate) fn sentence(body: &str) -> String {
    let body = body.trim();
    if body.starts_with('<') {
        return String::new();
    }
    let text = match config::read(body) {
        Ok(json) => from_json(&json).unwrap_or_default(),
        Err(_) => String::from(body),
    };
    text.split(['\n', '\r']).next().unwrap_or_default().chars().take(300).collect()
}

fn from_json(json: &Node) -> Option<String> {
    if let Some(text) = json.as_str() {
        return Some(text.into_owned());
    }
    let inner = ["error", "message", "detail"].iter().find_map(|key| json.get(key))?;
    match inner {
        Node::Object(_) => {
            let message = from_json(inner)?;
            Some(match inner.get("hint").and_then(Node::as_str) {
                Some(hint) => format!("{message} {hint}"),
                None => message,
            })
        }
        Node::Array(list) => list.first()?.get("msg")?.as_str().map(Into::into),
        other => other.as_str().map(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn every_known_shape_becomes_a_sentence() {
        for (body, expected) in [
            (r#"{"error":"No."}"#, "No."),
            (r#"{"error":{"message":"No.","hint":"Ask."}}"#, "No. Ask."),
            (r#"{"message":"No."}"#, "No."),
            (r#"{"detail":[{"msg":"field required","loc":["x"]}]}"#, "field required"),
            ("plain words\nand more", "plain words"),
            ("<html><script>alert(1)</script>", ""),
            ("", ""),
            (r#"{"other":1}"#, ""),
        ] {
            assert_eq!(sentence(body), expected, "{body}");
        }
    }
}
