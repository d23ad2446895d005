//! Finding the colour that most of an image has.
use super::Pixels;

/// The mean of the largest of `clusters` groups of alike colours, as red, green, blue. The reference engine starts
/// its search at random pixels; this one at evenly spaced ones, so that the same image gives the same answer.
pub(crate) fn dominant(
    image: &Pixels,
    clusters: usize,
    rounds: usize,
    target: usize,
) -> Result<[u8; 3], String> {
    let color = image.to_color();
    let (width, height) = (color.width() as usize, color.height() as usize);
    let step = (width.min(height) / target.max(1)).max(1);
    let pixels: Vec<[f32; 3]> = (0..height)
        .step_by(step)
        .flat_map(|y| (0..width).step_by(step).map(move |x| (x, y)))
        .map(|(x, y)| color.get_pixel(x as u32, y as u32).0.map(f32::from))
        .collect();
    if clusters == 0 || clusters > pixels.len() {
        return Err(format!("the image has {} pixels to sort into {clusters} colours", pixels.len()));
    }
    let mut sorted = pixels.clone();
    sorted.sort_by(|a, b| a.iter().sum::<f32>().total_cmp(&b.iter().sum()));
    let mut centres: Vec<[f32; 3]> =
        (0..clusters).map(|i| sorted[(2 * i + 1) * sorted.len() / (2 * clusters)]).collect();
    let mut counts = vec![0_usize; clusters];
    for _ in 0..rounds.max(1) {
        let mut sums = vec![[0.0_f64; 3]; clusters];
        counts = vec![0; clusters];
        for pixel in &pixels {
            let nearest = nearest(pixel, &centres);
            counts[nearest] += 1;
            for (sum, value) in sums[nearest].iter_mut().zip(pixel) {
                *sum += f64::from(*value);
            }
        }
        let moved: Vec<[f32; 3]> = sums
            .iter()
            .zip(&counts)
            .zip(&centres)
            .map(
                |((sum, count), old)| {
                    if *count == 0 { *old } else { sum.map(|total| (total / *count as f64) as f32) }
                },
            )
            .collect();
        if moved == centres {
            break;
        }
        centres = moved;
    }
    let largest = (0..clusters).max_by_key(|index| (counts[*index], usize::MAX - index)).unwrap_or(0);
    Ok(centres[largest].map(|value| value.round_ties_even().clamp(0.0, 255.0) as u8))
}

fn nearest(pixel: &[f32; 3], centres: &[[f32; 3]]) -> usize {
    let distance =
        |centre: &[f32; 3]| -> f32 { centre.iter().zip(pixel).map(|(a, b)| (a - b) * (a - b)).sum() };
    let mut best = (f32::INFINITY, 0);
    for (index, centre) in centres.iter().enumerate() {
        let d = distance(centre);
        if d < best.0 {
            best = (d, index);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::dominant;
    use crate::pixels::Pixels;

    #[test]
    fn the_larger_part_wins() {
        let image = image::RgbImage::from_fn(30, 30, |x, _| {
            image::Rgb(if x < 20 { [200, 30, 40] } else { [10, 10, 250] })
        });
        assert_eq!(dominant(&Pixels::Color(image), 2, 50, 100), Ok([200, 30, 40]));
    }
}
