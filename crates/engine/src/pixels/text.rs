//! Text as OpenCV writes it: strokes of lines, one width for all.
use super::letters::LETTERS;
use super::shapes::{Pen, Point};

/// How far letters reach above and below their line.
const CAP: f64 = 12.0;
const BASE: i64 = 9;
/// Longer texts are cut: nobody reads them.
const LONGEST: usize = 2_000;
const LARGEST_SCALE: f64 = 200.0;
const ONE: f64 = 65_536.0;

/// The size of letters and the thickness of their strokes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lettering {
    scale: f64,
    thickness: i64,
}

impl Lettering {
    pub(crate) fn new(scale: f64, thickness: i64) -> Self {
        let scale = if scale.is_finite() { scale.clamp(-LARGEST_SCALE, LARGEST_SCALE) } else { 0.0 };
        Self { scale, thickness: thickness.clamp(0, super::shapes::THICKEST) }
    }

    /// Width and height of a text in pixels; the height is that above the line.
    pub(crate) fn measure(self, text: &str) -> (i64, i64) {
        let width: f64 = letters(text).map(|letter| (letter.right - letter.left) as f64 * self.scale).sum();
        let height = (CAP + BASE as f64) * self.scale + ((self.thickness + 1) / 2) as f64;
        ((width + self.thickness as f64).round_ties_even() as i64, height.round_ties_even() as i64)
    }

    /// Writes a text whose line starts at a place.
    pub(crate) fn write(self, pen: &mut Pen<'_>, text: &str, start: Point) {
        self.strokes(text, start, |points| pen.fine_path(points, self.thickness));
    }

    /// The same with fading edges.
    pub(crate) fn write_smoothly(self, pen: &mut Pen<'_>, text: &str, start: Point) {
        self.strokes(text, start, |points| pen.smooth_path(points, self.thickness));
    }

    fn strokes(self, text: &str, start: Point, mut draw: impl FnMut(&[Point])) {
        let scale = (self.scale * ONE).round_ties_even() as i64;
        let mut x = start.0 << 16;
        let y = (start.1 << 16) - BASE * scale;
        for letter in letters(text) {
            x -= letter.left * scale;
            for stroke in letter.strokes.split(' ') {
                let points: Vec<Point> = stroke
                    .as_bytes()
                    .chunks_exact(2)
                    .map(|pair| (number(pair[0]) * scale + x, number(pair[1]) * scale + y))
                    .collect();
                if points.len() > 1 {
                    draw(&points);
                }
            }
            x += letter.right * scale;
        }
    }
}

struct Letter {
    left: i64,
    right: i64,
    strokes: &'static str,
}

/// The letters of a text; what has no letter is a question mark.
fn letters(text: &str) -> impl Iterator<Item = Letter> {
    text.chars().take(LONGEST).map(|character| {
        let find = |character: char| LETTERS.get((character as usize).wrapping_sub(' ' as usize));
        let strokes = find(character).or_else(|| find('?')).copied().unwrap_or("RR");
        let marks = strokes.as_bytes();
        let mark = |index: usize| marks.get(index).map_or(0, |mark| number(*mark));
        Letter { left: mark(0), right: mark(1), strokes: strokes.get(2..).unwrap_or_default() }
    })
}

fn number(mark: u8) -> i64 {
    i64::from(mark) - i64::from(b'R')
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, Lettering};
    use crate::pixels::shapes::Pen;
    use image::RgbImage;

    #[test]
    fn every_letter_is_whole() {
        for (index, letter) in LETTERS.iter().enumerate() {
            assert!(
                letter.len() >= 2 && letter[2..].split(' ').all(|stroke| stroke.len() % 2 == 0),
                "{index}"
            );
        }
    }

    #[test]
    fn sizes_are_those_of_opencv() {
        // cv2.getTextSize of version 4.11.
        assert_eq!(Lettering::new(1.0, 2).measure("Focus value: 12.34"), (305, 22));
        assert_eq!(Lettering::new(0.5, 1).measure("car"), (26, 12));
        assert_eq!(Lettering::new(0.5, 1).measure("é"), Lettering::new(0.5, 1).measure("?"));
    }

    #[test]
    fn a_text_stays_within_its_size() {
        let mut image = RgbImage::new(60, 40);
        let letters = Lettering::new(1.0, 1);
        letters.write(&mut Pen::new(&mut image, [255; 3]), "Hi", (5, 30));
        let (width, height) = letters.measure("Hi");
        let lit: Vec<_> = image.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[0] > 0).collect();
        assert!(lit.len() > 40);
        assert!(lit.iter().all(|(x, y, _)| (5..=5 + width).contains(&i64::from(*x))
            && (30 - height..=30).contains(&i64::from(*y))));
    }
}
