//! What drawing needs to know of detections beyond their boxes.
use crate::data::Data;
use crate::detections::{Detection, Detections, Mask};
use crate::pixels::Pixels;
use crate::pixels::shapes::{Pen, Point, place};
use crate::step::{Args, StepError};
use image::{GrayImage, RgbImage};
use std::rc::Rc;

/// The detections of a property; those that an input brings as JSON are read here.
pub(super) fn detections(args: &Args, name: &str) -> Result<Rc<Detections>, StepError> {
    let Some(Data::Json(json)) = args.get(name) else { return args.detections(name) };
    let read = crate::wire::detections(json, None).map_err(|why| StepError::at(name, why))?;
    Ok(Rc::new(Detections::on(&*args.image("image")?, "object-detection", read.items)))
}

/// The number that a tracker gave.
pub(super) fn track(one: &Detection) -> Option<i64> {
    one.tracker_id
}

/// The outline of a detection that has one, in whole pixels.
fn outline(one: &Detection) -> Option<Vec<Point>> {
    match &one.mask {
        Some(Mask::Polygon(points)) => Some(points.iter().map(|[x, y]| place(*x, *y)).collect()),
        _ => None,
    }
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
