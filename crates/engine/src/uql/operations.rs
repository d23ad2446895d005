//! Chains of operations on a value.
use super::conditions::holds;
use super::python::{as_number, compare, equal, float, print, round};
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::serialise;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::rc::Rc;

/// The longest text that joining may make, characters (the reference engine's limit).
const LONGEST_TEXT: usize = 1_000_000;

/// Applies a list of operations, one after the other. `values` are the named parameters that filters may use.
pub(crate) fn chain(start: Data, operations: &Value, values: &[(String, Data)]) -> Result<Data, String> {
    let list = match operations {
        Value::Null => return Ok(start),
        Value::Array(list) => list,
        _ => return Err(String::from("operations are a list")),
    };
    list.iter().try_fold(start, |data, operation| apply(data, operation, values))
}

/// The names of parameters, for sentences.
pub(super) fn names(values: &[(String, Data)]) -> String {
    let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() { String::from("there are none") } else { names.join(", ") }
}

fn apply(data: Data, operation: &Value, values: &[(String, Data)]) -> Result<Data, String> {
    let kind = operation.get("type").and_then(Value::as_str).unwrap_or_default();
    let field = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default();
    let whole = |name: &str, default: i64| operation.get(name).and_then(Value::as_i64).unwrap_or(default);
    let wrong = |wanted: &str| format!("{kind} works on {wanted}, not on {}", data.kind());
    let text = || match &data {
        Data::Json(Value::String(text)) => Ok(text.as_str()),
        _ => Err(wrong("a text")),
    };
    let plain = || data.to_json().ok_or_else(|| wrong("plain values"));
    let number = || plain().and_then(|value| as_number(&value).ok_or_else(|| wrong("a number")));
    let items = || data.items().ok_or_else(|| wrong("a list"));
    let found = || match &data {
        Data::Detections(all) => Ok(all),
        _ => Err(wrong("detections")),
    };
    Ok(match kind {
        "StringToLowerCase" => json!(text()?.to_lowercase()).into(),
        "StringToUpperCase" => json!(text()?.to_uppercase()).into(),
        "StringSubSequence" => json!(slice(text()?, whole("start", 0), whole("end", -1))).into(),
        "ToString" => json!(print(&plain()?)).into(),
        "ToBoolean" => json!(truth(&data)).into(),
        "ToNumber" => to_number(&plain()?, field("cast_to"))?.into(),
        "NumberRound" => {
            round(&plain()?, whole("decimal_digits", 0)).ok_or_else(|| wrong("a number"))?.into()
        }
        "Multiply" | "Divide" => {
            let other = operation
                .get("other")
                .and_then(as_number)
                .ok_or_else(|| format!("{kind} needs a number “other”"))?;
            arithmetic(kind, &plain()?, number()?, operation.get("other"), other)?.into()
        }
        "LookupTable" => lookup(&plain()?, operation)?.into(),
        "SequenceMap" => {
            let list = items()?;
            let mapped = list.iter().map(|item| {
                let item = item.to_json().ok_or_else(|| wrong("a list of plain values"))?;
                lookup(&item, operation).map(Data::Json)
            });
            Data::List(mapped.collect::<Result<_, _>>()?)
        }
        "SequenceApply" => {
            let inner = operation.get("operations").unwrap_or(&Value::Null);
            Data::List(items()?.into_iter().map(|item| chain(item, inner, values)).collect::<Result<_, _>>()?)
        }
        "SequenceLength" => json!(length(&data).ok_or_else(|| wrong("a list"))?).into(),
        "SequenceElementsCount" => count(&items()?).ok_or_else(|| wrong("a list of plain values"))?.into(),
        "SequenceJoin" => {
            let separator = operation.get("separator").and_then(Value::as_str).unwrap_or(", ");
            let parts: Option<Vec<String>> =
                items()?.iter().map(|item| Some(print(&item.to_json()?))).collect();
            let joined = parts.ok_or_else(|| wrong("a list of plain values"))?.join(separator);
            if joined.len() > LONGEST_TEXT {
                return Err(format!("SequenceJoin made a text longer than {LONGEST_TEXT} characters"));
            }
            json!(joined).into()
        }
        "SequenceAggregate" => aggregate(&items()?, field("mode"))?,
        "NumericSequenceAggregate" => {
            let neutral = operation.get("neutral_value").cloned().unwrap_or(Value::Null);
            numeric(&items()?, field("function"), neutral)?.into()
        }
        "DetectionsPropertyExtract" => {
            let property = field("property_name");
            Data::List(
                found()?
                    .items
                    .iter()
                    .map(|one| of_detection(one, property).map(Data::Json))
                    .collect::<Result<_, _>>()?,
            )
        }
        "ExtractDetectionProperty" => match &data {
            Data::Detection(one) => of_detection(one, field("property_name"))?.into(),
            _ => return Err(wrong("one detection")),
        },
        "DetectionsFilter" => {
            let condition = operation.get("filter_operation").unwrap_or(&Value::Null);
            let mut kept = Vec::new();
            for one in &found()?.items {
                let mut named = values.to_vec();
                named.push((String::from("_"), Data::Detection(Rc::new(one.clone()))));
                if holds(condition, &named)? {
                    kept.push(one.clone());
                }
            }
            Data::Detections(Rc::new(found()?.with(kept)))
        }
        "DetectionsSelection" => Data::Detections(Rc::new(select(found()?, field("mode"))?)),
        "SortDetections" => {
            let up = operation.get("ascending").and_then(Value::as_bool).unwrap_or(true);
            Data::Detections(Rc::new(sort(found()?, field("mode"), up)?))
        }
        "DetectionsOffset" => {
            let (x, y) = (whole("offset_x", 0) as f64 / 2.0, whole("offset_y", 0) as f64 / 2.0);
            changed(found()?, |[l, t, r, b]| [l - x, t - y, r + x, b + y])
        }
        "DetectionsShift" => {
            let (x, y) = (whole("shift_x", 0) as f64, whole("shift_y", 0) as f64);
            changed(found()?, |[l, t, r, b]| [l + x, t + y, r + x, b + y])
        }
        "DetectionsRename" => Data::Detections(Rc::new(rename(found()?, operation)?)),
        "DetectionsToDictionary" => serialise::detections(found()?, false).into(),
        "ExtractImageProperty" => match &data {
            Data::Image(picture) => {
                let (width, height) = picture.pixels.size();
                Data::Json(match field("property_name") {
                    "size" => json!(u64::from(width) * u64::from(height)),
                    "height" => json!(height),
                    "width" => json!(width),
                    "aspect_ratio" => json!(f64::from(width) / f64::from(height)),
                    other => return Err(format!("an image has no property “{other}”")),
                })
            }
            _ => return Err(wrong("an image")),
        },
        "ConvertImageToBase64" => match &data {
            Data::Image(picture) => json!(STANDARD.encode(serialise::jpeg(&picture.pixels, 95)?)).into(),
            _ => return Err(wrong("an image")),
        },
        "ConvertDictionaryToJSON" => json!(plain()?.to_string()).into(),
        "ClassificationPropertyExtract" => classification(&plain()?, field("property_name"))?.into(),
        other => return Err(format!("the embedded engine has no operation “{other}”")),
    })
}

