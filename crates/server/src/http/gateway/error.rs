//! What the cloud answered, as what a browser is told. A 401 of the cloud is about the gateway's key, not about the
//! person's session, so it never goes out as 401.
use crate::http::error::HttpError;
use axum::http::StatusCode;
use flowdeck_client::{Error, TransportError};

impl From<Error> for HttpError {
    fn from(error: Error) -> Self {
        let sentence = error.to_string();
        match error {
            Error::Transport(TransportError::Timeout) => {
                Self::new(StatusCode::GATEWAY_TIMEOUT, "The cloud took too long to answer. Try again.")
            }
            Error::Transport(TransportError::Withheld) => Self::new(StatusCode::BAD_GATEWAY, sentence),
            Error::Transport(TransportError::TooLarge) => {
                Self::new(StatusCode::BAD_GATEWAY, "The cloud's answer is larger than 32 MB.")
            }
            Error::Transport(reason) => {
                tracing::warn!(?reason, "the cloud cannot be reached");
                Self::new(
                    StatusCode::BAD_GATEWAY,
                    "The cloud does not answer this gateway. Nothing was lost; try again in a moment.",
                )
            }
            Error::Status { status, retry_after, .. } => of_status(status, sentence, retry_after),
            Error::HalfCreated { why, .. } => {
                let Self { status, retry_after, .. } = (*why).into();
                Self { status, sentence, retry_after }
            }
            Error::Conflict { .. } => Self::new(StatusCode::CONFLICT, sentence),
            Error::Decode { call, detail } => {
                tracing::warn!(call, detail, "an answer of the cloud could not be read");
                Self::new(
                    StatusCode::BAD_GATEWAY,
                    format!("The cloud's answer to “{call}” could not be read: {detail}."),
                )
            }
            Error::Run(_) | Error::NoToken(_) => Self::new(StatusCode::BAD_GATEWAY, sentence),
        }
    }
}

fn of_status(status: u16, sentence: String, retry_after: Option<u32>) -> HttpError {
    let new = |status, sentence: String| HttpError { status, sentence, retry_after };
    match status {
        401 => new(
            StatusCode::FORBIDDEN,
            String::from(
                "The cloud does not accept this gateway's key: it is unknown, expired or revoked. Ask whoever runs the gateway; flowdeck doctor tells more.",
            ),
        ),
        // What is said of these is the contract's table, in the client.
        402 | 403 | 404 | 409 | 413 | 414 | 423 | 429 | 431 => {
            new(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY), sentence)
        }
        400..=499 => new(StatusCode::BAD_REQUEST, sentence),
        _ => new(
            StatusCode::BAD_GATEWAY,
            format!(
                "The cloud has trouble of its own (status {status}). Nothing was lost; try again in a moment."
            ),
        ),
    }
}
