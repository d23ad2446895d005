//! Requests that hold an operator's key. Built without a library between: the address and the body are handed to the
//! browser as they are, because whoever copied them on the way would keep the key.
use super::JsError;
use flowdeck_client::{Method, Request};
use wasm_bindgen::JsValue;
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, Request as WebRequest, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect,
};

pub(super) fn build(request: &Request, signal: &AbortSignal) -> Result<WebRequest, JsError> {
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    });
    init.set_signal(Some(signal));
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    if let Some(body) = &request.body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers_headers(&headers);
    Ok(WebRequest::new_with_str_and_init(&request.url, &init)?)
}