/// A part of a text by characters; negative places count from the end.
fn slice(text: &str, start: i64, end: i64) -> String {
    let length = text.chars().count() as i64;
    let place = |at: i64| if at < 0 { (length + at).max(0) } else { at.min(length) } as usize;
    let (start, end) = (place(start), place(end));
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

fn length(data: &Data) -> Option<usize> {
    match data {
        Data::Json(Value::String(text)) => Some(text.chars().count()),
        Data::Json(Value::Object(map)) => Some(map.len()),
        Data::Map(entries) => Some(entries.len()),
        other => other.items().map(|items| items.len()),
    }
}

fn truth(data: &Data) -> bool {
    match data {
        Data::Json(Value::Null) => false,
        Data::Json(value) if as_number(value).is_some() => as_number(value) != Some(0.0),
        other => length(other).is_none_or(|length| length > 0),
    }
}

fn to_number(value: &Value, cast: &str) -> Result<Value, String> {
    let number = match value {
        Value::String(text) => text.trim().replace('_', "").parse::<f64>().ok(),
        other => as_number(other),
    };
    let number = number.ok_or_else(|| format!("“{}” is no number", print(value)))?;
    if cast != "int" {
        return Ok(float(number));
    }
    if !number.is_finite() {
        return Err(format!("“{}” is no whole number", print(value)));
    }
    Ok(json!(number.trunc() as i64))
}

fn arithmetic(
    kind: &str,
    value: &Value,
    number: f64,
    other: Option<&Value>,
    by: f64,
) -> Result<Value, String> {
    if kind == "Divide" {
        return if by == 0.0 {
            Err(String::from("Divide by 0 has no result"))
        } else {
            Ok(float(number / by))
        };
    }
    let whole = value.as_i64().zip(other.and_then(Value::as_i64)).and_then(|(a, b)| a.checked_mul(b));
    Ok(whole.map_or_else(|| float(number * by), |product| json!(product)))
}

/// The entry of a lookup table. Its keys are texts, so numbers are found by their spelling.
fn lookup(value: &Value, operation: &Value) -> Result<Value, String> {
    let table =
        operation.get("lookup_table").and_then(Value::as_object).ok_or("a lookup needs a “lookup_table”")?;
    table.get(&print(value)).cloned().ok_or_else(|| {
        let known: Vec<&str> = table.keys().map(String::as_str).collect();
        format!("“{}” is not in the lookup table, which has {}", print(value), known.join(", "))
    })
}

fn count(items: &[Data]) -> Option<Value> {
    let mut counts = serde_json::Map::new();
    for item in items {
        let key = print(&item.to_json()?);
        let seen = counts.get(&key).and_then(Value::as_u64).unwrap_or(0);
        counts.insert(key, json!(seen + 1));
    }
    Some(Value::Object(counts))
}

fn aggregate(items: &[Data], mode: &str) -> Result<Data, String> {
    let empty = || String::from("SequenceAggregate needs at least one item");
    match mode {
        "first" => items.first().cloned().ok_or_else(empty),
        "last" => items.last().cloned().ok_or_else(empty),
        "most_common" | "least_common" => {
            let mut counts: Vec<(Value, usize)> = Vec::new();
            for item in items {
                let value = item.to_json().ok_or("SequenceAggregate counts plain values only")?;
                match counts.iter_mut().find(|(known, _)| equal(known, &value)) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((value, 1)),
                }
            }
            // A stable sort keeps the first of equals first, as the reference engine's counter does.
            counts.sort_by_key(|count| std::cmp::Reverse(count.1));
            let pick = if mode == "most_common" { counts.first() } else { counts.last() };
            pick.map(|(value, _)| Data::Json(value.clone())).ok_or_else(empty)
        }
        other => Err(format!("SequenceAggregate has no mode “{other}”")),
    }
}

