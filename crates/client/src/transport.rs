//! What the edge provides: one HTTP exchange, a pause, and a little chance.
use std::fmt;
use std::future::Future;
use zeroize::Zeroize;

/// The methods that the contracts use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes or runs.
    Post,
    /// Moves to the Trash.
    Delete,
}

/// One request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute address.
    pub url: String,
    /// Headers beside those of the edge.
    pub headers: Vec<(&'static str, String)>,
    /// A JSON body.
    pub body: Option<String>,
    /// When to give up, milliseconds.
    pub timeout_ms: u32,
}

impl Request {
    /// Overwrites address and body: they may hold a key.
    pub fn wipe(&mut self) {
        self.url.zeroize();
        self.body.zeroize();
    }
}

impl fmt::Debug for Request {
    /// Address and method only: bodies may hold a token, a query a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        write!(f, "{:?} {path}", self.method)
    }
}

/// One answer, whatever its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Retry-After` header in seconds.
    pub retry_after: Option<u32>,
    /// The body as text.
    pub body: String,
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The browser says that there is no network.
    Offline,
    /// No connection, or one that broke: the server is down, or the answer is forbidden to us (CORS).
    Unreachable(String),
    /// Nothing came in time.
    Timeout,
    /// The answer was larger than the edge takes.
    TooLarge,
    /// The answer held what must not be passed on: the edge's own key.
    Withheld,
    /// We stopped it.
    Aborted,
}

/// The edge. No `Send` is asked for: in the browser nothing is.
pub trait Transport {
    /// Sends a request and waits for the whole answer.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>>;
    /// Waits.
    fn pause(&self, ms: u32) -> impl Future<Output = ()>;
    /// A number from 0 to 1, to spread retries of many clients.
    fn jitter(&self) -> f64;
}

impl<T: Transport> Transport for &T {
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> {
        (**self).send(request)
    }
    fn pause(&self, ms: u32) -> impl Future<Output = ()> {
        (**self).pause(ms)
    }
    fn jitter(&self) -> f64 {
        (**self).jitter()
    }
}
