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
    let crop = cut(
        &picture,
        [side("x_center")?, side("y_center")?, side("width")?, side("height")?],
        "absolute_static_crop",
        ids,
    );
    Ok(Outcome::Values(vec![("crops", crop)]))
}

pub(super) fn relative(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let (width, height) = picture.pixels.size();
    let side = |name: &str, whole: u32| -> Result<f64, StepError> {
        Ok((f64::from(whole) * args.number(name, 0.0)?).round_ties_even())
    };
    let place =
        [side("x_center", width)?, side("y_center", height)?, side("width", width)?, side("height", height)?];
    Ok(Outcome::Values(vec![("crops", cut(&picture, place, "relative_static_crop", ids))]))
}

/// The part around a middle; nothing when it lies outside.
fn cut(picture: &Picture, [x, y, width, height]: [f64; 4], what: &str, ids: &Ids) -> Data {
    let (left, top) = ((x - width / 2.0).round_ties_even(), (y - height / 2.0).round_ties_even());
    let (right, bottom) = (left + width, top + height);
    let edge = |value: f64| value.round_ties_even().max(0.0) as u32;
    let id = format!("{what}.{}", ids.uuid());
    match picture.pixels.crop(edge(left), edge(top), edge(right), edge(bottom)) {
        Some(pixels) => {
            let mut crop = picture.crop(&id, pixels, edge(left), edge(top));
            crop.video = format!("{} | crop: {id}", picture.video);
            Data::Image(Rc::new(crop))
        }
        None => Data::Json(Value::Null),
    }
}

/// One image for each detection, one level deeper. Masks are not embedded, so neither is their opacity.
pub(super) fn dynamic(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let found = args.detections("predictions")?;
    let rows = found.items.iter().map(|one| {
        let [left, top, right, bottom] = one.corners.map(|corner| corner.round_ties_even().max(0.0) as u32);
        match picture.pixels.crop(left, top, right, bottom) {
            None => vec![("crops", Data::Json(Value::Null)), ("predictions", Data::Json(Value::Null))],
            Some(pixels) => {
                let crop = picture.crop(&one.id, pixels, left, top);
                // The detection keeps the parent it was found in, only its corners move into the crop.
                let moved = found.with(vec![one.moved(-f64::from(left), -f64::from(top))]);
                vec![("crops", Data::Image(Rc::new(crop))), ("predictions", Data::Detections(Rc::new(moved)))]
            }
        }
    });
    Ok(Outcome::Many(rows.collect()))
}
