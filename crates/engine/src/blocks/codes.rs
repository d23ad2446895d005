//! Reading codes.
use super::Outcome;
use crate::data::{Data, Picture};
use crate::detections::{Detection, Detections};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::GrayImage;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult};
use serde_json::{Map, json};
use std::rc::Rc;

pub(super) fn qr(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let gray = picture.pixels.to_gray();
    let (width, height) = gray.dimensions();
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        ..DecodeHints::default()
    };
    // An image without a pixel is no image with a code; the library says “not found” by an error.
    let read = Luma8LuminanceSource::new(gray.as_raw().clone(), width, height).and_then(|source| {
        let mut image = BinaryBitmap::new(HybridBinarizer::new(source));
        // This reader takes every code of the image, equal ones too; the library's general one drops those.
        QrReader.decode_multiple_with_hints(&mut image, &hints)
    });
    let found = read.unwrap_or_default();
    let found = found.iter().filter_map(|code| {
        // To the last dark pixel, as the reference engine counts.
        let [left, top, right, bottom] = bounds(code)?;
        let corners = [left.floor(), top.floor(), (right - 1.0).floor(), (bottom - 1.0).floor()];
        Some(detection(corners, "qr_code", String::from(code.getText()), ids))
    });
    let found = found.collect();
    Ok(outcome(&picture, "qrcode-detection", found))
}

pub(super) fn bar(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let gray = picture.pixels.to_gray();
    let (width, height) = gray.dimensions();
    // The library says “not found” by an error.
    let read =
        rxing::helpers::detect_multiple_in_luma(gray.as_raw().clone(), width, height).unwrap_or_default();
    let found = read.iter().filter_map(|code| {
        let [left, top, right, bottom] = bounds(code)?;
        // Linear codes are found along one line, from the middle of the first mark to that of the last: the box
        // takes in both marks, and the bars above and below the line.
        let (left, top, right, bottom) = if bottom - top < 2.0 {
            let (left, right) = marks(&gray, left, right, top);
            let (top, bottom) = bars(&gray, left, right, top);
            (left, top, right, bottom)
        } else {
            (left, top, right, bottom)
        };
        Some(detection([left, top, right, bottom], "barcode", String::from(code.getText()), ids))
    });
    let found = found.collect();
    Ok(outcome(&picture, "barcode-detection", found))
}

/// Left, top, right and bottom of a code's points; `None` when it has none.
fn bounds(code: &RXingResult) -> Option<[f64; 4]> {
    let mut points = code.getPoints().iter().map(|point| [f64::from(point.x), f64::from(point.y)]);
    let [x, y] = points.next()?;
    Some(points.fold([x, y, x, y], |[left, top, right, bottom], [x, y]| {
        [left.min(x), top.min(y), right.max(x), bottom.max(y)]
    }))
}

/// How far the marks go on to the left and to the right of two places on a line: to where it stays light for longer
/// than anywhere between them.
fn marks(gray: &GrayImage, left: f64, right: f64, line: f64) -> (f64, f64) {
    let (width, height) = gray.dimensions();
    let y = (line.max(0.0) as u32).min(height.saturating_sub(1));
    let (left, right) = (left.max(0.0) as u32, (right.max(0.0) as u32).min(width.saturating_sub(1)));
    let is_dark = |x: u32| gray.get_pixel(x, y).0[0] < 128;
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
fn bars(gray: &GrayImage, left: f64, right: f64, line: f64) -> (f64, f64) {
    let (width, height) = gray.dimensions();
    let line = (line.max(0.0) as u32).min(height.saturating_sub(1));
    let (left, right) = (left.max(0.0) as u32, (right.max(0.0) as u32).min(width));
    let row = |y: u32| -> Vec<bool> { (left..right).map(|x| gray.get_pixel(x, y).0[0] < 128).collect() };
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

fn detection(corners: [f64; 4], class: &str, text: String, ids: &Ids) -> Detection {
    Detection {
        corners,
        confidence: 1.0,
        class_id: 0,
        class: String::from(class),
        id: ids.uuid(),
        extra: Map::from_iter([(String::from("data"), json!(text))]),
        ..Detection::default()
    }
}

fn outcome(picture: &Picture, prediction_type: &str, mut found: Vec<Detection>) -> Outcome {
    // In reading order, so that equal images give equal lists.
    found.sort_by(|a, b| {
        let line = |one: &Detection| (one.corners[1] / 20.0).floor();
        line(a).total_cmp(&line(b)).then(a.corners[0].total_cmp(&b.corners[0]))
    });
    Outcome::Values(vec![(
        "predictions",
        Data::Detections(Rc::new(Detections::on(picture, prediction_type, found))),
    )])
}
