//! Dividing dark from light, as OpenCV does it.
use super::Pixels;
use super::blur::{Border, bell};
use super::levels::counts;

/// The side of the square that the adaptive kinds look at, and what they take off its mean.
const ADAPTIVE_SIZE: usize = 11;
const ADAPTIVE_LESS: f32 = 2.0;

/// Applies a kind of threshold. `max` is the value of what passes.
pub(crate) fn apply(image: &Pixels, kind: &str, threshold: i64, max: i64) -> Result<Pixels, String> {
    let top = max.clamp(0, 255) as u8;
    // A byte is told from a byte: below all of them is the one case apart.
    let (all, floor) = (threshold < 0, threshold.clamp(0, 255) as u8);
    let over = |value: u8| all | (value > floor);
    let level = threshold.clamp(0, 255) as u8;
    Ok(match kind {
        "binary" => image.map(|value| if over(value) { top } else { 0 }),
        "binary_inv" => image.map(|value| if over(value) { 0 } else { top }),
        "trunc" => image.map(|value| if over(value) { level } else { value }),
        "tozero" => image.map(|value| if over(value) { value } else { 0 }),
        "tozero_inv" => image.map(|value| if over(value) { 0 } else { value }),
        "adaptive_mean" => adaptive(gray(image, kind)?, &[1.0 / ADAPTIVE_SIZE as f32; ADAPTIVE_SIZE], top),
        "adaptive_gaussian" => {
            let weights: Vec<f32> = bell(ADAPTIVE_SIZE).iter().map(|weight| *weight as f32).collect();
            adaptive(gray(image, kind)?, &weights, top)
        }
        "otsu" => {
            let level = otsu(gray(image, kind)?);
            image.map(|value| if value > level { top } else { 0 })
        }
        other => return Err(format!("“{other}” is no kind of threshold")),
    })
}

fn gray<'a>(image: &'a Pixels, kind: &str) -> Result<&'a Pixels, String> {
    match image {
        Pixels::Gray(_) => Ok(image),
        Pixels::Color(_) => {
            Err(format!("the threshold “{kind}” needs a grey image: put a Convert grayscale step before it"))
        }
    }
}

fn adaptive(image: &Pixels, weights: &[f32], top: u8) -> Pixels {
    let (width, height) = image.size();
    let means = weighed(image, weights);
    let bytes = image.bytes().iter().zip(means);
    let passes = bytes.map(|(value, mean)| f32::from(*value) > mean.round_ties_even() - ADAPTIVE_LESS);
    image.like(width, height, passes.map(|passes| if passes { top } else { 0 }).collect())
}

/// Weighs rows, then columns of a grey image, in the precision that OpenCV has here.
fn weighed(image: &Pixels, weights: &[f32]) -> Vec<f32> {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    let half = (weights.len() / 2) as i64;
    let bytes = image.bytes();
    let mut line = vec![0.0_f32; width + weights.len() - 1];
    let mut rows = vec![0.0_f32; bytes.len()];
    for y in 0..height {
        for (index, value) in line.iter_mut().enumerate() {
            let from = Border::Repeat.at(index as i64 - half, width as i64);
            *value = f32::from(bytes[y * width + from]);
        }
        for (index, weight) in weights.iter().enumerate() {
            let target = &mut rows[y * width..(y + 1) * width];
            target.iter_mut().zip(&line[index..]).for_each(|(sum, value)| *sum += value * weight);
        }
    }
    let mut out = vec![0.0_f32; bytes.len()];
    for y in 0..height {
        for (index, weight) in weights.iter().enumerate() {
            let from = Border::Repeat.at(y as i64 + index as i64 - half, height as i64) * width;
            let target = &mut out[y * width..(y + 1) * width];
            target.iter_mut().zip(&rows[from..from + width]).for_each(|(sum, value)| *sum += value * weight);
        }
    }
    out
}

/// The level that divides the histogram into the two most different groups.
fn otsu(image: &Pixels) -> u8 {
    let histogram = counts(image.bytes().iter()).map(|count| count as f64);
    let scale = 1.0 / image.bytes().len().max(1) as f64;
    let mean: f64 = histogram.iter().enumerate().map(|(level, count)| level as f64 * count * scale).sum();
    let (mut below, mut below_mean, mut best, mut level) = (0.0, 0.0, 0.0, 0_u8);
    for (index, count) in histogram.iter().enumerate() {
        let share = count * scale;
        below_mean *= below;
        below += share;
        let above = 1.0 - below;
        if below.min(above) < f64::from(f32::EPSILON) || below.max(above) > 1.0 - f64::from(f32::EPSILON) {
            continue;
        }
        below_mean = (below_mean + index as f64 * share) / below;
        let above_mean = (mean - below * below_mean) / above;
        let between = below * above * (below_mean - above_mean).powi(2);
        if between > best {
            best = between;
            level = index as u8;
        }
    }
    level
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::pixels::Pixels;
    use image::GrayImage;

    #[test]
    fn each_simple_kind_by_hand() {
        let image = Pixels::Gray(GrayImage::from_raw(3, 1, vec![100, 127, 200]).unwrap());
        for (kind, expected) in [
            ("binary", [0, 0, 255]),
            ("binary_inv", [255, 255, 0]),
            ("trunc", [100, 127, 127]),
            ("tozero", [0, 0, 200]),
            ("tozero_inv", [100, 127, 0]),
        ] {
            assert_eq!(apply(&image, kind, 127, 255).unwrap().bytes(), expected, "{kind}");
        }
    }

    #[test]
    fn otsu_divides_two_groups_between_them() {
        let image =
            Pixels::Gray(GrayImage::from_fn(16, 16, |x, _| image::Luma([if x < 8 { 40 } else { 210 }])));
        let out = apply(&image, "otsu", 0, 255).unwrap();
        assert_eq!((out.bytes()[0], out.bytes()[15]), (0, 255));
    }

    #[test]
    fn what_needs_grey_says_so() {
        let image = Pixels::Color(image::RgbImage::new(4, 4));
        assert!(apply(&image, "otsu", 0, 255).unwrap_err().contains("Convert grayscale"));
        assert!(apply(&image, "nonsense", 0, 255).is_err());
    }
}
