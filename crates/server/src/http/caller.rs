//! Who is calling, and what they sent. Browsers: the session cookie, and for changing calls the header
//! `X-Flowdeck: 1` and the page's own origin, all three. Programs: the API key, from query, header or body in this
//! order (management contract). A workflow token is a credential too, for two things only.
use super::error::HttpError;
use super::state::AppState;
use crate::token::{Claims, Role};
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::net::SocketAddr;

/// The largest body of a management call: configs of tens of thousands of steps.
pub(crate) const MOST_BODY: usize = 16 * 1024 * 1024;

/// Who.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Caller {
    /// The app's own page, and what its person may do.
    Session(Role),
    /// A program with the local API key.
    Key,
    /// A holder of a workflow token.
    Token(Claims),
    /// Somebody with a credential that is not accepted.
    Refused,
    /// Somebody without a credential.
    Nobody,
}

/// A call: who, and the fields of query and body.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) caller: Caller,
    pub(crate) query: HashMap<String, String>,
    pub(crate) body: Map<String, Value>,
    pub(crate) headers: HeaderMap,
}

impl Call {
    /// Lets the app and programs pass.
    pub(crate) fn require_user(&self) -> Result<(), HttpError> {
        match self.caller {
            Caller::Session(_) | Caller::Key => Ok(()),
            Caller::Token(_) => {
                Err(HttpError::forbidden("A workflow token only runs and reads its own workflow."))
            }
            Caller::Refused | Caller::Nobody => Err(HttpError::unauthorized()),
        }
    }

    /// Lets whoever may change things pass.
    pub(crate) fn require_editor(&self) -> Result<(), HttpError> {
        self.require_user()?;
        if self.caller == Caller::Session(Role::Viewer) {
            return Err(HttpError::forbidden(
                "You may look at workflows here and run them, not change them.",
            ));
        }
        Ok(())
    }

    /// What the caller's person may do in the app.
    pub(crate) fn role(&self) -> Role {
        if let Caller::Session(role) = self.caller { role } else { Role::Editor }
    }

    /// A text of the body, or of the query.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        let in_body = self.body.get(key).and_then(Value::as_str);
        in_body.or_else(|| self.query.get(key).map(String::as_str))
    }

    /// A text that must be there.
    pub(crate) fn needed(&self, key: &str) -> Result<&str, HttpError> {
        match (self.text(key), self.body.get(key)) {
            (Some(text), _) => Ok(text),
            (None, Some(_)) => Err(HttpError::bad(format!("“{key}” must be a text."))),
            (None, None) => Err(HttpError::bad(format!("“{key}” is missing."))),
        }
    }
}

impl FromRequest<AppState> for Call {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, HttpError> {
        let (mut parts, body) = request.into_parts();
        let query = Query::<HashMap<String, String>>::from_request_parts(&mut parts, state)
            .await
            .map(|Query(query)| query)
            .map_err(|_| HttpError::bad("The address holds a query that cannot be read."))?;
        let bytes = read_body(&parts.headers, body).await?;
        let body = parse_body(&bytes)?;
        let caller = identify(state, &parts, &query, &body)?;
        Ok(Self { caller, query, body, headers: parts.headers })
    }
}

pub(crate) async fn read_body(headers: &HeaderMap, body: axum::body::Body) -> Result<Bytes, HttpError> {
    let too_large = || HttpError::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 16 MB.");
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MOST_BODY) {
        return Err(too_large());
    }
    axum::body::to_bytes(body, MOST_BODY).await.map_err(|_| too_large())
}

fn parse_body(bytes: &[u8]) -> Result<Map<String, Value>, HttpError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::new());
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(HttpError::bad("The body must be a JSON object.")),
        Err(error) => Err(HttpError::bad(format!("The body is no JSON: {error}."))),
    }
}

fn identify(
    state: &AppState,
    parts: &Parts,
    query: &HashMap<String, String>,
    body: &Map<String, Value>,
) -> Result<Caller, HttpError> {
    let (method, headers) = (&parts.method, &parts.headers);
    if by_frame(state, headers).is_none()
        && let Some(credential) = credential(headers, query, body)
    {
        return Ok(credential_of(state, credential));
    }
    let Some(role) = session(state, parts) else { return Ok(Caller::Nobody) };
    let is_changing = !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if is_changing {
        if headers.get("x-flowdeck").is_none_or(|value| value != "1") {
            return Err(HttpError::forbidden("A call from the app carries the header X-Flowdeck: 1."));
        }
        if !is_same_origin(headers) {
            return Err(HttpError::forbidden("Only this server's own page may make this call."));
        }
    }
    Ok(Caller::Session(role))
}

/// What the call was signed with: query, then header, then body (both contracts). An empty one is none.
pub(crate) fn credential<'a>(
    headers: &'a HeaderMap,
    query: &'a HashMap<String, String>,
    body: &'a Map<String, Value>,
) -> Option<&'a str> {
    let in_query = query.get("api_key").map(String::as_str);
    let in_header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let in_body = body.get("api_key").and_then(Value::as_str);
    [in_query, in_header, in_body].into_iter().flatten().find(|text| !text.is_empty())
}

/// The caller of a key or token.
pub(crate) fn credential_of(state: &AppState, credential: &str) -> Caller {
    if same(credential.as_bytes(), state.settings.api_key.as_bytes()) {
        return Caller::Key;
    }
    match state.signer.read_workflow_token(credential, state.clock.now()) {
        Ok(claims) => Caller::Token(claims),
        Err(_) => Caller::Refused,
    }
}

/// What the person behind a request may do: by the session cookie, or by the word of a trusted proxy.
pub(crate) fn session(state: &AppState, parts: &Parts) -> Option<Role> {
    let by_proxy = state.login.as_ref().and_then(|login| {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip();
        login.role_by_proxy(peer, &parts.headers)
    });
    by_proxy.or_else(|| by_cookie(state, &parts.headers)).or_else(|| by_frame(state, &parts.headers))
}

/// By the session that a framing page was lent, where pages may frame the app at all.
fn by_frame(state: &AppState, headers: &HeaderMap) -> Option<Role> {
    if state.frames.is_empty() {
        return None;
    }
    let session = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
    state.signer.frame_role(session, state.clock.now())
}

fn by_cookie(state: &AppState, headers: &HeaderMap) -> Option<Role> {
    let name = state.cookie_name();
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .find_map(|(_, value)| state.signer.role(value, state.clock.now()))
}

/// Whether the browser says that the page comes from this very server.
pub(crate) fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: axum::http::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let origin_host = text(ORIGIN)
        .and_then(|origin| origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://")));
    site.is_none_or(|site| site == "same-origin") && origin_host.is_some() && origin_host == text(HOST)
}

/// Compares in a time that does not tell how much is right.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)) == 0
}
