//! HTTP by the browser's fetch. A request that is dropped is aborted.
mod strict;

use super::{JsError, clock, location, timer};
use flowdeck_client::{Method, Request, Response, Transport, TransportError};
use futures_channel::oneshot;
use gloo_net::http::{Method as NetMethod, RequestBuilder, Response as NetResponse};
use std::fmt;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Request as WebRequest};

// The `fetch` of the moment when this module was loaded: a page that embeds a widget may put another in its place, and
// tokens are none of its business.
#[wasm_bindgen(inline_js = "const own = globalThis.fetch;
export function send(request) { return own.call(globalThis, request); }")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn send(request: &WebRequest) -> Result<js_sys::Promise, JsValue>;
}

/// The browser as a transport. Nothing is cached.
#[derive(Clone, Copy)]
pub struct Http {
    build: fn(&Request, &AbortSignal) -> Result<WebRequest, JsError>,
    /// Takes leave of a request that was sent, or that nobody waits for any more.
    spend: fn(&mut Request),
}

impl Default for Http {
    /// Same-origin cookies go along.
    fn default() -> Self {
        Self { build: ordinary, spend: |_| {} }
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

impl Http {
    /// For requests that hold a key: no cookies, no redirects, and their texts are overwritten after use.
    #[must_use]
    pub fn strict() -> Self {
        Self { build: strict::build, spend: Request::wipe }
    }
}

/// A request under way.
struct Sent(Request, fn(&mut Request));

impl Drop for Sent {
    fn drop(&mut self) {
        (self.1)(&mut self.0);
    }
}

/// Aborts when dropped before the answer is there.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Transport for Http {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let request = Sent(request, self.spend);
        if !location::is_online() {
            return Err(TransportError::Offline);
        }
        let controller = AbortController::new().map_err(|_| unreachable("no AbortController"))?;
        let abort = Abort(controller);
        let signal = abort.0.signal();
        let (late, is_late) = oneshot::channel();
        let timer = timer::Timer::after(request.0.timeout_ms, {
            let controller = abort.0.clone();
            move || {
                controller.abort();
                // The other end is gone when the answer came first.
                let _ = late.send(());
            }
        });
        let outcome = exchange((self.build)(&request.0, &signal)).await;
        drop(timer);
        let mut is_late = is_late;
        match outcome {
            Err(_) if matches!(is_late.try_recv(), Ok(Some(()))) => Err(TransportError::Timeout),
            Err(_) if !location::is_online() => Err(TransportError::Offline),
            other => other,
        }
    }

    async fn pause(&self, ms: u32) {
        timer::pause(ms).await;
    }

    fn jitter(&self) -> f64 {
        clock::random()
    }
}

async fn exchange(request: Result<WebRequest, JsError>) -> Result<Response, TransportError> {
    let broken = |error: JsValue| unreachable(&JsError::from(error).0);
    let request = request.map_err(|error| unreachable(&error.0))?;
    let sent = JsFuture::from(send(&request).map_err(broken)?).await.map_err(broken)?;
    let answer = sent
        .dyn_into::<web_sys::Response>()
        .map(NetResponse::from)
        .map_err(|_| unreachable("this page's fetch gives no responses"))?;
    let headers = answer.headers();
    let (etag, retry_after) =
        (headers.get("etag"), headers.get("retry-after").and_then(|text| text.trim().parse().ok()));
    let body = answer.text().await.map_err(|error| unreachable(&error.to_string()))?;
    Ok(Response { status: answer.status(), etag, retry_after, body })
}

fn ordinary(request: &Request, signal: &AbortSignal) -> Result<WebRequest, JsError> {
    let method = match request.method {
        Method::Get => NetMethod::GET,
        Method::Post => NetMethod::POST,
        Method::Delete => NetMethod::DELETE,
    };
    let mut builder = RequestBuilder::new(&request.url)
        .method(method)
        .abort_signal(Some(signal))
        .cache(web_sys::RequestCache::NoStore)
        .credentials(web_sys::RequestCredentials::SameOrigin);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = match &request.body {
        Some(body) => builder.header("Content-Type", "application/json").body(body.as_str()),
        None => builder.build(),
    };
    built.map(WebRequest::from).map_err(|error| JsError(error.to_string()))
}

fn unreachable(detail: &str) -> TransportError {
    TransportError::Unreachable(String::from(detail))
}
