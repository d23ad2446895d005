//! The security headers (security, §6). Pages get the full policy; API answers one that forbids everything.
use super::state::AppState;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};

/// The policy of the app's page. It calls no origin but its own and those of `calls`, and is framed by its own pages and
/// those of `frames`.
pub(super) fn page_policy(calls: &[String], frames: &[String]) -> HeaderValue {
    let mut policy = String::from(PAGE_POLICY);
    for (directive, origins) in [("connect-src 'self'", calls), ("frame-ancestors 'self'", frames)] {
        if !origins.is_empty() {
            policy = policy.replace(directive, &format!("{directive} {}", origins.join(" ")));
        }
    }
    // An origin is plain ASCII; were it not, the stricter policy holds.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(PAGE_POLICY))
}

const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data: https:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'self'; frame-src 'self'; \
    frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types flowdeck";
/// More than any answer has: room for them is made once.
const MOST_HEADERS: usize = 16;
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// What an address is, as far as its headers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A call of a program.
    Api,
    /// A page or a file of the app.
    Page,
    /// A page for frames on other sites: its own policy says on which.
    Frame,
    /// The page for the builders of inference servers; without any an ordinary page.
    Builder,
}

impl Place {
    /// The place of a path.
    pub(super) fn of(path: &str) -> Self {
        let is_below = |prefix: &&str| path.starts_with(*prefix);
        if ["/api", "/run", "/token", "/healthz", "/metrics"].iter().any(is_below) {
            Self::Api
        } else if path.starts_with("/embed/") {
            Self::Frame
        } else if super::builder::is_builder(path) {
            Self::Builder
        } else {
            Self::Page
        }
    }
}

/// The headers that every answer gets unless it has them already. Their names are made at compile time: looking one up
/// by its text costs more than sending it.
const FIXED: [(HeaderName, HeaderValue); 5] = [
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        // The run page takes pictures; pages in frames of it get no camera.
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];

/// Who may read an answer from a page of another origin: nobody, but where `cors` says otherwise.
pub(super) const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

/// Adds the headers that are not there yet.
pub(super) fn add(state: &AppState, headers: &mut HeaderMap, place: Place) {
    headers.reserve(MOST_HEADERS);
    let policy = match place {
        Place::Api => HeaderValue::from_static(API_POLICY),
        Place::Builder if !state.builders.is_empty() => HeaderValue::clone(&state.builder_policy),
        Place::Page | Place::Frame | Place::Builder => HeaderValue::clone(&state.page_policy),
    };
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    // The old header knows no lists of origins; where it is missing the policy's frame-ancestors holds.
    let is_framed = match place {
        Place::Api => false,
        Place::Page => !state.frames.is_empty(),
        Place::Builder => !state.builders.is_empty(),
        Place::Frame => true,
    };
    if !is_framed {
        headers.entry(X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("SAMEORIGIN"));
    }
    for (name, value) in FIXED {
        headers.entry(name).or_insert(value);
    }
}
