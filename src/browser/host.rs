//! The element that hosts a widget, as the JavaScript around it hands it over: who is told of events, and the page's
//! own code that gives tokens.
use super::JsError;
use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Who is told of events: a function of a kind and a detail.
#[derive(Clone, Debug)]
pub struct Listening(Function);

impl Listening {
    /// Wraps the function.
    #[must_use]
    pub fn new(tell: &JsValue) -> Self {
        Self(tell.clone().unchecked_into())
    }

    /// Tells of an event; what a page's listener throws is the page's own affair.
    pub fn tell(&self, kind: &str, detail: &impl Serialize) {
        if let Ok(detail) = serde_wasm_bindgen::to_value(detail) {
            let _ = self.0.call2(&JsValue::UNDEFINED, &JsValue::from_str(kind), &detail);
        }
    }
}

/// The page's function that gives tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenCallback(Function);

impl TokenCallback {
    /// Wraps the function, if it is one.
    #[must_use]
    pub fn new(value: &JsValue) -> Option<Self> {
        value.dyn_ref::<Function>().cloned().map(Self)
    }

    /// Calls it and waits for a token, and how many seconds it lives where the page says so.
    pub async fn ask(&self) -> Result<(String, Option<u32>), JsError> {
        let answer = JsFuture::from(Promise::resolve(&self.0.call0(&JsValue::UNDEFINED)?)).await?;
        // Read by hand: reading records through serde costs the widget ten kilobytes of number formats.
        let of = |name: &str| Reflect::get(&answer, &JsValue::from_str(name)).ok();
        let given = match answer.as_string() {
            Some(token) => (token, None),
            None => {
                let token = of("token").and_then(|token| token.as_string()).ok_or_else(|| {
                    JsError::from("getToken must give a token, or an object with token and expiresIn")
                })?;
                (token, of("expiresIn").and_then(|seconds| seconds.as_f64()).map(|seconds| seconds as u32))
            }
        };
        if given.0.is_empty() { Err(JsError::from("getToken gave an empty text")) } else { Ok(given) }
    }
}
