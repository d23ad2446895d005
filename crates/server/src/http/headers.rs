//! The security headers (security, §6). Pages get the full policy; API answers one that forbids everything.
use super::state::AppState;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

/// The policy of the app's page. No origin but its own in local mode.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data: https:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'self'; frame-src 'self'; \
    frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types flowdeck";
/// More than any answer has: room for them is made once.
const MOST_HEADERS: usize = 16;
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds the headers that are not there yet.
pub(super) fn add(_state: &AppState, headers: &mut HeaderMap, is_api: bool) {
    headers.reserve(MOST_HEADERS);
    let policy = if is_api { API_POLICY } else { PAGE_POLICY };
    let fixed = [
        (CONTENT_SECURITY_POLICY, policy),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let named = [
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "SAMEORIGIN"),
    ];
    for (name, value) in named {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry("cross-origin-resource-policy").or_insert(HeaderValue::from_static("same-origin"));
}
