//! What is remembered of a form between visits: values as they were typed and the addresses of images; the images
//! themselves only where the person asked for that. Secrets never.
use super::values::{ImageValue, InputValue, MOST_IMAGES, Values, is_secret};
use flowdeck_spec::interface::Input;
use flowdeck_spec::json::Text;
use flowdeck_spec::{Node, json};
use std::rc::Rc;

/// The longest text that is remembered for one workflow, bytes: the browser keeps some megabytes for the whole app.
const LONGEST: usize = 64 * 1024;
/// The most that images may come to, bytes.
pub const MOST_OF_IMAGES: usize = 2 * 1024 * 1024;

/// Values and addresses as a text; empty where there is nothing to remember.
#[must_use]
pub fn values_text(inputs: &[Input], values: &Values) -> String {
    let entries: Vec<(Text, Node)> = inputs
        .iter()
        .filter(|input| !is_secret(input))
        .filter_map(|input| {
            let value = match values.get(input.name.as_str())? {
                InputValue::Text(text) if !text.is_empty() => Node::string(text),
                InputValue::Text(_) => return None,
                InputValue::Images(images) => {
                    let by_address = images.iter().filter(|image| image.base64.is_none());
                    let list: Vec<Node> = by_address.map(|image| Node::string(&image.name)).collect();
                    if list.is_empty() {
                        return None;
                    }
                    Node::Array(Rc::new(list))
                }
            };
            Some((Text::new(&input.name), value))
        })
        .collect();
    let text = Node::Object(Rc::new(entries)).to_compact();
    if text.len() > LONGEST || text == "{}" { String::new() } else { text }
}

/// The images that are no addresses, as a text; none where they come to more than is kept.
#[must_use]
pub fn images_text(values: &Values) -> Option<String> {
    let mut entries = Vec::new();
    for (name, value) in values.iter() {
        let InputValue::Images(images) = value else { continue };
        let own = images.iter().filter(|image| image.base64.is_some());
        let list: Vec<Node> = own
            .map(|image| Node::Array(Rc::new(vec![Node::string(&image.name), Node::string(&image.preview)])))
            .collect();
        entries.push((Text::new(name), Node::Array(Rc::new(list))));
    }
    let text = Node::Object(Rc::new(entries)).to_compact();
    (text.len() <= MOST_OF_IMAGES).then_some(text)
}

/// What is in the form again, from both texts. What cannot be read is passed over.
#[must_use]
pub fn read(values: &str, images: &str) -> Values {
    let mut out = Values::default();
    let root = |text: &str| json::parse(text).root.unwrap_or(Node::Null);
    for (name, value) in root(values).entries() {
        let value = match value {
            Node::String(text) => InputValue::Text(text.value().into_owned()),
            list => InputValue::Images(addresses(list)),
        };
        out.insert(name.value().into_owned(), value);
    }
    for (name, value) in root(images).entries() {
        let name = name.value().into_owned();
        let mut list = match out.remove(name.as_str()) {
            Some(InputValue::Images(list)) => list,
            _ => Vec::new(),
        };
        list.extend(value.items().iter().filter_map(image));
        list.truncate(MOST_IMAGES);
        if !list.is_empty() {
            out.insert(name, InputValue::Images(list));
        }
    }
    out
}

fn addresses(list: &Node) -> Vec<ImageValue> {
    let texts = list.items().iter().take(MOST_IMAGES).filter_map(Node::as_str);
    let is_address = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    texts.filter(|text| is_address(text)).map(|text| ImageValue::by_address(&text)).collect()
}

fn image(entry: &Node) -> Option<ImageValue> {
    let [name, data_url] = entry.items() else { return None };
    let data_url = data_url.as_str()?;
    data_url
        .starts_with("data:image/")
        .then(|| ImageValue::by_content(name.as_str().unwrap_or_default().into_owned(), &data_url))
}

#[cfg(test)]
mod tests {
    use super::super::values::{ImageValue, InputValue, Values};
    use super::{MOST_OF_IMAGES, images_text, read, values_text};
    use flowdeck_spec::interface::{Input, InputType};

    fn input(name: &str, kind: &str) -> Input {
        Input { name: name.into(), input_type: InputType::Parameter, kinds: vec![kind.into()], default: None }
    }

    fn filled() -> Values {
        let mut values = Values::default();
        let images = vec![
            ImageValue::by_address("https://a.example/1.jpg"),
            ImageValue::by_content("mine.png".into(), "data:image/png;base64,AAAA"),
        ];
        values.insert("photo".into(), InputValue::Images(images));
        values.insert("limit".into(), InputValue::Text("0.50".into()));
        values.insert("pass".into(), InputValue::Text("hush".into()));
        values.insert("gone".into(), InputValue::Text("of another version".into()));
        values
    }

    #[test]
    fn values_and_addresses_come_back_and_secrets_never() {
        let inputs = [input("photo", "image"), input("limit", "float"), input("pass", "secret")];
        let text = values_text(&inputs, &filled());
        assert_eq!(text, r#"{"photo":["https://a.example/1.jpg"],"limit":"0.50"}"#);
        let back = read(&text, "");
        assert_eq!(back.get("limit"), Some(&InputValue::Text("0.50".into())));
        let addresses = vec![ImageValue::by_address("https://a.example/1.jpg")];
        assert_eq!(back.get("photo"), Some(&InputValue::Images(addresses)));
        assert_eq!(values_text(&inputs, &Values::default()), "");
    }

    #[test]
    fn images_come_back_where_they_were_kept() {
        let text = images_text(&filled()).unwrap();
        assert!(!text.contains("hush") && !text.contains("a.example"), "{text}");
        let back = read("", &text);
        let own = vec![ImageValue::by_content("mine.png".into(), "data:image/png;base64,AAAA")];
        assert_eq!(back.get("photo"), Some(&InputValue::Images(own)));
        let mut large = Values::default();
        let content = format!("data:image/png;base64,{}", "A".repeat(MOST_OF_IMAGES));
        large.insert("photo".into(), InputValue::Images(vec![ImageValue::by_content("x".into(), &content)]));
        assert_eq!(images_text(&large), None);
    }

    #[test]
    fn whatever_stands_in_the_storage_is_read_without_a_fault() {
        for text in [
            "",
            "[]",
            "{",
            "{\"a\":5}",
            r#"{"a":["javascript:alert(1)",7]}"#,
            r#"{"a":[["x","data:text/html,x"]]}"#,
        ] {
            let read = read(text, text);
            let images = read.iter().filter_map(|(_, value)| match value {
                InputValue::Images(images) => Some(images.len()),
                InputValue::Text(_) => None,
            });
            assert_eq!(images.sum::<usize>(), 0, "{text}");
        }
    }
}
