//! One request to a server without a socket, and its answer.
use super::world::KEY;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use std::net::SocketAddr;
use tower::ServiceExt as _;

/// Where the server seems to be.
pub(crate) const HOST: &str = "127.0.0.1:8080";

#[must_use]
pub(crate) struct Ask {
    app: Router,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    peer: SocketAddr,
}

impl Ask {
    pub(crate) fn new(app: Router, line: &str) -> Self {
        let (method, path) = line.split_once(' ').unwrap();
        Self {
            app,
            method: String::from(method),
            path: String::from(path),
            headers: vec![(String::from("host"), String::from(HOST))],
            body: Vec::new(),
            peer: SocketAddr::from(([127, 0, 0, 1], 40_000)),
        }
    }

    /// Sets a header; an empty value takes it away.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.headers.push((String::from(name), String::from(value)));
        }
        self
    }

    /// With the API key, as programs send it.
    pub(crate) fn key(self) -> Self {
        self.bearer(KEY)
    }

    pub(crate) fn bearer(self, credential: &str) -> Self {
        self.header("authorization", &format!("Bearer {credential}"))
    }

    /// As the app's own page sends it.
    pub(crate) fn page(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
            .header("x-flowdeck", "1")
            .header("origin", &format!("http://{HOST}"))
            .header("sec-fetch-site", "same-origin")
    }

    pub(crate) fn origin(self, origin: &str) -> Self {
        self.header("origin", origin)
    }

    pub(crate) fn from(mut self, peer: [u8; 4]) -> Self {
        self.peer = SocketAddr::from((peer, 40_000));
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(self.body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let (parts, body) = self.app.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body of an answer that has this status.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()
    }

    /// The sentence of a refusal with this status: one sentence, and nothing else in the answer.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16) -> String {
        let body = self.expect(status);
        let sentence = body["error"].as_str().or(body["message"].as_str());
        let sentence = sentence.unwrap_or_else(|| panic!("no sentence: {body}"));
        assert!(sentence.len() > 10 && sentence.len() < 300, "{sentence}");
        String::from(sentence)
    }
}
