//! How sharp an image is.
use image::GrayImage;

/// Brenner's measure: the mean of squared differences to the second next pixel, and a picture of them.
pub(crate) fn brenner(image: &GrayImage) -> (f64, GrayImage) {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let bytes = image.as_raw();
    let squares: Vec<u32> = (0..width * height)
        .map(|at| {
            let here = bytes[at];
            let right = if at % width + 2 < width { bytes[at + 2].saturating_sub(here) } else { 0 };
            let below = bytes.get(at + 2 * width).map_or(0, |below| below.saturating_sub(here));
            u32::from(right.max(below)).pow(2)
        })
        .collect();
    let most = squares.iter().copied().max().unwrap_or(0);
    let sum: u64 = squares.iter().copied().map(u64::from).sum();
    let picture = squares
        .iter()
        .map(|square| if most > 0 { (f64::from(*square) / f64::from(most) * 255.0) as u8 } else { 0 });
    let picture = GrayImage::from_raw(image.width(), image.height(), picture.collect()).unwrap_or_default();
    (sum as f64 / squares.len().max(1) as f64, picture)
}

#[cfg(test)]
mod tests {
    use super::brenner;
    use image::{GrayImage, Luma};

    #[test]
    fn an_edge_counts_where_it_gets_brighter() {
        let image = GrayImage::from_raw(4, 1, vec![0, 0, 10, 5]).unwrap();
        let (value, picture) = brenner(&image);
        assert_eq!((value, picture.as_raw().as_slice()), (31.25, [255, 63, 0, 0].as_slice()));
        assert_eq!(brenner(&GrayImage::from_pixel(3, 3, Luma([7]))).0, 0.0);
    }
}
