//! Adaptive equalization with a limit on contrast, as the reference engine's image library does it, step by step:
//! the brightest channel is equalised region by region, mappings are blended between regions, colours keep their
//! ratios. Roundings are the library's too, so results agree to the level.
use super::Pixels;

/// Levels that are counted.
const LEVELS: usize = 1 << 14;
const BINS: usize = 256;
/// How many levels one bin holds.
const BIN_SIZE: usize = 1 + LEVELS / BINS;
/// The share of a region's pixels that one bin may hold.
const CLIP: f64 = 0.03;
/// A region is this part of each side.
const REGIONS: usize = 8;

/// One direction: how a side is cut into regions.
struct Side {
    /// Pixels of a region.
    region: usize,
    /// Reflected pixels before the first one of the image.
    before: usize,
    /// Regions with a mapping of their own; blending needs one block more.
    count: usize,
    length: usize,
}

impl Side {
    fn new(length: usize) -> Self {
        let region = (length / REGIONS).max(1);
        let padded = length + (region - length % region) % region;
        Self { region, before: region / 2, count: padded / region, length }
    }

    /// The place in the image of a place that may lie beyond its ends, mirrored there.
    fn reflect(&self, padded: usize) -> usize {
        if self.length == 1 {
            return 0;
        }
        let period = 2 * (self.length - 1);
        let at = (padded + period - self.before % period) % period;
        if at < self.length { at } else { period - at }
    }

    /// The two regions whose mappings meet at a place of the image, and the share of the second.
    fn neighbours(&self, at: usize) -> (usize, usize, f64) {
        let padded = at + self.before;
        let block = padded / self.region;
        let last = self.count - 1;
        (
            block.saturating_sub(1).min(last),
            block.min(last),
            (padded % self.region) as f64 / self.region as f64,
        )
    }
}

/// Equalises; an image without a pixel stays as it is.
pub(crate) fn adaptive(image: &Pixels) -> Pixels {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    if width == 0 || height == 0 {
        return image.clone();
    }
    let channels = image.channels();
    let brightest = |pixel: &[u8]| pixel.iter().copied().max().unwrap_or(0);
    let values: Vec<u8> = image.bytes().chunks_exact(channels).map(brightest).collect();
    let bins = bins(&values);
    let (across, down) = (Side::new(width), Side::new(height));
    let mappings: Vec<Vec<u32>> = (0..down.count)
        .flat_map(|row| (0..across.count).map(move |column| (column, row)))
        .map(|(column, row)| {
            let mut counts = [0_i64; BINS];
            for y in 0..down.region {
                let y = down.reflect(down.before + row * down.region + y);
                for x in 0..across.region {
                    let x = across.reflect(across.before + column * across.region + x);
                    counts[bins[y * width + x]] += 1;
                }
            }
            mapping(counts, across.region * down.region)
        })
        .collect();
    let mut levels = Vec::with_capacity(values.len());
    for y in 0..height {
        let (upper, lower, below) = down.neighbours(y);
        for x in 0..width {
            let (left, right, beside) = across.neighbours(x);
            let bin = bins[y * width + x];
            let at = |row: usize, column: usize| f64::from(mappings[row * across.count + column][bin]);
            // Summed in the order and the precision of the library.
            let sum = [
                at(upper, left) * ((1.0 - below) * (1.0 - beside)),
                at(upper, right) * ((1.0 - below) * beside),
                at(lower, left) * (below * (1.0 - beside)),
                at(lower, right) * (below * beside),
            ]
            .into_iter()
            .fold(0.0_f32, |sum, part| sum + part as f32);
            levels.push(sum as u32);
        }
    }
    let out = recolour(image, &values, &levels);
    image.like(width as u32, height as u32, out)
}

