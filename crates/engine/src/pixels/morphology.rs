//! Growing and shrinking what is bright, over a square. Beyond the edge of the image nothing counts.
use super::Pixels;

/// How far a square reaches before and after its pixel.
#[derive(Clone, Copy)]
struct Reach {
    before: usize,
    after: usize,
}

impl Reach {
    fn of(size: usize, length: usize) -> Self {
        let before = size / 2;
        // What reaches over the whole image reaches nothing more.
        Self { before: before.min(length), after: (size - 1 - before).min(length) }
    }

    fn size(self) -> usize {
        self.before + 1 + self.after
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Lowest,
    Highest,
}

impl Keep {
    fn of(self, a: u8, b: u8) -> u8 {
        match self {
            Self::Lowest => a.min(b),
            Self::Highest => a.max(b),
        }
    }

    /// What never wins: the border.
    fn neutral(self) -> u8 {
        match self {
            Self::Lowest => u8::MAX,
            Self::Highest => 0,
        }
    }
}

/// Applies an operation by its name; nothing for a name that is none.
pub(crate) fn apply(image: &Pixels, operation: &str, size: usize) -> Option<Pixels> {
    // An empty square is taken as one of three, as OpenCV does.
    let size = if size == 0 { 3 } else { size };
    let shrink = |image: &Pixels| extreme(image, size, Keep::Lowest);
    let grow = |image: &Pixels| extreme(image, size, Keep::Highest);
    let open = |image: &Pixels| grow(&shrink(image));
    let close = |image: &Pixels| shrink(&grow(image));
    Some(match operation {
        "Erosion" => shrink(image),
        "Dilation" => grow(image),
        "Opening" => open(image),
        "Closing" => close(image),
        "Opening then Closing" => close(&open(image)),
        "Gradient" => less(&grow(image), &shrink(image)),
        "Top Hat" => less(image, &open(image)),
        "Black Hat" => less(&close(image), image),
        _ => return None,
    })
}

fn less(a: &Pixels, b: &Pixels) -> Pixels {
    let (width, height) = a.size();
    a.like(width, height, a.bytes().iter().zip(b.bytes()).map(|(a, b)| a.saturating_sub(*b)).collect())
}

/// The lowest or highest value of each square.
fn extreme(image: &Pixels, size: usize, keep: Keep) -> Pixels {
    let (width, height) = (image.size().0 as usize, image.size().1 as usize);
    if width == 0 || height == 0 || size == 1 {
        return image.clone();
    }
    let channels = image.channels();
    let stride = width * channels;
    let across = Reach::of(size, width);
    let down = Reach::of(size, height);
    // Rows first, into the middle of a taller picture whose other rows never win.
    let mut tall = vec![keep.neutral(); stride * (height + down.before + down.after)];
    let mut line = vec![0; stride + (across.before + across.after) * channels];
    for (from, to) in image.bytes().chunks_exact(stride).zip(tall.chunks_exact_mut(stride).skip(down.before))
    {
        line.fill(keep.neutral());
        line[across.before * channels..][..stride].copy_from_slice(from);
        slide(&mut line, across.size(), channels, keep);
        to.copy_from_slice(&line[..stride]);
    }
    slide(&mut tall, down.size(), stride, keep);
    tall.truncate(stride * height);
    image.like(width as u32, height as u32, tall)
}

/// Makes each value the extreme of itself and of the `size` - 1 after it, `step` apart: runs double in length until
/// two of them cover the whole, so a large square costs little more than a small one.
fn slide(values: &mut [u8], size: usize, step: usize, keep: Keep) {
    let mut run = 1;
    while run < size {
        let shift = run.min(size - run) * step;
        let count = values.len().saturating_sub(shift);
        for index in 0..count {
            values[index] = keep.of(values[index], values[index + shift]);
        }
        run += run.min(size - run);
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::pixels::Pixels;
    use image::GrayImage;

    fn row(values: &[u8]) -> Pixels {
        Pixels::Gray(GrayImage::from_raw(values.len() as u32, 1, values.to_vec()).unwrap())
    }

    #[test]
    fn each_operation_by_hand() {
        let image = row(&[0, 0, 9, 0, 0, 0, 7, 7, 7, 0]);
        for (operation, expected) in [
            ("Erosion", [0, 0, 0, 0, 0, 0, 0, 7, 0, 0]),
            ("Dilation", [0, 9, 9, 9, 0, 7, 7, 7, 7, 7]),
            ("Opening", [0, 0, 0, 0, 0, 0, 7, 7, 7, 0]),
            ("Top Hat", [0, 0, 9, 0, 0, 0, 0, 0, 0, 0]),
            ("Gradient", [0, 9, 9, 9, 0, 7, 7, 0, 7, 7]),
        ] {
            assert_eq!(apply(&image, operation, 3).unwrap().bytes(), expected, "{operation}");
        }
        assert!(apply(&image, "Melting", 3).is_none());
    }

    #[test]
    fn an_even_square_reaches_further_back() {
        assert_eq!(apply(&row(&[0, 0, 9, 0, 0]), "Dilation", 2).unwrap().bytes(), [0, 0, 9, 9, 0]);
    }

    #[test]
    fn a_square_larger_than_the_image_takes_all_of_it() {
        assert_eq!(apply(&row(&[3, 1, 2]), "Erosion", 1_000_000).unwrap().bytes(), [1, 1, 1]);
    }
}
