//! The whole specification at once: from the text, or by the edits of a fix.
use super::refusal::{Refusal, Why, refuse, too_deep};
use super::rename::{by_place, follow};
use super::tree::{DEEPEST, Last, change, fits, tokens};
use super::{Before, Outcome, short};
use crate::document::Document;
use crate::item::{Item, Items, Section, name_of};
use flowdeck_spec::Node;
use flowdeck_spec::diagnostic::Edit;
use flowdeck_spec::json::Text;
use std::rc::Rc;

impl Before<'_> {
    pub(super) fn replace_all(self, specification: &Node) -> Result<Outcome, Refusal> {
        if !fits(specification, DEEPEST + 8) {
            return Err(too_deep());
        }
        self.whole(shared(specification, &self.document.specification), String::from("Edit the text"))
    }

    pub(super) fn fix(self, title: &str, edits: &[Edit]) -> Result<Outcome, Refusal> {
        let mut node = self.document.specification.clone();
        // From the end: pointers are those of before.
        for edit in edits.iter().rev() {
            let (pointer, last) = match edit {
                Edit::Set { pointer, value } => (pointer, Last::Put(value)),
                Edit::Insert { pointer, value } => (pointer, Last::Before(value)),
                Edit::Remove { pointer } => (pointer, Last::Take),
            };
            if let Edit::Set { value, .. } = edit
                && node.pointer(pointer) == Some(value)
            {
                continue;
            }
            let way = tokens(pointer);
            if let Last::Put(value) | Last::Before(value) = last
                && !fits(value, DEEPEST.saturating_sub(way.len()))
            {
                return Err(too_deep());
            }
            node = change(Some(&node), &way, &last).ok_or_else(|| {
                let end = " is not there any more: look at the problems again.";
                refuse(Why::NoPlace, &["The place ", &short(pointer), end])
            })?;
        }
        self.whole(node, String::from(title))
    }

    fn whole(self, specification: Node, title: String) -> Result<Outcome, Refusal> {
        if !matches!(specification, Node::Object(_)) {
            let parts = ["A specification is an object in braces; this is ", specification.kind(), "."];
            return Err(refuse(Why::Broken, &parts));
        }
        let before = &self.document.specification;
        let renamed = moved_names(before, &specification);
        let drawing = follow(&self.document.drawing, &renamed);
        let document = Document { specification, drawing };
        Ok(Outcome { document, title, select: Vec::new(), renamed })
    }
}

/// Which items go by another name: one is new at the place where one is gone.
fn moved_names(before: &Node, after: &Node) -> Vec<(Item, Item)> {
    let differ = |section: Section| {
        let (old, new) = (section.entries(before), section.entries(after));
        old.len() == new.len() && old.iter().zip(new).any(|(old, new)| name_of(old) != name_of(new))
    };
    if !Section::ALL.into_iter().any(differ) {
        return Vec::new();
    }
    let (old, new) = (Items::of(before), Items::of(after));
    let mut pairs = by_place(&old, &new);
    pairs.retain(|(from, to)| !new.contains(from) && !old.contains(to));
    pairs
}

/// The new specification with the parts of the old one where they are spelt alike: what is not new is not read anew.
fn shared(new: &Node, old: &Node) -> Node {
    if alike(new, old) {
        return old.clone();
    }
    let Node::Object(entries) = new else { return new.clone() };
    let entry = |(key, value): &(Text, Node)| {
        let before = old.get(&key.value());
        let shared = match (value, before) {
            (Node::Array(items), Some(Node::Array(before))) => {
                // One entry more or less moves those behind it.
                let list = items.iter().enumerate().map(|(index, item)| {
                    let moved = (index + before.len()).checked_sub(items.len());
                    let same = |place: usize| before.get(place).filter(|other| alike(item, other));
                    same(index).or_else(|| same(moved?)).unwrap_or(item).clone()
                });
                Node::Array(Rc::new(list.collect()))
            }
            (value, Some(before)) if alike(value, before) => before.clone(),
            (value, _) => value.clone(),
        };
        (key.clone(), shared)
    };
    Node::Object(Rc::new(entries.iter().map(entry).collect()))
}

/// Whether two values are spelt alike, to the last escape.
fn alike(a: &Node, b: &Node) -> bool {
    match (a, b) {
        (Node::String(a), Node::String(b)) => a.raw() == b.raw(),
        (Node::Array(a), Node::Array(b)) => {
            Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| alike(a, b)))
        }
        (Node::Object(a), Node::Object(b)) => {
            let same = |((key, a), (other, b)): (&(Text, Node), &(Text, Node))| {
                key.raw() == other.raw() && alike(a, b)
            };
            Rc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(same))
        }
        (a, b) => a == b,
    }
}
