//! Resizing, turning, mirroring.
use super::Pixels;

/// The largest side that a step may make.
const LONGEST_SIDE: u32 = 16_384;

/// Resizes. Each new pixel is the mean of what it covers; where the image grows, neighbours are blended.
pub(crate) fn resize(image: &Pixels, width: u32, height: u32) -> Result<Pixels, String> {
    if width == 0 || height == 0 {
        return Err(String::from("width and height must be greater than 0"));
    }
    if width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err(format!("width and height may be {LONGEST_SIDE} at most"));
    }
    let (old_width, old_height) = image.size();
    let channels = image.channels();
    let (across, down) = (weights(old_width, width), weights(old_height, height));
    let bytes = image.bytes();
    let mut rows = vec![0.0_f32; old_height as usize * width as usize * channels];
    for y in 0..old_height as usize {
        for (x, parts) in across.iter().enumerate() {
            for c in 0..channels {
                rows[(y * width as usize + x) * channels + c] = parts
                    .iter()
                    .map(|(from, weight)| {
                        f32::from(bytes[(y * old_width as usize + from) * channels + c]) * weight
                    })
                    .sum();
            }
        }
    }
    let stride = width as usize * channels;
    let mut out = Vec::with_capacity(height as usize * stride);
    for parts in &down {
        for at in 0..stride {
            let value: f32 = parts.iter().map(|(from, weight)| rows[from * stride + at] * weight).sum();
            out.push(value.round_ties_even().clamp(0.0, 255.0) as u8);
        }
    }
    Ok(image.like(width, height, out))
}

/// For each new place the old places it is made of, with their shares.
fn weights(old: u32, new: u32) -> Vec<Vec<(usize, f32)>> {
    let scale = f64::from(old) / f64::from(new);
    (0..new)
        .map(|at| {
            if scale >= 1.0 {
                let (from, to) = (f64::from(at) * scale, f64::from(at + 1) * scale);
                let last = (to.ceil() as usize).min(old as usize);
                (from.floor() as usize..last)
                    .map(|index| {
                        let share = (to.min(index as f64 + 1.0) - from.max(index as f64)).max(0.0) / scale;
                        (index, share as f32)
                    })
                    .collect()
            } else {
                let middle = ((f64::from(at) + 0.5) * scale - 0.5).clamp(0.0, f64::from(old - 1));
                let before = middle.floor() as usize;
                let after = (before + 1).min(old as usize - 1);
                vec![(before, (1.0 - middle.fract()) as f32), (after, middle.fract() as f32)]
            }
        })
        .collect()
}

/// Turns counter-clockwise by degrees; the image grows to hold its corners, new corners are black.
pub(crate) fn rotate(image: &Pixels, degrees: f64) -> Pixels {
    let (width, height) = image.size();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (w, h) = (f64::from(width), f64::from(height));
    let new_width = ((h * sin.abs() + w * cos.abs()) as u32).max(1);
    let new_height = ((h * cos.abs() + w * sin.abs()) as u32).max(1);
    let (cx, cy) = (f64::from(width / 2), f64::from(height / 2));
    let (nx, ny) = (f64::from(new_width) / 2.0, f64::from(new_height) / 2.0);
    let channels = image.channels();
    let bytes = image.bytes();
    let mut out = Vec::with_capacity(new_width as usize * new_height as usize * channels);
    for y in 0..new_height {
        for x in 0..new_width {
            let (dx, dy) = (f64::from(x) - nx, f64::from(y) - ny);
            let (sx, sy) = (cos * dx - sin * dy + cx, sin * dx + cos * dy + cy);
            let (left, top) = (sx.floor(), sy.floor());
            for c in 0..channels {
                let look = |px: f64, py: f64| {
                    if px < 0.0 || py < 0.0 || px >= w || py >= h {
                        0.0
                    } else {
                        f64::from(bytes[(py as usize * width as usize + px as usize) * channels + c])
                    }
                };
                let (fx, fy) = (sx - left, sy - top);
                let upper = look(left, top) * (1.0 - fx) + look(left + 1.0, top) * fx;
                let lower = look(left, top + 1.0) * (1.0 - fx) + look(left + 1.0, top + 1.0) * fx;
                out.push((upper * (1.0 - fy) + lower * fy).round().clamp(0.0, 255.0) as u8);
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
