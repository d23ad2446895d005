//! Reading codes, with what is handed in for it.
use super::Outcome;
use crate::context::Context;
use crate::data::{Data, Picture};
use crate::detections::{Detection, Detections};
use crate::options::{CodeReader, ReadCodes};
use crate::step::{Args, StepError};
use serde_json::{Map, json};
use std::rc::Rc;

pub(super) fn qr(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    read(args, context, |reader| reader.qr, ["qrcode-detection", "qr_code"])
}

pub(super) fn bar(args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
    read(args, context, |reader| reader.bar, ["barcode-detection", "barcode"])
}

fn read(
    args: &Args,
    context: &Context<'_>,
    way: fn(CodeReader) -> ReadCodes,
    [prediction_type, class]: [&str; 2],
) -> Result<Outcome, StepError> {
    let picture = args.image("images")?;
    let reader = context.codes.ok_or_else(|| String::from("there is nothing here that reads codes"))?;
    let gray = picture.pixels.to_gray();
    let (width, height) = gray.dimensions();
    let codes = way(reader)(gray.as_raw(), width, height)?;
    let found = codes.into_iter().map(|(corners, text)| Detection {
        corners,
        confidence: 1.0,
        class_id: 0,
        class: String::from(class),
        id: context.ids.uuid(),
        extra: Map::from_iter([(String::from("data"), json!(text))]),
        ..Detection::default()
    });
    Ok(outcome(&picture, prediction_type, found.collect()))
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
