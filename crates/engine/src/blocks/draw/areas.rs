//! Changing what lies within the boxes, or outside of them: colour, blur, pixels, magnified crops.
use super::colors::{Colors, named};
use super::{Position, ends, found, on_image, thickness};
use crate::blocks::Outcome;
use crate::pixels::shapes::Pen;
use crate::pixels::{blend, blur, geometry};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::{Rgb, RgbImage};

/// The largest kernel and the largest magnified crop.
const LARGEST_KERNEL: usize = 1_001;
const LARGEST_SIDE: f64 = 8_192.0;

fn opacity(args: &Args, default: f64) -> Result<f64, StepError> {
    match args.number("opacity", default)? {
        value if (0.0..=1.0).contains(&value) => Ok(value),
        value => Err(StepError::at("opacity", format!("“opacity” must be from 0 to 1, not {value}"))),
    }
}

/// A size that may be null, which means: by the box.
fn optional_size(args: &Args, name: &str) -> Result<Option<usize>, StepError> {
    if args.get(name).is_none() {
        return Ok(None);
    }
    match args.size(name, 0)? {
        0 => Err(StepError::at(name, format!("“{name}” must be greater than 0"))),
        size => Ok(Some(size)),
    }
}

pub(in crate::blocks) fn colors(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let palette = Colors::read(args)?;
    let opacity = opacity(args, 0.5)?;
    let found = found::detections(args, "predictions")?;
    on_image(args, |image| {
        let mut over = image.clone();
        for (index, one) in found.items.iter().enumerate() {
            let (from, to) = ends(one);
            Pen::new(&mut over, palette.of(index, one)?).rectangle(from, to, -1);
        }
        *image = blend::weighted(&over, opacity, image, 1.0 - opacity);
        Ok(())
    })
}

pub(in crate::blocks) fn background(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let color = named(args, "color", "BLACK")?;
    let opacity = opacity(args, 0.5)?;
    let found = found::detections(args, "predictions")?;
    on_image(args, |image| {
        let (width, height) = image.dimensions();
        let plain = RgbImage::from_pixel(width, height, Rgb(color));
        let mut out = blend::weighted(image, 1.0 - opacity, &plain, opacity);
        for one in &found.items {
            if let Some(area) = blend::sliced(one.corners, (width, height)) {
                let part = blend::part(image, area);
                blend::paste(&mut out, &part, i64::from(area[0]), i64::from(area[1]));
            }
        }
        *image = out;
        Ok(())
    })
}

pub(in crate::blocks) fn blurred(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let kernel = optional_size(args, "kernel_size")?;
    let kernel = if args.is_given("kernel_size") { kernel } else { Some(15) };
    let padding = args.size("padding", 0)? as f64;
    if kernel.is_some_and(|size| size > LARGEST_KERNEL) {
        let why = format!("“kernel_size” may be {LARGEST_KERNEL} at most");
        return Err(StepError::at("kernel_size", why));
    }
    let found = found::detections(args, "predictions")?;
    on_image(args, |image| {
        for one in &found.items {
            let [left, top, right, bottom] = one.corners;
            let corners = [left - padding, top - padding, right + padding, bottom + padding];
            let Some(area) = blend::within(corners, image.dimensions()) else { continue };
            let side = (area[2] - area[0]).min(area[3] - area[1]) as usize;
            let size = kernel.unwrap_or((side / 3).clamp(1, LARGEST_KERNEL));
            let part = blur::average(&blend::part(image, area), size);
            blend::paste(image, &part, i64::from(area[0]), i64::from(area[1]));
        }
        Ok(())
    })
}

pub(in crate::blocks) fn pixelated(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let size = optional_size(args, "pixel_size")?;
    let size = if args.is_given("pixel_size") { size } else { Some(20) };
    let found = found::detections(args, "predictions")?;
    on_image(args, |image| {
        for one in &found.items {
            let Some(area) = blend::within(one.corners, image.dimensions()) else { continue };
            let (width, height) = (area[2] - area[0], area[3] - area[1]);
            let side = width.min(height);
            let size = size.unwrap_or((side / 2).max(1) as usize) as f64;
            let new = |side: u32| (f64::from(side) * (1.0 / size)).round_ties_even() as u32;
            if f64::from(side) < size || new(width) == 0 || new(height) == 0 {
                blend::level(image, area);
                continue;
            }
            // As OpenCV is asked for a factor, it steps by the factor, not by the sides' quotient.
            let step = 1.0 / (1.0 / size);
            let small =
                geometry::resize_linear(&blend::part(image, area), new(width), new(height), (step, step));
            let large = geometry::resize_nearest(&small, width, height);
            blend::paste(image, &large, i64::from(area[0]), i64::from(area[1]));
        }
        Ok(())
    })
}

pub(in crate::blocks) fn crops(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let palette = Colors::read(args)?;
    let position = Position::read(args, "position", "TOP_CENTER")?;
    let factor = args.number("scale_factor", 2.0)?;
    let border = thickness(args, "border_thickness", 2)?;
    if factor.is_nan() || factor <= 0.0 {
        return Err(StepError::at("scale_factor", "“scale_factor” must be greater than 0"));
    }
    let found = found::detections(args, "predictions")?;
    on_image(args, |image| {
        let before = image.clone();
        for (index, one) in found.items.iter().enumerate() {
            let Some(area) = blend::within(one.corners, image.dimensions()) else { continue };
            let (width, height) = (area[2] - area[0], area[3] - area[1]);
            let new = |side: u32| (f64::from(side) * factor).clamp(1.0, LARGEST_SIDE) as u32;
            let scale = (geometry::scale(width, new(width)), geometry::scale(height, new(height)));
            let part = blend::part(&before, area);
            let part = if (new(width), new(height)) == (width, height) {
                part
            } else {
                geometry::resize_linear(&part, new(width), new(height), scale)
            };
            let (x, y) = position.on(one, image.dimensions())?;
            let (w, h) = (i64::from(new(width)), i64::from(new(height)));
            let (left, right) = position.across((x - w, x), (x - w / 2, x + w / 2), (x, x + w));
            let (top, bottom) = position.down((y - h, y), (y - h / 2, y + h / 2), (y, y + h));
            blend::paste(image, &part, left, top);
            Pen::new(image, palette.of(index, one)?).rectangle((left, top), (right, bottom), border);
        }
        Ok(())
    })
}
