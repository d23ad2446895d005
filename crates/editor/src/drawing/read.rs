//! Reads a stored drawing; whatever is not understood is passed over.
use super::{GROUPS, Group, NOTES, Note};
use crate::item::{Index, Item};
use crate::layout::{Point, Rect};
use flowdeck_spec::Node;
use std::borrow::Cow;
use std::rc::Rc;

/// What a drawing holds.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Which of the points is whose.
    pub places: Index,
    pub points: Vec<Point>,
    pub notes: Vec<Note>,
    pub groups: Vec<Group>,
}

pub(super) fn read(node: Option<&Node>) -> Parts {
    let mut parts = Parts::default();
    for (key, value) in node.map(Node::entries).unwrap_or_default() {
        let key = key.value();
        if let ([x, y], true) = (value.items(), key.starts_with('$'))
            && let (Some(x), Some(y)) = (number(x), number(y))
        {
            let index = u32::try_from(parts.points.len()).unwrap_or(u32::MAX);
            parts.places.insert(Rc::from(&*key), index);
            parts.points.push(Point { x, y });
        }
    }
    let list = |key: &str| node.and_then(|node| node.get(key)).map(Node::items).unwrap_or_default();
    for entry in list(NOTES) {
        if let Some(note) = note(entry)
            && parts.notes.iter().all(|known| known.id != note.id)
        {
            parts.notes.push(note);
        }
    }
    for entry in list(GROUPS) {
        if let Some(group) = group(entry)
            && parts.groups.iter().all(|known| known.id != group.id)
        {
            parts.groups.push(group);
        }
    }
    parts
}

/// The id of a note or group.
pub(super) fn id(entry: &Node) -> Option<Cow<'_, str>> {
    entry.get("id")?.as_str().filter(|id| !id.is_empty())
}

fn text(entry: &Node, key: &str) -> String {
    entry.get(key).and_then(Node::as_str).unwrap_or_default().into_owned()
}

fn note(entry: &Node) -> Option<Note> {
    let [x, y, width, height] = entry.get("at")?.items() else { return None };
    let at = Rect { x: number(x)?, y: number(y)?, width: number(width)?, height: number(height)? };
    Some(Note { id: id(entry)?.into_owned(), at, text: text(entry, "text"), color: text(entry, "color") })
}

fn group(entry: &Node) -> Option<Group> {
    let items = entry.get("items")?.items().iter();
    let items = items.filter_map(Node::as_str).map(|text| Item::new(&text)).collect();
    Some(Group { id: id(entry)?.into_owned(), name: text(entry, "name"), items })
}

/// A number as drawings have them: no exponent, and no more digits than a place needs.
fn number(node: &Node) -> Option<f64> {
    let Node::Number(text) = node else { return None };
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, &**text),
    };
    let (mut value, mut scale, mut is_fraction, mut count) = (0.0, 1.0, false, 0);
    for byte in digits.bytes() {
        match byte {
            b'.' if !is_fraction => is_fraction = true,
            b'0'..=b'9' if count < 15 => {
                value = value * 10.0 + f64::from(byte - b'0');
                count += 1;
                if is_fraction {
                    scale *= 10.0;
                }
            }
            // Digits of a fraction that no pixel shows.
            b'0'..=b'9' if is_fraction => {}
            _ => return None,
        }
    }
    let value: f64 = sign * value / scale;
    (count > 0 && value.abs() <= super::FARTHEST).then_some(value)
}
