//! Images as a browser has them.
use crate::pixels::Pixels;
use image::RgbImage;

/// An image as its pixels: red, green, blue and opacity, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// Width × height × 4 values.
    pub rgba: Vec<u8>,
}

impl Frame {
    /// The same as the engine has it; one whose values do not fill its size is empty.
    pub(super) fn pixels(&self) -> Pixels {
        let bytes = self.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Pixels::Color(RgbImage::from_raw(self.width, self.height, bytes).unwrap_or_default())
    }

    /// An image of the engine, opaque.
    pub(super) fn of(pixels: &Pixels) -> Self {
        let (width, height) = pixels.size();
        let mut rgba = vec![255; width as usize * height as usize * 4];
        match pixels {
            Pixels::Gray(image) => {
                for (to, value) in rgba.chunks_exact_mut(4).zip(image.as_raw()) {
                    (to[0], to[1], to[2]) = (*value, *value, *value);
                }
            }
            Pixels::Color(image) => {
                for (to, from) in rgba.chunks_exact_mut(4).zip(image.as_raw().chunks_exact(3)) {
                    (to[0], to[1], to[2]) = (from[0], from[1], from[2]);
                }
            }
        }
        Self { width, height, rgba }
    }
}
