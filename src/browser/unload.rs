//! The question before a tab with unsaved work closes, and the moment in which a page is left.
use super::{JsError, dom, listener::Listener};
use wasm_bindgen::JsCast;
use web_sys::BeforeUnloadEvent;

/// Asks before the tab closes for as long as `unsaved` says so.
pub fn guard(unsaved: impl Fn() -> bool + 'static) -> Result<Listener, JsError> {
    let window = dom::window()?;
    Listener::new(&window, "beforeunload", move |event| {
        if unsaved() {
            event.prevent_default();
            if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                // Older browsers ask only when this is set; none shows the text.
                event.set_return_value("unsaved");
            }
        }
    })
}

/// Tells when the page is left. The browser may keep it, memory and all, for coming back.
pub fn watch_hidden(run: impl Fn() + 'static) -> Result<Listener, JsError> {
    let window = dom::window()?;
    Listener::new(&window, "pagehide", move |_| run())
}
