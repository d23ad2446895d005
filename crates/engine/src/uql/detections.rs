//! Operations on detections, and on one of them inside filters.
use super::Scope;
use super::conditions::holds;
use super::operations::Operation;
use super::python::float;
use crate::data::Data;
use crate::detections::{Detection, Detections, extreme};
use crate::serialise;
use serde_json::{Map, Value, json};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What can be asked of detections beside what each has of its own.
const EXTRA_PROPERTIES: &[&str] = &[
    "in_out",
    "path_deviation",
    "polygon",
    "time_in_zone",
    "tracker_id",
    "velocity",
    "speed",
    "smoothed_velocity",
    "smoothed_speed",
    "image_dimensions",
    "prediction_type",
    "keypoints_xy",
    "rect",
    "width",
    "height",
    "angle",
    "area_px",
    "area_converted",
];

pub(super) fn apply(data: &Data, operation: &Operation<'_>, scope: &Scope<'_>) -> Result<Data, String> {
    if operation.kind == "ExtractDetectionProperty" {
        let Data::Detection(one) = data else { return Err(operation.wrong("one detection", data)) };
        return of_one(one, operation.text("property_name")?).map(Data::Json);
    }
    let Data::Detections(all) = data else { return Err(operation.wrong("detections", data)) };
    let whole = |name: &str| operation.whole(name, None).map(|number| number as f64);
    Ok(match operation.kind {
        "DetectionsPropertyExtract" => {
            let property = operation.text("property_name")?;
            all.items.iter().map(|one| of_each(all, one, property)).collect::<Result<Vec<_>, _>>()?.into()
        }
        "DetectionsFilter" => {
            let condition = operation.needs("filter_operation")?;
            let mut named = scope.values.to_vec();
            named.push((String::from("_"), Data::Json(Value::Null)));
            let mut kept = Vec::new();
            for one in &all.items {
                if let Some(last) = named.last_mut() {
                    last.1 = Data::Detection(Rc::new(known(all, one)));
                }
                if holds(condition, &Scope::new(&named, scope.context))? {
                    kept.push(one.clone());
                }
            }
            all.with(kept).into()
        }
        "DetectionsSelection" => select(all, operation.text("mode")?)?.into(),
        "SortDetections" => sort(all, operation.text("mode")?, operation.flag("ascending", true)?)?.into(),
        "DetectionsOffset" => {
            let (x, y) = (whole("offset_x")? / 2.0, whole("offset_y")? / 2.0);
            changed(all, |[l, t, r, b]| [l - x, t - y, r + x, b + y])
        }
        "DetectionsShift" => {
            let (x, y) = (whole("shift_x")?, whole("shift_y")?);
            changed(all, |[l, t, r, b]| [l + x, t + y, r + x, b + y])
        }
        "DetectionsRename" => rename(all, operation, scope)?.into(),
        "PickDetectionsByParentClass" => inside(all, operation.text("parent_class")?).into(),
        _ => serialise::detections(all, false).into(),
    })
}

/// A detection with what its list knows, for filters that see one at a time.
fn known(all: &Detections, one: &Detection) -> Detection {
    let mut one = one.clone();
    one.extra.insert(String::from("image_dimensions"), json!([all.size.1, all.size.0]));
    if !all.prediction_type.is_empty() {
        one.extra.insert(String::from("prediction_type"), json!(all.prediction_type));
    }
    one
}

/// A property as lists of them have it: points are whole pixels.
fn of_each(all: &Detections, one: &Detection, property: &str) -> Result<Value, String> {
    let point = |x: f64, y: f64| json!([x.round_ties_even() as i64, y.round_ties_even() as i64]);
    let [left, top, right, bottom] = one.corners;
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    Ok(match property {
        "center" => point(x, y),
        "top_left" => point(left, top),
        "top_right" => point(right, top),
        "bottom_left" => point(left, bottom),
        "bottom_right" => point(right, bottom),
        // One by one, as filters see them, the reference engine knows no track.
        "tracker_id" if one.tracker_id.is_some() => json!(one.tracker_id),
        other => match of_one(&known(all, one), other)? {
            Value::Null => {
                return Err(format!(
                    "these detections have no “{other}”: connect a block before this one that adds it"
                ));
            }
            value => value,
        },
    })
}

/// A property of one detection; nothing where it is not known.
fn of_one(one: &Detection, property: &str) -> Result<Value, String> {
    let [left, top, right, bottom] = one.corners;
    let (x, y) = one.center();
    Ok(match property {
        "confidence" => float(one.confidence),
        "class_name" => json!(one.class),
        "class_id" => json!(one.class_id),
        "x_min" => float(left),
        "y_min" => float(top),
        "x_max" => float(right),
        "y_max" => float(bottom),
        "size" => float(one.area()),
        "center" => json!([x, y]),
        "top_left" => json!([left, top]),
        "top_right" => json!([right, top]),
        "bottom_left" => json!([left, bottom]),
        "bottom_right" => json!([right, bottom]),
        "keypoints_xy" => match &one.keypoints {
            Some(points) => points.iter().map(|point| json!([point.x, point.y])).collect(),
            None => Value::Null,
        },
        other if EXTRA_PROPERTIES.contains(&other) => one.extra.get(other).cloned().unwrap_or(Value::Null),
        other => return Err(format!("a detection has no property “{other}”")),
    })
}

