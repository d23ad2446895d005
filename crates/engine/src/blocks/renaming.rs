//! Giving detections the classes that were found in their crops.
use super::Outcome;
use super::merging::given;
use crate::data::Data;
use crate::detections::{Detection, Detections};
use crate::random::Ids;
use crate::step::{Args, StepError};
use serde_json::Value;

/// The id of a class that has none.
const NO_CLASS_ID: i64 = i64::MAX;

/// A name, its id, and how sure it is.
type Class = (String, i64, f64);

fn output(data: Data) -> Outcome {
    Outcome::Values(vec![("predictions", data)])
}

pub(super) fn classes(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let Some(all) = given(args, "object_detection_predictions")? else {
        return Ok(output(Data::Json(Value::Null)));
    };
    let list = args.get("classification_predictions").and_then(Data::items).unwrap_or_default();
    let list: Option<Vec<Value>> = list.iter().map(Data::to_json).collect();
    let list = list.ok_or_else(|| {
        StepError::at("classification_predictions", "these must be classifications, texts or lists of texts")
    })?;
    let fallback = fallback(args)?;
    let first = list.iter().find(|value| !value.is_null());
    let renamed = match first {
        None => Vec::new(),
        Some(Value::String(_) | Value::Array(_)) => by_order(&all, &list, fallback.as_ref())?,
        Some(_) => by_parent(&all, &list, fallback.as_ref())?,
    };
    if renamed.is_empty() {
        return Ok(output(Detections::nowhere().into()));
    }
    let items = renamed.into_iter().map(|(one, (class, class_id, confidence))| Detection {
        class,
        class_id,
        confidence,
        id: ids.uuid(),
        ..one.clone()
    });
    let items = items.collect();
    Ok(output(all.with(items).into()))
}

fn fallback(args: &Args) -> Result<Option<Class>, StepError> {
    let name = args.text("fallback_class_name", "")?;
    let id = args.whole("fallback_class_id", -1)?;
    Ok((!name.is_empty()).then_some((name, if id < 0 { NO_CLASS_ID } else { id }, 0.0)))
}

/// Texts belong to detections by their order; what has none falls back.
fn by_order<'a>(
    all: &'a Detections,
    list: &[Value],
    fallback: Option<&Class>,
) -> Result<Vec<(&'a Detection, Class)>, StepError> {
    let mut renamed = Vec::new();
    for (index, one) in all.items.iter().enumerate() {
        let class = match list.get(index) {
            None | Some(Value::Null) => fallback.cloned(),
            Some(value) => leading(value, fallback)?,
        };
        renamed.extend(class.map(|class| (one, class)));
    }
    Ok(renamed)
}

/// Classifications name the detection that they were made in.
fn by_parent<'a>(
    all: &'a Detections,
    list: &[Value],
    fallback: Option<&Class>,
) -> Result<Vec<(&'a Detection, Class)>, StepError> {
    let says_nothing = |value: &Value| {
        let has_empty_top = value.get("top").is_some_and(|top| top.as_str().unwrap_or_default().is_empty());
        value.is_null() || has_empty_top || value.get("predictions").is_none()
    };
    if list.iter().all(says_nothing) {
        return Ok(Vec::new());
    }
    let mut known: Vec<(&str, Option<Class>)> = Vec::new();
    for value in list.iter().filter(|value| !value.is_null()) {
        let parent = value.get("parent_id").and_then(Value::as_str);
        let parent = parent.ok_or_else(|| {
            StepError::at("classification_predictions", "a classification does not say what it was made in")
        })?;
        known.push((parent, leading(value, fallback)?));
    }
    let of = |one: &Detection| {
        known.iter().rev().find(|(parent, _)| *parent == one.id).and_then(|(_, class)| class.clone())
    };
    Ok(all.items.iter().filter_map(|one| Some((one, of(one)?))).collect())
}

/// The class that a result names first.
fn leading(value: &Value, fallback: Option<&Class>) -> Result<Option<Class>, StepError> {
    let wrong = |why: &str| StepError::at("classification_predictions", why);
    match value {
        Value::String(text) => return Ok(Some((text.clone(), 0, 1.0))),
        Value::Array(list) => {
            return Ok(match list.first() {
                None => fallback.cloned(),
                Some(Value::String(text)) => Some((text.clone(), 0, 1.0)),
                Some(_) => None,
            });
        }
        _ => {}
    }
    let details = |one: &Value| Some((one.get("class_id")?.as_i64()?, one.get("confidence")?.as_f64()?));
    if let Some(top) = value.get("top") {
        let list = value.get("predictions").and_then(Value::as_array).filter(|list| !list.is_empty());
        let Some(list) = list else { return Ok(fallback.cloned()) };
        let named: Vec<&Value> = list.iter().filter(|one| one.get("class") == Some(top)).collect();
        let [one] = named[..] else {
            return Err(wrong("the top class of a result is not once among its classes"));
        };
        let (id, confidence) = details(one).ok_or_else(|| wrong("a class has no id or no confidence"))?;
        return Ok(Some((String::from(top.as_str().unwrap_or_default()), id, confidence)));
    }
    if value.get("predicted_classes").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        return Ok(None);
    }
    let mut best: Option<Class> = None;
    for (name, one) in value.get("predictions").and_then(Value::as_object).into_iter().flatten() {
        let (id, confidence) = details(one).ok_or_else(|| wrong("a class has no id or no confidence"))?;
        if best.as_ref().is_none_or(|best| best.2 < confidence) {
            best = Some((name.clone(), id, confidence));
        }
    }
    Ok(best.filter(|best| best.2 != 0.0))
}
