//! Making one list of detections of several, one detection of many, and changing boxes.
use super::Outcome;
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::random::Ids;
use crate::shapes::overlap;
use crate::step::{Args, StepError};
use serde_json::Value;
use std::rc::Rc;

fn output(all: Detections) -> Outcome {
    Outcome::Values(vec![("predictions", all.into())])
}

/// One box around everything, as sure as the least sure thing in it.
pub(super) fn merge(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let all = args.detections("predictions")?;
    let mut least: Option<&Detection> = None;
    for one in &all.items {
        if least.is_none_or(|least| one.confidence < least.confidence) {
            least = Some(one);
        }
    }
    let Some(least) = least else { return Ok(output(Detections::nowhere())) };
    let corners = all
        .items
        .iter()
        .map(|one| one.corners)
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let merged = Detection {
        corners: corners.unwrap_or_default(),
        // The reference engine keeps this one with single precision.
        confidence: f64::from(least.confidence as f32),
        class: args.text("class_name", "merged_detection")?,
        id: ids.uuid(),
        ..Detection::default()
    };
    Ok(output(Detections { items: vec![merged], ..Detections::nowhere() }))
}

pub(super) fn combine(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let (one, two) = (args.detections("prediction_one")?, args.detections("prediction_two")?);
    Detections::merged(&[&one, &two]).map(output).map_err(|why| StepError::at("prediction_two", why))
}

/// Larger boxes, within the image; each is a detection of its own, found in the one it was.
pub(super) fn offset(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let all = args.detections("predictions")?;
    let (width, height) = (args.whole("offset_width", 0)?, args.whole("offset_height", 0)?);
    let is_percent = match args.text("units", "Pixels")?.as_str() {
        "Pixels" => false,
        "Percent (%)" => true,
        other => return Err(StepError::at("units", format!("“units” cannot be “{other}”"))),
    };
    let size = [f64::from(all.size.0), f64::from(all.size.1)];
    let items = all.items.iter().map(|one| {
        let by = |side: f64, offset: i64| {
            if is_percent { (side * offset as f64 / 200.0).trunc() } else { offset.div_euclid(2) as f64 }
        };
        let (x, y) = (by(one.width(), width), by(one.height(), height));
        let [left, top, right, bottom] = one.corners;
        let corners =
            [(left - x).max(0.0), (top - y).max(0.0), (right + x).min(size[0]), (bottom + y).min(size[1])];
        let mut one = all.reparented(one);
        one.corners = corners;
        one.id = ids.uuid();
        one
    });
    let items = items.collect();
    Ok(output(all.with(items)))
}

pub(super) fn by_class_confidence(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let all = args.detections("predictions")?;
    let default = args.number("default_threshold", 0.3)?;
    let thresholds = args.json("class_thresholds");
    let mut kept = Vec::new();
    for one in &all.items {
        let threshold = match thresholds.get(&one.class) {
            None => default,
            Some(Value::String(text)) if text.trim().parse::<f64>().is_ok() => {
                text.trim().parse().unwrap_or(default)
            }
            Some(value) => value.as_f64().ok_or_else(|| {
                StepError::at("class_thresholds", format!("the threshold of “{}” is no number", one.class))
            })?,
        };
        if one.confidence >= threshold {
            kept.push(one.clone());
        }
    }
    Ok(output(all.with(kept)))
}

/// The things that lie over things of a class.
pub(super) fn over_class(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let all = args.detections("predictions")?;
    let class = args.text("overlap_class_name", "")?;
    let by_center = match args.text("overlap_type", "Center Overlap")?.as_str() {
        "Center Overlap" => true,
        "Any Overlap" => false,
        other => return Err(StepError::at("overlap_type", format!("“overlap_type” cannot be “{other}”"))),
    };
    let (below, others): (Vec<&Detection>, Vec<&Detection>) =
        all.items.iter().partition(|one| one.class == class);
    let lies_over = |one: &Detection, below: &Detection| {
        let ([l, t, r, b], [left, top, right, bottom]) = (below.corners, one.corners);
        if by_center {
            let (x, y) = one.center();
            x > l && x < r && y > t && y < b
        } else {
            !(right < l || left > r || bottom < t || top > b)
        }
    };
    let kept = others.into_iter().filter(|one| below.iter().any(|below| lies_over(one, below))).cloned();
    Ok(Outcome::Values(vec![("overlaps", all.with(kept.collect()).into())]))
}

/// What was found in parts of an image, as found in the image; what was found in two parts counts once.
pub(super) fn stitch(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let image = args.image("reference_image")?;
    let strategy = args.text("overlap_filtering_strategy", "nms")?;
    let threshold = args.number("iou_threshold", 0.3)?;
    let wrong = |why: String| StepError::at("predictions", why);
    let mut parts = Vec::new();
    for part in args.get("predictions").and_then(Data::items).unwrap_or_default() {
        let Data::Detections(part) = part else {
            return Err(wrong(format!("“predictions” must be detections, not {}", part.kind())));
        };
        if part.items.iter().any(|one| one.mask.is_some()) && strategy != "none" {
            let why = "the embedded engine stitches detections with masks only with the strategy “none”";
            return Err(wrong(String::from(why)));
        }
        let Some(first) = part.items.first().filter(|_| part.lineage.has_places()) else {
            if part.items.is_empty() {
                continue;
            }
            return Err(wrong(String::from(
                "these detections do not say where in the image they were found",
            )));
        };
        let (x, y) = (part.home(first).0.x, part.home(first).0.y);
        let moved = part.items.iter().map(|one| {
            // Boxes and outlines move; points stay, as they do in the reference engine.
            let mut moved = one.moved(x, y);
            moved.keypoints.clone_from(&one.keypoints);
            moved.extra.clone_from(&one.extra);
            moved.home = None;
            moved
        });
        parts.push(Detections {
            size: image.pixels.size(),
            parent: image.parent.clone(),
            root: image.root.clone(),
            ..part.with(moved.collect())
        });
    }
    let parts: Vec<&Detections> = parts.iter().collect();
    let merged = Detections::merged(&parts).map_err(wrong)?;
    match strategy.as_str() {
        "none" => Ok(output(merged)),
        "nms" => Ok(output(suppressed(&merged, threshold))),
        "nmm" => Err(StepError::at(
            "overlap_filtering_strategy",
            "the embedded engine has no strategy “nmm”: choose “nms” or “none”",
        )),
        other => Err(StepError::at("overlap_filtering_strategy", format!("there is no strategy “{other}”"))),
    }
}

/// The things of a class that no surer one covers.
fn suppressed(all: &Detections, threshold: f64) -> Detections {
    let mut order: Vec<usize> = (0..all.items.len()).collect();
    let confidence = |index: &usize| all.items.get(*index).map_or(0.0, |one| one.confidence);
    order.sort_by(|a, b| confidence(a).total_cmp(&confidence(b)));
    order.reverse();
    let mut kept: Vec<usize> = Vec::new();
    for index in order {
        let Some(one) = all.items.get(index) else { continue };
        let is_covered = kept
            .iter()
            .filter_map(|kept| all.items.get(*kept))
            .any(|kept| kept.class_id == one.class_id && overlap(kept.corners, one.corners) > threshold);
        if !is_covered {
            kept.push(index);
        }
    }
    kept.sort_unstable();
    all.with(kept.iter().filter_map(|index| all.items.get(*index).cloned()).collect())
}

/// Detections, where skipped ones are none.
pub(super) fn given(args: &Args, name: &str) -> Result<Option<Rc<Detections>>, StepError> {
    if args.get(name).is_none() { Ok(None) } else { args.detections(name).map(Some) }
}