fn changed(all: &Detections, change: impl Fn([f64; 4]) -> [f64; 4]) -> Data {
    let moved = all.items.iter().map(|one| Detection { corners: change(one.corners), ..one.clone() });
    all.with(moved.collect()).into()
}

fn select(all: &Detections, mode: &str) -> Result<Detections, String> {
    let middle = |one: &Detection| f64::midpoint(one.corners[0], one.corners[2]);
    let picked = match mode {
        "left_most" => extreme(all.items.iter(), middle, Ordering::Less),
        "right_most" => extreme(all.items.iter(), middle, Ordering::Greater),
        "top_confidence" => extreme(all.items.iter(), |one| one.confidence, Ordering::Greater),
        "first" => all.items.first(),
        "last" => all.items.last(),
        other => return Err(format!("DetectionsSelection has no mode “{other}”")),
    };
    Ok(all.with(picked.into_iter().cloned().collect()))
}

fn sort(all: &Detections, mode: &str, up: bool) -> Result<Detections, String> {
    let key: fn(&Detection) -> f64 = match mode {
        "confidence" => |one| one.confidence,
        "x_min" => |one| one.corners[0],
        "y_min" => |one| one.corners[1],
        "x_max" => |one| one.corners[2],
        "y_max" => |one| one.corners[3],
        "size" => Detection::area,
        "center_x" => |one| (one.corners[0] + one.corners[2]) * 0.5,
        "center_y" => |one| (one.corners[1] + one.corners[3]) * 0.5,
        other => return Err(format!("SortDetections has no order “{other}”")),
    };
    let mut items = all.items.clone();
    items.sort_by(|a, b| key(a).total_cmp(&key(b)));
    if !up {
        items.reverse();
    }
    Ok(all.with(items))
}

/// New names by a table. Strictly, each class has a new name and ids are counted anew; otherwise classes without one
/// stay, and names that were not there before get ids from an offset on.
fn rename(all: &Detections, operation: &Operation<'_>, scope: &Scope<'_>) -> Result<Detections, String> {
    let named = |name: &str| match operation.field(name) {
        Some(Value::String(parameter)) => scope.value(parameter).map(|data| data.to_json()),
        other => Ok(other.cloned()),
    };
    let Some(Value::Object(table)) = named("class_map")? else {
        return Err(String::from("DetectionsRename needs an object “class_map”, or the name of one"));
    };
    let strict = match named("strict")? {
        None => true,
        Some(Value::Bool(strict)) => strict,
        Some(_) => {
            return Err(String::from("“strict” of DetectionsRename is true or false, or the name of it"));
        }
    };
    let offset = operation.whole("new_classes_id_offset", Some(1024))?;
    let ids = new_ids(all, &table, strict, offset)?;
    let items = all.items.iter().map(|one| {
        let name = table.get(&one.class).and_then(Value::as_str).unwrap_or(&one.class);
        let class_id = ids.get(name).copied().unwrap_or(one.class_id);
        Detection { class: String::from(name), class_id, ..one.clone() }
    });
    Ok(all.with(items.collect()))
}

fn new_ids<'a>(
    all: &'a Detections,
    table: &'a Map<String, Value>,
    strict: bool,
    offset: i64,
) -> Result<BTreeMap<&'a str, i64>, String> {
    let names: BTreeSet<&str> = table.values().filter_map(Value::as_str).collect();
    if strict {
        if let Some(one) = all.items.iter().find(|one| !table.contains_key(&one.class)) {
            return Err(format!("DetectionsRename has no new name for the class “{}”", one.class));
        }
        return Ok(names.into_iter().zip(0..).collect());
    }
    let mut ids: BTreeMap<&str, i64> =
        all.items.iter().map(|one| (one.class.as_str(), one.class_id)).collect();
    let new: Vec<&str> = names.into_iter().filter(|name| !ids.contains_key(name)).collect();
    ids.extend(new.into_iter().zip((0..).map(|index| offset.wrapping_add(index))));
    Ok(ids)
}

/// The detections of a class, and those whose middle lies in one of them.
fn inside(all: &Detections, parent_class: &str) -> Detections {
    let (parents, others): (Vec<&Detection>, Vec<&Detection>) =
        all.items.iter().partition(|one| one.class == parent_class);
    if parents.is_empty() {
        return Detections::nowhere();
    }
    let is_inside = |one: &Detection| {
        let [left, top, right, bottom] = one.corners;
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        parents.iter().any(|parent| {
            let [left, top, right, bottom] = parent.corners;
            left <= x && x <= right && top <= y && y <= bottom
        })
    };
    let kept = parents.iter().chain(others.iter().filter(|one| is_inside(one))).map(|one| (*one).clone());
    all.with(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::new_ids;
    use crate::detections::Detections;
    use serde_json::json;

    #[test]
    fn ids_beyond_the_largest_begin_again() {
        let table = json!({"a": "x", "b": "y"}).as_object().unwrap().clone();
        let all = Detections::nowhere();
        let ids = new_ids(&all, &table, false, i64::MAX).unwrap();
        assert_eq!((ids.get("x"), ids.get("y")), (Some(&i64::MAX), Some(&i64::MIN)));
    }
}
