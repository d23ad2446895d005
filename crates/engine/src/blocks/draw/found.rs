//! What drawing needs to know of detections beyond their boxes.
use crate::detections::Detection;
use serde_json::Value;

/// The number that a tracker gave.
pub(super) fn track(one: &Detection) -> Option<i64> {
    one.extra.get("tracker_id").and_then(Value::as_i64)
}

pub(super) fn center_of_mass(_: &Detection, _: (u32, u32)) -> Option<(f64, f64)> {
    None
}
