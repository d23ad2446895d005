//! Marks at what was found: boxes, corners, circles, dots, ellipses, triangles.
use super::colors::Colors;
use super::{Position, ends, found, on_image, thickness};
use crate::blocks::Outcome;
use crate::detections::Detection;
use crate::pixels::shapes::{Pen, Point, Touch};
use crate::pixels::{blend, contours};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::{GrayImage, RgbImage};

/// The largest circle or triangle.
const LARGEST: i64 = 100_000;
/// An ellipse is this much flatter than wide.
const FLATNESS: f64 = 0.35;
/// An outline of fewer corners is none.
const FEWEST_CORNERS: usize = 3;

/// Draws one mark for each detection, in its colour.
fn marks(
    args: &Args,
    mark: impl Fn(&mut RgbImage, [u8; 3], &Detection) -> Result<(), StepError>,
) -> Result<Outcome, StepError> {
    let colors = Colors::read(args)?;
    let found = args.detections("predictions")?;
    on_image(args, |image| {
        for (index, one) in found.items.iter().enumerate() {
            mark(image, colors.of(index, one)?, one)?;
        }
        Ok(())
    })
}

/// A size in pixels.
fn length(args: &Args, name: &str, default: i64) -> Result<i64, StepError> {
    match args.whole(name, default)? {
        value if value.abs() <= LARGEST => Ok(value),
        value => Err(StepError::at(name, format!("“{name}” may be {LARGEST} at most, not {value}"))),
    }
}

pub(in crate::blocks) fn boxes(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let thickness = thickness(args, "thickness", 2)?;
    let roundness = args.number("roundness", 0.0)?;
    if !(0.0..=1.0).contains(&roundness) {
        return Err(StepError::at("roundness", format!("“roundness” must be from 0 to 1, not {roundness}")));
    }
    marks(args, |image, color, one| {
        let (from, to) = ends(one);
        let mut pen = Pen::new(image, color);
        if roundness > 0.0 {
            round_box(&mut pen, from, to, thickness, roundness);
        } else {
            pen.rectangle(from, to, thickness);
        }
        Ok(())
    })
}

/// Four quarters of circles, and lines between them.
fn round_box(pen: &mut Pen<'_>, (x1, y1): Point, (x2, y2): Point, thickness: i64, roundness: f64) {
    let side = if (x1 - x2).abs() < (y1 - y2).abs() { x2 - x1 } else { y2 - y1 };
    let radius = (side.div_euclid(2) as f64 * roundness) as i64;
    let (left, top, right, bottom) = (x1 + radius, y1 + radius, x2 - radius, y2 - radius);
    let quarters = [
        ((left, top), 180, (left, y1), (right, y1)),
        ((right, top), 270, (x2, top), (x2, bottom)),
        ((right, bottom), 0, (left, y2), (right, y2)),
        ((left, bottom), 90, (x1, top), (x1, bottom)),
    ];
    for (center, start, from, to) in quarters {
        pen.arc(center, (radius, radius), start, start + 90, thickness);
        pen.line(from, to, thickness);
    }
}

pub(in crate::blocks) fn corners(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let thickness = thickness(args, "thickness", 4)?;
    let length = length(args, "corner_length", 15)?;
    marks(args, |image, color, one| {
        let ((x1, y1), (x2, y2)) = ends(one);
        let mut pen = Pen::new(image, color);
        for (x, y) in [(x1, y1), (x2, y1), (x1, y2), (x2, y2)] {
            let end_x = if x == x1 { x + length } else { x - length };
            let end_y = if y == y1 { y + length } else { y - length };
            pen.line((x, y), (end_x, y), thickness);
            pen.line((x, y), (x, end_y), thickness);
        }
        Ok(())
    })
}

pub(in crate::blocks) fn circles(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let thickness = thickness(args, "thickness", 2)?;
    marks(args, |image, color, one| {
        let ((x1, y1), (x2, y2)) = ends(one);
        let center = ((x1 + x2).div_euclid(2), (y1 + y2).div_euclid(2));
        let radius = ((x1 - center.0) as f64).hypot((y1 - center.1) as f64) as i64;
        Pen::new(image, color).circle(center, radius, thickness);
        Ok(())
    })
}

pub(in crate::blocks) fn dots(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let position = Position::read(args, "position", "CENTER")?;
    let radius = length(args, "radius", 4)?;
    let outline = thickness(args, "outline_thickness", 0)?;
    if radius < 0 {
        return Err(StepError::at("radius", format!("“radius” may not be negative, as {radius} is")));
    }
    marks(args, |image, color, one| {
        let center = position.on(one, image.dimensions())?;
        Pen::new(image, color).circle(center, radius, -1);
        if outline > 0 {
            Pen::new(image, [0; 3]).circle(center, radius, outline);
        }
        Ok(())
    })
}

pub(in crate::blocks) fn ellipses(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let thickness = thickness(args, "thickness", 2)?;
    let (start, end) = (length(args, "start_angle", -45)?, length(args, "end_angle", 235)?);
    marks(args, |image, color, one| {
        let ((x1, _), (x2, y2)) = ends(one);
        // Half of an odd sum is cut towards zero.
        let (center, width) = (((x1 + x2) / 2, y2), x2 - x1);
        let radii = (width, (FLATNESS * width as f64) as i64);
        Pen::new(image, color).touching(Touch::Sides).arc(center, radii, start, end, thickness);
        Ok(())
    })
}

pub(in crate::blocks) fn triangles(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let position = Position::read(args, "position", "TOP_CENTER")?;
    let (base, height) = (length(args, "base", 10)?, length(args, "height", 10)?);
    let outline = thickness(args, "outline_thickness", 0)?;
    marks(args, |image, color, one| {
        let (x, y) = position.on(one, image.dimensions())?;
        let half = base.div_euclid(2);
        let points = vec![(x - half, y - height), (x + half, y - height), (x, y)];
        Pen::new(image, color).fill(std::slice::from_ref(&points));
        if outline > 0 {
            Pen::new(image, [0; 3]).path(&points, true, outline);
        }
        Ok(())
    })
}

/// The first version looks at a mask within its box only, and draws the box where there is no mask.
pub(in crate::blocks) fn polygons(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let thickness = thickness(args, "thickness", 2)?;
    marks(args, |image, color, one| {
        let size = image.dimensions();
        let (from, to) = ends(one);
        match found::mask(one, size) {
            None => Pen::new(image, color).rectangle(from, to, thickness),
            Some(mask) => {
                if let Some(area) = blend::sliced(one.corners, size) {
                    outline(image, color, &blend::mask_part(&mask, area), from, thickness);
                }
            }
        }
        Ok(())
    })
}

/// The second version draws masks alone.
pub(in crate::blocks) fn polygons_whole(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let thickness = thickness(args, "thickness", 2)?;
    marks(args, |image, color, one| {
        if let Some(mask) = found::mask(one, image.dimensions()) {
            outline(image, color, &mask, (0, 0), thickness);
        }
        Ok(())
    })
}

/// The outlines of a mask that lies at a place.
fn outline(image: &mut RgbImage, color: [u8; 3], mask: &GrayImage, at: Point, thickness: i64) {
    let mut pen = Pen::new(image, color);
    for mut outline in contours::outer(mask).into_iter().filter(|outline| outline.len() >= FEWEST_CORNERS) {
        outline.iter_mut().for_each(|(x, y)| (*x, *y) = (*x + at.0, *y + at.1));
        pen.path(&outline, true, thickness);
    }
}
