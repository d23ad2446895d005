//! Reads QR codes and barcodes. Apart from the engine, which is handed it: with the tables of all character sets that a
//! code may be written in it is as large as all other blocks together, and few workflows have such a step.
#![warn(missing_docs)]

use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult};

/// Left, top, right and bottom of a code, pixels, and what it says.
pub type Code = ([f64; 4], String);

/// All QR codes of a gray image, which is empty where its values do not fill its size.
#[must_use]
pub fn qr(gray: &[u8], width: u32, height: u32) -> Vec<Code> {
    let gray = Gray::new(gray, width, height);
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        ..DecodeHints::default()
    };
    // An image without a pixel is no image with a code; the library says “not found” by an error.
    let read = Luma8LuminanceSource::new(gray.values.to_vec(), gray.width, gray.height).and_then(|source| {
        let mut image = BinaryBitmap::new(HybridBinarizer::new(source));
        // This reader takes every code of the image, equal ones too; the library's general one drops those.
        QrReader.decode_multiple_with_hints(&mut image, &hints)
    });
    let found = read.unwrap_or_default();
    let found = found.iter().filter_map(|code| {
        // To the last dark pixel, as the reference engine counts.
        let [left, top, right, bottom] = bounds(code)?;
        let corners = [left.floor(), top.floor(), (right - 1.0).floor(), (bottom - 1.0).floor()];
        Some((corners, String::from(code.getText())))
    });
    found.collect()
}

/// All barcodes of a gray image, and all other codes that the library knows.
#[must_use]
pub fn bar(gray: &[u8], width: u32, height: u32) -> Vec<Code> {
    let gray = Gray::new(gray, width, height);
    // The library says “not found” by an error.
    let read = rxing::helpers::detect_multiple_in_luma(gray.values.to_vec(), gray.width, gray.height)
        .unwrap_or_default();
    let found = read.iter().filter_map(|code| {
        let [left, top, right, bottom] = bounds(code)?;
        // Linear codes are found along one line, from the middle of the first mark to that of the last: the box
        // takes in both marks, and the bars above and below the line.
        let corners = if bottom - top < 2.0 {
            let (left, right) = marks(&gray, left, right, top);
            let (top, bottom) = bars(&gray, left, right, top);
            [left, top, right, bottom]
        } else {
            [left, top, right, bottom]
        };
        Some((corners, String::from(code.getText())))
    });
    found.collect()
}

/// Left, top, right and bottom of a code's points; `None` when it has none.
fn bounds(code: &RXingResult) -> Option<[f64; 4]> {
    let mut points = code.getPoints().iter().map(|point| [f64::from(point.x), f64::from(point.y)]);
    let [x, y] = points.next()?;
    Some(points.fold([x, y, x, y], |[left, top, right, bottom], [x, y]| {
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    }))
}

struct Gray<'a> {
    values: &'a [u8],
    width: u32,
    height: u32,
}

impl<'a> Gray<'a> {
    fn new(values: &'a [u8], width: u32, height: u32) -> Self {
        if values.len() as u64 == u64::from(width) * u64::from(height) {
            Self { values, width, height }
        } else {
            Self { values: &[], width: 0, height: 0 }
        }
    }

    fn is_dark(&self, x: u32, y: u32) -> bool {
        let at = y as usize * self.width as usize + x as usize;
        self.values.get(at).is_some_and(|value| *value < 128)
    }
}

/// How far the marks go on to the left and to the right of two places on a line: to where it stays light for longer
/// than anywhere between them.
fn marks(gray: &Gray<'_>, left: f64, right: f64, line: f64) -> (f64, f64) {
    let (width, height) = (gray.width, gray.height);
    let y = (line.max(0.0) as u32).min(height.saturating_sub(1));
    let (left, right) = (left.max(0.0) as u32, (right.max(0.0) as u32).min(width.saturating_sub(1)));
    let is_dark = |x: u32| gray.is_dark(x, y);
    let (mut run, mut longest) = (0, 0);
    for x in left..right {
        run = if is_dark(x) { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    let last_dark = |places: &mut dyn Iterator<Item = u32>, start: u32| {
        let (mut last, mut run) = (start, 0);
        for x in places {
            run = if is_dark(x) { 0 } else { run + 1 };
            if run == 0 {
                last = x;
            } else if run > longest {
                break;
            }
        }
        last
    };
    (f64::from(last_dark(&mut (0..=left).rev(), left)), f64::from(last_dark(&mut (right..width), right)))
}

/// How far the pattern of a line goes on above and below it.
fn bars(gray: &Gray<'_>, left: f64, right: f64, line: f64) -> (f64, f64) {
    let (width, height) = (gray.width, gray.height);
    let line = (line.max(0.0) as u32).min(height.saturating_sub(1));
    let (left, right) = (left.max(0.0) as u32, (right.max(0.0) as u32).min(width));
    let row = |y: u32| -> Vec<bool> { (left..right).map(|x| gray.is_dark(x, y)).collect() };
    let pattern = row(line);
    let is_alike = |y: u32| {
        let same = row(y).iter().zip(&pattern).filter(|(a, b)| a == b).count();
        same * 10 >= pattern.len() * 9
    };
    let mut top = line;
    while top > 0 && is_alike(top - 1) {
        top -= 1;
    }
    let mut bottom = line;
    while bottom + 1 < height && is_alike(bottom + 1) {
        bottom += 1;
    }
    (f64::from(top), f64::from(bottom))
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_that_do_not_fill_an_image_hold_no_code() {
        for (values, width, height) in [(&[][..], 0, 0), (&[0; 5], 2, 3), (&[0; 6], u32::MAX, u32::MAX)] {
            assert_eq!(
                (super::qr(values, width, height), super::bar(values, width, height)),
                (vec![], vec![])
            );
        }
    }
}
