//! Drawing onto images.
pub(super) mod areas;
pub(super) mod colors;
mod found;
pub(super) mod labels;
pub(super) mod marks;
pub(super) mod zones;

pub(super) use found::outlined;

use super::Outcome;
use crate::data::{Data, Picture};
use crate::detections::Detection;
use crate::pixels::Pixels;
use crate::pixels::shapes::{Point, THICKEST, place};
use crate::step::{Args, StepError};
use image::RgbImage;
use std::rc::Rc;

/// Draws on a copy of the block's image.
fn on_image(
    args: &Args,
    paint: impl FnOnce(&mut RgbImage) -> Result<(), StepError>,
) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let mut image = picture.pixels.to_color();
    paint(&mut image)?;
    Ok(painted(&picture, image))
}

/// The outcome of a drawing. On a grey image the reference engine draws with the first of blue, green and red.
fn painted(picture: &Picture, image: RgbImage) -> Outcome {
    let pixels = match &picture.pixels {
        Pixels::Color(_) => Pixels::Color(image),
        Pixels::Gray(_) => Pixels::Gray(Pixels::Color(image).last_channel()),
    };
    Outcome::Values(vec![("image", Data::Image(Rc::new(picture.with(pixels))))])
}

/// How thick a line is.
fn thickness(args: &Args, name: &str, default: i64) -> Result<i64, StepError> {
    match args.whole(name, default)? {
        value if (0..=THICKEST).contains(&value) => Ok(value),
        value => Err(StepError::at(name, format!("“{name}” must be from 0 to {THICKEST}, not {value}"))),
    }
}

/// The upper left and the lower right pixel of a box.
fn ends(one: &Detection) -> (Point, Point) {
    let [left, top, right, bottom] = one.corners;
    (place(left, top), place(right, bottom))
}

/// Names of the places of a box that things are put at.
#[derive(Clone, Debug)]
struct Position(String);

impl Position {
    fn read(args: &Args, name: &str, default: &str) -> Result<Self, StepError> {
        const KNOWN: [&str; 10] = [
            "CENTER",
            "CENTER_LEFT",
            "CENTER_RIGHT",
            "TOP_CENTER",
            "TOP_LEFT",
            "TOP_RIGHT",
            "BOTTOM_LEFT",
            "BOTTOM_CENTER",
            "BOTTOM_RIGHT",
            "CENTER_OF_MASS",
        ];
        let text = args.text(name, default)?;
        if KNOWN.contains(&text.as_str()) {
            Ok(Self(text))
        } else {
            Err(StepError::at(
                name,
                format!("“{text}” is no place of a box: take one such as TOP_LEFT or CENTER"),
            ))
        }
    }

    /// The place on a box.
    fn on(&self, one: &Detection, size: (u32, u32)) -> Result<Point, StepError> {
        if self.0 == "CENTER_OF_MASS" {
            let (x, y) = found::center_of_mass(one, size)
                .ok_or_else(|| StepError::from(String::from("CENTER_OF_MASS needs detections with masks")))?;
            return Ok(place(x, y));
        }
        let [left, top, right, bottom] = one.corners;
        let (x, y) = one.center();
        let x = self.across(left, x, right);
        Ok(place(x, self.down(top, y, bottom)))
    }

    /// One of three values by whether the place is left, in the middle or right.
    fn across<T>(&self, left: T, middle: T, right: T) -> T {
        match self.0.as_str() {
            name if name.ends_with("LEFT") => left,
            name if name.ends_with("RIGHT") => right,
            _ => middle,
        }
    }

    /// One of three values by whether the place is above, in the middle or below.
    fn down<T>(&self, above: T, middle: T, below: T) -> T {
        match self.0.as_str() {
            name if name.starts_with("TOP") => above,
            name if name.starts_with("BOTTOM") => below,
            _ => middle,
        }
    }
}
