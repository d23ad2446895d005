//! Changing what lies within the boxes, or outside of them: colour, blur, pixels, magnified crops.
use super::colors::{Colors, named};
use super::{Position, ends, found, on_image, thickness};
use crate::blocks::Outcome;
use crate::detections::Detections;
use crate::pixels::shapes::Pen;
use crate::pixels::{Pixels, blend, blur, geometry};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::{GrayImage, Rgb, RgbImage};

/// The largest kernel and the largest magnified crop.
const LARGEST_KERNEL: usize = 1_001;
/// How wide the glow of the first version is, and that of the second unless it says otherwise.
const WIDTH_OF_FIRST: usize = 40;
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
    let found = args.detections("predictions")?;
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
    let found = args.detections("predictions")?;
    on_image(args, |image| {
        let (width, height) = image.dimensions();
        let plain = RgbImage::from_pixel(width, height, Rgb(color));
        let mut out = blend::weighted(image, 1.0 - opacity, &plain, opacity);
        for one in &found.items {
            if let Some(mask) = found::outlined(one, (width, height)) {
                blend::keep(&mut out, image, &mask);
            } else if let Some(area) = blend::sliced(one.corners, (width, height)) {
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
    let found = args.detections("predictions")?;
    on_image(args, |image| {
        for one in &found.items {
            if let Some(mask) = found::mask(one, image.dimensions()) {
                blur_mask(image, &mask, one.corners, kernel, padding as usize);
                continue;
            }
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

/// Blurs what a mask covers, and `padding` pixels around it; the kernel sees no farther than the mask and its box.
fn blur_mask(
    image: &mut RgbImage,
    mask: &GrayImage,
    corners: [f64; 4],
    kernel: Option<usize>,
    padding: usize,
) {
    let size = image.dimensions();
    let boxed = blend::clamped(corners, size);
    let Some(covered) = blend::covered(mask) else { return };
    let reach = u32::try_from(padding).unwrap_or(u32::MAX);
    let area = [
        boxed[0].min(covered[0]).saturating_sub(reach),
        boxed[1].min(covered[1]).saturating_sub(reach),
        boxed[2].max(covered[2]).saturating_add(reach).min(size.0),
        boxed[3].max(covered[3]).saturating_add(reach).min(size.1),
    ];
    let grown = blend::grow(mask, padding.min(LARGEST_KERNEL), covered);
    let side = (area[2] - area[0]).min(area[3] - area[1]) as usize;
    let kernel = kernel.unwrap_or((side / 3).clamp(1, LARGEST_KERNEL));
    let mut blurred = image.clone();
    let part = blur::average(&blend::part(image, area), kernel);
    blend::paste(&mut blurred, &part, i64::from(area[0]), i64::from(area[1]));
    blend::keep(image, &blurred, &grown);
}

/// Colours the masks of detections.
pub(in crate::blocks) fn masks(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let palette = Colors::read(args)?;
    let opacity = opacity(args, 0.5)?;
    let found = args.detections("predictions")?;
    on_image(args, |image| {
        let (over, any) = painted_masks(image, &found, &palette, false)?;
        if any.is_some() {
            *image = blend::weighted(&over, opacity, image, 1.0 - opacity);
        }
        Ok(())
    })
}

/// A picture with every mask in its colour, the smallest above, and where any mask is; boxes stand in for masks if so
/// wanted.
fn painted_masks(
    image: &RgbImage,
    found: &Detections,
    palette: &Colors,
    takes_boxes: bool,
) -> Result<(RgbImage, Option<GrayImage>), StepError> {
    let size = image.dimensions();
    let mut over = image.clone();
    let mut any: Option<GrayImage> = None;
    for (index, one) in found::by_area(found, size) {
        let color = palette.of(index, one)?;
        let boxed = || {
            let area = blend::sliced(one.corners, size).filter(|_| takes_boxes)?;
            Some(blend::rectangle(size, area))
        };
        let Some(mask) = found::mask(one, size).or_else(boxed) else { continue };
        blend::keep(&mut over, &RgbImage::from_pixel(size.0, size.1, Rgb(color)), &mask);
        let any = any.get_or_insert_with(|| GrayImage::new(size.0, size.1));
        any.iter_mut().zip(mask.iter()).for_each(|(any, mask)| *any = (*any).max(*mask));
    }
    Ok((over, any))
}

/// A glow around masks, or around boxes where there are none.
pub(in crate::blocks) fn halos(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    // This version does not use its “kernel_size”.
    glowing(args, Some(WIDTH_OF_FIRST), |value, glow, alpha, opacity| {
        // A sum beyond the range starts again at zero, as in the reference engine.
        ((value * (1.0 - alpha) + glow * opacity) as u32 & 0xff) as u8
    })
}

/// The second version: masks alone, and no sum goes beyond the range.
pub(in crate::blocks) fn halos_soft(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    glowing(args, None, |value, glow, alpha, _| {
        (value * (1.0 - alpha) + glow * alpha).clamp(0.0, 255.0) as u8
    })
}

/// `first` is the width of the glow in the first version. `mix` makes a value of the old one, the glow, the glow's strength here and its strength in all.
fn glowing(
    args: &Args,
    first: Option<usize>,
    mix: fn(f64, f64, f64, f64) -> u8,
) -> Result<Outcome, StepError> {
    let palette = Colors::read(args)?;
    let opacity = opacity(args, 0.8)?;
    let kernel = first.map_or_else(|| args.size("kernel_size", WIDTH_OF_FIRST), Ok)?;
    if kernel == 0 || kernel > LARGEST_KERNEL {
        let why = format!("“kernel_size” must be from 1 to {LARGEST_KERNEL}, not {kernel}");
        return Err(StepError::at("kernel_size", why));
    }
    let found = args.detections("predictions")?;
    on_image(args, |image| {
        let (width, height) = image.dimensions();
        let (over, any) = painted_masks(&RgbImage::new(width, height), &found, &palette, first.is_some())?;
        let any = any.unwrap_or_else(|| GrayImage::new(width, height));
        let mut glow = blur::average(&Pixels::Color(over), kernel).to_color();
        blend::keep(&mut glow, &RgbImage::new(width, height), &any);
        let gray = Pixels::Color(glow.clone()).to_gray();
        let most = gray.iter().copied().max().unwrap_or(0);
        if most == 0 {
            if first.is_some() {
                // A quotient by nothing makes the reference engine's image black.
                *image = RgbImage::new(width, height);
            }
            return Ok(());
        }
        let pixels = image.pixels_mut().zip(glow.pixels()).zip(gray.iter());
        for ((pixel, glow), gray) in pixels {
            let alpha = opacity * f64::from(*gray) / f64::from(most);
            for (value, glow) in pixel.0.iter_mut().zip(glow.0) {
                *value = mix(f64::from(*value), f64::from(glow), alpha, opacity);
            }
        }
        Ok(())
    })
}

pub(in crate::blocks) fn pixelated(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let size = optional_size(args, "pixel_size")?;
    let size = if args.is_given("pixel_size") { size } else { Some(20) };
    let found = args.detections("predictions")?;
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
    let found = args.detections("predictions")?;
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
