//! From what a person put into the form to what the execution endpoint takes.
use crate::store::effect::Payload;
use flowdeck_spec::{Node, interface};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// An image that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageValue {
    /// The file's name or the address, for people.
    pub name: String,
    /// What to show: an object address or the address itself.
    pub preview: Rc<str>,
    /// The content in base64; none when it is given by address.
    pub base64: Option<Rc<str>>,
}

/// What is in one field of the form.
#[derive(Clone, Debug, PartialEq)]
pub enum InputValue {
    /// Images; several are a batch.
    Images(Vec<ImageValue>),
    /// Text: taken as a number, as true or false, or as JSON where the input's kinds ask for it.
    Text(String),
}

type Problems = BTreeMap<String, String>;

/// The inputs of a run and the images to draw results over; or what is wrong, by input.
pub(super) fn collect(
    specification: &Node,
    values: &BTreeMap<String, InputValue>,
) -> Result<(Payload, Vec<ImageValue>), Problems> {
    let (inputs, _) = interface::of(specification);
    let mut map = Map::new();
    let mut problems = Problems::new();
    let mut shown = Vec::new();
    for input in &inputs {
        match values.get(&input.name) {
            Some(InputValue::Images(images)) if !images.is_empty() => {
                if shown.is_empty() {
                    shown.clone_from(images);
                }
                let mut list: Vec<Value> = images.iter().map(wire).collect();
                let value = if list.len() == 1 { list.remove(0) } else { Value::Array(list) };
                map.insert(input.name.clone(), value);
            }
            Some(InputValue::Text(text)) if !(text.is_empty() && input.default.is_some()) => {
                match read_text(text, &input.kinds) {
                    Ok(value) => {
                        map.insert(input.name.clone(), value);
                    }
                    Err(why) => {
                        problems.insert(input.name.clone(), why);
                    }
                }
            }
            _ if input.is_image() => {
                problems.insert(
                    input.name.clone(),
                    String::from("Choose an image: a file, a sample or an address."),
                );
            }
            _ => {}
        }
    }
    if problems.is_empty() { Ok((Payload::new(map), shown)) } else { Err(problems) }
}

fn wire(image: &ImageValue) -> Value {
    match &image.base64 {
        Some(content) => json!({"type": "base64", "value": &**content}),
        None => json!({"type": "url", "value": image.name}),
    }
}

/// A text field's value by the kinds of its input. Without kinds: JSON where it is JSON, else the text.
fn read_text(text: &str, kinds: &[String]) -> Result<Value, String> {
    let has = |names: &[&str]| kinds.iter().any(|kind| names.contains(&kind.as_str()));
    let trimmed = text.trim();
    if has(&["string"]) || kinds.iter().any(|kind| kind.ends_with("_id") || kind == "secret") {
        return Ok(Value::from(text));
    }
    if has(&["integer"])
        && let Ok(number) = trimmed.parse::<i64>()
    {
        return Ok(json!(number));
    }
    if has(&["float", "float_zero_to_one"])
        && let Ok(number) = trimmed.parse::<f64>()
    {
        let in_range = !has(&["float_zero_to_one"]) || has(&["float"]) || (0.0..=1.0).contains(&number);
        return if in_range { Ok(json!(number)) } else { Err(String::from("Give a number from 0 to 1.")) };
    }
    if has(&["boolean"])
        && let Ok(on) = trimmed.parse::<bool>()
    {
        return Ok(json!(on));
    }
    match serde_json::from_str::<Value>(trimmed) {
        Ok(value) if kinds.is_empty() || has(&["*", "dictionary", "list_of_values"]) => Ok(value),
        _ if kinds.is_empty() || has(&["*"]) => Ok(Value::from(text)),
        _ if has(&["integer"]) => Err(String::from("Give a whole number, such as 5.")),
        _ if has(&["float", "float_zero_to_one"]) => Err(String::from("Give a number, such as 0.5.")),
        _ if has(&["boolean"]) => Err(String::from("Give true or false.")),
        Ok(value) => Ok(value),
        Err(_) if has(&["dictionary"]) => Err(String::from("Give a JSON object, such as {\"a\": 1}.")),
        Err(_) if has(&["list_of_values"]) => Err(String::from("Give a JSON list, such as [\"a\", \"b\"].")),
        Err(_) => Ok(Value::from(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::read_text;
    use serde_json::{Value, json};

    #[test]
    fn a_text_is_read_as_its_kinds_ask() {
        let read = |text: &str, kinds: &[&str]| {
            read_text(text, &kinds.iter().map(|kind| String::from(*kind)).collect::<Vec<_>>())
        };
        assert_eq!(read("5", &["integer"]), Ok(json!(5)));
        assert_eq!(read("5", &["string"]), Ok(json!("5")));
        assert_eq!(read("0.5", &["float_zero_to_one"]), Ok(json!(0.5)));
        assert_eq!(read("true", &["boolean"]), Ok(json!(true)));
        assert_eq!(read("[1]", &["list_of_values"]), Ok(json!([1])));
        assert_eq!(read("plain words", &[]), Ok(Value::from("plain words")));
        assert_eq!(read("{\"a\":1}", &["*"]), Ok(json!({"a": 1})));
        for (text, kind) in
            [("x", "integer"), ("1.5", "float_zero_to_one"), ("maybe", "boolean"), ("x", "dictionary")]
        {
            assert!(read(text, &[kind]).is_err(), "{text} as {kind}");
        }
    }
}
