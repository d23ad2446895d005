//! Where a small image lies in a large one: by the correlation of both about their means.
use image::GrayImage;

/// The most multiplications: beyond it a run only burns time.
const MOST_WORK: u64 = 4_000_000_000;
/// The most places: a threshold that lets everything pass finds nothing.
const MOST_PLACES: usize = 20_000;

/// The places at which the correlation reaches the threshold, row by row.
pub(crate) fn find(image: &GrayImage, part: &GrayImage, threshold: f64) -> Result<Vec<(i64, i64)>, String> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (w, h) = (part.width() as usize, part.height() as usize);
    if w > width || h > height || w == 0 || h == 0 {
        return Err(format!(
            "the template of {w} × {h} pixels does not fit into the image of {width} × {height}"
        ));
    }
    let (columns, rows) = (width - w + 1, height - h + 1);
    if [columns, rows, w, h].iter().map(|side| *side as u64).product::<u64>() > MOST_WORK {
        return Err(String::from(
            "image and template are too large to be compared here: make both smaller first",
        ));
    }
    let count = (w * h) as f64;
    let mean = part.as_raw().iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let part_square: f64 = part.as_raw().iter().map(|value| (f64::from(*value) - mean).powi(2)).sum();
    if part_square < f64::EPSILON {
        // A template of one level is everywhere, by OpenCV.
        let all = (0..rows).flat_map(|y| (0..columns).map(move |x| (x as i64, y as i64)));
        return limited(if threshold <= 1.0 { all.take(MOST_PLACES + 1).collect() } else { Vec::new() });
    }
    let (sums, squares) = (integral(image, |value| value), integral(image, |value| value * value));
    let stride = width + 1;
    let within = |table: &[u64], x: usize, y: usize| {
        table[(y + h) * stride + x + w] + table[y * stride + x]
            - table[y * stride + x + w]
            - table[(y + h) * stride + x]
    };
    let mut places = Vec::new();
    let mut products = vec![0_u32; columns];
    let mut totals = vec![0_u64; columns];
    for y in 0..rows {
        totals.fill(0);
        for (dy, line) in part.as_raw().chunks_exact(w).enumerate() {
            let row = &image.as_raw()[(y + dy) * width..(y + dy + 1) * width];
            products.fill(0);
            for (dx, weight) in line.iter().enumerate() {
                let weight = u32::from(*weight);
                products
                    .iter_mut()
                    .zip(&row[dx..])
                    .for_each(|(sum, value)| *sum += u32::from(*value) * weight);
            }
            totals.iter_mut().zip(&products).for_each(|(total, sum)| *total += u64::from(*sum));
        }
        for (x, total) in totals.iter().enumerate() {
            let sum = within(&sums, x, y) as f64;
            let spread = (within(&squares, x, y) as f64 - sum * sum / count).max(0.0);
            let product = *total as f64 - mean * sum;
            if ratio(product, (spread * part_square).sqrt()) >= threshold {
                places.push((x as i64, y as i64));
            }
        }
        if places.len() > MOST_PLACES {
            break;
        }
    }
    limited(places)
}

fn limited(places: Vec<(i64, i64)>) -> Result<Vec<(i64, i64)>, String> {
    if places.len() > MOST_PLACES {
        return Err(format!("more than {MOST_PLACES} places match: raise “matching_threshold”"));
    }
    Ok(places)
}

/// A quotient that is at most one; where nothing varies OpenCV finds a match if the product is as good as nothing.
fn ratio(product: f64, scale: f64) -> f64 {
    if product.abs() < scale {
        product / scale
    } else if product.abs() < scale * 1.125 {
        product.signum()
    } else {
        0.0
    }
}

/// Sums of everything above and left of a place.
fn integral(image: &GrayImage, of: impl Fn(u64) -> u64) -> Vec<u64> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let stride = width + 1;
    let mut table = vec![0; stride * (height + 1)];
    for y in 0..height {
        let mut sum = 0;
        for x in 0..width {
            sum += of(u64::from(image.as_raw()[y * width + x]));
            table[(y + 1) * stride + x + 1] = table[y * stride + x + 1] + sum;
        }
    }
    table
}

/// Drops each place that overlaps a kept one by more than a share of both.
pub(crate) fn apart(places: &[(i64, i64)], size: (i64, i64), overlap: f64) -> Vec<(i64, i64)> {
    let mut kept: Vec<(i64, i64)> = Vec::new();
    for (x, y) in places.iter().rev() {
        let is_near = kept.iter().any(|(other_x, other_y)| {
            let across = (size.0 - (x - other_x).abs()).max(0);
            let down = (size.1 - (y - other_y).abs()).max(0);
            let both = (across * down) as f64;
            both / ((2 * size.0 * size.1) as f64 - both) > overlap
        });
        if !is_near {
            kept.push((*x, *y));
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::{apart, find};
    use image::{GrayImage, Luma};

    #[test]
    fn a_part_is_found_where_it_was_cut() {
        let image = GrayImage::from_fn(30, 20, |x, y| Luma([((x * 37 + y * 91 + x * y * 13) % 251) as u8]));
        let part = GrayImage::from_fn(5, 4, |x, y| *image.get_pixel(x + 11, y + 7));
        assert_eq!(find(&image, &part, 0.99), Ok(vec![(11, 7)]));
        assert!(find(&part, &image, 0.5).is_err());
    }

    #[test]
    fn what_overlaps_is_dropped() {
        assert_eq!(apart(&[(0, 0), (1, 0), (9, 9)], (4, 4), 0.5), [(1, 0), (9, 9)]);
    }
}
