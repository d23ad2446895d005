//! What drawing needs to know of detections beyond their boxes.
use crate::detections::{Detection, Detections, Mask};
use crate::pixels::Pixels;
use crate::pixels::shapes::{Pen, Point, place};
use image::{GrayImage, RgbImage};
use serde_json::Value;

/// The pixels of a detection that has a mask of any kind: white on black.
pub(super) fn mask(one: &Detection, size: (u32, u32)) -> Option<GrayImage> {
    match one.mask.as_ref()? {
        Mask::Polygon(_) => outlined(one, size),
        Mask::Rle(code) => runs(code, size),
    }
}

/// The same for outlines alone: some blocks do not look at run-length codes.
pub(in crate::blocks) fn outlined(one: &Detection, (width, height): (u32, u32)) -> Option<GrayImage> {
    let Mask::Polygon(points) = one.mask.as_ref()? else { return None };
    let outline: Vec<Point> =
        points.iter().map(|[x, y]| place(x.round_ties_even(), y.round_ties_even())).collect();
    let mut image = RgbImage::new(width, height);
    Pen::new(&mut image, [255; 3]).fill(&[outline]);
    Some(Pixels::Color(image).last_channel())
}

/// The pixels of a COCO run-length code: runs of black and white in turn, column by column.
fn runs(code: &Value, (width, height): (u32, u32)) -> Option<GrayImage> {
    let sides = code.get("size")?.as_array()?;
    let side = |index: usize| sides.get(index).and_then(Value::as_u64);
    if (side(0)?, side(1)?) != (u64::from(height), u64::from(width)) {
        return None;
    }
    let counts = match code.get("counts")? {
        Value::String(text) => unpacked(text),
        Value::Array(counts) => counts.iter().map(Value::as_i64).collect::<Option<_>>()?,
        _ => return None,
    };
    let mut image = GrayImage::new(width, height);
    let most = u64::from(width) * u64::from(height);
    let mut at = 0_u64;
    for (index, count) in counts.iter().enumerate() {
        let end = u64::try_from(*count).map_or(at, |count| at.saturating_add(count)).min(most);
        if index % 2 == 1 {
            for place in at..end {
                let (x, y) = (place / u64::from(height), place % u64::from(height));
                image.put_pixel(x as u32, y as u32, image::Luma([255]));
            }
        }
        at = end;
    }
    Some(image)
}

/// The counts of a packed code: five bits a character, each count less the one before its last.
fn unpacked(text: &str) -> Vec<i64> {
    /// More bits make no count of pixels.
    const LONGEST: u32 = 60;
    let mut counts: Vec<i64> = Vec::new();
    let (mut value, mut shift) = (0_i64, 0_u32);
    for byte in text.bytes() {
        let bits = i64::from(byte) - 48;
        if shift < LONGEST {
            value |= (bits & 0x1f) << shift;
            shift += 5;
        }
        if bits & 0x20 == 0 {
            if bits & 0x10 != 0 {
                value |= -1 << shift;
            }
            if counts.len() > 2 {
                value = value.wrapping_add(counts[counts.len() - 2]);
            }
            counts.push(value);
            (value, shift) = (0, 0);
        }
    }
    counts
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

#[cfg(test)]
mod tests {
    use super::{runs, unpacked};
    use serde_json::json;

    #[test]
    fn a_run_length_code_becomes_pixels() {
        // Written by pycocotools: rows 1 and 2 of column 1 of an image of 4 rows and 3 columns.
        let mask = runs(&json!({"size": [4, 3], "counts": "525"}), (3, 4)).unwrap();
        let lit: Vec<_> =
            mask.enumerate_pixels().filter(|pixel| pixel.2.0[0] > 0).map(|p| (p.0, p.1)).collect();
        assert_eq!(lit, [(1, 1), (1, 2)]);
        assert!(runs(&json!({"size": [9, 9], "counts": "525"}), (3, 4)).is_none());
        assert!(runs(&json!({"size": [4, 3], "counts": [1, 99_999]}), (3, 4)).is_some());
    }

    #[test]
    fn counts_are_differences() {
        assert_eq!(unpacked("52502"), [5, 2, 5, 2, 7]);
        assert_eq!(unpacked("oooooooooooooooooooooooo"), [] as [i64; 0]);
    }
}
