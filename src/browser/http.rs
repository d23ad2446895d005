//! HTTP by the browser's fetch. A request that is dropped is aborted.
use super::{JsError, clock, dom, location, timer};
use flowdeck_client::{Method, Request, Response, Transport, TransportError};
use futures_channel::oneshot;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response as WebResponse,
};

/// The browser as a transport. Same-origin cookies go along; nothing is cached.
#[derive(Clone, Copy, Debug, Default)]
pub struct Http {
    /// For requests that hold a key: no cookies, no redirects, and their texts are overwritten after use.
    pub is_strict: bool,
}

/// Overwrites the texts of a request that held a key, also when nobody waits for its answer any more.
struct Spent(Request, bool);

impl Drop for Spent {
    fn drop(&mut self) {
        if self.1 {
            self.0.wipe();
        }
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
        let request = Spent(request, self.is_strict);
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
        let outcome = exchange(&request.0, self.is_strict, &signal).await;
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

async fn exchange(
    request: &Request,
    is_strict: bool,
    signal: &AbortSignal,
) -> Result<Response, TransportError> {
    let answer = fetch(request, is_strict, signal).await.map_err(|error| unreachable(&error.0))?;
    let header = |name: &str| answer.headers().get(name).ok().flatten();
    let (etag, retry_after) =
        (header("etag"), header("retry-after").and_then(|text| text.trim().parse().ok()));
    let body = text(&answer).await.map_err(|error| unreachable(&error.0))?;
    Ok(Response { status: answer.status(), etag, retry_after, body })
}

/// One exchange. The address and the body are handed over as they are: whoever copied them on the way would keep a key.
async fn fetch(request: &Request, is_strict: bool, signal: &AbortSignal) -> Result<WebResponse, JsError> {
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    });
    init.set_signal(Some(signal));
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_credentials(RequestCredentials::SameOrigin);
    if is_strict {
        init.set_credentials(RequestCredentials::Omit);
        init.set_redirect(RequestRedirect::Error);
    }
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    if let Some(body) = &request.body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers_headers(&headers);
    let answer = JsFuture::from(dom::window()?.fetch_with_str_and_init(&request.url, &init)).await?;
    Ok(answer.unchecked_into())
}

async fn text(answer: &WebResponse) -> Result<String, JsError> {
    Ok(JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default())
}

fn unreachable(detail: &str) -> TransportError {
    TransportError::Unreachable(String::from(detail))
}
