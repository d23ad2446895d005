//! Laying one picture over another.
use super::Pixels;
use image::{GenericImage, GenericImageView, GrayImage, Luma, Rgb, RgbImage};

/// The sum of shares of two pictures of one size, in the precision and with the rounding of OpenCV.
pub(crate) fn weighted(one: &RgbImage, share: f64, other: &RgbImage, rest: f64) -> RgbImage {
    // The first product is added before it is rounded to 32 bits, as processors do it in one step.
    let first: [f64; 256] = std::array::from_fn(|value| value as f64 * f64::from(share as f32));
    let second: [f64; 256] = std::array::from_fn(|value| f64::from(value as f32 * rest as f32));
    let sum = |(a, b): (&u8, &u8)| {
        let sum = (first[usize::from(*a)] + second[usize::from(*b)]) as f32;
        sum.round_ties_even().clamp(0.0, 255.0) as u8
    };
    let bytes = one.as_raw().iter().zip(other.as_raw()).map(sum).collect();
    RgbImage::from_raw(one.width(), one.height(), bytes).unwrap_or_default()
}

/// A rectangle of whole pixels within a picture: left, top, right, bottom; the last two excluded.
pub(crate) type Area = [u32; 4];

/// The sides of a box, those that lie outside moved to the edge of the picture.
pub(crate) fn clamped([left, top, right, bottom]: [f64; 4], (width, height): (u32, u32)) -> Area {
    let side = |value: f64, most: u32| value.clamp(0.0, f64::from(most)) as u32;
    [side(left, width), side(top, height), side(right, width), side(bottom, height)]
}

/// The part of a box that lies within a picture; nothing when that is empty.
pub(crate) fn within(corners: [f64; 4], size: (u32, u32)) -> Option<Area> {
    Some(clamped(corners, size)).filter(has_pixels)
}

fn has_pixels([left, top, right, bottom]: &Area) -> bool {
    right > left && bottom > top
}

/// What an index range of the reference engine's arrays takes: what is below zero counts from the end.
pub(crate) fn sliced(corners: [f64; 4], (width, height): (u32, u32)) -> Option<Area> {
    let side = |value: f64, length: u32| {
        let (value, length) = (value as i64, i64::from(length));
        (if value < 0 { (length + value).max(0) } else { value.min(length) }) as u32
    };
    let [left, top, right, bottom] = corners;
    let area = [side(left, width), side(top, height), side(right, width), side(bottom, height)];
    Some(area).filter(has_pixels)
}

/// Copies an area.
pub(crate) fn part(image: &RgbImage, [left, top, right, bottom]: Area) -> Pixels {
    Pixels::Color(image.view(left, top, right - left, bottom - top).to_image())
}

/// Puts a picture at a place, as far as it lies within.
pub(crate) fn paste(image: &mut RgbImage, picture: &Pixels, x: i64, y: i64) {
    let picture = picture.to_color();
    for (dx, dy, pixel) in picture.enumerate_pixels() {
        let place = (u32::try_from(x + i64::from(dx)), u32::try_from(y + i64::from(dy)));
        if let (Ok(x), Ok(y)) = place
            && image.in_bounds(x, y)
        {
            image.put_pixel(x, y, *pixel);
        }
    }
}

/// Fills an area with its own mean colour.
pub(crate) fn level(image: &mut RgbImage, area: Area) {
    let [left, top, right, bottom] = area;
    let count = u64::from(right - left) * u64::from(bottom - top);
    let mut sums = [0_u64; 3];
    for (_, _, pixel) in image.view(left, top, right - left, bottom - top).pixels() {
        sums.iter_mut().zip(pixel.0).for_each(|(sum, value)| *sum += u64::from(value));
    }
    let mean = Rgb(sums.map(|sum| (sum as f64 / count.max(1) as f64) as u8));
    fill(image, area, mean);
}

