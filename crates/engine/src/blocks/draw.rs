//! Drawing what was found onto the image.
use super::Outcome;
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::pixels::Pixels;
use crate::pixels::draw::{Lettering, fill, outline, round_outline};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::RgbImage;
use serde_json::Value;
use std::rc::Rc;

/// The colours of the palette called DEFAULT.
const DEFAULT_PALETTE: &[&str] = &[
    "A351FB", "FF4040", "FFA1A0", "FF7633", "FFB633", "D1D435", "4CFB12", "94CF1A", "40DE8A", "1B9640",
    "00D6C1", "2E9CAA", "00C4FF", "364797", "6675FF", "0019EF", "863AFF", "530087", "CD3AFF", "FF97CA",
    "FF39C9",
];
/// The shorter side of an image at which automatic letters have their given size.
const REFERENCE_SIDE: f64 = 640.0;

/// Which colour a detection gets.
struct Colors {
    palette: Vec<[u8; 3]>,
    axis: String,
}

impl Colors {
    fn read(args: &Args) -> Result<Self, StepError> {
        let name = args.text("color_palette", "DEFAULT")?;
        let custom = match args.json("custom_colors") {
            Value::Array(list) => list.iter().filter_map(|one| one.as_str().map(String::from)).collect(),
            _ => Vec::new(),
        };
        let palette: Vec<[u8; 3]> = match name.as_str() {
            "DEFAULT" => DEFAULT_PALETTE.iter().filter_map(|hex| from_hex(hex)).collect(),
            "CUSTOM" => custom
                .iter()
                .map(|text| {
                    color(text)
                        .ok_or_else(|| StepError::at("custom_colors", format!("“{text}” is no colour")))
                })
                .collect::<Result<_, _>>()?,
            other => {
                let why = format!("the embedded engine has the palettes DEFAULT and CUSTOM, not “{other}”");
                return Err(StepError::at("color_palette", why));
            }
        };
        if palette.is_empty() {
            return Err(StepError::at("custom_colors", "the palette has no colours"));
        }
        let axis = args.text("color_axis", "CLASS")?;
        if !["CLASS", "INDEX", "TRACK"].contains(&axis.as_str()) {
            return Err(StepError::at("color_axis", format!("“{axis}” is not CLASS, INDEX or TRACK")));
        }
        Ok(Self { palette, axis })
    }

    fn of(&self, index: usize, detection: &Detection) -> [u8; 3] {
        let number = match self.axis.as_str() {
            "INDEX" => index as i64,
            "TRACK" => detection.extra.get("tracker_id").and_then(Value::as_i64).unwrap_or(index as i64),
            _ => detection.class_id,
        };
        let at = number.rem_euclid(self.palette.len() as i64) as usize;
        self.palette.get(at).copied().unwrap_or_default()
    }
}

fn draw(args: &Args, paint: impl FnOnce(&mut RgbImage, &Detections)) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let found = args.detections("predictions")?;
    let mut image = picture.pixels.to_color();
    paint(&mut image, &found);
    Ok(Outcome::Values(vec![("image", Data::Image(Rc::new(picture.with(Pixels::Color(image)))))]))
}

pub(super) fn boxes(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let colors = Colors::read(args)?;
    let thickness = args.size("thickness", 2)?.min(1_000) as u32;
    let roundness = args.number("roundness", 0.0)?;
    if !(0.0..=1.0).contains(&roundness) {
        return Err(StepError::at("roundness", format!("“roundness” must be from 0 to 1, not {roundness}")));
    }
    draw(args, |image, found| {
        for (index, one) in found.items.iter().enumerate() {
            let color = colors.of(index, one);
            if roundness > 0.0 {
                round_outline(image, one.corners, color, thickness, roundness);
            } else {
                outline(image, one.corners, color, thickness);
            }
        }
    })
}

pub(super) fn labels(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let scale = args.number("text_scale", 1.0)?;
    label(args, move |_| scale)
}

/// The second version: letters grow with the image unless their size is fixed.
pub(super) fn labels_sized(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let scale = args.number("text_scale", 1.0)?;
    let is_fixed = args.text("text_size_mode", "Automatic")?.eq_ignore_ascii_case("manual");
    label(args, move |image| {
        let side = f64::from(image.width().min(image.height()));
        if is_fixed { scale } else { scale * (side / REFERENCE_SIDE).clamp(0.3, 10.0) }
    })
}

