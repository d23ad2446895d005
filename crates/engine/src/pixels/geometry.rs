//! Resizing, turning, mirroring.
use super::Pixels;

/// The largest side that a step may make.
const LONGEST_SIDE: u32 = 16_384;

/// Resizes as OpenCV's area method does: a new pixel is the mean of what it covers; where a side grows, a new pixel has
/// the value of the old one that it lies in, and only at their seam a blend.
pub(crate) fn resize(image: &Pixels, width: u32, height: u32) -> Result<Pixels, String> {
    if width == 0 || height == 0 {
        return Err(String::from("width and height must be greater than 0"));
    }
    if width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err(format!("width and height may be {LONGEST_SIDE} at most"));
    }
    let (old_width, old_height) = image.size();
    if old_width == 0 || old_height == 0 {
        return Err(String::from("an image without a pixel cannot be resized"));
    }
    let bytes = if (width, height) == (old_width, old_height) {
        image.bytes().to_vec()
    } else if width > old_width || height > old_height {
        blended(image, &area_seams(old_width, width), &area_seams(old_height, height))
    } else if old_width.is_multiple_of(width) && old_height.is_multiple_of(height) {
        tiled(image, width, height)
    } else {
        shrunk(image, width, height)
    };
    Ok(image.like(width, height, bytes))
}

/// The mean of tiles of whole pixels.
fn tiled(image: &Pixels, width: u32, height: u32) -> Vec<u8> {
    let channels = image.channels();
    let (across, down) = (image.size().0 / width, image.size().1 / height);
    let stride = image.size().0 as usize * channels;
    let count = across * down;
    let share = 1.0 / count as f32;
    let mut sums = vec![0_u32; width as usize * channels];
    let mut out = Vec::with_capacity(sums.len() * height as usize);
    for rows in image.bytes().chunks_exact(stride * down as usize) {
        sums.fill(0);
        for row in rows.chunks_exact(stride) {
            for (tile, sums) in
                row.chunks_exact(across as usize * channels).zip(sums.chunks_exact_mut(channels))
            {
                for pixel in tile.chunks_exact(channels) {
                    sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
                }
            }
        }
        out.extend(sums.iter().map(|sum| {
            // Tiles of four are so common that OpenCV rounds them by themselves.
            if (across, down) == (2, 2) { ((sum + 2) >> 2) as u8 } else { rounded(*sum as f32 * share) }
        }));
    }
    out
}

/// The mean of what each new pixel covers, parts of pixels by their share.
fn shrunk(image: &Pixels, width: u32, height: u32) -> Vec<u8> {
    let channels = image.channels();
    let (across, down) = (shares(image.size().0, width), shares(image.size().1, height));
    let old_stride = image.size().0 as usize * channels;
    let stride = width as usize * channels;
    let mut line = vec![0.0_f32; stride];
    let mut sums = vec![0.0_f32; stride];
    let mut out = Vec::with_capacity(stride * height as usize);
    for parts in &down {
        for (index, (from, weight)) in parts.iter().enumerate() {
            let row = &image.bytes()[from * old_stride..(from + 1) * old_stride];
            for (target, parts) in line.chunks_exact_mut(channels).zip(&across) {
                target.fill(0.0);
                for (from, weight) in parts {
                    let pixel = &row[from * channels..(from + 1) * channels];
                    target.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += f32::from(*value) * weight);
                }
            }
            if index == 0 {
                sums.iter_mut().zip(&line).for_each(|(sum, value)| *sum = value * weight);
            } else {
                sums.iter_mut().zip(&line).for_each(|(sum, value)| *sum += value * weight);
            }
        }
        out.extend(sums.iter().map(|sum| rounded(*sum)));
    }
    out
}

fn rounded(value: f32) -> u8 {
    value.round_ties_even().clamp(0.0, 255.0) as u8
}

/// How many old places a new one has: the inverse of a quotient, rounded twice as OpenCV does.
pub(crate) fn scale(old: u32, new: u32) -> f64 {
    1.0 / (f64::from(new) / f64::from(old))
}

/// For each new place the old places that it covers, with their shares.
fn shares(old: u32, new: u32) -> Vec<Vec<(usize, f32)>> {
    /// Parts of pixels that count for nothing.
    const LEAST: f64 = 1e-3;
    let scale = scale(old, new);
    (0..new)
        .map(|at| {
            let from = f64::from(at) * scale;
            let to = from + scale;
            let size = scale.min(f64::from(old) - from);
            let last = to.floor().min(f64::from(old - 1));
            let first = from.ceil().min(last);
            let mut parts = Vec::with_capacity((last - first) as usize + 2);
            if first - from > LEAST {
                parts.push((first as usize - 1, ((first - from) / size) as f32));
            }
            parts.extend((first as usize..last as usize).map(|index| (index, (1.0 / size) as f32)));
            if to - last > LEAST {
                parts.push((last as usize, ((to - last).min(1.0).min(size) / size) as f32));
            }
            parts
        })
        .collect()
}

