//! The clock and the reader's way of writing dates.
use flowdeck_editor::whole;
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds since 1970, by the reader's clock.
#[must_use]
pub fn now_ms() -> f64 {
    Date::now()
}

/// Now as RFC 3339 in UTC.
#[must_use]
pub fn iso_now() -> String {
    Date::new_0().to_iso_string().into()
}

/// A number between 0 and 1, for jitter.
#[must_use]
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Milliseconds since 1970 of an RFC 3339 text; `None` when it is no date.
#[must_use]
pub fn parse(text: &str) -> Option<f64> {
    let ms = Date::parse(text);
    ms.is_finite().then_some(ms)
}

/// A moment in full, in the reader's language: for tooltips and details.
#[must_use]
pub fn full(ms: f64) -> String {
    let options = Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", "medium")] {
        // A plain object takes any property.
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    let format = Intl::DateTimeFormat::new(&Array::new(), options.unchecked_ref());
    let date = Date::new(&JsValue::from_f64(ms));
    format
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// How long ago, in few words: “now”, “4 min ago”, “3 h ago”, “12 d ago”, or the date.
#[must_use]
pub fn ago(ms: f64, now: f64) -> String {
    let seconds = ((now - ms) / 1000.0).max(0.0);
    match seconds {
        s if s < 45.0 => String::from("just now"),
        s if s < 3_570.0 => format!("{} min ago", whole(s / 60.0).max(1)),
        s if s < 84_600.0 => format!("{} h ago", whole(s / 3_600.0)),
        s if s < 30.0 * 86_400.0 => format!("{} d ago", whole(s / 86_400.0)),
        _ => Date::new(&JsValue::from_f64(ms))
            .to_iso_string()
            .as_string()
            .and_then(|text| text.get(..10).map(String::from))
            .unwrap_or_default(),
    }
}
