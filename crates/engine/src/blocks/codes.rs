//! Reading codes.
use super::Outcome;
use crate::data::{Data, Picture};
use crate::detections::{Detection, Detections};
use crate::random::Ids;
use crate::step::{Args, StepError};
use image::GrayImage;
use serde_json::{Map, json};
use std::rc::Rc;

pub(super) fn qr(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let gray = picture.pixels.to_gray();
    let mut search =
        rqrr::PreparedImage::prepare_from_greyscale(gray.width() as usize, gray.height() as usize, |x, y| {
            gray.get_pixel(x as u32, y as u32).0[0]
        });
    let found = search.detect_grids().into_iter().filter_map(|grid| {
        // A grid that cannot be read is no code that anybody can use.
        let (_, text) = grid.decode().ok()?;
        let [first, _, third, _] = grid.bounds;
        let corners =
            [first.x.min(third.x), first.y.min(third.y), first.x.max(third.x), first.y.max(third.y)];
        Some(detection(corners.map(f64::from), "qr_code", text, ids))
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
        let points = code.getPoints();
        let xs = points.iter().map(|point| f64::from(point.x));
        let ys = points.iter().map(|point| f64::from(point.y));
        let (left, right) = (xs.clone().fold(f64::INFINITY, f64::min), xs.fold(f64::NEG_INFINITY, f64::max));
        let (top, bottom) = (ys.clone().fold(f64::INFINITY, f64::min), ys.fold(f64::NEG_INFINITY, f64::max));
        if !(left.is_finite() && top.is_finite()) {
            return None;
        }
        // Linear codes are found along one line: the box takes in the bars above and below it.
        let (top, bottom) = if bottom - top < 2.0 { bars(&gray, left, right, top) } else { (top, bottom) };
        Some(detection([left, top, right, bottom], "barcode", String::from(code.getText()), ids))
    });
    let found = found.collect();
    Ok(outcome(&picture, "barcode-detection", found))
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
