//! From what a person put into the form to what the execution endpoint takes.
use crate::few::Few;
use flowdeck_spec::interface::Input;
use flowdeck_spec::{Node, json, json::Text};
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
    /// How large it was in pixels before it was made smaller; none when it is sent as it was.
    pub original: Option<(u32, u32)>,
}

impl ImageValue {
    /// An image by its address.
    #[must_use]
    pub fn by_address(address: &str) -> Self {
        Self { name: address.into(), preview: address.into(), base64: None, original: None }
    }

    /// An image by its content: a data address, which is shown as well.
    #[must_use]
    pub fn by_content(name: String, data_url: &str) -> Self {
        let content = data_url.split_once(";base64,").map_or("", |(_, content)| content);
        Self { name, preview: data_url.into(), base64: Some(content.into()), original: None }
    }
}

/// The longest side of images as they are sent unless that is chosen otherwise, in pixels: beyond it models see no more, and
/// the hosted endpoint has less time.
pub const LONGEST_SIDE: u32 = 2_048;
/// The most images of one input.
pub const MOST_IMAGES: usize = 16;
/// The most that images may come to as they are sent, bytes: the server takes 16 MB, other inputs and the workflow among them.
const MOST_CONTENT: usize = 15 * 1024 * 1024;

/// Whether a value is not to be seen over somebody's shoulder, nor kept: by its kinds, or by its name where it has none.
#[must_use]
pub fn is_secret(input: &Input) -> bool {
    let is_named = |kind: &String| kind == "secret" || kind.ends_with("api_key");
    let name = input.name.to_ascii_lowercase();
    input.kinds.iter().any(is_named)
        || ["api_key", "apikey", "secret", "password", "token"].iter().any(|word| name.ends_with(word))
}

/// What is in one field of the form.
#[derive(Clone, Debug, PartialEq)]
pub enum InputValue {
    /// Images; several are a batch.
    Images(Vec<ImageValue>),
    /// Text: taken as a number, as true or false, or as JSON where the input's kinds ask for it.
    Text(String),
}

/// What is filled in, by input.
pub type Values = Few<String, InputValue>;
/// What is wrong with what is filled in, by input.
pub type Problems = Few<String, String>;

