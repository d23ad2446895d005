//! Copying text.
use super::{JsError, dom};
use wasm_bindgen_futures::JsFuture;

/// Puts `text` on the clipboard. Browsers allow it from a click, on secure origins and loopback.
pub async fn copy(text: &str) -> Result<(), JsError> {
    let clipboard = dom::window()?.navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await?;
    Ok(())
}
