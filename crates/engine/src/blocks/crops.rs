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
    let area = blend::sliced(sides, picture.pixels.size());
    let pixels = area.and_then(|[left, top, right, bottom]| picture.pixels.crop(left, top, right, bottom));
    match pixels {
        Some(pixels) => Data::Image(Rc::new(picture.crop(id, pixels, sides[0], sides[1]))),
        None => Data::Json(Value::Null),
    }
}

/// The most pixels that all parts of an image may have together: they are held at once.
const MOST_PIXELS: u64 = 500_000_000;

fn check_pixels(property: &str, parts: &str, pixels: u64) -> Result<(), StepError> {
    if pixels <= MOST_PIXELS {
        return Ok(());
    }
    let why = format!(
        "the {parts} would have {pixels} pixels together, at most {MOST_PIXELS} are cut out of an image"
    );
    Err(StepError::at(property, why))
}

/// One image for each detection, one level deeper; what a mask leaves out can be covered.
pub(super) fn dynamic(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let found = args.detections("predictions")?;
    let cover = Cover::read(args)?;
    let rounded = |one: &Detection| one.corners.map(f64::round_ties_even);
    let areas = found.items.iter().filter_map(|one| blend::sliced(rounded(one), picture.pixels.size()));
    let pixels = areas.map(|[left, top, right, bottom]| u64::from(right - left) * u64::from(bottom - top));
    check_pixels("predictions", "crops", pixels.sum())?;
    let rows = found.items.iter().map(|one| {
        let corners = rounded(one);
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
    let length = |edges: &[(u32, u32)]| edges.iter().map(|(from, to)| u64::from(to - from)).sum::<u64>();
    check_pixels("slice_width", "slices", length(&across).saturating_mul(length(&down)))?;
    let rows = down
        .iter()
        .flat_map(|(top, bottom)| across.iter().map(move |(left, right)| [*left, *top, *right, *bottom]));
    let rows = rows.map(|edges| {
        let id = format!("image_slicer.{}", ids.uuid());
        vec![("slices", cut(&picture, edges.map(f64::from), &id))]
    });
    Ok(Outcome::Many(rows.collect()))
}

#[cfg(test)]
mod tests {
    use super::{dynamic, slices};
    use crate::data::{Data, Picture};
    use crate::detections::{Detection, Detections};
    use crate::pixels::Pixels;
    use crate::random::Ids;
    use crate::step::Args;
    use image::GrayImage;
    use serde_json::json;
    use std::rc::Rc;

    fn picture(side: u32) -> Rc<Picture> {
        Rc::new(Picture::root(Pixels::Gray(GrayImage::new(side, side)), "image"))
    }

    #[test]
    fn slices_may_not_have_too_many_pixels_together() {
        let given = |overlap: f64| {
            Args::new(vec![
                (String::from("image"), Data::Image(picture(700))),
                (String::from("overlap_ratio_width"), json!(overlap).into()),
                (String::from("overlap_ratio_height"), json!(overlap).into()),
            ])
        };
        let error = slices(&given(0.99), &Ids::new(1)).err().unwrap();
        assert_eq!(error.property.as_deref(), Some("slice_width"));
        assert!(error.why.contains("pixels"), "{}", error.why);
        assert!(slices(&given(0.2), &Ids::new(1)).is_ok());
    }

    #[test]
    fn crops_may_not_have_too_many_pixels_together() {
        let picture = picture(1_000);
        let given = |count: usize| {
            let one = Detection { corners: [0.0, 0.0, 1_000.0, 1_000.0], ..Detection::default() };
            let all = Detections::on(&picture, "object-detection", vec![one; count]);
            Args::new(vec![
                (String::from("images"), Data::Image(Rc::clone(&picture))),
                (String::from("predictions"), all.into()),
            ])
        };
        let error = dynamic(&given(501), &Ids::new(1)).err().unwrap();
        assert_eq!(error.property.as_deref(), Some("predictions"));
        assert!(error.why.contains("pixels"), "{}", error.why);
        assert!(dynamic(&given(3), &Ids::new(1)).is_ok());
    }
}