fn fill<I: GenericImage>(image: &mut I, [left, top, right, bottom]: Area, pixel: I::Pixel) {
    for y in top..bottom {
        for x in left..right {
            image.put_pixel(x, y, pixel);
        }
    }
}

/// Takes from another picture of the same size what a mask covers.
pub(crate) fn keep(image: &mut RgbImage, other: &RgbImage, mask: &GrayImage) {
    for ((pixel, other), mask) in image.pixels_mut().zip(other.pixels()).zip(mask.iter()) {
        if *mask > 0 {
            *pixel = *other;
        }
    }
}

/// A part of a mask.
pub(crate) fn mask_part(mask: &GrayImage, [left, top, right, bottom]: Area) -> GrayImage {
    mask.view(left, top, right - left, bottom - top).to_image()
}

/// The area that a mask lies in.
pub(crate) fn covered(mask: &GrayImage) -> Option<Area> {
    let mut area: Option<Area> = None;
    for (x, y, _) in mask.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[0] > 0) {
        let [left, top, right, bottom] = area.unwrap_or([x, y, x + 1, y + 1]);
        area = Some([left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)]);
    }
    area
}

/// A mask of one rectangle.
pub(crate) fn rectangle((width, height): (u32, u32), area: Area) -> GrayImage {
    let mut mask = GrayImage::new(width, height);
    fill(&mut mask, area, Luma([255]));
    mask
}

/// A mask grown by an ellipse of a radius, row by row of the ellipse.
pub(crate) fn grow(mask: &GrayImage, radius: usize, [left, top, right, bottom]: Area) -> GrayImage {
    if radius == 0 {
        return mask.clone();
    }
    let mut out = mask.clone();
    let (width, height) = (i64::from(mask.width()), i64::from(mask.height()));
    let r = radius as f64;
    for dy in -(radius as i64)..=radius as i64 {
        let reach = (r * ((r * r - (dy * dy) as f64) / (r * r)).max(0.0).sqrt()).round_ties_even() as i64;
        for y in i64::from(top)..i64::from(bottom) {
            let to = y + dy;
            if !(0..height).contains(&to) {
                continue;
            }
            // Up to which place of the row it is filled already.
            let mut filled = 0;
            for x in i64::from(left)..i64::from(right) {
                if mask.get_pixel(x as u32, y as u32).0[0] > 0 {
                    for at in (x - reach).max(filled)..(x + reach + 1).min(width) {
                        out.put_pixel(at as u32, to as u32, Luma([255]));
                    }
                    filled = filled.max(x + reach + 1);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{paste, sliced, weighted, within};
    use crate::pixels::Pixels;
    use image::{Rgb, RgbImage};

    #[test]
    fn halves_are_rounded_to_the_even_side_and_sums_stay_within_the_range() {
        let image = |value: u8| RgbImage::from_pixel(1, 1, Rgb([value; 3]));
        assert_eq!(weighted(&image(5), 0.5, &image(0), 0.5).as_raw()[0], 2);
        assert_eq!(weighted(&image(7), 0.5, &image(0), 0.5).as_raw()[0], 4);
        assert_eq!(weighted(&image(200), 1.0, &image(200), 1.0).as_raw()[0], 255);
    }

    #[test]
    fn areas_end_at_the_edge() {
        assert_eq!(within([-3.5, 1.9, 99.0, 4.0], (10, 10)), Some([0, 1, 10, 4]));
        assert_eq!(within([3.0, 3.0, 3.5, 9.0], (10, 10)), None);
        assert_eq!(sliced([-3.5, 1.9, 99.0, 4.0], (10, 10)), Some([7, 1, 10, 4]));
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let mut image = RgbImage::new(2, 2);
        paste(&mut image, &Pixels::Color(RgbImage::from_pixel(2, 2, Rgb([9; 3]))), -1, 1);
        assert_eq!(image.as_raw().iter().filter(|value| **value == 9).count(), 3);
        assert_eq!(image.get_pixel(0, 1), &Rgb([9; 3]));
    }
}
