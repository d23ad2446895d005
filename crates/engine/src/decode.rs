//! Images of the inputs: `{"type","value"}` or a bare text, base64 or an address that the caller has fetched. The
//! engine looks at the value and ignores the type (ux notes §4).
use crate::options::Sources;
use crate::pixels::Pixels;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageReader, Limits};
use serde_json::Value;
use std::io::Cursor;

/// The largest image, pixels.
const MOST_PIXELS: u64 = 100_000_000;
/// What a decoder may allocate, bytes.
const MOST_MEMORY: u64 = 512 * 1024 * 1024;

/// Collects the addresses in an input's value.
pub(crate) fn collect_urls(value: &Value, urls: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_urls(item, urls)),
        _ => urls.extend(text_of(value).filter(|text| is_url(text)).map(String::from)),
    }
}

/// Decodes an image.
pub(crate) fn image(value: &Value, sources: &Sources) -> Result<Pixels, String> {
    let text =
        text_of(value).ok_or("it is no image: give {\"type\":\"base64\",\"value\":\"…\"} or an address")?;
    if is_url(text) {
        let bytes = sources.get(text).ok_or("its address was not fetched")?;
        return pixels(bytes);
    }
    let encoded = match text.split_once("base64,") {
        Some((head, rest)) if head.starts_with("data:") => rest,
        _ => text,
    };
    let clean: Vec<u8> = encoded.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(clean).map_err(|_| "its text is no base64")?;
    pixels(&bytes)
}

fn pixels(bytes: &[u8]) -> Result<Pixels, String> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let broken = "it cannot be decoded: PNG, JPEG, WebP, GIF and BMP are read";
    let (width, height) = reader().map_err(|_| broken)?.into_dimensions().map_err(|_| broken)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("it is too large: {width} × {height} pixels, at most 100 million are taken"));
    }
    let mut reader = reader().map_err(|_| broken)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let image = reader.decode().map_err(|error| format!("{broken} ({error})"))?;
    Ok(Pixels::Color(image.to_rgb8()))
}

fn text_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("value")?.as_str())
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}