/// The two old places that a new one lies between, and the parts of 2048 that it has of them.
type Seam = (usize, usize, i32, i32);

fn seam(before: f64, part: f32, old: u32) -> Seam {
    const WHOLE: f32 = 2_048.0;
    let last = old as usize - 1;
    let at = (before.max(0.0) as usize).min(last);
    let part = if before < 0.0 || at == last { 0.0 } else { part };
    let weight = |part: f32| (part * WHOLE).round_ties_even() as i32;
    (at, (at + 1).min(last), weight(1.0 - part), weight(part))
}

/// A side that grows, by the area method.
fn area_seams(old: u32, new: u32) -> Vec<Seam> {
    let (scale, inverse) = (scale(old, new), f64::from(new) / f64::from(old));
    let of = |at: u32| {
        let before = (f64::from(at) * scale).floor();
        let part = (f64::from(at + 1) - (before + 1.0) * inverse) as f32;
        seam(before, if part <= 0.0 { 0.0 } else { part - part.floor() }, old)
    };
    (0..new).map(of).collect()
}

/// Any side, by the linear method: `scale` old places to a new one.
fn linear_seams(old: u32, new: u32, scale: f64) -> Vec<Seam> {
    let of = |at: u32| {
        let place = ((f64::from(at) + 0.5) * scale - 0.5) as f32;
        seam(f64::from(place.floor()), place - place.floor(), old)
    };
    (0..new).map(of).collect()
}

/// Resizes by blending the four nearest pixels.
pub(crate) fn resize_linear(image: &Pixels, width: u32, height: u32, scale: (f64, f64)) -> Pixels {
    let (old_width, old_height) = image.size();
    let (across, down) = (linear_seams(old_width, width, scale.0), linear_seams(old_height, height, scale.1));
    image.like(width, height, blended(image, &across, &down))
}

/// Resizes by taking one pixel for each.
pub(crate) fn resize_nearest(image: &Pixels, width: u32, height: u32) -> Pixels {
    let (old_width, old_height) = image.size();
    let places = |old: u32, new: u32| -> Vec<usize> {
        let scale = scale(old, new);
        (0..new).map(|at| ((f64::from(at) * scale) as usize).min(old as usize - 1)).collect()
    };
    let channels = image.channels();
    let (across, down) = (places(old_width, width), places(old_height, height));
    let pixels =
        down.iter().flat_map(|y| across.iter().map(move |x| (y * old_width as usize + x) * channels));
    let bytes = pixels.flat_map(|at| image.bytes()[at..at + channels].iter().copied());
    image.like(width, height, bytes.collect())
}

/// Blends neighbours in whole numbers, as OpenCV does.
fn blended(image: &Pixels, across: &[Seam], down: &[Seam]) -> Vec<u8> {
    let channels = image.channels();
    let old_width = image.size().0;
    let stride = old_width as usize * channels;
    let line = |y: usize| -> Vec<i32> {
        let row = &image.bytes()[y * stride..(y + 1) * stride];
        across
            .iter()
            .flat_map(|(a, b, left, right)| {
                (0..channels).map(move |c| {
                    i32::from(row[a * channels + c]) * left + i32::from(row[b * channels + c]) * right
                })
            })
            .collect()
    };
    let mut out = Vec::with_capacity(across.len() * down.len() * channels);
    let mut kept: Option<(usize, Vec<i32>, Vec<i32>)> = None;
    for (a, b, above, below) in down {
        if kept.as_ref().is_none_or(|(at, ..)| at != a) {
            kept = Some((*a, line(*a), line(*b)));
        }
        if let Some((_, upper, lower)) = &kept {
            out.extend(upper.iter().zip(lower).map(|(upper, lower)| {
                let sum = ((above * (upper >> 4)) >> 16) + ((below * (lower >> 4)) >> 16);
                ((sum + 2) >> 2).clamp(0, 255) as u8
            }));
        }
    }
    out
}

