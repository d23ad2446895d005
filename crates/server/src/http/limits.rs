//! How much at once and how long: beyond it a sentence instead of a queue without end.
use super::error::HttpError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Requests under way at once.
const MOST_REQUESTS: usize = 512;
/// The longest a request may take, body included: a run has 20 s of its own, an upload needs some more.
const LONGEST: Duration = Duration::from_secs(40);

static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// Counts a request for as long as it lives.
struct Counted(usize);

impl Counted {
    fn new() -> Self {
        Self(UNDER_WAY.fetch_add(1, Ordering::Relaxed))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers within the limits, or says which one was reached.
pub(super) async fn within(answer: impl Future<Output = Response>) -> Response {
    let counted = Counted::new();
    if counted.0 >= MOST_REQUESTS {
        return HttpError::new(StatusCode::SERVICE_UNAVAILABLE, "The server is busy. Try again in a moment.")
            .into_response();
    }
    match tokio::time::timeout(LONGEST, answer).await {
        Ok(response) => response,
        Err(_) => HttpError::new(StatusCode::REQUEST_TIMEOUT, "The request took too long and was stopped.")
            .into_response(),
    }
}
