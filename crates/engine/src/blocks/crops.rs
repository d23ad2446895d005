//! Cutting out parts of images.
use super::Outcome;
use super::draw::colors::plain_color;
use super::draw::outlined;
use crate::data::{Data, Picture};
use crate::detections::Detection;
use crate::pixels::{Pixels, blend};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::{Rgb, RgbImage};
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

/// One image for each detection, one level deeper; what a mask leaves out can be covered.
pub(super) fn dynamic(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let found = args.detections("predictions")?;
    let cover = Cover::read(args)?;
    let rows = found.items.iter().map(|one| {
        let corners = one.corners.map(f64::round_ties_even);
        match cut(&picture, corners, &one.id) {
            Data::Image(crop) => {
                let crop = cover.over(crop, &picture, one, corners)?;
                // The detection keeps the parent it was found in, only its corners move into the crop.
                let moved = found.with(vec![one.moved(-corners[0], -corners[1])]);
                Ok(vec![("crops", Data::Image(crop)), ("predictions", Data::Detections(Rc::new(moved)))])
            }
            _ => Ok(vec![("crops", Data::Json(Value::Null)), ("predictions", Data::Json(Value::Null))]),
        }
    });
    Ok(Outcome::Many(rows.collect::<Result<_, StepError>>()?))
}

/// What covers the part of a crop that its mask leaves out.
struct Cover {
    opacity: f64,
    color: Value,
}

impl Cover {
    fn read(args: &Args) -> Result<Self, StepError> {
        let opacity = args.number("mask_opacity", 0.0)?;
        if !(0.0..=1.0).contains(&opacity) {
            let why = format!("“mask_opacity” must be from 0 to 1, not {opacity}");
            return Err(StepError::at("mask_opacity", why));
        }
        let color = if args.is_given("background_color") {
            args.json("background_color")
        } else {
            Value::from("#000000")
        };
        Ok(Self { opacity, color })
    }

    fn over(
        &self,
        crop: Rc<Picture>,
        whole: &Picture,
        one: &Detection,
        corners: [f64; 4],
    ) -> Result<Rc<Picture>, StepError> {
        let size = whole.pixels.size();
        let Some(mask) = outlined(one, size).filter(|_| self.opacity > 0.0) else { return Ok(crop) };
        let color = plain_color(&self.color).and_then(|color| {
            let [r, g, b] = color.map(u8::try_from);
            Some([r.ok()?, g.ok()?, b.ok()?])
        });
        let color = color.ok_or_else(|| {
            let why = "“background_color” must be a colour such as #431112, #412 or (128, 32, 64)";
            StepError::at("background_color", why)
        })?;
        let Some(mask) = blend::sliced(corners, size).map(|area| blend::mask_part(&mask, area)) else {
            return Ok(crop);
        };
        let image = crop.pixels.to_color();
        let mut covered = RgbImage::from_pixel(image.width(), image.height(), Rgb(color));
        blend::keep(&mut covered, &image, &mask);
        let mixed = blend::weighted(&covered, self.opacity, &image, 1.0 - self.opacity);
        Ok(Rc::new(crop.with(Pixels::Color(mixed))))
    }
}

/// The most parts that an image is sliced into.
const MOST_SLICES: usize = 10_000;

/// Slices side by side; the last ones of a row or column may be smaller.
pub(super) fn slices(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    sliced(args, ids, |length, size, overlap| {
        let (starts, size) = (steps(length, size, overlap), u64::from(size));
        starts
            .into_iter()
            .map(|start| (start, (u64::from(start) + size).min(u64::from(length)) as u32))
            .collect()
    })
}

/// The second version: all slices are equally large, those at the end move back, and none comes twice.
pub(super) fn slices_equal(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    sliced(args, ids, |length, size, overlap| {
        let size = size.min(length);
        let starts = steps(length, size, overlap).into_iter().map(|start| start.min(length - size));
        let mut edges: Vec<(u32, u32)> = starts.map(|start| (start, start + size)).collect();
        edges.dedup();
        edges
    })
}

/// Where slices of a size start along a side of a length.
fn steps(length: u32, size: u32, overlap: f64) -> Vec<u32> {
    let step = size - ((overlap * f64::from(size)) as u32).min(size.saturating_sub(1));
    (0..length).step_by(step.max(1) as usize).collect()
}

/// One image for each slice, one level deeper, row by row. `edges` gives first and last place of each slice of a side.
fn sliced(
    args: &Args,
    ids: &Ids,
    edges: impl Fn(u32, u32, f64) -> Vec<(u32, u32)>,
) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let (width, height) = picture.pixels.size();
    let side = |name: &str| match args.size(name, 640)? {
        0 => Err(StepError::at(name, format!("“{name}” must be greater than 0"))),
        size => Ok(u32::try_from(size).unwrap_or(u32::MAX)),
    };
    let share = |name: &str| match args.number(name, 0.2)? {
        share if (0.0..1.0).contains(&share) => Ok(share),
        share => {
            Err(StepError::at(name, format!("“{name}” must be at least 0 and less than 1, not {share}")))
        }
    };
    let across = edges(width, side("slice_width")?, share("overlap_ratio_width")?);
    let down = edges(height, side("slice_height")?, share("overlap_ratio_height")?);
    if across.len().saturating_mul(down.len()) > MOST_SLICES {
        let why = format!(
            "{} × {} slices are too many, at most {MOST_SLICES} are made: take larger ones",
            across.len(),
            down.len()
        );
        return Err(StepError::at("slice_width", why));
    }
    let rows = down
        .iter()
        .flat_map(|(top, bottom)| across.iter().map(move |(left, right)| [*left, *top, *right, *bottom]));
    let rows = rows.map(|edges| {
        let id = format!("image_slicer.{}", ids.uuid());
        vec![("slices", cut(&picture, edges.map(f64::from), &id))]
    });
    Ok(Outcome::Many(rows.collect()))
}
