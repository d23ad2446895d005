//! The wires of a document: every selector in it, where it stands, and how all of one target change at once.
//! Wiring is what the graph draws: selectors in the properties of steps, however deep, and the `selector` of outputs.
//! What an inner workflow's definition refers to is its own; a type or a name is none.
mod facts;
mod taker;
mod targets;
mod waits;

pub use facts::{Facts, Output, kinds_words};
pub(crate) use facts::{INNER, outputs};
pub(crate) use taker::key_in;
pub use taker::{Taker, Takes, taker};
pub use targets::{Target, targets};
pub(crate) use waits::{Way, reach, waits_for};

use crate::item::{Item, Items, Section};
use flowdeck_spec::Node;
use flowdeck_spec::json::{Text, pointer_token};
use flowdeck_spec::selector::Selector;
use std::rc::Rc;

/// A selector and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The step or output that holds it.
    pub item: Item,
    /// Where in its entry, as a JSON pointer: `/image`, `/data/x`, `/next_steps/0`.
    pub path: String,
    /// Its text.
    pub selector: String,
}

/// All selectors of a specification, in the order of its text. `items` are its own.
#[must_use]
pub fn references(specification: &Node, items: &Items) -> Vec<Reference> {
    let mut out = Vec::new();
    for section in [Section::Steps, Section::Outputs] {
        for (index, entry) in section.entries(specification).iter().enumerate() {
            let Some(item) = items.item(section, index) else { continue };
            each(section, entry, &mut |path, selector| {
                let (path, selector) = (String::from(path), String::from(selector));
                out.push(Reference { item: item.clone(), path, selector });
            });
        }
    }
    out
}

/// The selectors of one entry, each with its path and text.
pub(crate) fn each(section: Section, entry: &Node, see: &mut dyn FnMut(&str, &str)) {
    let mut path = String::new();
    for (key, value) in entry.entries() {
        if holds_wires(section, key) {
            within(key, &mut path, &mut |path| look(value, path, see));
        }
    }
}

/// What is to become of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It stays.
    Keep,
    /// Another text takes its place.
    Put(String),
    /// It goes: the item of the list, the entry of the object, or the whole property that it is.
    Drop,
}

/// The entry with its selectors changed; none where all stay. What did not change is the same part as before.
/// `change` is given the path and the text of each.
pub(crate) fn rewrite(
    section: Section,
    entry: &Node,
    change: &mut dyn FnMut(&str, &str) -> Change,
) -> Option<Node> {
    let mut path = String::new();
    let changed = entries(entry, &mut path, &|key| holds_wires(section, key), change)?;
    Some(Node::Object(Rc::new(changed)))
}

/// The name of the entry that a selector leads to, and its list.
pub(crate) fn target(text: &str) -> Option<(Section, &str)> {
    Some(match Selector::parse(text)? {
        Selector::Input(name) => (Section::Inputs, name),
        Selector::Step(name) | Selector::StepOutput(name, _) => (Section::Steps, name),
    })
}

/// The selector with another name in the place of its target's.
pub(crate) fn renamed(text: &str, name: &str) -> Option<String> {
    let (head, tail) = match Selector::parse(text)? {
        Selector::Input(_) => ("$inputs.", None),
        Selector::Step(_) => ("$steps.", None),
        Selector::StepOutput(_, output) => ("$steps.", Some(output)),
    };
    let mut out = String::from(head);
    out.push_str(name);
    if let Some(output) = tail {
        out.push('.');
        out.push_str(output);
    }
    Some(out)
}

fn holds_wires(section: Section, key: &Text) -> bool {
    match section {
        Section::Inputs => false,
        Section::Steps => !matches!(&*key.value(), "type" | "name" | "workflow_definition"),
        Section::Outputs => *key == *"selector",
    }
}

/// The text of a selector. Most texts are none, and are told by their first letter.
fn selector(text: &Text) -> Option<std::borrow::Cow<'_, str>> {
    if !text.raw().starts_with(['$', '\\']) {
        return None;
    }
    Some(text.value()).filter(|value| Selector::parse(value).is_some())
}

fn within<T>(key: &Text, path: &mut String, act: &mut dyn FnMut(&mut String) -> T) -> T {
    step_into(&pointer_token(&key.value()), path, act)
}

fn step_into<T>(token: &str, path: &mut String, act: &mut dyn FnMut(&mut String) -> T) -> T {
    let length = path.len();
    path.push('/');
    path.push_str(token);
    let out = act(path);
    path.truncate(length);
    out
}

