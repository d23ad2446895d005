//! What reads codes, from the preview's worker: a wasm of its own that its module (`js/src/preview.js`) fetches.
use super::JsError;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = codes)]
extern "C" {
    #[wasm_bindgen(catch, js_name = load)]
    async fn fetch() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = qr)]
    fn read_qr(gray: &[u8], width: u32, height: u32) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = bar)]
    fn read_bar(gray: &[u8], width: u32, height: u32) -> Result<String, JsValue>;
}

/// Fetches it, once.
///
/// # Errors
/// It cannot be fetched, or the browser refuses it.
pub async fn load() -> Result<(), JsError> {
    fetch().await?;
    Ok(())
}

/// The QR codes of a gray image: their corners and texts as JSON.
///
/// # Errors
/// It is not loaded, or it broke.
pub fn qr(gray: &[u8], width: u32, height: u32) -> Result<String, JsError> {
    Ok(read_qr(gray, width, height)?)
}

/// The barcodes of a gray image, in the same way.
///
/// # Errors
/// As [`qr`].
pub fn bar(gray: &[u8], width: u32, height: u32) -> Result<String, JsError> {
    Ok(read_bar(gray, width, height)?)
}
