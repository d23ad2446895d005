//! What drawing needs to know of detections beyond their boxes.
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::step::{Args, StepError};
use serde_json::{Map, Value};
use std::rc::Rc;

/// The detections of a property; those that an input brings as JSON are read here.
pub(super) fn detections(args: &Args, name: &str) -> Result<Rc<Detections>, StepError> {
    let Some(Data::Json(json)) = args.get(name) else { return args.detections(name) };
    let items = json.get("predictions").and_then(Value::as_array).into_iter().flatten();
    let items = items.map(read).collect::<Option<_>>();
    let items = items.ok_or_else(|| {
        StepError::at(
            name,
            format!("“{name}” holds something that is no detection with x, y, width and height"),
        )
    })?;
    Ok(Rc::new(Detections::on(&*args.image("image")?, "object-detection", items)))
}

fn read(value: &Value) -> Option<Detection> {
    let number = |name: &str| value.get(name).and_then(Value::as_f64);
    let (x, y) = (number("x")?, number("y")?);
    let (w, h) = (number("width")? / 2.0, number("height")? / 2.0);
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let known = ["x", "y", "width", "height", "confidence", "class_id", "class", "detection_id", "parent_id"];
    let extra = value.as_object()?.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    Some(Detection {
        corners: [x - w, y - h, x + w, y + h],
        confidence: number("confidence").unwrap_or(1.0),
        class_id: value.get("class_id").and_then(Value::as_i64).unwrap_or(-1),
        class: String::from(text("class")),
        id: String::from(text("detection_id")),
        extra: extra.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>(),
    })
}

/// The number that a tracker gave.
pub(super) fn track(one: &Detection) -> Option<i64> {
    one.extra.get("tracker_id").and_then(Value::as_i64)
}

pub(super) fn center_of_mass(_: &Detection, _: (u32, u32)) -> Option<(f64, f64)> {
    None
}
