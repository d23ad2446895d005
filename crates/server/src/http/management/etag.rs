//! `ETag`: over name, slug and config, so that whoever shows the same may write.
use crate::db::Stored;
use axum::http::header::{ETAG, HeaderMap, HeaderValue, IF_MATCH};
use axum::response::Response;
use sha2::{Digest, Sha256};

/// The tag of a stored workflow.
pub(super) fn of(stored: &Stored) -> String {
    let mut hash = Sha256::new();
    for part in [&stored.workflow.name, &stored.workflow.url, &stored.workflow.config] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let bytes = hash.finalize();
    let hex: String = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// Puts the tag on an answer.
pub(super) fn put(response: &mut Response, stored: &Stored) {
    if let Ok(value) = HeaderValue::from_str(&of(stored)) {
        response.headers_mut().insert(ETAG, value);
    }
}

/// The tags of `If-Match`; `None` = the header is absent or `*`: write in any case.
pub(super) fn wanted(headers: &HeaderMap) -> Option<Vec<String>> {
    let header = headers.get(IF_MATCH)?.to_str().unwrap_or_default();
    let tags: Vec<String> = header.split(',').map(|tag| String::from(tag.trim())).collect();
    if tags.iter().any(|tag| tag == "*") { None } else { Some(tags) }
}
