//! The app: its files, `config.json`, and `index.html` for every address of the app, with the session cookie.
use super::assets::media_type;
use super::builder;
use super::caller::session;
use super::error::HttpError;
use super::state::AppState;
use crate::engine::fresh_id;
use crate::token::Role;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap,
    HeaderValue, LOCATION, SET_COOKIE, VARY,
};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

pub(super) async fn serve(State(state): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return HttpError::new(StatusCode::METHOD_NOT_ALLOWED, "The app's pages are read with GET.")
            .into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if !state.builders.is_empty() && builder::is_builder(path) {
        return builder::serve(&state);
    }
    let path = String::from(path);
    let (parts, _) = request.into_parts();
    let role = session(&state, &parts);
    // With a sign-in nothing but the app's files is there for strangers.
    let is_stranger = state.login.is_some() && role.is_none();
    if path == "config.json" {
        return if is_stranger { HttpError::unauthorized().into_response() } else { config(&state, role) };
    }
    if is_page(&path) {
        if role.is_none() && is_framed(&state, &parts.headers) {
            return framed(&state);
        }
        return if is_stranger { sign_in_first(&state, &parts.uri) } else { index(&state, role) };
    }
    file(&state, &path, &parts.headers)
        .unwrap_or_else(|| HttpError::new(StatusCode::NOT_FOUND, "There is no such file.").into_response())
}

/// Addresses of the app. Names of workflows may hold dots, so it goes by the first part.
fn is_page(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    matches!(first, "" | "index.html" | "w" | "trash" | "settings" | "drafts" | "workflows" | "404")
        || !path.contains(['.', '%', '\\'])
}

fn file(state: &AppState, path: &str, headers: &HeaderMap) -> Option<Response> {
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asset = state.assets.get(path, accepts)?;
    let mut response = Response::new(Body::from(asset.bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_str(&media_type(path)).ok()?);
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = asset.encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let cache = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    // Files hold nothing private, and other sites embed them.
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Some(response)
}

/// Whether a file's name carries a hash of its content: at least twelve hexadecimal digits between a dash and an
/// ending (or `_bg`).
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_']).any(|part| part.len() >= 12 && part.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Sends a stranger to the sign-in, and back from there.
fn sign_in_first(state: &AppState, uri: &axum::http::Uri) -> Response {
    let next = uri.path_and_query().map_or("/", |path| path.as_str());
    let next = flowdeck_client::encoded(next);
    let mut response = StatusCode::SEE_OTHER.into_response();
    let address = format!("{}login?next={next}", state.settings.base);
    let value = HeaderValue::from_str(&address).unwrap_or(HeaderValue::from_static("/login"));
    response.headers_mut().insert(LOCATION, value);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn config(state: &AppState, role: Option<Role>) -> Response {
    let (mode, execution, workspace) = match &state.cloud {
        Some(cloud) => ("gateway", cloud.execution.as_str(), cloud.workspace.as_str()),
        None => ("local", "run", crate::db::HOME),
    };
    let config = json!({
        "mode": mode,
        "api": "api",
        "execution": execution,
        "workspace": workspace,
        "routing": "path",
        "version": env!("CARGO_PKG_VERSION"),
        "engine": state.engine.kind(),
        "readOnly": role == Some(Role::Viewer),
        "login": state.login.is_some(),
    });
    let mut response = super::answer::ok(&config);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Whether a page of another site, which may do so, is about to show the app in a frame: no cookie would reach us from
/// there, nor could the person sign in.
fn is_framed(state: &AppState, headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|sent| sent == value);
    let is_foreign = is("sec-fetch-site", "cross-site") || state.login.is_some();
    !state.frames.is_empty() && is("sec-fetch-dest", "iframe") && is_foreign
}

/// The page for such a frame: it asks the pages of the listed origins for its session.
fn framed(state: &AppState) -> Response {
    // An origin is a serialised address, so it holds no quote.
    page(state, &format!("<meta name=\"flowdeck-parents\" content=\"{}\" />", state.frames.join(" ")))
}

fn index(state: &AppState, role: Option<Role>) -> Response {
    let mut response = page(state, "");
    // Without a sign-in whoever opens the page at this machine may use it.
    if role.is_none()
        && let Some(cookie) = session_cookie(state, Role::Editor)
    {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// The app's page with its base set and a part of its head added.
pub(super) fn page(state: &AppState, head: &str) -> Response {
    let page = state.assets.get("index.html", "").map(|asset| asset.bytes);
    let (status, text) = match page.as_deref().map(std::str::from_utf8) {
        Some(Ok(text)) => (StatusCode::OK, with_base(text, &state.settings.base)),
        _ => (StatusCode::SERVICE_UNAVAILABLE, String::from(NOT_BUILT)),
    };
    let text = if head.is_empty() { text } else { text.replacen("<title>", &format!("{head}<title>"), 1) };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    out.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// A new session's cookie.
pub(super) fn session_cookie(state: &AppState, role: Role) -> Option<HeaderValue> {
    let session = state.signer.session(state.clock.now(), fresh_id().ok()?, role).ok()?;
    let is_secure = state.public_url.as_ref().is_some_and(|url| url.scheme() == "https");
    let seconds = crate::token::SESSION_LIFE.whole_seconds();
    let cookie = format!(
        "{}={session}; Path={}; Max-Age={seconds}; HttpOnly; SameSite=Strict{}",
        state.cookie_name(),
        state.settings.base,
        if is_secure { "; Secure" } else { "" }
    );
    HeaderValue::from_str(&cookie).ok()
}

/// The page with its base set: every address in it is relative to that.
pub(super) fn with_base(page: &str, base: &str) -> String {
    let Some(start) = page.find("<base href=\"") else { return String::from(page) };
    let value = start + "<base href=\"".len();
    let Some(length) = page[value..].find('"') else { return String::from(page) };
    format!("{}{base}{}", &page[..value], &page[value + length..])
}

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><title>Flowdeck</title><h1>The app is not built</h1>\
<p>This server runs, but it has no app to show. In a checkout, <code>cargo xtask run</code> builds the app and \
serves it; <code>cargo xtask build</code> makes a binary that holds it.</p></html>";

#[cfg(test)]
mod tests {
    use super::{is_hashed, is_page, with_base};

    #[test]
    fn the_base_is_set_and_nothing_else_changes() {
        let page = "<head><base href=\"./\" /><a href=\"./\">";
        assert_eq!(with_base(page, "/deck/"), "<head><base href=\"/deck/\" /><a href=\"./\">");
        assert_eq!(with_base("<p>", "/"), "<p>");
    }

    #[test]
    fn pages_files_and_hashes() {
        for path in ["", "w/home/v1.2", "trash", "no-such-page"] {
            assert!(is_page(path), "{path}");
        }
        for path in ["app.js", "icons/favicon.svg", "..%2fetc", "a\\b.c"] {
            assert!(!is_page(path), "{path}");
        }
        assert!(is_hashed("app-1a2b3c4d5e6f7a8b_bg.wasm") && !is_hashed("icons/favicon.svg"));
    }
}