fn numeric(items: &[Data], function: &str, neutral: Value) -> Result<Value, String> {
    let values: Option<Vec<Value>> = items.iter().map(Data::to_json).collect();
    let values = values.ok_or("NumericSequenceAggregate works on numbers")?;
    if values.is_empty() {
        return Ok(neutral);
    }
    let numbers: Option<Vec<f64>> = values.iter().map(as_number).collect();
    let numbers = numbers.ok_or("NumericSequenceAggregate works on numbers")?;
    let order = |a: &&Value, b: &&Value| compare(a, b).unwrap_or(Ordering::Equal);
    Ok(match function {
        "min" => values.iter().min_by(order).cloned().unwrap_or(neutral),
        "max" => values.iter().rev().max_by(order).cloned().unwrap_or(neutral),
        "sum" if values.iter().all(Value::is_i64) => {
            json!(values.iter().filter_map(Value::as_i64).fold(0_i64, i64::saturating_add))
        }
        "sum" => float(numbers.iter().sum()),
        other => return Err(format!("NumericSequenceAggregate has no function “{other}”")),
    })
}

fn of_detection(one: &Detection, property: &str) -> Result<Value, String> {
    let [left, top, right, bottom] = one.corners;
    let point = |x: f64, y: f64| json!([x.round_ties_even() as i64, y.round_ties_even() as i64]);
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
        "center" => point(x, y),
        "top_left" => point(left, top),
        "top_right" => point(right, top),
        "bottom_left" => point(left, bottom),
        "bottom_right" => point(right, bottom),
        other => one
            .extra
            .get(other)
            .cloned()
            .ok_or_else(|| format!("these detections have no property “{other}”"))?,
    })
}