/// Turns counter-clockwise by degrees; the image grows to hold its corners, new corners are black. In parts of 1/32
/// pixel, as OpenCV does it.
pub(crate) fn rotate(image: &Pixels, degrees: f64) -> Pixels {
    const PLACE_BITS: u32 = 10;
    const PART_BITS: u32 = 5;
    const PARTS: i64 = 1 << PART_BITS;
    let (width, height) = image.size();
    if width == 0 || height == 0 {
        return image.clone();
    }
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (w, h) = (f64::from(width), f64::from(height));
    let new_width = (h * sin.abs() + w * cos.abs()) as u32;
    let new_height = (h * cos.abs() + w * sin.abs()) as u32;
    if new_width == 0 || new_height == 0 {
        return image.clone();
    }
    let (cx, cy) = (f64::from(width / 2), f64::from(height / 2));
    // From old to new places, then turned around.
    let right = (1.0 - cos) * cx - sin * cy + f64::from(new_width) / 2.0 - cx;
    let down = sin * cx + (1.0 - cos) * cy + f64::from(new_height) / 2.0 - cy;
    let area = cos * cos + sin * sin;
    let (a, b, c, d) = (cos / area, -sin / area, sin / area, cos / area);
    let (start_x, start_y) = (-a * right - b * down, -c * right - d * down);
    let whole = |value: f64| (value * f64::from(1_u32 << PLACE_BITS)).round_ties_even() as i64;
    let half = 1_i64 << (PLACE_BITS - PART_BITS - 1);
    let steps: Vec<(i64, i64)> =
        (0..new_width).map(|x| (whole(a * f64::from(x)), whole(c * f64::from(x)))).collect();
    let channels = image.channels();
    let bytes = image.bytes();
    let stride = width as usize * channels;
    let mut out = vec![0_u8; new_width as usize * new_height as usize * channels];
    let mut pixels = out.chunks_exact_mut(channels);
    for y in 0..new_height {
        let x0 = whole(b * f64::from(y) + start_x) + half;
        let y0 = whole(d * f64::from(y) + start_y) + half;
        for ((dx, dy), pixel) in steps.iter().zip(&mut pixels) {
            let (x, y) = ((x0 + dx) >> (PLACE_BITS - PART_BITS), (y0 + dy) >> (PLACE_BITS - PART_BITS));
            let (left, top) = (x >> PART_BITS, y >> PART_BITS);
            let (part_x, part_y) = (x & (PARTS - 1), y & (PARTS - 1));
            let look = |x: i64, y: i64, channel: usize| -> i64 {
                let is_inside = (0..i64::from(width)).contains(&x) && (0..i64::from(height)).contains(&y);
                if is_inside {
                    i64::from(bytes[y as usize * stride + x as usize * channels + channel])
                } else {
                    0
                }
            };
            for (channel, value) in pixel.iter_mut().enumerate() {
                let upper =
                    look(left, top, channel) * (PARTS - part_x) + look(left + 1, top, channel) * part_x;
                let lower = look(left, top + 1, channel) * (PARTS - part_x)
                    + look(left + 1, top + 1, channel) * part_x;
                let sum = upper * (PARTS - part_y) + lower * part_y;
                *value = ((sum + PARTS * PARTS / 2) >> (2 * PART_BITS)) as u8;
            }
        }
    }
    image.like(new_width, new_height, out)
}

/// Mirrors left to right, top to bottom, or both.
pub(crate) fn flip(image: &Pixels, horizontal: bool, vertical: bool) -> Pixels {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    let channels = image.channels();
    let mut out = Vec::with_capacity(image.bytes().len());
    for y in 0..height {
        let from_y = if vertical { height - 1 - y } else { y };
        for x in 0..width {
            let from_x = if horizontal { width - 1 - x } else { x };
            let at = (from_y * width + from_x) * channels;
            out.extend_from_slice(&image.bytes()[at..at + channels]);
        }
    }
    image.like(width as u32, height as u32, out)
}

#[cfg(test)]
mod tests {
    use super::{flip, resize, rotate};
    use crate::pixels::Pixels;
    use image::GrayImage;

    fn image() -> Pixels {
        Pixels::Gray(GrayImage::from_raw(4, 2, vec![0, 10, 20, 30, 40, 50, 60, 70]).unwrap())
    }

    #[test]
    fn halving_takes_the_mean_of_four() {
        assert_eq!(resize(&image(), 2, 1).unwrap().bytes(), [25, 45]);
        assert_eq!(resize(&image(), 4, 2).unwrap(), image());
        assert!(resize(&image(), 0, 2).is_err() && resize(&image(), 99_999, 2).is_err());
    }

    #[test]
    fn mirroring_twice_is_nothing() {
        for (h, v) in [(true, false), (false, true), (true, true)] {
            assert_eq!(flip(&flip(&image(), h, v), h, v), image());
        }
        assert_eq!(&flip(&image(), true, false).bytes()[..4], [30, 20, 10, 0]);
    }

    #[test]
    fn a_quarter_turn_swaps_the_sides() {
        assert_eq!(rotate(&image(), 90.0).size(), (2, 4));
        assert_eq!(rotate(&image(), 0.0).bytes(), image().bytes());
    }
}
