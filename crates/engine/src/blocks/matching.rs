//! Comparing the detections of two lists, and measuring between detections.
use super::Outcome;
use crate::data::Data;
use crate::detections::{Detection, Detections, extreme};
use crate::random::Ids;
use crate::shapes::{overlap, shared_area};
use crate::step::{Args, StepError};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// The most detections of a list that are compared with all of another.
const MOST_COMPARED: usize = 1000;
/// The most pairs that comparing may give.
const MOST_PAIRS: usize = 10_000;
/// Distances that differ by no more are the same, pixels.
const SAME_DISTANCE: f64 = 1.0;

/// What of a reference is gone, what stayed, and what is new.
pub(super) fn difference(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let (old, new) = (args.detections("reference_predictions")?, args.detections("candidate_predictions")?);
    limited("reference_predictions", &old)?;
    limited("candidate_predictions", &new)?;
    let weight = args.number("spatial_weight", 0.4)?;
    let penalty = args.number("class_mismatch_penalty", 0.15)?;
    let reject = args.number("reject_cost", 0.75)?;
    let is_strict = args.flag("class_strict", false)?;
    let least_removed = args.whole("min_removed_to_verify", 1)?;
    let cost = |a: &Detection, b: &Detection| {
        let differs = a.class != b.class;
        if differs && is_strict {
            return f64::INFINITY;
        }
        weight * apart(a.corners, b.corners) + if differs { penalty } else { 0.0 }
    };
    let pairs = matched(&old.items, &new.items, cost, reject);
    let is_gone = |index: usize| pairs.iter().all(|(old, _)| *old != index);
    let is_new = |index: usize| pairs.iter().all(|(_, new)| *new != index);
    let gone = subset(&old, is_gone);
    let (added, stayed) = (subset(&new, is_new), subset(&new, |index| !is_new(index)));
    let (gone_count, new_count) = (gone.items.len(), added.items.len());
    let is_verified = !old.items.is_empty() && gone_count as i64 >= least_removed;
    Ok(Outcome::Values(vec![
        ("removed_detections", gone.into()),
        ("persisted_detections", stayed.into()),
        ("new_detections", added.into()),
        ("removed_count", json!(gone_count).into()),
        ("new_count", json!(new_count).into()),
        ("verified", json!(is_verified).into()),
    ]))
}

fn limited(name: &str, all: &Detections) -> Result<(), StepError> {
    if all.items.len() > MOST_COMPARED {
        let count = all.items.len();
        let why = format!("“{name}” has {count} detections; at most {MOST_COMPARED} are compared");
        return Err(StepError::at(name, why));
    }
    Ok(())
}

/// How far two boxes are apart: below 1 where they overlap, above where they do not.
fn apart(a: [f64; 4], b: [f64; 4]) -> f64 {
    let shared = overlap(a, b);
    if shared > 0.0 {
        return 1.0 - shared;
    }
    let middle = |side: [f64; 4]| [f64::midpoint(side[0], side[2]), f64::midpoint(side[1], side[3])];
    let ([ax, ay], [bx, by]) = (middle(a), middle(b));
    let around = (a[2].max(b[2]) - a[0].min(b[0])).hypot(a[3].max(b[3]) - a[1].min(b[1]));
    1.0 + if around > 0.0 { (ax - bx).hypot(ay - by) / around } else { 0.0 }
}

