//! Copying and pasting text.
use super::{JsError, dom};
use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard. Browsers allow it from a click, on secure origins and loopback.
pub async fn copy(text: &str) -> Result<(), JsError> {
    let clipboard = dom::window()?.navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await?;
    Ok(())
}

/// Puts `text` on the clipboard, and tells whether the browser allowed it.
pub fn write(text: &str, then: impl FnOnce(Result<(), JsError>) + 'static) {
    let text = String::from(text);
    wasm_bindgen_futures::spawn_local(async move {
        then(copy(&text).await);
    });
}

/// Reads the clipboard's text. Browsers may ask the person, or not allow it.
pub fn read(then: impl FnOnce(Result<String, JsError>) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        then(paste().await);
    });
}

async fn paste() -> Result<String, JsError> {
    let clipboard = dom::window()?.navigator().clipboard();
    let text = JsFuture::from(clipboard.read_text()).await;
    let text = text.map_err(|_| {
        JsError::from("This browser does not let the page read the clipboard: press Ctrl+V instead.")
    })?;
    Ok(text.as_string().unwrap_or_default())
}

/// The text that is pasted with an event.
#[must_use]
pub fn pasted(event: &web_sys::Event) -> Option<String> {
    let event: &web_sys::ClipboardEvent = wasm_bindgen::JsCast::dyn_ref(event)?;
    event.clipboard_data()?.get_data("text/plain").ok().filter(|text| !text.is_empty())
}
