//! What a person drew beside the meaning: places of cards, notes, groups. Stored in the config under the key
//! `flowdeck`, beside `specification`:
//! `{"$steps.blur": [320, 64], "notes": [{"id": "n1", "at": [x, y, width, height], "text": "…", "color": "yellow"}],
//! "groups": [{"id": "g1", "name": "…", "items": ["$steps.blur"]}]}`.
//! Reading is tolerant: what is not understood is kept as it was written and not used.
mod read;

use crate::item::{Index, Item, indexed};
use crate::layout::{Point, Rect};
use crate::number::short;
use flowdeck_spec::Node;
use flowdeck_spec::json::Text;
use read::Parts;
use std::cell::OnceCell;
use std::rc::Rc;

/// A note on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What it is told by, such as `n1`.
    pub id: String,
    /// Its place and size in pixels at zoom 1.
    pub at: Rect,
    /// What it says.
    pub text: String,
    /// The name of its colour; empty for the usual one.
    pub color: String,
}

/// Cards that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is told by, such as `g1`.
    pub id: String,
    /// Its title.
    pub name: String,
    /// What is in it.
    pub items: Vec<Item>,
}

/// A drawing. Cheap to copy; what it holds is read when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct Drawing(Rc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    node: Option<Node>,
    parts: OnceCell<Parts>,
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || self.0.node == other.0.node
    }
}

const NOTES: &str = "notes";
const GROUPS: &str = "groups";

impl Drawing {
    /// The drawing that is stored as this value; none where nothing is stored.
    #[must_use]
    pub fn of(node: Option<Node>) -> Self {
        Self(Rc::new(Inner { node, parts: OnceCell::new() }))
    }

    /// The value to store; none where there is nothing to store. Of an untouched drawing the one that was read.
    #[must_use]
    pub fn node(&self) -> Option<&Node> {
        self.0.node.as_ref()
    }