/// Pairs of places, the cheapest first, as long as they cost no more than a limit.
fn matched(
    a: &[Detection],
    b: &[Detection],
    cost: impl Fn(&Detection, &Detection) -> f64,
    limit: f64,
) -> Vec<(usize, usize)> {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            let cost = cost(one, other);
            if cost.is_finite() && cost <= limit {
                all.push((cost, i, j));
            }
        }
    }
    all.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut used_a, mut used_b, mut pairs) = (vec![false; a.len()], vec![false; b.len()], Vec::new());
    for (_, i, j) in all {
        if let (Some(a), Some(b)) = (used_a.get_mut(i), used_b.get_mut(j))
            && !*a
            && !*b
        {
            (*a, *b) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}

/// Some of the detections; where none are left, the image is no longer known.
fn subset(all: &Detections, is_kept: impl Fn(usize) -> bool) -> Detections {
    let items: Vec<Detection> = all
        .items
        .iter()
        .enumerate()
        .filter(|(index, _)| is_kept(*index))
        .map(|(_, one)| one.clone())
        .collect();
    if items.is_empty() { Detections::nowhere() } else { all.with(items) }
}

/// How much of each reference detection each candidate covers.
pub(super) fn overlaps(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let reference = args.detections("reference_predictions")?;
    let candidates = args.detections("candidate_predictions")?;
    limited("reference_predictions", &reference)?;
    limited("candidate_predictions", &candidates)?;
    let least = args.number("min_overlap", 0.1)?;
    if let Some(name) = [("reference_predictions", &reference), ("candidate_predictions", &candidates)]
        .into_iter()
        .find_map(|(name, all)| all.items.iter().any(|one| one.mask.is_some()).then_some(name))
    {
        return Err(StepError::at(name, "the embedded engine compares boxes only, and these have masks"));
    }
    let mut found = Vec::new();
    for one in &reference.items {
        for other in &candidates.items {
            let shared = shared_area(one.corners, other.corners);
            let ratio = shared / one.area();
            if shared <= 0.0 || one.area() <= 0.0 || ratio < least {
                continue;
            }
            found.push(json!({
                "reference_class": one.class,
                "reference_confidence": one.confidence,
                "candidate_class": other.class,
                "candidate_confidence": other.confidence,
                "overlap_ratio": ratio,
                "reference_detection_id": one.id,
                "candidate_detection_id": other.id,
            }));
        }
    }
    Ok(Outcome::Values(vec![("overlaps", found.into())]))
}

/// For each detection the nearest ones of another list.
pub(super) fn nearest(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let (query, targets) = (args.detections("query_predictions")?, args.detections("target_predictions")?);
    limited("query_predictions", &query)?;
    limited("target_predictions", &targets)?;
    let from = points(args, &query, "query_point", "query_keypoint_name")?;
    let to = points(args, &targets, "target_point", "target_keypoint_name")?;
    let limit = match args.get("max_distance") {
        Some(_) => args.number("max_distance", 0.0)?,
        None => f64::INFINITY,
    };
    let (mut distances, mut pairs) = (Vec::new(), Vec::new());
    for (one, from) in query.items.iter().zip(&from) {
        let distance = |(other, to): (&Detection, &Option<(f64, f64)>)| {
            let ((x1, y1), (x2, y2)) = (*from).zip(*to)?;
            let distance = ((x1 - x2).powi(2) + (y1 - y2).powi(2)).sqrt();
            (other.id != one.id && distance <= limit).then_some(distance)
        };
        let all: Vec<Option<f64>> = targets.items.iter().zip(&to).map(distance).collect();
        let least = all.iter().flatten().copied().reduce(f64::min);
        distances.push(least);
        let is_least = |distance: &Option<f64>| {
            distance.zip(least).is_some_and(|(it, least)| it <= least + SAME_DISTANCE)
        };
        pairs.extend(
            targets
                .items
                .iter()
                .zip(&all)
                .filter(|(_, it)| is_least(it))
                .map(|(other, _)| (distances.len() - 1, other)),
        );
        if pairs.len() > MOST_PAIRS {
            let why = format!("more than {MOST_PAIRS} pairs are equally near: use fewer detections");
            return Err(StepError::at("query_predictions", why));
        }
    }
    let told = query.items.iter().zip(&distances).map(|(one, distance)| {
        let mut one = one.clone();
        one.extra.insert(String::from("nearest_target_distance"), json!(distance));
        one
    });
    let told: Vec<Detection> = told.collect();
    let matched_query = pairs.iter().filter_map(|(index, _)| told.get(*index).cloned()).collect();
    let matched_targets = pairs.iter().map(|(_, other)| (*other).clone()).collect();
    Ok(Outcome::Values(vec![
        ("query_predictions", query.with(told).into()),
        ("matched_query_detections", query.with(matched_query).into()),
        ("matched_target_detections", targets.with(matched_targets).into()),
    ]))
}

/// The point of each detection that distances are measured from; none where a keypoint is not there.
fn points(
    args: &Args,
    all: &Detections,
    property: &str,
    keypoint: &str,
) -> Result<Vec<Option<(f64, f64)>>, StepError> {
    let anchor = args.text(property, "CENTER")?;
    if anchor == "KEYPOINT" {
        let name = args.text(keypoint, "")?;
        if name.is_empty() {
            return Err(StepError::at(
                keypoint,
                format!("“{keypoint}” is needed where “{property}” is KEYPOINT"),
            ));
        }
        if all.items.iter().any(|one| one.keypoints.is_none()) {
            return Err(StepError::at(property, "these detections have no keypoints"));
        }
        let named = |one: &Detection| {
            let found = one.keypoints.iter().flatten().find(|point| point.class == name);
            found.map(|point| (point.x, point.y))
        };
        return Ok(all.items.iter().map(named).collect());
    }
    let place = |one: &Detection| one.anchor(&anchor).map(Some);
    all.items
        .iter()
        .map(place)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| StepError::at(property, format!("“{property}” cannot be “{anchor}”")))
}

