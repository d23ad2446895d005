//! Cutting out parts of images.
use super::Outcome;
use crate::data::{Data, Picture};
use crate::random::Ids;
use crate::step::{Args, StepError};
use serde_json::Value;
use std::rc::Rc;

pub(super) fn absolute(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let side = |name: &str| args.number(name, 0.0);
    let sides = sides([side("x_center")?, side("y_center")?, side("width")?, side("height")?]);
    // This block alone keeps to the image; the others slice as the reference engine's arrays do.
    let within = sides.map(|edge| edge.max(0.0));
    Ok(Outcome::Values(vec![(
        "crops",
        cut(&picture, within, &format!("absolute_static_crop.{}", ids.uuid())),
    )]))
}

pub(super) fn relative(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let (width, height) = picture.pixels.size();
    let side = |name: &str, whole: u32| -> Result<f64, StepError> {
        Ok((f64::from(whole) * args.number(name, 0.0)?).round_ties_even())
    };
    let place =
        [side("x_center", width)?, side("y_center", height)?, side("width", width)?, side("height", height)?];
    let id = format!("relative_static_crop.{}", ids.uuid());
    Ok(Outcome::Values(vec![("crops", cut(&picture, sides(place), &id))]))
}

/// Left, top, right and bottom of a rectangle around a middle.
fn sides([x, y, width, height]: [f64; 4]) -> [f64; 4] {
    let (left, top) = ((x - width / 2.0).round_ties_even(), (y - height / 2.0).round_ties_even());
    [left, top, (left + width).round_ties_even(), (top + height).round_ties_even()]
}

/// The part between four sides; nothing when it is empty.
fn cut(picture: &Picture, sides: [f64; 4], id: &str) -> Data {
    let (width, height) = picture.pixels.size();
    let [left, top, right, bottom] = sides;
    let edges = [slice(left, width), slice(top, height), slice(right, width), slice(bottom, height)];
    match picture.pixels.crop(edges[0], edges[1], edges[2], edges[3]) {
        Some(pixels) => Data::Image(Rc::new(picture.crop(id, pixels, left, top))),
        None => Data::Json(Value::Null),
    }
}

/// An edge as an index of a slice in the reference engine's language: a negative one counts from the end.
fn slice(edge: f64, length: u32) -> u32 {
    let length = f64::from(length);
    (if edge < 0.0 { (length + edge).max(0.0) } else { edge.min(length) }) as u32
}

/// One image for each detection, one level deeper. Masks are not embedded, so neither is their opacity.
pub(super) fn dynamic(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let found = args.detections("predictions")?;
    let rows = found.items.iter().map(|one| {
        let corners = one.corners.map(f64::round_ties_even);
        match cut(&picture, corners, &one.id) {
            Data::Image(crop) => {
                // The detection keeps the parent it was found in, only its corners move into the crop.
                let moved = found.with(vec![one.moved(-corners[0], -corners[1])]);
                vec![("crops", Data::Image(crop)), ("predictions", Data::Detections(Rc::new(moved)))]
            }
            _ => vec![("crops", Data::Json(Value::Null)), ("predictions", Data::Json(Value::Null))],
        }
    });
    Ok(Outcome::Many(rows.collect()))
}