fn changed(all: &Detections, change: impl Fn([f64; 4]) -> [f64; 4]) -> Data {
    let moved = all.items.iter().map(|one| Detection { corners: change(one.corners), ..one.clone() });
    Data::Detections(Rc::new(all.with(moved.collect())))
}

fn select(all: &Detections, mode: &str) -> Result<Detections, String> {
    let by = |key: fn(&Detection) -> f64, largest: bool| {
        let mut best: Option<&Detection> = None;
        for one in &all.items {
            let is_better =
                best.is_none_or(|best| if largest { key(one) > key(best) } else { key(one) < key(best) });
            if is_better {
                best = Some(one);
            }
        }
        best.cloned()
    };
    let picked = match mode {
        "left_most" => by(|one| one.center().0, false),
        "right_most" => by(|one| one.center().0, true),
        "top_confidence" => by(|one| one.confidence, true),
        "first" => all.items.first().cloned(),
        "last" => all.items.last().cloned(),
        other => return Err(format!("DetectionsSelection has no mode “{other}”")),
    };
    Ok(all.with(picked.into_iter().collect()))
}

fn sort(all: &Detections, mode: &str, up: bool) -> Result<Detections, String> {
    let key: fn(&Detection) -> f64 = match mode {
        "confidence" => |one| one.confidence,
        "x_min" => |one| one.corners[0],
        "y_min" => |one| one.corners[1],
        "x_max" => |one| one.corners[2],
        "y_max" => |one| one.corners[3],
        "size" => Detection::area,
        "center_x" => |one| one.center().0,
        "center_y" => |one| one.center().1,
        other => return Err(format!("SortDetections has no order “{other}”")),
    };
    let mut items = all.items.clone();
    items.sort_by(|a, b| key(a).total_cmp(&key(b)));
    if !up {
        items.reverse();
    }
    Ok(all.with(items))
}

fn rename(all: &Detections, operation: &Value) -> Result<Detections, String> {
    let map = operation
        .get("class_map")
        .and_then(Value::as_object)
        .ok_or("DetectionsRename needs a “class_map”")?;
    let strict = operation.get("strict").and_then(Value::as_bool).unwrap_or(true);
    let offset = operation.get("new_classes_id_offset").and_then(Value::as_i64).unwrap_or(1024);
    let mut new_names: Vec<&str> = map.values().filter_map(Value::as_str).collect();
    new_names.sort_unstable();
    new_names.dedup();
    let start = if strict { 0 } else { offset };
    let items = all.items.iter().map(|one| match map.get(&one.class).and_then(Value::as_str) {
        Some(name) => {
            let id = new_names.iter().position(|known| *known == name).unwrap_or(0) as i64 + start;
            Ok(Detection { class: String::from(name), class_id: id, ..one.clone() })
        }
        None if strict => Err(format!("DetectionsRename has no new name for the class “{}”", one.class)),
        None => Ok(one.clone()),
    });
    Ok(all.with(items.collect::<Result<_, _>>()?))
}

fn classification(value: &Value, property: &str) -> Result<Value, String> {
    let missing = || String::from("ClassificationPropertyExtract works on a classification result");
    let predictions = value.get("predictions").ok_or_else(missing)?;
    let names = || match predictions {
        Value::Array(list) => list.iter().filter_map(|one| one.get("class").cloned()).collect::<Vec<_>>(),
        Value::Object(map) => map.keys().map(|key| json!(key)).collect(),
        _ => Vec::new(),
    };
    let confidences = || match predictions {
        Value::Array(list) => {
            list.iter().filter_map(|one| one.get("confidence").cloned()).collect::<Vec<_>>()
        }
        Value::Object(map) => map.values().filter_map(|one| one.get("confidence").cloned()).collect(),
        _ => Vec::new(),
    };
    Ok(match property {
        "top_class" => {
            value.get("top").or_else(|| value.get("predicted_classes")).cloned().ok_or_else(missing)?
        }
        "top_class_confidence" | "top_class_confidence_single" => {
            value.get("confidence").cloned().ok_or_else(missing)?
        }
        "all_classes" => json!(names()),
        "all_confidences" => json!(confidences()),
        other => return Err(format!("a classification has no property “{other}”")),
    })
}
