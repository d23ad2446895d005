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
    pub(super) fn at(self, index: i64, length: i64) -> usize {
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
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    let channels = image.channels();
    let stride = width * channels;
    if stride == 0 || height == 0 {
        return image.clone();
    }
    let half = (size / 2) as i64;
    // Sums along each row; then a row of sums moves down, one row coming in and one going out.
    let mut rows = vec![0_u32; stride * height];
    let mut line = vec![0_u8; stride + (size - 1) * channels];
    let columns = places(size, width, Border::Mirror);
    for (from, to) in image.bytes().chunks_exact(stride).zip(rows.chunks_exact_mut(stride)) {
        widen(from, &mut line, &columns, channels);
        if channels == 3 {
            slide::<3>(&line, to, size);
        } else {
            slide::<1>(&line, to, size);
        }
    }
    let row = |y: i64| {
        let at = Border::Mirror.at(y, height as i64) * stride;
        &rows[at..at + stride]
    };
    let mut sums = vec![0_u32; stride];
    for y in 0..size as i64 - 1 {
        sums.iter_mut().zip(row(y - half)).for_each(|(sum, value)| *sum += value);
    }
    let mean = Mean::of(size);
    let mut out = vec![0_u8; stride * height];
    for (y, to) in (0..).zip(out.chunks_exact_mut(stride)) {
        lower(&mut sums, row(y - half + size as i64 - 1), row(y - half), to, mean);
    }
    image.like(width as u32, height as u32, out)
}

/// The sums of `size` values along a line, each channel for itself.
fn slide<const CHANNELS: usize>(line: &[u8], to: &mut [u32], size: usize) {
    let mut sums = [0_u32; CHANNELS];
    for (index, value) in line[..(size - 1) * CHANNELS].iter().enumerate() {
        sums[index % CHANNELS] += u32::from(*value);
    }
    let come = line[(size - 1) * CHANNELS..].chunks_exact(CHANNELS);
    let gone = line.chunks_exact(CHANNELS);
    for ((to, come), gone) in to.chunks_exact_mut(CHANNELS).zip(come).zip(gone) {
        for (((to, come), gone), sum) in to.iter_mut().zip(come).zip(gone).zip(&mut sums) {
            *sum += u32::from(*come);
            *to = *sum;
            *sum -= u32::from(*gone);
        }
    }
}

/// One row of means: a row of sums comes in, and the topmost goes out. By itself, as are the other loops of all pixels, so
/// that it may be compiled to vectors, which the rest of a small wasm is not.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn lower(sums: &mut [u32], come: &[u32], gone: &[u32], to: &mut [u8], mean: Mean) {
    for (((sum, come), gone), to) in sums.iter_mut().zip(come).zip(gone).zip(to) {
        let all = *sum + come;
        *to = mean.round(all);
        *sum = all - gone;
    }
}

/// How the mean of a square is rounded, which OpenCV does in three ways: it has a quicker way for small squares, and
/// that one turns up a little early where the count of pixels is a power of two.
#[derive(Clone, Copy)]
struct Mean {
    count: u32,
    add: u32,
    /// What the sum times this, less 32 bits, is.
    factor: u64,
    is_even: bool,
}

impl Mean {
    fn of(size: usize) -> Self {
        let count = (size * size) as u32;
        let add = if count.is_power_of_two() && count > 1 && size <= 16 { count / 2 + 1 } else { count / 2 };
        Self {
            count,
            add,
            factor: (1 << 32) / u64::from(count) + 1,
            is_even: size > 16 && size.is_multiple_of(2),
        }
    }

    fn round(self, sum: u32) -> u8 {
        let mean = (u64::from(sum + self.add) * self.factor) >> 32;
        // At exactly half, large squares go to the even side.
        let is_half = self.is_even && (sum + self.add).is_multiple_of(self.count) && mean & 1 == 1;
        (mean - u64::from(is_half)) as u8
    }
}

/// A bell of `size` (odd); its width follows from the size. In whole numbers, as OpenCV does it.
pub(crate) fn gaussian(image: &Pixels, size: usize) -> Pixels {
    let (width, height) = image.size();
    let weights = whole_bell(size);
    image.like(width, height, convolve(image, &weights, Border::Mirror))
}

/// The weights of a bell, 256 in all: what rounding takes from one goes to the next.
fn whole_bell(size: usize) -> Vec<u32> {
    let exact = bell(size);
    let mut weights = vec![0_u32; size];
    let (mut error, mut sum) = (0.0, 0);
    for index in 0..size / 2 {
        let wanted = exact[index] * 256.0 + error;
        let weight = wanted.round_ties_even();
        error = wanted - weight;
        weights[index] = weight as u32;
        weights[size - 1 - index] = weight as u32;
        sum += 2 * weight as u32;
    }
    weights[size / 2] = 256_u32.saturating_sub(sum);
    weights
}

