//! Errors of the management API: a status and one sentence, `{"error": "…"}`. What is behind an internal error goes
//! to the log, never to the caller.
use super::answer::json_response;
use crate::db::{StoreError, WriteError};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refusal.
#[derive(Debug)]
pub(crate) struct HttpError {
    pub(super) status: StatusCode,
    pub(super) sentence: String,
    pub(super) retry_after: Option<u32>,
}

impl HttpError {
    pub(crate) fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), retry_after: None }
    }

    pub(crate) fn bad(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, sentence)
    }

    pub(crate) fn forbidden(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, sentence)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "This needs the local API key (flowdeck key shows it), or the app's own page in a browser.",
        )
    }

    pub(crate) fn no_workflow(url: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("There is no workflow “{url}” here, or it is in the Trash."))
    }

    pub(crate) fn no_workspace(ws: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("There is no workspace “{ws}” on this server."))
    }

    pub(crate) fn too_many(seconds: u32) -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            sentence: format!("Too many requests: try again in {seconds} s."),
            retry_after: Some(seconds),
        }
    }

    /// The store does not answer now.
    pub(crate) fn away() -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            sentence: String::from(
                "The server's database does not answer. Try again in a moment; what was being saved may not be stored.",
            ),
            retry_after: Some(2),
        }
    }

    pub(crate) fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed inside the server");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The server could not do this. Its log says why.")
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        if error.is_full() {
            return Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "The server's disk is full: nothing was stored. Free some room and save again.",
            );
        }
        if error.is_away() {
            tracing::warn!(%error, "the database does not answer");
            return Self::away();
        }
        if error.is_unfit() {
            return Self::bad("A text holds the character U+0000, which the server's database cannot store.");
        }
        Self::internal(&error)
    }
}

impl From<WriteError> for HttpError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Taken(_) => Self::new(StatusCode::CONFLICT, error.to_string()),
            WriteError::Moved(_) => Self::new(StatusCode::CONFLICT, error.to_string()),
            WriteError::Missing => {
                Self::new(StatusCode::NOT_FOUND, "There is no such workflow here, or it is in the Trash.")
            }
            WriteError::Store(error) => error.into(),
        }
    }
}

impl From<getrandom::Error> for HttpError {
    fn from(error: getrandom::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = json_response(self.status, &json!({ "error": self.sentence }));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
