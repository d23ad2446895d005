//! Smoothing, as OpenCV does it: borders are mirrored without repeating the edge, except for the median, which
//! repeats it.
use super::Pixels;

/// How far beyond the edge a pixel is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    Mirror,
    Repeat,
}

impl Border {
    fn at(self, index: i64, length: i64) -> usize {
        let inside = match self {
            Self::Repeat => index.clamp(0, length - 1),
            Self::Mirror if length == 1 => 0,
            Self::Mirror => {
                let period = 2 * (length - 1);
                let at = index.rem_euclid(period);
                if at < length { at } else { period - at }
            }
        };
        inside as usize
    }
}

/// The mean of a square.
pub(crate) fn average(image: &Pixels, size: usize) -> Pixels {
    let weights = vec![1.0 / size as f32; size];
    rounded(image, &separable(image, &weights, Border::Mirror))
}

/// A bell of `size` (odd); its width follows from the size.
pub(crate) fn gaussian(image: &Pixels, size: usize) -> Pixels {
    rounded(image, &separable(image, &bell(size), Border::Mirror))
}

/// The weights of a bell: OpenCV's fixed ones for small sizes, else by its rule for sigma.
pub(super) fn bell(size: usize) -> Vec<f32> {
    match size {
        1 => vec![1.0],
        3 => vec![0.25, 0.5, 0.25],
        5 => vec![0.0625, 0.25, 0.375, 0.25, 0.0625],
        7 => vec![0.03125, 0.109_375, 0.218_75, 0.281_25, 0.218_75, 0.109_375, 0.03125],
        _ => {
            let sigma = 0.3 * ((size as f64 - 1.0) * 0.5 - 1.0) + 0.8;
            let middle = (size as f64 - 1.0) / 2.0;
            let raw: Vec<f64> =
                (0..size).map(|i| (-(i as f64 - middle).powi(2) / (2.0 * sigma * sigma)).exp()).collect();
            let sum: f64 = raw.iter().sum();
            raw.iter().map(|weight| (weight / sum) as f32).collect()
        }
    }
}

/// Convolves rows, then columns.
pub(super) fn separable(image: &Pixels, weights: &[f32], border: Border) -> Vec<f32> {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    let channels = image.channels();
    // The anchor of an even kernel is right of its middle, as in OpenCV.
    let half = (weights.len() / 2) as i64;
    let bytes = image.bytes();
    let columns: Vec<Vec<usize>> = (0..width)
        .map(|x| {
            (0..weights.len())
                .map(|i| border.at(x as i64 + i as i64 - half, width as i64) * channels)
                .collect()
        })
        .collect();
    let mut rows = vec![0.0_f32; bytes.len()];
    for y in 0..height {
        let line = &bytes[y * width * channels..(y + 1) * width * channels];
        for (x, sources) in columns.iter().enumerate() {
            for c in 0..channels {
                let sum: f32 = sources
                    .iter()
                    .zip(weights)
                    .map(|(source, weight)| f32::from(line[source + c]) * weight)
                    .sum();
                rows[(y * width + x) * channels + c] = sum;
            }
        }
    }
    let stride = width * channels;
    let mut out = vec![0.0_f32; bytes.len()];
    for y in 0..height {
        let target = &mut out[y * stride..(y + 1) * stride];
        for (i, weight) in weights.iter().enumerate() {
            let source = border.at(y as i64 + i as i64 - half, height as i64) * stride;
            for (value, from) in target.iter_mut().zip(&rows[source..source + stride]) {
                *value += from * weight;
            }
        }
    }
    out
}

pub(super) fn rounded(image: &Pixels, values: &[f32]) -> Pixels {
    let (width, height) = image.size();
    image.like(
        width,
        height,
        values.iter().map(|value| value.round_ties_even().clamp(0.0, 255.0) as u8).collect(),
    )
}

/// The middle value of a square of `size` (odd), by a histogram that slides along each row.
pub(crate) fn median(image: &Pixels, size: usize) -> Pixels {
    let (width, height) = (image.size().0 as i64, image.size().1 as i64);
    let channels = image.channels();
    let half = (size / 2) as i64;
    let bytes = image.bytes();
    let mut out = vec![0_u8; bytes.len()];
    let middle = (size * size / 2) as u32;
    for c in 0..channels {
        for y in 0..height {
            let rows: Vec<usize> =
                (-half..=half).map(|dy| Border::Repeat.at(y + dy, height) * width as usize).collect();
            let mut histogram = [0_u32; 256];
            let change = |x: i64, up: bool, histogram: &mut [u32; 256]| {
                let column = Border::Repeat.at(x, width);
                for row in &rows {
                    let slot = &mut histogram[usize::from(bytes[(row + column) * channels + c])];
                    *slot = if up { *slot + 1 } else { *slot - 1 };
                }
            };
            for dx in -half..=half {
                change(dx, true, &mut histogram);
            }
            for x in 0..width {
                let mut count = 0;
                let value = histogram.iter().position(|slot| {
                    count += slot;
                    count > middle
                });
                out[((y * width + x) as usize) * channels + c] = value.unwrap_or(0) as u8;
                change(x - half, false, &mut histogram);
                change(x + half + 1, true, &mut histogram);
            }
        }
    }
    image.like(width as u32, height as u32, out)
}

/// Smooths where neighbours are alike in place and colour; edges stay. `size` is the diameter.
pub(crate) fn bilateral(image: &Pixels, size: usize, sigma: f32) -> Pixels {
    let (width, height) = (image.size().0 as i64, image.size().1 as i64);
    let channels = image.channels();
    let radius = if size == 0 { (sigma * 1.5).round() as i64 } else { (size / 2).max(1) as i64 };
    let factor = -0.5 / (sigma * sigma);
    let near: Vec<(i64, i64, f32)> = (-radius..=radius)
        .flat_map(|dy| (-radius..=radius).map(move |dx| (dx, dy)))
        .filter(|(dx, dy)| dx * dx + dy * dy <= radius * radius)
        .map(|(dx, dy)| (dx, dy, ((dx * dx + dy * dy) as f32 * factor).exp()))
        .collect();
    let alike: Vec<f32> = (0..256 * channels).map(|d| ((d * d) as f32 * factor).exp()).collect();
    let bytes = image.bytes();
    let mut out = Vec::with_capacity(bytes.len());
    for y in 0..height {
        for x in 0..width {
            let here = ((y * width + x) as usize) * channels;
            let mut sums = [0.0_f32; 3];
            let mut total = 0.0;
            for (dx, dy, weight) in &near {
                let row = Border::Mirror.at(y + dy, height) * width as usize;
                let at = (row + Border::Mirror.at(x + dx, width)) * channels;
                let difference: usize =
                    (0..channels).map(|c| usize::from(bytes[at + c].abs_diff(bytes[here + c]))).sum();
                let weight = weight * alike[difference];
                total += weight;
                for c in 0..channels {
                    sums[c] += weight * f32::from(bytes[at + c]);
                }
            }
            out.extend(sums[..channels].iter().map(|sum| (sum / total).round_ties_even() as u8));
        }
    }
    image.like(width as u32, height as u32, out)
}
