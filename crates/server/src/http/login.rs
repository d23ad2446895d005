//! `/login` and `/logout`: the only pages that this server writes itself. No script in them; the one style is allowed
//! by its hash.
use super::caller::session;
use super::error::HttpError;
use super::page::session_cookie;
use super::state::AppState;
use crate::db::StoreError;
use crate::token::{LINK_LIFE, Role};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The largest form.
const MOST_BODY: usize = 4_096;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/login", get(show).post(sign_in)).route("/logout", get(sign_out))
}

/// The form; or, with a one-time link, the session at once.
async fn show(
    State(state): State<AppState>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Response {
    let Some(login) = &state.login else { return to(&state, "/") };
    let (parts, _) = request.into_parts();
    if let Some(link) = query.get("once") {
        if let Err(seconds) = login.count(address(&parts.extensions)) {
            return HttpError::too_many(seconds).into_response();
        }
        return match use_link(&state, link).await {
            Ok(true) => signed_in(&state, Role::Editor, "/"),
            Ok(false) => page(
                StatusCode::UNAUTHORIZED,
                "This link was used already, or its time is over. Ask for another one: flowdeck login",
                "/",
            ),
            Err(error) => HttpError::from(error).into_response(),
        };
    }
    let next = safe(query.get("next").map_or("/", String::as_str));
    if session(&state, &parts).is_some() { to(&state, next) } else { page(StatusCode::OK, "", next) }
}

/// Whether a link is good, and is used for the first time on any copy of the server.
async fn use_link(state: &AppState, link: &str) -> Result<bool, StoreError> {
    let now = state.clock.now();
    let Ok(id) = state.signer.read_link(link, now) else { return Ok(false) };
    // Twice its life: clocks of copies may be apart.
    let ended = crate::clock::stamp(now - LINK_LIFE * 2);
    state.store.use_link(&id, &crate::clock::stamp(now), &ended).await
}

async fn sign_in(State(state): State<AppState>, request: Request) -> Response {
    let Some(login) = &state.login else { return to(&state, "/") };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MOST_BODY).await else {
        return page(StatusCode::PAYLOAD_TOO_LARGE, "This is no access token.", "/");
    };
    let fields: HashMap<String, String> =
        Query::try_from_uri(&form(&bytes)).map(|Query(all)| all).unwrap_or_default();
    let next = safe(fields.get("next").map_or("/", String::as_str)).to_owned();
    match login.try_token(fields.get("token").map_or("", String::as_str), address(&parts.extensions)) {
        Ok(Some(role)) => signed_in(&state, role, &next),
        Ok(None) => page(StatusCode::UNAUTHORIZED, "This access token is not known here.", &next),
        Err(seconds) => {
            let text = format!("Too many tries. The next one is welcome in {seconds} s.");
            let mut response = page(StatusCode::TOO_MANY_REQUESTS, &text, &next);
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            response
        }
    }
}

/// A form's fields as an address, which is how they are written.
fn form(bytes: &[u8]) -> axum::http::Uri {
    let text: String =
        std::str::from_utf8(bytes).unwrap_or_default().chars().filter(char::is_ascii_graphic).collect();
    format!("/?{text}").parse().unwrap_or_default()
}

async fn sign_out(State(state): State<AppState>) -> Response {
    let mut response = page(StatusCode::OK, "You are signed out.", "/");
    let gone = format!(
        "{}=; Path={}; Max-Age=0; HttpOnly; SameSite=Strict",
        state.cookie_name(),
        state.settings.base
    );
    if let Ok(value) = HeaderValue::from_str(&gone) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    // Whatever this origin keeps in the browser goes too.
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
    response
}

fn signed_in(state: &AppState, role: Role, next: &str) -> Response {
    let mut response = to(state, next);
    match session_cookie(state, role) {
        Some(cookie) => {
            response.headers_mut().insert(SET_COOKIE, cookie);
            response
        }
        None => HttpError::internal(&"no session could be signed").into_response(),
    }
}

fn to(state: &AppState, path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let address = format!("{}{}", state.settings.base.trim_end_matches('/'), path);
    let value = HeaderValue::from_str(&address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, value);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A path of this server; anything else leads to the start, never to another site.
fn safe(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if is_path && next.bytes().all(|byte| byte.is_ascii_graphic()) { next } else { "/" }
}

fn address(extensions: &axum::http::Extensions) -> IpAddr {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip())
}

const STYLE: &str = ":root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;\
font:14px/1.5 system-ui,sans-serif}main{width:min(22rem,88vw)}h1{font-size:18px}label{display:block;margin:1rem 0 .25rem}\
input{box-sizing:border-box;width:100%;padding:.5rem;font:inherit}button{margin-top:1rem;padding:.5rem 1rem;font:inherit}\
p[role=alert]{color:light-dark(#a1121f,#ff9d9d)}";

fn page(status: StatusCode, said: &str, next: &str) -> Response {
    let said = if said.is_empty() { String::new() } else { format!("<p role=\"alert\">{said}</p>") };
    let next = next.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let text = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign in – Flowdeck</title>\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head><body><main>\
<h1>Flowdeck</h1>{said}<form method=\"post\" action=\"login\"><label for=\"token\">Access token</label>\
<input id=\"token\" name=\"token\" type=\"password\" autocomplete=\"current-password\" required autofocus>\
<input type=\"hidden\" name=\"next\" value=\"{next}\"><button>Sign in</button></form>\
<p>Whoever runs this server gives you the token.</p></main></body></html>"
    );
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::{form, safe};

    #[test]
    fn the_next_page_is_one_of_this_server() {
        for path in ["/", "/w/home/a%20b/run", "/trash?x=1"] {
            assert_eq!(safe(path), path);
        }
        for path in
            ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\r\nb", "/ü"]
        {
            assert_eq!(safe(path), "/", "{path}");
        }
    }

    #[test]
    fn a_form_is_read_as_a_query() {
        assert_eq!(form(b"token=a%2Bb&next=%2F").query(), Some("token=a%2Bb&next=%2F"));
        assert_eq!(form(b"\xff\xfe").query(), Some(""));
    }
}
