//! What a value of an answer is, told by its shape and never by its name. Values come from any engine and any block of a
//! person's own Python, so nothing is believed: what is missing, of another type, too deep or too long is passed over.
mod classes;
mod filter;
mod found;
mod mask;
mod numbers;
mod table;

pub use classes::{ClassRow, Classes};
pub use filter::{BINS, Filter};
pub use found::{Class, Findings, Found, HUES, Layer, Outline, predictions};
pub use mask::{Mask, Strip};
pub use numbers::Summary;
pub use table::{Table, csv};

use flowdeck_spec::json::Text;
use flowdeck_spec::{Node, decimal};
use found::name_of;
use std::rc::Rc;

/// How many items of a list are looked at to tell what it is a list of.
const LOOKED_AT: usize = 200;
/// The fewest characters of a text that is taken for an image without being called one.
const IMAGE_TEXT: usize = 200;

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Nothing: the step was skipped.
    Nothing,
    /// True or false, or a number.
    Plain,
    /// A text.
    Text,
    /// An image, by the address of its content.
    Image(String),
    /// Things found in an image.
    Found(Findings),
    /// What an image was classified as.
    Classes(Classes),
    /// A colour: red, green, blue.
    Colour([u8; 3]),
    /// Many numbers, perhaps in rows.
    Numbers(Summary),
    /// Records of plain values.
    Table(Table),
    /// Several values.
    List,
    /// Named values.
    Fields,
}

/// Tells what a value is.
#[must_use]
pub fn shape(value: &Node) -> Shape {
    match value {
        Node::Null => Shape::Nothing,
        Node::Bool(_) | Node::Number(_) => Shape::Plain,
        Node::String(text) => {
            let is_image = text.raw().len() >= IMAGE_TEXT;
            let source = Some(text.raw()).filter(|_| is_image).and_then(address);
            source.map_or(Shape::Text, Shape::Image)
        }
        Node::Object(_) => image(value)
            .map(Shape::Image)
            .or_else(|| Findings::read(value).map(Shape::Found))
            .or_else(|| Classes::read(value).map(Shape::Classes))
            .unwrap_or(Shape::Fields),
        Node::Array(items) => colour(items)
            .map(Shape::Colour)
            .or_else(|| Summary::read(items).map(Shape::Numbers))
            .or_else(|| Findings::read(value).map(Shape::Found))
            .or_else(|| Table::read(items).map(Shape::Table))
            .unwrap_or(Shape::List),
    }
}

impl Shape {
    /// What it is, in a word or two.
    #[must_use]
    pub fn name(&self, value: &Node) -> String {
        let counted = |count: usize, what: &str| [&count.to_string(), what].concat();
        let fixed = match self {
            Self::Nothing => "nothing",
            Self::Plain if matches!(value, Node::Bool(_)) => "true or false",
            Self::Plain => "number",
            Self::Text => "text",
            Self::Image(_) => "image",
            Self::Colour(_) => "colour",
            Self::Fields => "object",
            Self::Classes(classes) if classes.is_multi => "labels",
            Self::Classes(_) => "class",
            Self::Found(found) => return counted(found.total, " found"),
            Self::Numbers(numbers) => return counted(numbers.count, " numbers"),
            Self::Table(_) => return counted(value.items().len(), " rows"),
            Self::List => return ["list of ", &value.items().len().to_string()].concat(),
        };
        String::from(fixed)
    }
}

/// How many values of a list or an object, and of one that is within, are printed.
const MOST_PRINTED: usize = 2_000;
/// The longest text of one printed value: images as base64 would drown everything.
const LONGEST_PRINTED: usize = 400;

/// A value for people to read as JSON: long texts and long lists end with how much more there is.
#[must_use]
pub fn shortened(value: &Node) -> Node {
    let mut room = MOST_PRINTED;
    short_of(value, &mut room)
}

fn short_of(value: &Node, room: &mut usize) -> Node {
    let rest = |count: usize| Node::string(&["… ", &count.to_string(), " more"].concat());
    match value {
        Node::String(text) if text.raw().len() > LONGEST_PRINTED => {
            let text = text.value();
            let head: String = text.chars().take(60).collect();
            Node::string(&[&head, "… (", &text.chars().count().to_string(), " characters)"].concat())
        }
        Node::Array(items) => {
            let mut short = Vec::new();
            for (index, item) in items.iter().enumerate() {
                if *room == 0 {
                    short.push(rest(items.len() - index));
                    break;
                }
                *room -= 1;
                short.push(short_of(item, room));
            }
            Node::Array(Rc::new(short))
        }
        Node::Object(entries) => {
            let mut short = Vec::new();
            for (index, (key, item)) in entries.iter().enumerate() {
                if *room == 0 {
                    short.push((Text::new("…"), rest(entries.len() - index)));
                    break;
                }
                *room -= 1;
                short.push((key.clone(), short_of(item, room)));
            }
            Node::Object(Rc::new(short))
        }
        other => other.clone(),
    }
}

/// A number. What is none, or none that can be drawn, is nothing.
fn number(value: &Node) -> Option<f64> {
    match value {
        Node::Number(text) => decimal::read(text).filter(|number| number.is_finite()),
        _ => None,
    }
}

/// The number of a key.
pub(super) fn number_at(value: &Node, key: &str) -> Option<f64> {
    value.get(key).and_then(number)
}

/// The address of an image of an answer.
#[must_use]
pub fn image(value: &Node) -> Option<String> {
    let Node::String(content) = value.get("value")? else { return None };
    if value.get("type")?.as_str()? != "base64" {
        return None;
    }
    address(content.raw())
}

/// The address of an image's content in base64. Its first bytes tell its type; nothing but images becomes one.
fn address(content: &str) -> Option<String> {
    let media = match content {
        c if c.starts_with("data:image/") => return Some(String::from(content)),
        c if c.starts_with("/9j/") => "image/jpeg",
        c if c.starts_with("iVBORw0KGgo") => "image/png",
        c if c.starts_with("UklGR") => "image/webp",
        c if c.starts_with("R0lGOD") => "image/gif",
        _ => return None,
    };
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    content.bytes().all(is_base64).then(|| ["data:", media, ";base64,", content].concat())
}

/// Three whole numbers from 0 to 255 are a colour.
fn colour(items: &[Node]) -> Option<[u8; 3]> {
    let part = |item: &Node| match item {
        Node::Number(number) => number.parse().ok(),
        _ => None,
    };
    let [red, green, blue] = items else { return None };
    Some([part(red)?, part(green)?, part(blue)?])
}

/// Whether a value is a single one: no list, no object.
const fn is_single(value: &Node) -> bool {
    !matches!(value, Node::Array(_) | Node::Object(_))
}

#[cfg(test)]
mod tests;