/// Recursion is bounded by the parser's depth limit, which commands keep.
fn look(value: &Node, path: &mut String, see: &mut dyn FnMut(&str, &str)) {
    match value {
        Node::String(text) => {
            if let Some(text) = selector(text) {
                see(path, &text);
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                if may_hold(item) {
                    step_into(&index.to_string(), path, &mut |path| look(item, path, see));
                }
            }
        }
        Node::Object(list) => {
            for (key, value) in list.iter() {
                within(key, path, &mut |path| look(value, path, see));
            }
        }
        _ => {}
    }
}

/// Long lists of numbers, such as zones, need no path each.
fn may_hold(value: &Node) -> bool {
    matches!(value, Node::String(_) | Node::Array(_) | Node::Object(_))
}

/// A value after the change; none inside where it goes, none at all where it stays.
type Changed = Option<Option<Node>>;

fn value(node: &Node, path: &mut String, change: &mut dyn FnMut(&str, &str) -> Change) -> Changed {
    match node {
        Node::String(text) => match change(path, &selector(text)?) {
            Change::Keep => None,
            Change::Put(text) => Some(Some(Node::string(&text))),
            Change::Drop => Some(None),
        },
        Node::Array(items) => {
            let mut list: Option<Vec<Node>> = None;
            for (index, item) in items.iter().enumerate() {
                let changed = if may_hold(item) {
                    step_into(&index.to_string(), path, &mut |path| value(item, path, change))
                } else {
                    None
                };
                if changed.is_some() && list.is_none() {
                    list = Some(items.iter().take(index).cloned().collect());
                }
                if let Some(list) = &mut list {
                    list.extend(changed.unwrap_or_else(|| Some(item.clone())));
                }
            }
            list.map(|list| Some(Node::Array(Rc::new(list))))
        }
        Node::Object(_) => {
            let list = entries(node, path, &|_| true, change)?;
            Some(Some(Node::Object(Rc::new(list))))
        }
        _ => None,
    }
}

fn entries(
    node: &Node,
    path: &mut String,
    is_seen: &dyn Fn(&Text) -> bool,
    change: &mut dyn FnMut(&str, &str) -> Change,
) -> Option<Vec<(Text, Node)>> {
    let all = node.entries();
    let mut out: Option<Vec<(Text, Node)>> = None;
    for (index, (key, part)) in all.iter().enumerate() {
        let changed = if is_seen(key) && may_hold(part) {
            within(key, path, &mut |path| value(part, path, change))
        } else {
            None
        };
        if changed.is_some() && out.is_none() {
            out = Some(all.iter().take(index).cloned().collect());
        }
        if let Some(out) = &mut out {
            let kept = changed.unwrap_or_else(|| Some(part.clone()));
            out.extend(kept.map(|part| (key.clone(), part)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Change, references, rewrite};
    use crate::item::{Items, Section};
    use flowdeck_spec::json::parse;

    #[test]
    fn selectors_are_found_wherever_the_graph_draws_them() {
        let spec = parse(
            r#"{"inputs":[{"name":"image","default_value":"$inputs.no"}],
            "steps":[{"type":"t","name":"$steps.no.x","image":"$inputs.image","data":{"a/b":["$steps.a.*",[1,{"deep":"$steps.b"}]]},
                "text":"not $inputs.image","workflow_definition":{"steps":[{"image":"$inputs.own"}]}}],
            "outputs":[{"name":"o","selector":"$steps.a.\u0078","note":"$inputs.no"}]}"#,
        )
        .root
        .unwrap();
        let found = references(&spec, &Items::of(&spec));
        let seen: Vec<_> = found.iter().map(|one| (one.item.as_str(), &*one.path, &*one.selector)).collect();
        assert_eq!(
            seen,
            [
                ("$steps.$steps.no.x", "/image", "$inputs.image"),
                ("$steps.$steps.no.x", "/data/a~1b/0", "$steps.a.*"),
                ("$steps.$steps.no.x", "/data/a~1b/1/1/deep", "$steps.b"),
                ("$outputs.o", "/selector", "$steps.a.x"),
            ]
        );
    }

    #[test]
    fn dropping_takes_the_item_the_entry_or_the_property() {
        let entry = parse(
            r#"{"name":"x","a":"$steps.g.y","list":[1,"$steps.g","$steps.k"],"map":{"p":"$steps.g.y","q":2},"b":"$steps.k.y"}"#,
        )
        .root
        .unwrap();
        let changed = rewrite(Section::Steps, &entry, &mut |_, text| match text {
            "$steps.k" => Change::Put("$steps.m".into()),
            text if text.starts_with("$steps.g") => Change::Drop,
            _ => Change::Keep,
        });
        let text = r#"{"name":"x","list":[1,"$steps.m"],"map":{"q":2},"b":"$steps.k.y"}"#;
        assert_eq!(changed.unwrap().to_compact(), text);
        assert!(rewrite(Section::Steps, &entry, &mut |_, _| Change::Keep).is_none());
    }
}
