//! What reads codes, for the preview's worker: a wasm of its own, which few workflows need.
use serde_json::json;
use wasm_bindgen::prelude::*;

/// The QR codes of a gray image: their corners and texts as JSON.
#[wasm_bindgen]
pub fn qr(gray: &[u8], width: u32, height: u32) -> String {
    json!(flowdeck_codes::qr(gray, width, height)).to_string()
}

/// The barcodes of a gray image, in the same way.
#[wasm_bindgen]
pub fn bar(gray: &[u8], width: u32, height: u32) -> String {
    json!(flowdeck_codes::bar(gray, width, height)).to_string()
}

fn main() {}