/// The weights of a bell: OpenCV's fixed ones for small sizes, else by its rule for sigma.
pub(super) fn bell(size: usize) -> Vec<f64> {
    match size {
        1 => vec![1.0],
        3 => vec![0.25, 0.5, 0.25],
        5 => vec![0.0625, 0.25, 0.375, 0.25, 0.0625],
        7 => vec![0.03125, 0.109_375, 0.218_75, 0.281_25, 0.218_75, 0.109_375, 0.03125],
        9 => [4.0, 13.0, 30.0, 51.0, 60.0, 51.0, 30.0, 13.0, 4.0].map(|part| part / 256.0).into(),
        _ => {
            let sigma = 0.15 * size as f64 + 0.35;
            let scale = -0.125 / (sigma * sigma);
            let raw: Vec<f64> = (0..size)
                .map(|index| 2.0 * index as f64 - (size as f64 - 1.0))
                .map(|x| (x * x * scale).exp())
                .collect();
            let sum: f64 = raw.iter().sum();
            raw.iter().map(|weight| weight / sum).collect()
        }
    }
}

/// Where the pixels of a line come from that is `size` - 1 longer than the image's.
fn places(size: usize, length: usize, border: Border) -> Vec<usize> {
    let half = (size / 2) as i64;
    (0..(length + size - 1) as i64).map(|at| border.at(at - half, length as i64)).collect()
}

/// A line with its borders. All but those is copied at once: pixel by pixel takes as long as blurring.
fn widen(from: &[u8], to: &mut [u8], places: &[usize], channels: usize) {
    let width = from.len() / channels;
    let left = (places.len() - width).div_ceil(2);
    to[left * channels..][..from.len()].copy_from_slice(from);
    for at in (0..left).chain(left + width..places.len()) {
        for channel in 0..channels {
            to[at * channels + channel] = from[places[at] * channels + channel];
        }
    }
}

/// Weighs rows, then columns. The weights are 256 in all, so a sum is a value with 16 bits behind the point.
fn convolve(image: &Pixels, weights: &[u32], border: Border) -> Vec<u8> {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    let channels = image.channels();
    let stride = width * channels;
    if stride == 0 || height == 0 {
        return Vec::new();
    }
    let size = weights.len();
    let columns = places(size, width, border);
    let mut line = vec![0_u8; stride + (size - 1) * channels];
    let mut rows = vec![0_u16; stride * height];
    for (from, to) in image.bytes().chunks_exact(stride).zip(rows.chunks_exact_mut(stride)) {
        widen(from, &mut line, &columns, channels);
        for (index, weight) in weights.iter().enumerate() {
            weigh_values(&line[index * channels..], to, *weight as u16);
        }
    }
    let half = (size / 2) as i64;
    let mut sums = vec![0_u32; stride];
    let mut out = vec![0_u8; stride * height];
    for (y, to) in (0..).zip(out.chunks_exact_mut(stride)) {
        // One half, so that what is cut off at the end is rounded.
        sums.fill(0x8000);
        for (index, weight) in weights.iter().enumerate() {
            let at = border.at(y + index as i64 - half, height as i64) * stride;
            weigh_sums(&rows[at..at + stride], &mut sums, *weight);
        }
        cut(&sums, to);
    }
    out
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn weigh_values(values: &[u8], sums: &mut [u16], weight: u16) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += u16::from(*value) * weight;
    }
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn weigh_sums(values: &[u16], sums: &mut [u32], weight: u32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += u32::from(*value) * weight;
    }
}

/// What stands before the point.
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn cut(sums: &[u32], to: &mut [u8]) {
    for (to, sum) in to.iter_mut().zip(sums) {
        *to = (sum >> 16) as u8;
    }
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
            // The middle value moves little from pixel to pixel: `below` counts what is less than it.
            let (mut value, mut below) = (0_usize, 0_u32);
            let places = |x: i64| {
                let column = Border::Repeat.at(x, width);
                rows.iter().map(move |row| usize::from(bytes[(row + column) * channels + c]))
            };
            for place in (-half..=half).flat_map(places) {
                histogram[place] += 1;
            }
            for x in 0..width {
                while below > middle {
                    value -= 1;
                    below -= histogram[value];
                }
                while below + histogram[value] <= middle {
                    below += histogram[value];
                    value += 1;
                }
                out[((y * width + x) as usize) * channels + c] = value as u8;
                for (gone, come) in places(x - half).zip(places(x + half + 1)) {
                    histogram[gone] -= 1;
                    histogram[come] += 1;
                    below = below + u32::from(come < value) - u32::from(gone < value);
                }
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
