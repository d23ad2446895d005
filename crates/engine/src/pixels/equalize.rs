//! Spreading contrast.
use super::Pixels;
use super::levels::{Counts, counts, level_at};

const BINS: usize = 256;

/// Stretches the range between the 2nd and the 98th percentile over all levels.
pub(crate) fn stretch(image: &Pixels) -> Pixels {
    let counts = counts(image.bytes().iter());
    let (low, high) = (percentile(&counts, 0.02), percentile(&counts, 0.98));
    if high <= low {
        return image.clone();
    }
    let table: [u8; BINS] =
        std::array::from_fn(|value| ((((value as f64).clamp(low, high) - low) / (high - low)) * 255.0) as u8);
    image.map(|value| table[usize::from(value)])
}

/// A percentile with linear interpolation between neighbours.
fn percentile(counts: &Counts, share: f64) -> f64 {
    let last = counts.iter().sum::<usize>().saturating_sub(1);
    let at = share * last as f64;
    let pick = |place: usize| f64::from(level_at(counts, place));
    let (low, high) = (pick(at.floor() as usize), pick((at.ceil() as usize).min(last)));
    low + (high - low) * at.fract()
}

/// Gives every level about the same share, over all channels together.
pub(crate) fn histogram(image: &Pixels) -> Pixels {
    let bytes = image.bytes();
    let (Some(low), Some(high)) = (bytes.iter().min(), bytes.iter().max()) else { return image.clone() };
    let (low, high) = (f64::from(*low), f64::from(*high));
    if high <= low {
        // One level lies in the middle of all.
        return image.map(|_| 127);
    }
    let step = (high - low) / BINS as f64;
    let mut counts = [0_u64; BINS];
    for value in bytes {
        counts[(((f64::from(*value) - low) / step) as usize).min(BINS - 1)] += 1;
    }
    let mut sum = 0;
    let shares: Vec<f64> = counts
        .iter()
        .map(|count| {
            sum += count;
            sum as f64 / bytes.len() as f64
        })
        .collect();
    // The share at a value lies between those of the two bins whose middles are next to it.
    let table: Vec<u8> = (0..=255_u8)
        .map(|value| {
            let at = ((f64::from(value) - low) / step - 0.5).clamp(0.0, BINS as f64 - 1.0);
            let (before, after) = (shares[at.floor() as usize], shares[at.ceil() as usize]);
            ((before + (after - before) * at.fract()) * 255.0) as u8
        })
        .collect();
    image.map(|value| table[usize::from(value)])
}
