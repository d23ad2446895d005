//! One error for everything that JavaScript may throw.
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

/// What a browser call threw, as one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsError(pub String);

impl fmt::Display for JsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JsError {}

impl From<JsValue> for JsError {
    fn from(value: JsValue) -> Self {
        let text = value
            .dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()))
            .or_else(|| value.as_string())
            .unwrap_or_else(|| String::from("The browser refused without giving a reason."));
        Self(text)
    }
}

impl From<&str> for JsError {
    fn from(text: &str) -> Self {
        Self(String::from(text))
    }
}
