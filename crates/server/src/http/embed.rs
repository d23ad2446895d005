//! `/embed/:ws/:url`: a published workflow as a page for frames. Who may frame it is the publication's list of
//! origins, and this app for its preview; it gets its tokens from this server's own token endpoint, like any page.
use super::page::with_base;
use super::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Where the page's own answer to “who may frame this” is written for its script, which takes messages from nobody
/// else.
const PARENTS: &str = "<meta name=\"flowdeck-parents\" content=\"";
const EXECUTION: &str = "<meta name=\"flowdeck-execution\" content=\"";

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/embed/{ws}/{url}", get(frame))
}

/// The page is the same for workflows that are not published, or not there: only nobody else may frame it, and it
/// gets no token.
async fn frame(State(state): State<AppState>, Path((ws, url)): Path<(String, String)>) -> Response {
    let Some(asset) = state.assets.get("frame.html", "") else {
        return (StatusCode::NOT_FOUND, "This server was built without the widget.").into_response();
    };
    let published = state.publications.get(&ws, &url);
    let origins = published.map(|one| one.publication.origins.join(" ")).unwrap_or_default();
    let page = String::from_utf8_lossy(&asset.bytes);
    let execution = state.cloud.as_ref().map_or("", |cloud| cloud.execution.as_str());
    // An origin is a serialised address, so neither holds a quote.
    let page = with_base(&page, &state.settings.base)
        .replacen(PARENTS, &format!("{PARENTS}{origins}"), 1)
        .replacen(EXECUTION, &format!("{EXECUTION}{}", execution.replace(['"', '<'], "")), 1);
    let mut response = Response::new(Body::from(page));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(CONTENT_SECURITY_POLICY, policy(&state, &origins));
    response
}

/// The app's policy with the publication's origins as ancestors; were they unfit for a header, nobody else's.
fn policy(state: &AppState, origins: &str) -> HeaderValue {
    let page = state.frame_policy.to_str().unwrap_or_default();
    let policy = page.replace("frame-ancestors 'self'", &format!("frame-ancestors 'self' {origins}"));
    HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::clone(&state.frame_policy))
}
