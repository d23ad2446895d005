//! What language models answer, read leniently: JSON in fences, several values, words around it.
use crate::blocks::Outcome;
use crate::data::Data;
use crate::detections::{Detection, Detections, Lineage};
use crate::random::Ids;
use crate::step::{Args, StepError};
use serde_json::{Map, Value, json};

/// The text of the first block that is fenced as JSON.
pub(super) fn json_block(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("```json")? + "```json".len();
    let rest = text.get(start..)?;
    rest.find("```").and_then(|end| rest.get(..end))
}

/// The text of the first fenced block of any kind.
fn any_block(text: &str) -> Option<&str> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find("```")? + 3;
        let rest = text.get(start..)?;
        if let Some(end) = rest.find("```") {
            let body = rest.get(..end)?;
            let body =
                body.trim_start_matches(|one: char| one.is_ascii_alphanumeric() || "_+-".contains(one));
            let body = body.trim_start_matches([' ', '\t']);
            let body = body.strip_prefix('\r').unwrap_or(body);
            return Some(body.strip_prefix('\n').unwrap_or(body));
        }
        from = start;
    }
}

/// The text without lines that are nothing but fences.
fn without_fences(text: &str) -> String {
    let is_fence = |line: &str| {
        line.trim_matches([' ', '\t', '\r'])
            .strip_prefix("```")
            .is_some_and(|tag| tag.chars().all(|one| one.is_ascii_alphanumeric() || "_+-".contains(one)))
    };
    let lines = text.split('\n').map(|line| if is_fence(line) { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// The object or list that an answer holds.
fn payload(text: &str) -> Option<Value> {
    let read = |text: &str| {
        serde_json::from_str::<Value>(text).ok().filter(|value| value.is_object() || value.is_array())
    };
    let stripped = without_fences(text);
    let candidates = [json_block(text), any_block(text), Some(text), Some(stripped.as_str())];
    if let Some(value) = candidates.into_iter().flatten().find_map(read) {
        return Some(value);
    }
    if let Some(values) = sequence(&stripped) {
        return Some(Value::Array(values));
    }
    [('[', ']'), ('{', '}')].into_iter().find_map(|(open, close)| {
        let (start, end) = (stripped.find(open)?, stripped.rfind(close)?);
        read(stripped.get(start..=end)?)
    })
}

/// Objects and lists one after the other, with nothing but commas between them.
fn sequence(text: &str) -> Option<Vec<Value>> {
    let is_gap = |text: &str| text.chars().all(|one| one.is_whitespace() || one == ',');
    let (mut rest, mut found) = (text, None);
    while let Some(start) = rest.find(['{', '[']) {
        if !is_gap(rest.get(..start)?) {
            return None;
        }
        rest = rest.get(start..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        let entries: &mut Vec<Value> = found.get_or_insert_default();
        match values.next()?.ok()? {
            Value::Array(items) => entries.extend(items),
            value => entries.push(value),
        }
        rest = rest.get(values.byte_offset()..)?;
    }
    let tail = rest.trim_matches(|one: char| one.is_whitespace() || one == ',');
    found.filter(|_| matches!(tail, "" | "]"))
}

fn classes(args: &Args) -> Result<Vec<String>, StepError> {
    match args.json("classes") {
        Value::Null => Ok(Vec::new()),
        Value::Array(list) => Ok(list.iter().filter_map(Value::as_str).map(String::from).collect()),
        _ => Err(StepError::at("classes", "“classes” must be a list of texts")),
    }
}

/// The classification that an answer tells.
pub(crate) fn classifier(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let classes = classes(args)?;
    let id = ids.uuid();
    let (width, height) = picture.pixels.size();
    let read = payload(&args.text("vlm_output", "")?).and_then(|payload| {
        let answer = as_classification(payload)?;
        let mut result = if answer.contains_key("class_name") && answer.contains_key("confidence") {
            single(&answer, &classes)?
        } else {
            multiple(answer.get("predicted_classes")?, &classes)?
        };
        result.insert("image".into(), json!({"width": width, "height": height}));
        result.insert("inference_id".into(), json!(id));
        result.insert("parent_id".into(), json!(picture.parent.id));
        Some(Value::Object(result))
    });
    Ok(outcome(read.map(Data::Json), id))
}

fn outcome(read: Option<Data>, id: String) -> Outcome {
    Outcome::Values(vec![
        ("error_status", json!(read.is_none()).into()),
        ("predictions", read.unwrap_or(Data::Json(Value::Null))),
        ("inference_id", json!(id).into()),
    ])
}

/// An object as it is; a list of classes as the object that would hold it.
fn as_classification(payload: Value) -> Option<Map<String, Value>> {
    let list = match payload {
        Value::Object(object) => return Some(object),
        Value::Array(list) if !list.is_empty() => list,
        _ => return None,
    };
    let entry = |one: &Value| {
        let label =
            ["class", "class_name", "label"].iter().find_map(|key| one.get(key).filter(|it| !it.is_null()));
        let label = crate::uql::print(label?);
        Some(json!({"class": label, "confidence": one.get("confidence").cloned().unwrap_or(json!(1.0))}))
    };
    let entries: Vec<Value> = list.iter().map(entry).collect::<Option<_>>()?;
    Some(Map::from_iter([(String::from("predicted_classes"), Value::Array(entries))]))
}

/// A number, or the text of one, between 0 and 1.
fn confidence(value: Option<&Value>) -> Option<f64> {
    let number = match value? {
        Value::String(text) => text.trim().parse().ok()?,
        Value::Bool(on) => f64::from(u8::from(*on)),
        other => other.as_f64()?,
    };
    Some(number.clamp(0.0, 1.0))
}

fn single(answer: &Map<String, Value>, classes: &[String]) -> Option<Map<String, Value>> {
    let top = answer.get("class_name").filter(|name| !name.is_array() && !name.is_object())?;
    let sure = confidence(answer.get("confidence"))?;
    let entry = |class: Value, id: i64| {
        let confidence = if class == *top { sure } else { 0.0 };
        json!({"class": class, "class_id": id, "confidence": confidence})
    };
    let mut predictions = Vec::new();
    if !classes.iter().any(|class| top.as_str() == Some(class)) {
        predictions.push(entry(top.clone(), -1));
    }
    predictions.extend(classes.iter().zip(0..).map(|(class, id)| entry(json!(class), id)));
    let result = json!({"predictions": predictions, "top": top, "confidence": sure});
    result.as_object().cloned()
}

fn multiple(predicted: &Value, classes: &[String]) -> Option<Map<String, Value>> {
    let mut known: Vec<(String, i64)> = classes.iter().cloned().zip(0..).collect();
    let mut found: Vec<(String, f64)> = Vec::new();
    for one in predicted.as_array()? {
        let class = one.get("class")?.as_str()?;
        let sure = confidence(one.get("confidence"))?;
        if !known.iter().any(|(name, _)| name == class) {
            known.push((String::from(class), -1));
        }
        match found.iter_mut().find(|(name, _)| name == class) {
            Some(slot) => slot.1 = slot.1.max(sure),
            None => found.push((String::from(class), sure)),
        }
    }
    let sure = |class: &str| found.iter().find(|(name, _)| name == class).map_or(0.0, |(_, sure)| *sure);
    let predictions: Map<String, Value> = known
        .iter()
        .map(|(class, id)| (class.clone(), json!({"confidence": sure(class), "class_id": id})))
        .collect();
    let names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
    json!({"predictions": predictions, "predicted_classes": names}).as_object().cloned()
}

/// The boxes that an answer tells, in shares of the image's sides.
pub(crate) fn detector_of_boxes(args: &Args, ids: &Ids) -> Result<Outcome, StepError> {
    let picture = args.image("image")?;
    let (model, task) = (args.text("model_type", "")?, args.text("task_type", "object-detection")?);
    if !matches!(model.as_str(), "google-gemini" | "anthropic-claude") || task != "object-detection" {
        let why = format!("the embedded engine reads no answers of “{model}” to “{task}”");
        return Err(StepError::at("model_type", why));
    }
    let classes = classes(args)?;
    let id = ids.uuid();
    let (width, height) = picture.pixels.size();
    let read = payload(&args.text("vlm_output", "")?).and_then(|answer| {
        let list = match &answer {
            Value::Array(list) => list,
            object => object.get("detections")?.as_array()?,
        };
        let sides = (f64::from(width), f64::from(height));
        let items = list.iter().map(|one| boxed(one, &classes, sides, ids)).collect::<Option<Vec<_>>>()?;
        let found = Detections::on(&picture, "object-detection", items);
        Some(Data::from(Detections { lineage: Lineage::Sized, ..found }))
    });
    Ok(outcome(read, id))
}

fn boxed(one: &Value, classes: &[String], (width, height): (f64, f64), ids: &Ids) -> Option<Detection> {
    // One family of models tells shares of the sides, the other thousandths, the upper edge first.
    let shares = match one.get("box_2d") {
        Some(sides) => {
            let side = |index: usize| Some(sides.get(index)?.as_f64()? / 1000.0);
            [side(1)?, side(0)?, side(3)?, side(2)?]
        }
        None => {
            let side = |key: &str| one.get(key)?.as_f64();
            [side("x_min")?, side("y_min")?, side("x_max")?, side("y_max")?]
        }
    };
    let [left, top, right, bottom] = shares;
    let label =
        ["class_name", "label", "class"].iter().find_map(|key| one.get(key).filter(|it| !it.is_null()));
    let class = &label.map_or_else(|| String::from("unknown"), crate::uql::print);
    let class_id = classes.iter().position(|known| known == class).map_or(-1, |index| index as i64);
    Some(Detection {
        corners: [left * width, top * height, right * width, bottom * height].map(f64::round_ties_even),
        confidence: confidence(Some(one.get("confidence").unwrap_or(&json!(1.0))))?,
        class_id,
        class: class.clone(),
        id: ids.uuid(),
        ..Detection::default()
    })
}