/// The gap between two things along an axis.
pub(super) fn distance(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let all = args.detections("predictions")?;
    let (first, second) = (args.text("object_1_class_name", "")?, args.text("object_2_class_name", "")?);
    let rounded = |one: &Detection| one.corners.map(f64::round_ties_even);
    let (mut a, mut b) = (None, None);
    for one in &all.items {
        if one.class == first {
            a = Some(rounded(one));
        } else if one.class == second {
            b = Some(rounded(one));
        }
        if a.is_some() && b.is_some() {
            break;
        }
    }
    let missing =
        |name: &str, class: &str| StepError::at(name, format!("nothing of the class “{class}” was found"));
    let a = a.ok_or_else(|| missing("object_1_class_name", &first))?;
    let b = b.ok_or_else(|| missing("object_2_class_name", &second))?;
    let axis = match args.text("reference_axis", "")?.as_str() {
        "horizontal" => 0,
        "vertical" => 1,
        other => {
            return Err(StepError::at("reference_axis", format!("“reference_axis” cannot be “{other}”")));
        }
    };
    let lies_apart = |axis: usize| a[axis + 2] < b[axis] || b[axis + 2] < a[axis];
    let overlaps = !lies_apart(0) && !lies_apart(1);
    let has_gap = !(a[axis] < b[axis + 2] && a[axis + 2] > b[axis]);
    if overlaps || !has_gap {
        return Ok(distances(json!(0), 0));
    }
    let pixels = if b[axis] > a[axis + 2] { b[axis] - a[axis + 2] } else { (a[axis] - b[axis + 2]).abs() };
    let ratio = match args.text("calibration_method", "")?.as_str() {
        "pixel to centimeter" => args.number("pixel_ratio", 100.0)?,
        "reference object" => {
            let class = args.text("reference_object_class_name", "reference-object")?;
            let found = all.items.iter().find(|one| one.class == class).map(rounded);
            let [l, t, r, b] = found.ok_or_else(|| missing("reference_object_class_name", &class))?;
            let (width, height) =
                (args.number("reference_width", 2.5)?, args.number("reference_height", 2.5)?);
            if width <= 0.0 || height <= 0.0 {
                return Err(StepError::at("reference_width", "the reference's sides must be more than 0"));
            }
            f64::midpoint((r - l).abs() / width, (b - t).abs() / height)
        }
        other => {
            return Err(StepError::at(
                "calibration_method",
                format!("“calibration_method” cannot be “{other}”"),
            ));
        }
    };
    if ratio <= 0.0 {
        return Err(StepError::at("pixel_ratio", "the pixels of a centimetre must be more than 0"));
    }
    Ok(distances(json!(pixels / ratio), pixels as i64))
}

fn distances(centimeters: Value, pixels: i64) -> Outcome {
    Outcome::Values(vec![
        ("distance_cm", Data::Json(centimeters)),
        ("distance_pixel", Data::Json(json!(pixels))),
    ])
}

/// The sides of things, measured by the sides of a reference.
pub(super) fn sizes(args: &Args, _: &Ids) -> Result<Outcome, StepError> {
    let output = |data: Data| Ok(Outcome::Values(vec![("dimensions", data)]));
    let objects = args.detections("object_predictions")?;
    let references = args.detections("reference_predictions")?;
    for (name, all) in [("object_predictions", &objects), ("reference_predictions", &references)] {
        if all.items.iter().any(|one| one.mask.is_some()) {
            return Err(StepError::at(name, "the embedded engine measures boxes only, and these have masks"));
        }
    }
    let (width, height) = reference_sides(&args.json("reference_dimensions"))?;
    let reference = extreme(references.items.iter(), |one| one.confidence, Ordering::Greater);
    let Some(reference) = reference.filter(|one| one.width() != 0.0 && one.height() != 0.0) else {
        return output(Data::Json(Value::Null));
    };
    let (across, down) = (width / reference.width(), height / reference.height());
    let of = |one: &Detection| {
        if one.width() <= 0.0 || one.height() <= 0.0 {
            return Value::Null;
        }
        let (width, height) = (one.width() * across, one.height() * down);
        json!({"width": width, "height": height, "longer": width.max(height), "shorter": width.min(height)})
    };
    output(objects.items.iter().map(of).collect::<Vec<_>>().into())
}

/// Two numbers: as a list, or as a text with a comma between them.
fn reference_sides(value: &Value) -> Result<(f64, f64), StepError> {
    let sides: Option<Vec<f64>> = match value {
        Value::String(text) => text.split(',').map(|part| part.trim().parse().ok()).collect(),
        Value::Array(list) => list.iter().map(Value::as_f64).collect(),
        _ => None,
    };
    match sides.as_deref() {
        Some([width, height]) => Ok((*width, *height)),
        _ => Err(StepError::at(
            "reference_dimensions",
            "“reference_dimensions” must be a width and a height: \"4.5,5\"",
        )),
    }
}