/// The inputs of a run, as they are sent, and the images to draw results over.
///
/// # Errors
/// What is wrong, by input.
pub fn collect(inputs: &[Input], values: &Values) -> Result<(Node, Vec<ImageValue>), Problems> {
    let mut map = Vec::new();
    let mut problems = Problems::default();
    let mut shown = Vec::new();
    let mut content = 0;
    for input in inputs {
        match values.get(input.name.as_str()) {
            Some(InputValue::Images(images)) if !images.is_empty() => {
                if shown.is_empty() {
                    shown.clone_from(images);
                }
                content +=
                    images.iter().filter_map(|image| Some(image.base64.as_ref()?.len())).sum::<usize>();
                if content > MOST_CONTENT {
                    let why = "The images are too large together: 11 MB can be sent at once. Take some away, or send them smaller.";
                    problems.insert(input.name.clone(), String::from(why));
                }
                let mut list: Vec<Node> = images.iter().map(wire).collect();
                let value = if list.len() == 1 { list.remove(0) } else { Node::Array(Rc::new(list)) };
                map.push((Text::new(&input.name), value));
            }
            Some(InputValue::Text(text)) if !(text.is_empty() && input.default.is_some()) => {
                match read_text(text, &input.kinds) {
                    Ok(value) => map.push((Text::new(&input.name), value)),
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
    if problems.is_empty() { Ok((Node::Object(Rc::new(map)), shown)) } else { Err(problems) }
}

fn wire(image: &ImageValue) -> Node {
    let (kind, value) = match &image.base64 {
        Some(content) => ("base64", &**content),
        None => ("url", image.name.as_str()),
    };
    Node::object([("type", Node::string(kind)), ("value", Node::string(value))])
}

/// A text field's value by the kinds of its input. Without kinds: JSON where it is JSON, else the text. Where both text
/// and lists or objects are taken, what is written as one of those is one. Numbers go out as they were written.
///
/// # Errors
/// What to give instead.
pub fn read_text(text: &str, kinds: &[String]) -> Result<Node, String> {
    let has = |names: &[&str]| kinds.iter().any(|kind| names.contains(&kind.as_str()));
    let is_any = kinds.is_empty() || has(&["*"]);
    let value = json::parse(text.trim()).root;
    if has(&["string"]) || kinds.iter().any(|kind| kind.ends_with("_id") || kind == "secret") {
        return Ok(match value {
            Some(list @ Node::Array(_)) if has(&["list_of_values"]) => list,
            Some(object @ Node::Object(_)) if has(&["dictionary"]) => object,
            _ => Node::string(text),
        });
    }
    let fits = match &value {
        Some(Node::Number(number)) => {
            has(&["integer"]) && !number.contains(['.', 'e', 'E'])
                || has(&["float"])
                || has(&["float_zero_to_one"]) && is_zero_to_one(number)
        }
        Some(Node::Bool(_)) => has(&["boolean"]),
        Some(Node::Object(_)) => has(&["dictionary"]),
        Some(Node::Array(_)) => has(&["list_of_values"]),
        Some(Node::String(_) | Node::Null) | None => false,
    };
    match value {
        Some(value) if fits || is_any => Ok(value),
        _ if is_any => Ok(Node::string(text)),
        _ if has(&["float_zero_to_one"]) && !has(&["float"]) => {
            Err(String::from("Give a number from 0 to 1, such as 0.5."))
        }
        _ if has(&["float"]) => Err(String::from("Give a number, such as 0.5.")),
        _ if has(&["integer"]) => Err(String::from("Give a whole number, such as 5.")),
        _ if has(&["boolean"]) => Err(String::from("Give true or false.")),
        _ if has(&["dictionary"]) => Err(String::from("Give a JSON object, such as {\"a\": 1}.")),
        _ if has(&["list_of_values"]) => Err(String::from("Give a JSON list, such as [\"a\", \"b\"].")),
        Some(value) => Ok(value),
        None => Ok(Node::string(text)),
    }
}

/// Whether a JSON number lies from 0 to 1, told by its digits: reading floats costs the app ten kilobytes.
fn is_zero_to_one(number: &str) -> bool {
    let (digits, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_negative = whole.starts_with('-');
    let all: Vec<u8> = whole.trim_start_matches('-').bytes().chain(fraction.bytes()).collect();
    let Some(first) = all.iter().position(|digit| *digit != b'0') else { return true };
    // The number is 0.d₁d₂… × 10^power, and d₁ is not 0.
    let point = all.len() - fraction.len();
    let power = exponent.parse().unwrap_or(i64::MAX / 2) + point as i64 - first as i64;
    let is_one = power == 1 && all[first] == b'1' && all[first + 1..].iter().all(|digit| *digit == b'0');
    !is_negative && (power <= 0 || is_one)
}

#[cfg(test)]
mod tests {
    use super::{ImageValue, InputValue, Values, collect, is_secret, is_zero_to_one, read_text};
    use flowdeck_spec::Node;
    use flowdeck_spec::interface::{Input, InputType};

    fn input(name: &str, kinds: &[&str]) -> Input {
        let kinds: Vec<String> = kinds.iter().map(|kind| String::from(*kind)).collect();
        let is_image = kinds.iter().any(|kind| kind == "image");
        let input_type = if is_image { InputType::Image } else { InputType::Parameter };
        Input { name: name.into(), input_type, kinds, default: None }
    }

    #[test]
    fn more_than_the_server_takes_is_said_before_it_is_sent() {
        let photo = |letters: usize| {
            ImageValue::by_content("p".into(), &format!("data:image/png;base64,{}", "A".repeat(letters)))
        };
        let sent = |images: Vec<ImageValue>| {
            let mut values = Values::default();
            values.insert(String::from("photo"), InputValue::Images(images));
            collect(&[input("photo", &["image"])], &values)
        };
        assert!(sent(vec![photo(9_000_000)]).is_ok());
        let problems = sent(vec![photo(9_000_000), photo(9_000_000)]).unwrap_err();
        assert!(problems.get("photo").is_some_and(|why| why.contains("11 MB")), "{problems:?}");
        // Images by address weigh nothing.
        assert!(sent(vec![ImageValue::by_address("https://a.example/x.jpg"); 20]).is_ok());
    }

    #[test]
    fn secrets_are_told_by_kind_and_name() {
        for (name, kind) in
            [("x", "secret"), ("x", "roboflow_api_key"), ("openai_api_key", "string"), ("Password", "")]
        {
            assert!(is_secret(&input(name, &[kind])), "{name} {kind}");
        }
        assert!(
            !is_secret(&input("confidence", &["float"])) && !is_secret(&input("key_points", &["integer"]))
        );
    }

    fn read(text: &str, kinds: &[&str]) -> Result<String, String> {
        let kinds: Vec<String> = kinds.iter().map(|kind| String::from(*kind)).collect();
        read_text(text, &kinds).map(|node: Node| node.to_compact())
    }

    #[test]
    fn a_text_is_read_as_its_kinds_ask() {
        for (text, kinds, sent) in [
            (" 5", &["integer"][..], "5"),
            ("5", &["string"], "\"5\""),
            ("yolov8n-640", &["roboflow_model_id"], "\"yolov8n-640\""),
            ("0.50", &["float_zero_to_one"], "0.50"),
            ("1.5", &["float", "float_zero_to_one"], "1.5"),
            ("true", &["boolean"], "true"),
            ("[1]", &["list_of_values"], "[1]"),
            ("plain words", &[], "\"plain words\""),
            ("{\"a\":1}", &["*"], "{\"a\":1}"),
            ("words", &["image_metadata"], "\"words\""),
        ] {
            assert_eq!(read(text, kinds).as_deref(), Ok(sent), "{text} as {kinds:?}");
        }
        for (text, kind) in [
            ("x", "integer"),
            ("1.5", "integer"),
            ("1.5", "float_zero_to_one"),
            ("half", "float"),
            ("maybe", "boolean"),
            ("x", "dictionary"),
            ("[1", "list_of_values"),
        ] {
            assert!(read(text, &[kind]).is_err(), "{text} as {kind}");
        }
    }

    #[test]
    fn what_is_written_as_a_list_is_one_where_text_is_taken_too() {
        let kinds: Vec<String> = ["string", "list_of_values"].map(String::from).into();
        let value = |text: &str| read_text(text, &kinds).unwrap().to_compact();
        assert_eq!(value("[\"car\"]"), "[\"car\"]");
        assert_eq!(value("car"), "\"car\"");
        assert_eq!(value("5"), "\"5\"");
        assert_eq!(value("{}"), "\"{}\"");
    }

    #[test]
    fn zero_to_one_is_told_by_digits() {
        for inside in
            ["0", "-0", "0.0", "1", "1.000", "0.999", "10e-1", "0.01E2", "1e-400", "0e999", "100e-2"]
        {
            assert!(is_zero_to_one(inside), "{inside}");
        }
        for outside in ["-1", "-0.1", "2", "1.0001", "1e1", "11e-1", "1e400", "1e99999999999999999999"] {
            assert!(!is_zero_to_one(outside), "{outside}");
        }
    }
}
