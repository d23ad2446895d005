//! What drawing needs to know of detections beyond their boxes.
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::pixels::Pixels;
use crate::pixels::shapes::{Pen, Point, place};
use crate::step::{Args, StepError};
use image::{GrayImage, RgbImage};
use serde_json::{Map, Value};
use std::rc::Rc;

/// The detections of a property; those that an input brings as JSON are read here.
pub(super) fn detections(args: &Args, name: &str) -> Result<Rc<Detections>, StepError> {
    let Some(Data::Json(json)) = args.get(name) else { return args.detections(name) };
    let items = json.get("predictions").and_then(Value::as_array).into_iter().flatten();
    let items = items.map(read).collect::<Option<_>>();
    let items = items.ok_or_else(|| {
        StepError::at(
            name,
            format!("“{name}” holds something that is no detection with x, y, width and height"),
        )
    })?;
    Ok(Rc::new(Detections::on(&*args.image("image")?, "object-detection", items)))
}

fn read(value: &Value) -> Option<Detection> {
    let number = |name: &str| value.get(name).and_then(Value::as_f64);
    let (x, y) = (number("x")?, number("y")?);
    let (w, h) = (number("width")? / 2.0, number("height")? / 2.0);
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let known = ["x", "y", "width", "height", "confidence", "class_id", "class", "detection_id", "parent_id"];
    let extra = value.as_object()?.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    Some(Detection {
        corners: [x - w, y - h, x + w, y + h],
        confidence: number("confidence").unwrap_or(1.0),
        class_id: value.get("class_id").and_then(Value::as_i64).unwrap_or(-1),
        class: String::from(text("class")),
        id: String::from(text("detection_id")),
        extra: extra.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>(),
    })
}

/// The number that a tracker gave.
pub(super) fn track(one: &Detection) -> Option<i64> {
    one.extra.get("tracker_id").and_then(Value::as_i64)
}

/// The outline of a detection that has one, in whole pixels.
fn outline(one: &Detection) -> Option<Vec<Point>> {
    let points = one.extra.get("points")?.as_array()?;
    let side = |point: &Value, name: &str| point.get(name).and_then(Value::as_f64);
    let side = |point: &Value, name: &str| side(point, name).map(f64::round_ties_even);
    points.iter().map(|point| Some(place(side(point, "x")?, side(point, "y")?))).collect()
}

/// The pixels of a detection that has a mask: white on black.
pub(super) fn mask(one: &Detection, (width, height): (u32, u32)) -> Option<GrayImage> {
    let outline = outline(one)?;
    let mut image = RgbImage::new(width, height);
    Pen::new(&mut image, [255; 3]).fill(&[outline]);
    Some(Pixels::Color(image).last_channel())
}

/// How many pixels a detection has: those of its mask, else those of its box.
pub(super) fn area(one: &Detection, size: (u32, u32)) -> f64 {
    mask(one, size)
        .map_or_else(|| one.area(), |mask| mask.as_raw().iter().filter(|value| **value > 0).count() as f64)
}

/// The detections with their places in the list, the largest first: small ones are drawn over large ones.
pub(super) fn by_area(found: &Detections, size: (u32, u32)) -> Vec<(usize, &Detection)> {
    let mut sorted: Vec<(f64, usize, &Detection)> =
        found.items.iter().enumerate().map(|(index, one)| (area(one, size), index, one)).collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    sorted.into_iter().map(|(_, index, one)| (index, one)).collect()
}

/// The mean place of a mask.
pub(super) fn center_of_mass(one: &Detection, size: (u32, u32)) -> Option<(f64, f64)> {
    let mask = mask(one, size)?;
    let (mut x, mut y, mut count) = (0.0, 0.0, 0.0);
    for (px, py, pixel) in mask.enumerate_pixels() {
        if pixel.0[0] > 0 {
            (x, y, count) = (x + f64::from(px) + 0.5, y + f64::from(py) + 0.5, count + 1.0);
        }
    }
    Some(if count > 0.0 { ((x / count).trunc(), (y / count).trunc()) } else { (0.0, 0.0) })
}
