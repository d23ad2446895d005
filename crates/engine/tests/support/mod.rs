//! Small images and specifications for the tests.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flowdeck_engine::{CodeReader, Failure, Options, Sources, run};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use serde_json::{Map, Value, json};
use std::io::Cursor;

pub(crate) fn png(image: &DynamicImage) -> Value {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    json!({"type": "base64", "value": STANDARD.encode(bytes.into_inner())})
}

pub(crate) fn plain(width: u32, height: u32, color: [u8; 3]) -> Value {
    png(&DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, image::Rgb(color))))
}

/// A white sheet with QR codes: text, left, top.
pub(crate) fn sheet(width: u32, height: u32, codes: &[(&str, u32, u32)]) -> Value {
    let mut sheet = GrayImage::from_pixel(width, height, image::Luma([255]));
    for (text, left, top) in codes {
        let code = qrcode::QrCode::new(text.as_bytes()).unwrap();
        let side = code.width() as u32;
        for (index, color) in code.to_colors().into_iter().enumerate() {
            let (x, y) = (index as u32 % side * 4 + left, index as u32 / side * 4 + top);
            let value = if color == qrcode::Color::Dark { 0 } else { 255 };
            for (dx, dy) in (0..16).map(|n| (n % 4, n / 4)) {
                sheet.put_pixel(x + dx, y + dy, image::Luma([value]));
            }
        }
    }
    png(&DynamicImage::ImageLuma8(sheet))
}

pub(crate) fn spec(inputs: Value, steps: Value, outputs: &[(&str, &str)]) -> Value {
    let outputs: Vec<Value> = outputs
        .iter()
        .map(|(name, selector)| json!({"type": "JsonField", "name": name, "selector": selector}))
        .collect();
    json!({"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs})
}

pub(crate) const CODES: CodeReader = CodeReader {
    qr: |gray, width, height| Ok(flowdeck_codes::qr(gray, width, height)),
    bar: |gray, width, height| Ok(flowdeck_codes::bar(gray, width, height)),
};

pub(crate) fn image_input() -> Value {
    json!([{"type": "WorkflowImage", "name": "image"}])
}

pub(crate) fn go(spec: &Value, inputs: Value) -> Result<Vec<Map<String, Value>>, Failure> {
    let Value::Object(inputs) = inputs else { unreachable!("inputs are an object") };
    let options = Options {
        now: String::from("2026-11-24T00:00:00.000"),
        seed: 7,
        codes: Some(CODES),
        ..Options::default()
    };
    run(spec, &inputs, &Sources::new(), &options)
}

/// The pixels of an image in a result.
pub(crate) fn decoded(value: &Value) -> RgbImage {
    let bytes = STANDARD.decode(value["value"].as_str().unwrap()).unwrap();
    image::load_from_memory(&bytes).unwrap().to_rgb8()
}
