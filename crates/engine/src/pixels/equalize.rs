//! Spreading contrast.
use super::Pixels;

const BINS: usize = 256;
/// The share of a tile's pixels that one level may hold in the adaptive kind.
const CLIP: f64 = 0.03;
/// Tiles along each side in the adaptive kind.
const TILES: usize = 8;

/// Stretches the range between the 2nd and the 98th percentile over all levels.
pub(crate) fn stretch(image: &Pixels) -> Pixels {
    let mut sorted = image.bytes().to_vec();
    sorted.sort_unstable();
    let (low, high) = (percentile(&sorted, 0.02), percentile(&sorted, 0.98));
    if high <= low {
        return image.clone();
    }
    image.map(|value| ((f64::from(value).clamp(low, high) - low) / (high - low) * 255.0) as u8)
}

/// A percentile with linear interpolation between neighbours.
fn percentile(sorted: &[u8], share: f64) -> f64 {
    let at = share * (sorted.len().saturating_sub(1)) as f64;
    let pick =
        |index: usize| sorted.get(index.min(sorted.len().saturating_sub(1))).map_or(0.0, |v| f64::from(*v));
    let (low, high) = (pick(at.floor() as usize), pick(at.ceil() as usize));
    low + (high - low) * at.fract()
}

/// Gives every level about the same share, over all channels together.
pub(crate) fn histogram(image: &Pixels) -> Pixels {
    let bytes = image.bytes();
    let (Some(low), Some(high)) = (bytes.iter().min(), bytes.iter().max()) else { return image.clone() };
    let (low, high) = (f64::from(*low), f64::from(*high));
    if high <= low {
        return image.map(|_| 255);
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

/// Equalises tile by tile, with a limit on contrast, and blends between tiles. Colour keeps its ratios.
pub(crate) fn adaptive(image: &Pixels) -> Pixels {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    let channels = image.channels();
    let level =
        |at: usize| image.bytes()[at * channels..(at + 1) * channels].iter().copied().max().unwrap_or(0);
    let (tiles_x, tiles_y) = (TILES.min(width), TILES.min(height));
    let table_of = |tx: usize, ty: usize| -> Vec<f64> {
        let (left, right) = (tx * width / tiles_x, (tx + 1) * width / tiles_x);
        let (top, bottom) = (ty * height / tiles_y, (ty + 1) * height / tiles_y);
        let mut counts = [0.0_f64; BINS];
        for y in top..bottom {
            for x in left..right {
                counts[usize::from(level(y * width + x))] += 1.0;
            }
        }
        let total = ((right - left) * (bottom - top)) as f64;
        let limit = (CLIP * total).max(1.0);
        let excess: f64 = counts.iter().map(|count| (count - limit).max(0.0)).sum();
        let mut sum = 0.0;
        counts
            .iter()
            .map(|count| {
                sum += count.min(limit) + excess / BINS as f64;
                sum / total * 255.0
            })
            .collect()
    };
    let tables: Vec<Vec<f64>> = (0..tiles_y)
        .flat_map(|ty| (0..tiles_x).map(move |tx| (tx, ty)))
        .map(|(tx, ty)| table_of(tx, ty))
        .collect();
    let mut out = Vec::with_capacity(image.bytes().len());
    for y in 0..height {
        let fy = ((y as f64 + 0.5) * tiles_y as f64 / height as f64 - 0.5).clamp(0.0, (tiles_y - 1) as f64);
        for x in 0..width {
            let fx =
                ((x as f64 + 0.5) * tiles_x as f64 / width as f64 - 0.5).clamp(0.0, (tiles_x - 1) as f64);
            let at = y * width + x;
            let value = level(at);
            let look = |tx: f64, ty: f64| tables[ty as usize * tiles_x + tx as usize][usize::from(value)];
            let upper =
                look(fx.floor(), fy.floor()) * (1.0 - fx.fract()) + look(fx.ceil(), fy.floor()) * fx.fract();
            let lower =
                look(fx.floor(), fy.ceil()) * (1.0 - fx.fract()) + look(fx.ceil(), fy.ceil()) * fx.fract();
            let wanted = upper * (1.0 - fy.fract()) + lower * fy.fract();
            let ratio = if value == 0 { 1.0 } else { wanted / f64::from(value) };
            out.extend(
                image.bytes()[at * channels..(at + 1) * channels]
                    .iter()
                    .map(|one| (f64::from(*one) * ratio).clamp(0.0, 255.0) as u8),
            );
        }
    }
    image.like(width as u32, height as u32, out)
}
