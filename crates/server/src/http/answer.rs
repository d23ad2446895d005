//! JSON answers.
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

/// A JSON answer that nobody may cache.
pub(crate) fn json_response(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => json_bytes(status, bytes.into()),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            json_bytes(
                StatusCode::INTERNAL_SERVER_ERROR,
                Body::from("{\"error\":\"The answer could not be written.\"}"),
            )
        }
    }
}

/// JSON that is written already.
pub(crate) fn json_bytes(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 200 with a value.
pub(crate) fn ok(value: &impl Serialize) -> Response {
    json_response(StatusCode::OK, value)
}
