//! The `ETag` of answers, and the tags that a write names.
use crate::db::Stored;
use axum::http::header::{ETAG, HeaderMap, HeaderValue, IF_MATCH};
use axum::response::Response;

/// The tag of a stored workflow.
pub(super) fn of(stored: &Stored) -> String {
    crate::etag::of(&stored.workflow.name, &stored.workflow.url, &stored.workflow.config)
}

/// Puts the tag of a stored workflow on an answer.
pub(super) fn put(response: &mut Response, stored: &Stored) {
    put_tag(response, &of(stored));
}

/// Puts a tag on an answer.
pub(in crate::http) fn put_tag(response: &mut Response, tag: &str) {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(ETAG, value);
    }
}

/// The tags of `If-Match`; `None` = the header is absent or `*`: write in any case.
pub(in crate::http) fn wanted(headers: &HeaderMap) -> Option<Vec<String>> {
    let header = headers.get(IF_MATCH)?.to_str().unwrap_or_default();
    let tags: Vec<String> = header.split(',').map(|tag| String::from(tag.trim())).collect();
    if tags.iter().any(|tag| tag == "*") { None } else { Some(tags) }
}
