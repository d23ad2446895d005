//! Drawing on an image: boxes and labels.
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle, iso_8859_1};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::*;
use embedded_graphics::text::{Baseline, Text};
use image::{Rgb, RgbImage};
use std::convert::Infallible;

/// Draws the outline of a box, `thickness` pixels wide around its edge.
pub(crate) fn outline(image: &mut RgbImage, corners: [f64; 4], color: [u8; 3], thickness: u32) {
    let [left, top, right, bottom] = corners.map(|corner| corner as i64);
    let outer = i64::from(thickness.max(1) / 2);
    let inner = i64::from(thickness.max(1)) - outer;
    fill(image, left - outer, top - outer, right + inner, top + inner, color);
    fill(image, left - outer, bottom - outer, right + inner, bottom + inner, color);
    fill(image, left - outer, top - outer, left + inner, bottom + inner, color);
    fill(image, right - outer, top - outer, right + inner, bottom + inner, color);
}

/// Draws a box's outline with round corners: `roundness` from 0 to 1 of half its shorter side.
pub(crate) fn round_outline(
    image: &mut RgbImage,
    corners: [f64; 4],
    color: [u8; 3],
    thickness: u32,
    roundness: f64,
) {
    let [left, top, right, bottom] = corners;
    let radius = (right - left).min(bottom - top) / 2.0 * roundness.clamp(0.0, 1.0);
    let half = f64::from(thickness.max(1)) / 2.0;
    let (from_x, to_x) = ((left - half).floor() as i64, (right + half).ceil() as i64);
    let (from_y, to_y) = ((top - half).floor() as i64, (bottom + half).ceil() as i64);
    for y in from_y.max(0)..=to_y.min(i64::from(image.height()) - 1) {
        for x in from_x.max(0)..=to_x.min(i64::from(image.width()) - 1) {
            // Distance to a rectangle whose corners are quarter circles.
            let dx = ((x as f64 - (left + right) / 2.0).abs() - ((right - left) / 2.0 - radius)).max(0.0);
            let dy = ((y as f64 - (top + bottom) / 2.0).abs() - ((bottom - top) / 2.0 - radius)).max(0.0);
            let inside = ((x as f64 - (left + right) / 2.0).abs() - (right - left) / 2.0)
                .max((y as f64 - (top + bottom) / 2.0).abs() - (bottom - top) / 2.0);
            let distance = if dx > 0.0 && dy > 0.0 { dx.hypot(dy) - radius } else { inside };
            if distance.abs() <= half {
                image.put_pixel(x as u32, y as u32, Rgb(color));
            }
        }
    }
}

/// Fills a rectangle, right and bottom excluded.
pub(crate) fn fill(image: &mut RgbImage, left: i64, top: i64, right: i64, bottom: i64, color: [u8; 3]) {
    let (width, height) = (i64::from(image.width()), i64::from(image.height()));
    for y in top.max(0)..bottom.min(height) {
        for x in left.max(0)..right.min(width) {
            image.put_pixel(x as u32, y as u32, Rgb(color));
        }
    }
}

/// Letters of a size: a bitmap font, enlarged by whole numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lettering {
    font: &'static MonoFont<'static>,
    times: u32,
}

impl Lettering {
    /// Letters about as high as OpenCV's at that scale (22 pixels at 1).
    pub(crate) fn of_scale(scale: f64) -> Self {
        let wanted = (scale * 20.0).clamp(6.0, 400.0);
        let (font, times) = match wanted {
            h if h < 9.5 => (&iso_8859_1::FONT_5X8, 1),
            h if h < 12.0 => (&iso_8859_1::FONT_6X10, 1),
            h if h < 14.5 => (&iso_8859_1::FONT_7X13, 1),
            h if h < 17.0 => (&iso_8859_1::FONT_8X13, 1),
            h if h < 30.0 => (&iso_8859_1::FONT_10X20, 1),
            h => (&iso_8859_1::FONT_10X20, (h / 20.0).round() as u32),
        };
        Self { font, times }
    }

    /// Width and height of a text in pixels.
    pub(crate) fn measure(self, text: &str) -> (u32, u32) {
        let letter = self.font.character_size;
        (text.chars().count() as u32 * letter.width * self.times, letter.height * self.times)
    }

    /// Writes a text with its upper left corner at a place.
    pub(crate) fn write(self, image: &mut RgbImage, text: &str, x: i64, y: i64, color: [u8; 3]) {
        let mut target = Canvas { image, x, y, times: self.times };
        let style = MonoTextStyle::new(self.font, Rgb888::new(color[0], color[1], color[2]));
        // The canvas cannot fail: what lies outside is left out.
        let _ = Text::with_baseline(text, Point::zero(), style, Baseline::Top).draw(&mut target);
    }
}

struct Canvas<'a> {
    image: &'a mut RgbImage,
    x: i64,
    y: i64,
    times: u32,
}

impl OriginDimensions for Canvas<'_> {
    fn size(&self) -> Size {
        Size::new(u32::MAX >> 1, u32::MAX >> 1)
    }
}

impl DrawTarget for Canvas<'_> {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb888>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        let times = i64::from(self.times);
        for Pixel(point, color) in pixels {
            let (x, y) = (self.x + i64::from(point.x) * times, self.y + i64::from(point.y) * times);
            fill(self.image, x, y, x + times, y + times, [color.r(), color.g(), color.b()]);
        }
        Ok(())
    }
}
