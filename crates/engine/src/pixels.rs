//! Images as numbers, and the classical operations on them.
pub(crate) mod adaptive;
pub(crate) mod adjust;
pub(crate) mod blend;
pub(crate) mod blur;
pub(crate) mod contours;
pub(crate) mod contrast;
pub(crate) mod equalize;
pub(crate) mod focus;
pub(crate) mod geometry;
mod letters;
mod levels;
pub(crate) mod morphology;
pub(crate) mod shapes;
mod smooth;
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod threshold;

use image::{GrayImage, RgbImage};

/// An image of one or three channels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pixels {
    Gray(GrayImage),
    Color(RgbImage),
}

impl Pixels {
    /// Width and height.
    pub(crate) fn size(&self) -> (u32, u32) {
        match self {
            Self::Gray(image) => image.dimensions(),
            Self::Color(image) => image.dimensions(),
        }
    }

    /// How many values a pixel has.
    pub(crate) fn channels(&self) -> usize {
        match self {
            Self::Gray(_) => 1,
            Self::Color(_) => 3,
        }
    }

    /// The values, row by row.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Gray(image) => image.as_raw(),
            Self::Color(image) => image.as_raw(),
        }
    }

    /// An image of the same number of channels and another size. `bytes` has width × height × channels values.
    pub(crate) fn like(&self, width: u32, height: u32, bytes: Vec<u8>) -> Self {
        let empty = || Self::Gray(GrayImage::new(0, 0));
        match self {
            Self::Gray(_) => GrayImage::from_raw(width, height, bytes).map_or_else(empty, Self::Gray),
            Self::Color(_) => RgbImage::from_raw(width, height, bytes).map_or_else(empty, Self::Color),
        }
    }

    /// Each value by itself.
    pub(crate) fn map(&self, change: impl Fn(u8) -> u8) -> Self {
        let (width, height) = self.size();
        self.like(width, height, self.bytes().iter().map(|value| change(*value)).collect())
    }

    /// Brightness, by the weights of BT.601 as OpenCV rounds them.
    pub(crate) fn to_gray(&self) -> GrayImage {
        match self {
            Self::Gray(image) => image.clone(),
            Self::Color(image) => {
                let gray = image.as_raw().chunks_exact(3).map(|pixel| {
                    let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
                    ((r * 9_798 + g * 19_235 + b * 3_735 + 16_384) >> 15) as u8
                });
                let (width, height) = image.dimensions();
                GrayImage::from_raw(width, height, gray.collect()).unwrap_or_default()
            }
        }
    }

    /// The last value of each pixel.
    pub(crate) fn last_channel(&self) -> GrayImage {
        let (width, height) = self.size();
        let channels = self.channels();
        let values = self.bytes().iter().copied().skip(channels - 1).step_by(channels).collect();
        GrayImage::from_raw(width, height, values).unwrap_or_default()
    }

    /// Three channels.
    pub(crate) fn to_color(&self) -> RgbImage {
        match self {
            Self::Color(image) => image.clone(),
            Self::Gray(image) => {
                let (width, height) = image.dimensions();
                let bytes = image.as_raw().iter().flat_map(|value| [*value; 3]).collect();
                RgbImage::from_raw(width, height, bytes).unwrap_or_default()
            }
        }
    }

    /// A rectangle within the image; nothing when it is empty.
    pub(crate) fn crop(&self, left: u32, top: u32, right: u32, bottom: u32) -> Option<Self> {
        let (width, height) = self.size();
        let (right, bottom) = (right.min(width), bottom.min(height));
        if left >= right || top >= bottom {
            return None;
        }
        let channels = self.channels();
        let stride = width as usize * channels;
        let rows = (top..bottom).flat_map(|y| {
            let start = y as usize * stride;
            self.bytes()[start + left as usize * channels..start + right as usize * channels].iter().copied()
        });
        Some(self.like(right - left, bottom - top, rows.collect()))
    }
}
