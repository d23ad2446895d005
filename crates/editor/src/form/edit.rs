//! Changes inside of a property's value: lists and objects. Each gives the new value and leaves the old one as it is;
//! what is not touched is shared with it. Places inside are JSON pointers; one that leads nowhere changes nothing.
use flowdeck_spec::Node;
use flowdeck_spec::json::Text;
use std::rc::Rc;

/// An object of these entries.
#[must_use]
pub fn object(entries: Vec<(String, Node)>) -> Node {
    Node::Object(Rc::new(entries.into_iter().map(|(key, value)| (Text::new(&key), value)).collect()))
}

/// The value with another one at a place; an object's entry that is not there yet is added.
#[must_use]
pub fn set(value: &Node, at: &str, new: Node) -> Option<Node> {
    match at.rsplit_once('/') {
        None => Some(new),
        Some((parent, last)) => {
            let key = unescaped(last);
            change(value, parent, &mut |node| match node {
                Node::Object(_) => Some(node.with(&key, new.clone())),
                Node::Array(items) => {
                    let mut items = items.to_vec();
                    *items.get_mut(key.parse::<usize>().ok()?)? = new.clone();
                    Some(Node::Array(Rc::new(items)))
                }
                _ => None,
            })
        }
    }
}

/// The value without what is at a place: an item of a list, an entry of an object.
#[must_use]
pub fn remove(value: &Node, at: &str) -> Option<Node> {
    let (parent, last) = at.rsplit_once('/')?;
    let key = unescaped(last);
    change(value, parent, &mut |node| match node {
        Node::Object(entries) => {
            let mut entries = entries.to_vec();
            let before = entries.len();
            entries.retain(|(name, _)| *name != *key);
            (entries.len() < before).then(|| Node::Object(Rc::new(entries)))
        }
        Node::Array(items) => {
            let (mut items, place) = (items.to_vec(), key.parse::<usize>().ok()?);
            items.get(place)?;
            items.remove(place);
            Some(Node::Array(Rc::new(items)))
        }
        _ => None,
    })
}

/// The value with an item put into the list at a place, before the one of that number; at the end where it is larger.
#[must_use]
pub fn insert(value: &Node, list: &str, before: usize, item: Node) -> Option<Node> {
    change(value, list, &mut |node| {
        let Node::Array(items) = node else { return None };
        let mut items = items.to_vec();
        items.insert(before.min(items.len()), item.clone());
        Some(Node::Array(Rc::new(items)))
    })
}

/// The value with an item of the list at a place moved to where another one is.
#[must_use]
pub fn shift(value: &Node, list: &str, from: usize, to: usize) -> Option<Node> {
    change(value, list, &mut |node| {
        let Node::Array(items) = node else { return None };
        let mut items = items.to_vec();
        if from >= items.len() || to >= items.len() {
            return None;
        }
        let item = items.remove(from);
        items.insert(to, item);
        Some(Node::Array(Rc::new(items)))
    })
}

/// The value with an entry of the object at a place under another name, where it stood; not where that name is taken.
#[must_use]
pub fn rename(value: &Node, object: &str, from: &str, to: &str) -> Option<Node> {
    change(value, object, &mut |node| {
        let Node::Object(entries) = node else { return None };
        if from != to && node.get(to).is_some() {
            return None;
        }
        let mut entries = entries.to_vec();
        entries.iter_mut().find(|(name, _)| *name == *from)?.0 = Text::new(to);
        Some(Node::Object(Rc::new(entries)))
    })
}

/// A name that an object does not have yet: `name`, `name_2`, ….
#[must_use]
pub fn free_name(object: &Node, name: &str) -> String {
    let mut out = String::from(name);
    let mut number = 2_usize;
    while object.get(&out).is_some() {
        out = format!("{name}_{number}");
        number += 1;
    }
    out
}

/// Changes what is at a place, and all that holds it.
fn change(value: &Node, at: &str, with: &mut dyn FnMut(&Node) -> Option<Node>) -> Option<Node> {
    let Some(rest) = at.strip_prefix('/') else { return if at.is_empty() { with(value) } else { None } };
    let (token, rest) = match rest.find('/') {
        Some(end) => rest.split_at(end),
        None => (rest, ""),
    };
    let key = unescaped(token);
    match value {
        Node::Object(_) => Some(value.with(&key, change(value.get(&key)?, rest, with)?)),
        Node::Array(items) => {
            let place = key.parse::<usize>().ok()?;
            let new = change(items.get(place)?, rest, with)?;
            let mut items = items.to_vec();
            *items.get_mut(place)? = new;
            Some(Node::Array(Rc::new(items)))
        }
        _ => None,
    }
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