/// The bin of each pixel: values spread over all levels, then counted in bins.
fn bins(values: &[u8]) -> Vec<usize> {
    let (low, high) = ends(values.iter().copied().map(u32::from));
    let table: Vec<usize> = (0..=255_u32)
        .map(|value| {
            // As 16-bit values, which is what the library spreads.
            let spread = |value: u32| f64::from(value * 257);
            let level = if high > low {
                (spread(value.clamp(low, high)) - spread(low)) / (spread(high) - spread(low))
                    * (LEVELS - 1) as f64
            } else {
                spread(value).min((LEVELS - 1) as f64)
            };
            level.round_ties_even() as usize / BIN_SIZE
        })
        .collect();
    values.iter().map(|value| table[usize::from(*value)]).collect()
}

fn ends(values: impl Iterator<Item = u32>) -> (u32, u32) {
    values.fold((u32::MAX, 0), |(low, high), value| (low.min(value), high.max(value)))
}

/// The level of each bin in a region with these counts.
fn mapping(counts: [i64; BINS], pixels: usize) -> Vec<u32> {
    let limit = ((CLIP * pixels as f64) as i64).max(1);
    let most = (LEVELS - 1) as f64;
    let mut sum = 0;
    clipped(counts, limit)
        .into_iter()
        .map(|count| {
            sum += count;
            (sum as f64 * (most / pixels as f64)).min(most) as u32
        })
        .collect()
}

/// Takes what is above the limit and spreads it over the bins below it.
fn clipped(mut counts: [i64; BINS], limit: i64) -> [i64; BINS] {
    let mut excess = 0;
    for count in counts.iter_mut().filter(|count| **count > limit) {
        excess += *count - limit;
        *count = limit;
    }
    let share = excess / BINS as i64;
    let upper = limit - share;
    for count in &mut counts {
        if *count < upper {
            *count += share;
            excess -= share;
        } else if *count < limit {
            excess -= limit - *count;
            *count = limit;
        }
    }
    while excess > 0 {
        let before = excess;
        for start in 0..BINS {
            let below: Vec<bool> = counts.iter().map(|count| *count < limit).collect();
            let open = below.iter().filter(|is_below| **is_below).count() as i64;
            let step = (open / excess).max(1) as usize;
            for bin in (start..BINS).step_by(step).filter(|bin| below[*bin]) {
                counts[bin] += 1;
                excess -= 1;
            }
            if excess <= 0 {
                break;
            }
        }
        if excess == before {
            break;
        }
    }
    counts
}

/// Gives each pixel its new brightness, spread over the whole range.
fn recolour(image: &Pixels, values: &[u8], levels: &[u32]) -> Vec<u8> {
    let (low, high) = ends(levels.iter().copied());
    let share = |level: u32| {
        if high > low { f64::from(level - low) / f64::from(high - low) } else { f64::from(level.min(1)) }
    };
    let channels = image.channels();
    let pixels = image.bytes().chunks_exact(channels).zip(values).zip(levels);
    pixels
        .flat_map(|((pixel, value), level)| {
            let bright = share(*level) * 255.0;
            pixel.iter().map(move |one| {
                // Black has no ratios to keep: it becomes grey.
                let ratio = if *value == 0 { 1.0 } else { f64::from(*one) / f64::from(*value) };
                (bright * ratio) as u8
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BINS, Side, clipped};

    #[test]
    fn a_place_beyond_the_end_is_mirrored() {
        let side = Side { region: 4, before: 2, count: 2, length: 5 };
        let seen: Vec<usize> = (0..10).map(|at| side.reflect(at)).collect();
        assert_eq!(seen, [2, 1, 0, 1, 2, 3, 4, 3, 2, 1]);
        assert_eq!(Side::new(1).reflect(1), 0);
    }

    #[test]
    fn no_bin_is_above_the_limit_and_no_pixel_is_lost() {
        let mut counts = [0; BINS];
        counts[3] = 900;
        counts[200] = 124;
        let out = clipped(counts, 10);
        assert_eq!(out.iter().max(), Some(&10));
        // The last round of spreading ends where it ends: a few more than were taken away.
        let sum: i64 = out.iter().sum();
        assert!((1_024..1_024 + BINS as i64).contains(&sum), "{sum}");
    }
}