    /// Whether it is the very same, without looking into it.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    fn parts(&self) -> &Parts {
        self.0.parts.get_or_init(|| read::read(self.0.node.as_ref()))
    }

    /// Where a card stands: its top left corner, in pixels at zoom 1. Of a note likewise.
    #[must_use]
    pub fn place(&self, item: &Item) -> Option<Point> {
        match item.note() {
            Some(id) => self.note(id).map(|note| Point { x: note.at.x, y: note.at.y }),
            None => {
                let parts = self.parts();
                parts.points.get(*parts.places.get(item.shared())? as usize).copied()
            }
        }
    }

    /// Whether any card has a place.
    #[must_use]
    pub fn has_places(&self) -> bool {
        !self.parts().places.is_empty()
    }

    /// The notes.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.parts().notes
    }

    /// The note of an id.
    #[must_use]
    pub fn note(&self, id: &str) -> Option<&Note> {
        self.notes().iter().find(|note| note.id == id)
    }

    /// The groups.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.parts().groups
    }

    /// The group of an id.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups().iter().find(|group| group.id == id)
    }

    /// The group that a card is in.
    #[must_use]
    pub fn group_of(&self, item: &Item) -> Option<&Group> {
        self.groups().iter().find(|group| group.items.contains(item))
    }

    fn entries(&self) -> Vec<(Text, Node)> {
        self.0.node.as_ref().map(Node::entries).unwrap_or_default().to_vec()
    }

    /// A drawing of these entries; the same one where nothing changed. Nothing is stored of an empty one.
    fn with_entries(&self, entries: Vec<(Text, Node)>) -> Self {
        let node = if entries.is_empty() { None } else { Some(Node::Object(Rc::new(entries))) };
        if node == self.0.node { self.clone() } else { Self::of(node) }
    }

    /// The drawing with these cards and notes at these points.
    #[must_use]
    pub fn with_places(&self, places: &[(Item, Point)]) -> Self {
        let mut open = Index::new();
        let mut list = Vec::new();
        for ((item, point), index) in places.iter().zip(0..) {
            match item.note() {
                Some(_) => list.push((item.clone(), *point)),
                None => {
                    open.insert(Rc::clone(item.shared()), index);
                }
            }
        }
        let mut entries = self.entries();
        // Of a key that is there twice the last counts.
        for (key, value) in entries.iter_mut().rev() {
            if let Some((_, point)) = open.remove(&*key.value()).and_then(|index| places.get(index as usize))
            {
                *value = corner(*point);
            }
        }
        for ((item, point), index) in places.iter().zip(0..) {
            if open.get(item.shared()) == Some(&index) {
                entries.push((Text::new(item.as_str()), corner(*point)));
            }
        }
        let mut out = self.with_entries(entries);
        for (item, point) in list {
            let id = item.note().unwrap_or_default();
            if let Some(note) = out.note(id) {
                let at = Rect { x: point.x, y: point.y, ..note.at };
                out = out.with_note(&Note { at, ..note.clone() });
            }
        }
        out
    }

    /// The drawing without the places of any cards.
    #[must_use]
    pub fn without_places(&self) -> Self {
        let mut entries = self.entries();
        entries.retain(|(key, _)| !self.parts().places.contains_key(&*key.value()));
        self.with_entries(entries)
    }

    /// The drawing with a note: in the place of the one of that id, or as a new one.
    #[must_use]
    pub fn with_note(&self, note: &Note) -> Self {
        let rect = [note.at.x, note.at.y, note.at.width, note.at.height];
        self.with_part(NOTES, &note.id, &|old| {
            let mut node = old.clone();
            let known = self.note(&note.id);
            if known.is_none_or(|known| known.at != note.at) {
                node = node.with("at", numbers(&rect));
            }
            if known.is_none_or(|known| known.text != note.text) {
                node = node.with("text", Node::string(&note.text));
            }
            if known.map_or("", |known| &known.color) != note.color {
                node = node.with("color", Node::string(&note.color));
            }
            node
        })
    }

    /// The drawing with a group: in the place of the one of that id, or as a new one.
    #[must_use]
    pub fn with_group(&self, group: &Group) -> Self {
        let items = group.items.iter().map(|item| Node::string(item.as_str())).collect();
        let items = Node::Array(Rc::new(items));
        self.with_part(GROUPS, &group.id, &|old| {
            old.with("name", Node::string(&group.name)).with("items", items.clone())
        })
    }

    /// Changes the entry of an id in one of the two lists, or adds one.
    fn with_part(&self, list: &str, id: &str, change: &dyn Fn(&Node) -> Node) -> Self {
        let node = self.0.node.clone().unwrap_or(Node::Null);
        let mut items = node.get(list).map(Node::items).unwrap_or_default().to_vec();
        match items.iter_mut().find(|item| read::id(item).is_some_and(|known| *known == *id)) {
            Some(item) => *item = change(item),
            None => items.push(change(&Node::object([("id", Node::string(id))]))),
        }
        Self::of(Some(node.with(list, Node::Array(Rc::new(items)))))
    }

    /// The drawing without these cards, notes and groups. A group that has nothing left in it goes.
    #[must_use]
    pub fn without(&self, gone: &[Item]) -> Self {
        let gone = indexed(gone.iter());
        self.renamed(&|item| if gone.contains_key(item.shared()) { None } else { Some(item.clone()) })
    }

    /// The drawing with its items under other names, all at once; what has none any more goes. What the drawing says
    /// of things that are not there is kept, unless its name is taken now.
    #[must_use]
    pub fn renamed(&self, name: &dyn Fn(&Item) -> Option<Item>) -> Self {
        let mut entries = Vec::new();
        for (key, value) in self.entries() {
            if key == *NOTES || key == *GROUPS {
                let is_note = key == *NOTES;
                if let Some(value) = self.renamed_list(&value, is_note, name) {
                    entries.push((key, value));
                }
                continue;
            }
            if !key.value().starts_with('$') {
                entries.push((key, value));
                continue;
            }
            let item = Item::new(&key.value());
            match name(&item) {
                Some(other) if other == item => entries.push((key, value)),
                Some(other) => entries.push((Text::new(other.as_str()), value)),
                None => {}
            }
        }
        self.with_entries(entries)
    }

    /// One of the two lists with its items under other names; none where nothing is left that was there before.
    fn renamed_list(&self, list: &Node, is_note: bool, name: &dyn Fn(&Item) -> Option<Item>) -> Option<Node> {
        let mut out = Vec::new();
        for entry in list.items() {
            let Some(id) = read::id(entry) else {
                out.push(entry.clone());
                continue;
            };
            if is_note {
                if name(&Item::of_note(&id)).is_some() {
                    out.push(entry.clone());
                }
                continue;
            }
            if name(&Item::of_group(&id)).is_none() {
                continue;
            }
            let members = entry.get("items").map(Node::items).unwrap_or_default();
            let mut kept = Vec::new();
            for member in members {
                let Some(item) = member.as_str().map(|text| Item::new(&text)) else {
                    kept.push(member.clone());
                    continue;
                };
                match name(&item) {
                    Some(other) if other == item => kept.push(member.clone()),
                    Some(other) => kept.push(Node::string(other.as_str())),
                    None => {}
                }
            }
            if kept == members {
                out.push(entry.clone());
            } else if !kept.is_empty() {
                out.push(entry.with("items", Node::Array(Rc::new(kept))));
            }
        }
        if out == list.items() {
            return Some(list.clone());
        }
        (!out.is_empty()).then(|| Node::Array(Rc::new(out)))
    }
}

/// Farther out nothing is drawn.
const FARTHEST: f64 = 1e7;

fn corner(point: Point) -> Node {
    numbers(&[point.x, point.y])
}

fn numbers(list: &[f64]) -> Node {
    let number = |number: &f64| {
        let number = if number.is_finite() { number.clamp(-FARTHEST, FARTHEST) } else { 0.0 };
        Node::Number(short(number).into())
    };
    Node::Array(Rc::new(list.iter().map(number).collect()))
}

#[cfg(test)]
mod tests;
