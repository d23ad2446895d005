//! What can be taken from a classification result.
use super::python::{as_number, float};
use serde_json::{Value, json};

/// A property of a result. Results of one class name the top, results of many list what was predicted.
pub(super) fn property(result: &Value, property: &str) -> Result<Value, String> {
    match property {
        "top_class" => Ok(result
            .get("top")
            .or_else(|| result.get("predicted_classes"))
            .cloned()
            .unwrap_or_else(|| json!([]))),
        "top_class_confidence" => match result.get("confidence") {
            Some(confidence) => Ok(confidence.clone()),
            None => predicted(result).map(Value::Array),
        },
        "top_class_confidence_single" => match result.get("confidence") {
            Some(confidence) => Ok(confidence.clone()),
            None => {
                let known = predicted(result)?;
                let largest = known.iter().filter_map(as_number).reduce(f64::max);
                Ok(float(largest.unwrap_or(0.0)))
            }
        },
        "all_classes" => each(result, "class"),
        "all_confidences" => each(result, "confidence"),
        other => Err(format!("a classification has no property “{other}”")),
    }
}

/// The confidences of the classes that were predicted.
fn predicted(result: &Value) -> Result<Vec<Value>, String> {
    let names =
        result.get("predicted_classes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let confidence =
        |name: &Value| result.get("predictions")?.get(name.as_str()?)?.get("confidence").cloned();
    names
        .iter()
        .map(|name| confidence(name).ok_or_else(|| missing(&format!("confidence of {name}"))))
        .collect()
}

/// Classes or confidences of all classes: as listed, or by the classes' ids.
fn each(result: &Value, key: &str) -> Result<Value, String> {
    let field = |one: &Value, key: &str| one.get(key).cloned().ok_or_else(|| missing(key));
    match result.get("predictions") {
        Some(Value::Array(list)) => {
            list.iter().map(|one| field(one, key)).collect::<Result<_, _>>().map(Value::Array)
        }
        Some(Value::Object(map)) => {
            let mut all = map
                .iter()
                .map(|(name, one)| {
                    let id = field(one, "class_id")?.as_i64().ok_or_else(|| missing("class_id"))?;
                    Ok((id, if key == "class" { json!(name) } else { field(one, key)? }))
                })
                .collect::<Result<Vec<_>, String>>()?;
            // Of classes with one id the last one stays, where it was seen first.
            all.sort_by_key(|(id, _)| *id);
            let mut kept: Vec<(i64, Value)> = Vec::new();
            for (id, value) in all {
                match kept.last_mut() {
                    Some(last) if last.0 == id => last.1 = value,
                    _ => kept.push((id, value)),
                }
            }
            Ok(kept.into_iter().map(|(_, value)| value).collect())
        }
        _ => Err(missing("list of predictions")),
    }
}

fn missing(what: &str) -> String {
    format!("ClassificationPropertyExtract works on a classification result; this one has no {what}")
}
