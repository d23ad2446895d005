//! The browser's history: one entry a page.
use super::{JsError, dom, listener::Listener, location};
use wasm_bindgen::JsValue;

/// Opens an address of the app, with an entry of its own.
pub fn push(address: &str) -> Result<(), JsError> {
    Ok(dom::window()?.history()?.push_state_with_url(&JsValue::NULL, "", Some(address))?)
}

/// Puts an address in the place of the present entry.
pub fn replace(address: &str) -> Result<(), JsError> {
    Ok(dom::window()?.history()?.replace_state_with_url(&JsValue::NULL, "", Some(address))?)
}

/// The path that is shown, below the place where the app lives.
pub fn path() -> Result<String, JsError> {
    let path = dom::window()?.location().pathname()?;
    let below = path.strip_prefix(location::basename()?.as_str()).unwrap_or(&path);
    Ok(String::from(below))
}

/// What stands behind the `#`, for hosts that know one path only.
pub fn fragment() -> Result<String, JsError> {
    Ok(dom::window()?.location().hash()?.trim_start_matches('#').into())
}

/// Tells when the person goes back or forth, or changes what is behind the `#`.
pub fn watch(run: impl Fn() + 'static) -> Result<Listener, JsError> {
    let window = dom::window()?;
    Listener::new(&window, "popstate", move |_| run())
}
