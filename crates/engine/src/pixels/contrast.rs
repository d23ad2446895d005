//! Stretching each channel over the whole range, in the precision that the reference engine has: 32 bits.
use super::Pixels;
use super::levels::{Counts, counts, level_at};

/// What is done after a channel fills the whole range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contrast {
    /// Percent that is left out at each end.
    pub(crate) clip: f64,
    /// How far values move from the middle.
    pub(crate) multiplier: f32,
    /// Whether the middle is brightened.
    pub(crate) brightens: bool,
}

const MIDDLE: f32 = 128.0;
const GAMMA: f32 = 1.0 / 1.3;

/// Enhances; a channel of one level stays as it is.
pub(crate) fn enhance(image: &Pixels, how: Contrast) -> Pixels {
    let channels = image.channels();
    let (width, height) = image.size();
    let tables: Vec<[u8; 256]> = (0..channels)
        .map(|channel| table(&counts(image.bytes().iter().skip(channel).step_by(channels)), how))
        .collect();
    let mut bytes = image.bytes().to_vec();
    for pixel in bytes.chunks_exact_mut(channels) {
        for (value, table) in pixel.iter_mut().zip(&tables) {
            *value = table[usize::from(*value)];
        }
    }
    image.like(width, height, bytes)
}

fn table(counts: &Counts, how: Contrast) -> [u8; 256] {
    let share = (how.clip / 100.0 * 100.0 / 100.0) as f32;
    let far = ((100.0 - how.clip / 100.0 * 100.0) / 100.0) as f32;
    let (low, high) = if how.clip > 0.0 {
        (quantile(counts, share), quantile(counts, far))
    } else {
        (quantile(counts, 0.0), quantile(counts, 1.0))
    };
    let mut table: [u8; 256] = std::array::from_fn(|value| value as u8);
    if high <= low {
        return table;
    }
    for entry in &mut table {
        let mut value = (f32::from(*entry) - low) / (high - low) * 255.0;
        if (how.multiplier - 1.0).abs() > 0.0 {
            value = MIDDLE + (value - MIDDLE) * how.multiplier;
        }
        if how.brightens {
            value = (value.clamp(0.0, 255.0) / 255.0).powf(GAMMA) * 255.0;
        }
        *entry = value.clamp(0.0, 255.0) as u8;
    }
    table
}

/// A quantile, between two neighbours in proportion.
fn quantile(counts: &Counts, share: f32) -> f32 {
    let total: usize = counts.iter().sum();
    let at = total.saturating_sub(1) as f32 * share;
    let value_at = |place: usize| f32::from(level_at(counts, place));
    let before = at.floor();
    let (low, high) =
        (value_at(before as usize), value_at((before as usize + 1).min(total.saturating_sub(1))));
    let part = at - before;
    if part < 0.5 { low + (high - low) * part } else { high - (high - low) * (1.0 - part) }
}

#[cfg(test)]
mod tests {
    use super::{Contrast, enhance};
    use crate::pixels::Pixels;
    use image::GrayImage;

    #[test]
    fn the_range_is_filled_and_one_level_stays() {
        let how = Contrast { clip: 0.0, multiplier: 1.0, brightens: false };
        let image = |bytes: Vec<u8>| Pixels::Gray(GrayImage::from_raw(3, 1, bytes).unwrap());
        assert_eq!(enhance(&image(vec![100, 110, 120]), how).bytes(), [0, 127, 255]);
        assert_eq!(enhance(&image(vec![9, 9, 9]), how).bytes(), [9, 9, 9]);
    }
}
