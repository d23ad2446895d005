//! Labels at what was found.
use super::colors::{Colors, named};
use super::{Position, found, on_image, thickness};
use crate::blocks::Outcome;
use crate::detections::Detection;
use crate::pixels::shapes::{Pen, Point};
use crate::pixels::text::Lettering;
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::RgbImage;
use serde_json::Value;

/// The shorter side of an image at which automatic letters have their given size.
const REFERENCE_SIDE: f64 = 1_080.0;
const SMALLEST_SCALE: f64 = 0.3;
const LARGEST_SCALE: f64 = 5.0;
/// The widest padding and the roundest corner.
const WIDEST: usize = 10_000;

/// How labels look.
struct Style {
    text: String,
    position: Position,
    ink: [u8; 3],
    scale: f64,
    thickness: i64,
    padding: i64,
    radius: i64,
}

impl Style {
    fn read(args: &Args) -> Result<Self, StepError> {
        Ok(Self {
            text: args.text("text", "Class")?,
            position: Position::read(args, "text_position", "TOP_LEFT")?,
            ink: named(args, "text_color", "WHITE")?,
            scale: args.number("text_scale", 1.0)?,
            thickness: thickness(args, "text_thickness", 1)?,
            padding: args.size("text_padding", 10)?.min(WIDEST) as i64,
            radius: args.size("border_radius", 0)?.min(WIDEST) as i64,
        })
    }

    fn draw(&self, image: &mut RgbImage, at: Point, color: [u8; 3], text: &str) {
        let letters = Lettering::new(self.scale, self.thickness);
        // Lines of a text that lie below each other; an empty one is as high as any.
        let lines: Vec<(&str, i64, i64)> = text
            .split('\n')
            .map(|line| {
                let (width, height) = letters.measure(if line.is_empty() { "Tg" } else { line });
                (line, if line.is_empty() { letters.measure(line).0 } else { width }, height)
            })
            .collect();
        let width = lines.iter().map(|line| line.1).max().unwrap_or(0) + 2 * self.padding;
        let gaps = (lines.len() as i64 - 1) * self.padding;
        let height = lines.iter().map(|line| line.2).sum::<i64>() + gaps + 2 * self.padding;
        let (x, y) = at;
        // A centred label of an odd width is one pixel narrower.
        let (half_width, half_height) = (width / 2, height / 2);
        let is_beside = self.position.down(false, true, false);
        let (left, right) = if is_beside {
            self.position.across((x - width, x), (x - half_width, x + half_width), (x, x + width))
        } else {
            self.position.across((x, x + width), (x - half_width, x + half_width), (x - width, x))
        };
        let (top, bottom) =
            self.position.down((y - height, y), (y - half_height, y + half_height), (y, y + height));
        let mut pen = Pen::new(image, color);
        let radius = self.radius.min((right - left).min(bottom - top) / 2);
        if radius <= 0 {
            pen.rectangle((left, top), (right, bottom), -1);
        } else {
            pen.rectangle((left + radius, top), (right - radius, bottom), -1);
            pen.rectangle((left, top + radius), (right, bottom - radius), -1);
            for center in [left + radius, right - radius] {
                pen.circle((center, top + radius), radius, -1);
                pen.circle((center, bottom - radius), radius, -1);
            }
        }
        let mut pen = Pen::new(image, self.ink);
        let mut line_y = top + self.padding;
        for (line, _, height) in lines {
            letters.write_smoothly(&mut pen, line, (left + self.padding, line_y + height));
            line_y += height + self.padding;
        }
    }
}

pub(in crate::blocks) fn labels(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    label(args, |style, _| style.scale)
}

/// The second version: letters grow with the image unless their size is fixed.
pub(in crate::blocks) fn labels_sized(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let grows = args.text("text_size_mode", "Manual")? == "Automatic";
    label(args, |style, image| {
        let side = f64::from(image.width().min(image.height()));
        let scale = style.scale * (side / REFERENCE_SIDE);
        if grows { scale.clamp(SMALLEST_SCALE, LARGEST_SCALE) } else { style.scale }
    })
}

fn label(args: &Args, scale: impl FnOnce(&Style, &RgbImage) -> f64) -> Result<Outcome, StepError> {
    let colors = Colors::read(args)?;
    let mut style = Style::read(args)?;
    let found = args.detections("predictions")?;
    on_image(args, |image| {
        style.scale = scale(&style, image);
        for (index, one) in found.items.iter().enumerate() {
            let text = caption(&style.text, index, one, image.dimensions())
                .ok_or_else(|| StepError::at("text", format!("“{}” is no text for a label", style.text)))?;
            let at = style.position.on(one, image.dimensions())?;
            style.draw(image, at, colors.of(index, one)?, &text);
        }
        Ok(())
    })
}

/// The text of a label; nothing for a kind of text that does not exist.
fn caption(kind: &str, index: usize, one: &Detection, size: (u32, u32)) -> Option<String> {
    let (x, y) = one.center();
    let measured = |head: &str, name: &str| {
        let number = one.extra.get(name).and_then(Value::as_f64);
        number.map_or_else(|| format!("{head}: N/A"), |number| format!("{head}: {number:.2}"))
    };
    Some(match kind {
        "Class" => one.class.clone(),
        "Confidence" => format!("{:.2}", one.confidence),
        "Class and Confidence" => format!("{} {:.2}", one.class, one.confidence),
        "Index" => index.to_string(),
        "Dimensions" => {
            format!("{}, {} {}x{}", x as i64, y as i64, one.width() as i64, one.height() as i64)
        }
        "Area" => (found::area(one, size) as i64).to_string(),
        "Area (mask)" => measured("Area (mask)", "area_px"),
        "Area (converted)" => measured("Area (conv)", "area_converted"),
        "Tracker Id" => one.tracker_id.map_or_else(|| String::from("No Tracker ID"), |id| id.to_string()),
        "Time In Zone" => match one.extra.get("time_in_zone").and_then(Value::as_f64) {
            Some(seconds) if seconds > 0.0 => {
                format!("In zone: {}s", (seconds * 100.0).round_ties_even() / 100.0)
            }
            _ => String::from("In zone: N/A"),
        },
        other => match one.extra.get(other)? {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        },
    })
}