fn label(args: &Args, scale: impl FnOnce(&RgbImage) -> f64) -> Result<Outcome, StepError> {
    let colors = Colors::read(args)?;
    let text = args.text("text", "Class")?;
    let position = args.text("text_position", "TOP_LEFT")?;
    let ink = args.text("text_color", "WHITE")?;
    let ink = color(&ink).ok_or_else(|| StepError::at("text_color", format!("“{ink}” is no colour")))?;
    let padding = args.size("text_padding", 10)?.min(1_000) as i64;
    let found = args.detections("predictions")?;
    let texts: Vec<String> = found
        .items
        .iter()
        .enumerate()
        .map(|(index, one)| {
            caption(&text, index, one)
                .ok_or_else(|| StepError::at("text", format!("“{text}” is no label text")))
        })
        .collect::<Result<_, _>>()?;
    draw(args, |image, found| {
        let letters = Lettering::of_scale(scale(image));
        for (index, (one, text)) in found.items.iter().zip(&texts).enumerate() {
            let (width, height) = letters.measure(text);
            let (width, height) = (i64::from(width) + 2 * padding, i64::from(height) + 2 * padding);
            let (x, y) = corner(&position, one, width, height);
            fill(image, x, y, x + width, y + height, colors.of(index, one));
            letters.write(image, text, x + padding, y + padding, ink);
        }
    })
}

/// The upper left corner of a label.
fn corner(position: &str, one: &Detection, width: i64, height: i64) -> (i64, i64) {
    let [left, top, right, bottom] = one.corners.map(|value| value as i64);
    let x = match position {
        p if p.ends_with("LEFT") => left,
        p if p.ends_with("RIGHT") => right - width,
        _ => (left + right - width) / 2,
    };
    let y = match position {
        p if p.starts_with("TOP") => top - height,
        p if p.starts_with("BOTTOM") => bottom,
        _ => (top + bottom - height) / 2,
    };
    (x.max(0), y.max(0))
}

/// The text of a label; nothing for a kind of text that does not exist.
fn caption(kind: &str, index: usize, one: &Detection) -> Option<String> {
    let (x, y) = one.center();
    Some(match kind {
        "Class" => one.class.clone(),
        "Confidence" => format!("{:.2}", one.confidence),
        "Class and Confidence" => format!("{} {:.2}", one.class, one.confidence),
        "Index" => index.to_string(),
        "Dimensions" => format!("{}, {} {}x{}", x as i64, y as i64, one.width() as i64, one.height() as i64),
        "Area" => (one.area() as i64).to_string(),
        "Area (mask)" => String::from("Area (mask): N/A"),
        "Area (converted)" => String::from("Area (conv): N/A"),
        "Tracker Id" => {
            one.extra.get("tracker_id").map_or_else(|| String::from("No Tracker ID"), ToString::to_string)
        }
        "Time In Zone" => String::from("In zone: N/A"),
        other => match one.extra.get(other)? {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        },
    })
}

/// A colour by name, as `#RRGGBB`, or as `rgb(r, g, b)`.
fn color(text: &str) -> Option<[u8; 3]> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix('#') {
        return from_hex(hex);
    }
    if let Some(list) =
        text.strip_prefix("rgb(").or_else(|| text.strip_prefix('(')).and_then(|rest| rest.strip_suffix(')'))
    {
        let parts: Vec<u8> = list.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        return parts.try_into().ok();
    }
    Some(match text.to_ascii_uppercase().as_str() {
        "WHITE" => [255, 255, 255],
        "BLACK" => [0, 0, 0],
        "RED" => [255, 0, 0],
        "GREEN" => [0, 255, 0],
        "BLUE" => [0, 0, 255],
        "YELLOW" => [255, 255, 0],
        "ROBOFLOW" => [163, 81, 251],
        "GREY" | "GRAY" => [128, 128, 128],
        _ => return None,
    })
}

fn from_hex(hex: &str) -> Option<[u8; 3]> {
    let digits: Vec<u8> = hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match digits[..] {
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        [a, b, c] => Some([a * 17, b * 17, c * 17]),
        _ => None,
    }
}
