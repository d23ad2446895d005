//! What stands on the canvas, by its selector: `$inputs.x`, `$steps.x`, `$outputs.x`, and the drawing's own
//! `$notes.n1` and `$groups.g1`. A broken document has items too: the second step called `x` is `$steps.x#2`, the
//! fourth entry of a list, if it has no name, is `$steps.#3`.
use flowdeck_spec::Node;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

/// One of the three lists of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// What a run brings.
    Inputs,
    /// What is done.
    Steps,
    /// What a run gives back.
    Outputs,
}

impl Section {
    /// All three, in the order of the canvas.
    pub const ALL: [Self; 3] = [Self::Inputs, Self::Steps, Self::Outputs];

    /// Its key in the specification.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Steps => "steps",
            Self::Outputs => "outputs",
        }
    }

    /// What one of its entries is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inputs => "input",
            Self::Steps => "step",
            Self::Outputs => "output",
        }
    }

    /// What the selectors of its entries begin with.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Inputs => "$inputs.",
            Self::Steps => "$steps.",
            Self::Outputs => "$outputs.",
        }
    }

    /// Its entries; nothing where it is missing or no list.
    #[must_use]
    pub fn entries(self, specification: &Node) -> &[Node] {
        specification.get(self.key()).map(Node::items).unwrap_or_default()
    }
}

/// The name of an entry: a text that is not empty.
#[must_use]
pub fn name_of(entry: &Node) -> Option<Cow<'_, str>> {
    entry.get("name")?.as_str().filter(|name| !name.is_empty())
}

/// The selector of a card, a note or a group. Cheap to copy.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Item(Rc<str>);

impl Item {
    /// An item by its text, such as `$steps.blur`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The entry of that name.
    #[must_use]
    pub fn named(section: Section, name: &str) -> Self {
        let mut text = String::from(section.prefix());
        text.push_str(name);
        Self(text.into())
    }

    /// The note of that id.
    #[must_use]
    pub fn of_note(id: &str) -> Self {
        let mut text = String::from(NOTES);
        text.push_str(id);
        Self(text.into())
    }

    /// The group of that id.
    #[must_use]
    pub fn of_group(id: &str) -> Self {
        let mut text = String::from(GROUPS);
        text.push_str(id);
        Self(text.into())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The list that it stands in; none for notes, groups and whatever else.
    #[must_use]
    pub fn section(&self) -> Option<Section> {
        Section::ALL.into_iter().find(|section| self.0.starts_with(section.prefix()))
    }

    /// The id of a note.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.0.strip_prefix(NOTES)
    }

    /// The id of a group.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.0.strip_prefix(GROUPS)
    }

    /// What follows the first dot: the name, for entries that have one of their own.
    #[must_use]
    pub fn label(&self) -> &str {
        self.0.split_once('.').map_or(&self.0, |(_, label)| label)
    }

    pub(crate) fn shared(&self) -> &Rc<str> {
        &self.0
    }
}

const NOTES: &str = "$notes.";
const GROUPS: &str = "$groups.";

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number by a text. One type for all maps of this crate: the browser gets its code once.
pub(crate) type Index = HashMap<Rc<str>, u32>;

/// The places of items in their list; of two alike the last.
pub(crate) fn indexed<'a>(items: impl Iterator<Item = &'a Item>) -> Index {
    let mut out = Index::new();
    for (item, index) in items.zip(0..) {
        out.insert(Rc::clone(&item.0), index);
    }
    out
}

/// The entries of a specification and their items, in the order of the document: inputs, steps, outputs.
#[derive(Clone, Debug, Default)]
pub struct Items {
    list: Vec<Item>,
    /// Where each section begins in `list`, and its end.
    starts: [usize; 4],
    places: Index,
}

impl Items {
    /// All items of a specification. Each entry of a list has one, and no two are alike.
    #[must_use]
    pub fn of(specification: &Node) -> Self {
        let mut out = Self::default();
        for (number, section) in Section::ALL.into_iter().enumerate() {
            out.add(section, section.entries(specification));
            out.starts[number + 1] = out.list.len();
        }
        out
    }

    fn add(&mut self, section: Section, entries: &[Node]) {
        let first = self.list.len();
        let mut odd = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let name = name_of(entry);
            let item = Item::named(section, name.as_deref().unwrap_or_default());
            // The first of a name has the plain selector, for selectors lead to it.
            if name.is_none() || !self.take(&item, first + index) {
                odd.push(index);
            }
            self.list.push(item);
        }
        let mut next = Index::new();
        for index in odd {
            let Some(item) = self.list.get_mut(first + index) else { continue };
            if item.0.ends_with('.') && item.label().is_empty() {
                *item = Item(numbered(&item.0, index));
                let item = item.clone();
                if self.take(&item, first + index) {
                    continue;
                }
            }
            let Some(plain) = self.list.get(first + index).cloned() else { continue };
            loop {
                // Counted on from the last one of that name: many alike must not be tried anew each time.
                let number = next.entry(Rc::clone(&plain.0)).or_insert(1);
                *number += 1;
                let item = Item(numbered(&plain.0, *number as usize));
                if self.take(&item, first + index) {
                    if let Some(slot) = self.list.get_mut(first + index) {
                        *slot = item;
                    }
                    break;
                }
            }
        }
    }

    /// Notes the place of an item, unless there is one of that text.
    fn take(&mut self, item: &Item, place: usize) -> bool {
        if self.places.contains_key(&item.0) {
            return false;
        }
        self.places.insert(Rc::clone(&item.0), u32::try_from(place).unwrap_or(u32::MAX)).is_none()
    }

    /// All items.
    #[must_use]
    pub fn all(&self) -> &[Item] {
        &self.list
    }

    /// The items of one list.
    #[must_use]
    pub fn of_section(&self, section: Section) -> &[Item] {
        let number = section as usize;
        self.list.get(self.starts[number]..self.starts[number + 1]).unwrap_or_default()
    }

    /// The item of an entry.
    #[must_use]
    pub fn item(&self, section: Section, index: usize) -> Option<&Item> {
        self.of_section(section).get(index)
    }

    /// Where the entry of an item stands.
    #[must_use]
    pub fn place(&self, item: &Item) -> Option<(Section, usize)> {
        let place = *self.places.get(&item.0)? as usize;
        let section = item.section()?;
        Some((section, place - self.starts[section as usize]))
    }

    /// The place among all of the item of a text.
    pub(crate) fn index_of(&self, text: &str) -> Option<usize> {
        self.places.get(text).map(|place| *place as usize)
    }

    /// Whether there is such an entry.
    #[must_use]
    pub fn contains(&self, item: &Item) -> bool {
        self.places.contains_key(&item.0)
    }
}

fn numbered(text: &str, number: usize) -> Rc<str> {
    let mut out = String::from(text);
    out.push('#');
    out.push_str(&number.to_string());
    out.into()
}

/// Where the entry of one item stands, without reading the names of all.
#[must_use]
pub fn find(specification: &Node, item: &Item) -> Option<(Section, usize)> {
    let section = item.section()?;
    let label = item.label();
    let is_it = |entry: &Node| name_of(entry).is_some_and(|name| *name == *label);
    match section.entries(specification).iter().position(is_it) {
        Some(index) => Some((section, index)),
        None if label.contains('#') => Items::of(specification).place(item),
        None => None,
    }
}

/// The item of one entry, without reading the names of all where it has one of its own.
#[must_use]
pub fn item_at(specification: &Node, section: Section, index: usize) -> Option<Item> {
    let entries = section.entries(specification);
    if let Some(name) = name_of(entries.get(index)?) {
        let item = Item::named(section, &name);
        if find(specification, &item) == Some((section, index)) {
            return Some(item);
        }
    }
    Items::of(specification).item(section, index).cloned()
}

/// The JSON pointer of the entry of an item within the specification, such as `/steps/3`.
#[must_use]
pub fn pointer_of(specification: &Node, item: &Item) -> Option<String> {
    let (section, index) = find(specification, item)?;
    Some(pointer(section, index))
}

/// The JSON pointer of an entry.
pub(crate) fn pointer(section: Section, index: usize) -> String {
    let mut out = String::from("/");
    out.push_str(section.key());
    out.push('/');
    out.push_str(&index.to_string());
    out
}

/// The item whose entry a JSON pointer leads to, or into.
#[must_use]
pub fn at_pointer(specification: &Node, pointer: &str) -> Option<Item> {
    let mut parts = pointer.split('/').skip(1);
    let key = parts.next()?;
    let section = Section::ALL.into_iter().find(|section| section.key() == key)?;
    item_at(specification, section, parts.next()?.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::{Item, Items, at_pointer, find, item_at, pointer_of};
    use flowdeck_spec::json::parse;

    fn labels(text: &str) -> Vec<String> {
        let spec = parse(text).root.unwrap();
        let items = Items::of(&spec);
        for item in items.all() {
            let (section, index) = items.place(item).unwrap();
            assert_eq!(find(&spec, item), Some((section, index)), "{item:?}");
            assert_eq!(item_at(&spec, section, index).as_ref(), Some(item));
            assert_eq!(items.item(section, index), Some(item));
            let pointer = pointer_of(&spec, item).unwrap();
            assert_eq!(at_pointer(&spec, &pointer).as_ref(), Some(item));
            assert_eq!(at_pointer(&spec, &(pointer + "/x/0")).as_ref(), Some(item));
        }
        items.all().iter().map(|item| item.as_str().to_owned()).collect()
    }

    #[test]
    fn every_entry_has_an_item_of_its_own_however_broken_the_document_is() {
        assert_eq!(
            labels(
                r#"{"inputs":[{"name":"x"}],"steps":[{"name":"x"},{"name":"x"},5,{"name":""},{"name":"x"}],"outputs":[{"name":"x"}]}"#
            ),
            ["$inputs.x", "$steps.x", "$steps.x#2", "$steps.#2", "$steps.#3", "$steps.x#3", "$outputs.x"]
        );
        // Names that look like ours come first.
        assert_eq!(
            labels(r##"{"steps":[{"name":"x"},{"name":"x"},{"name":"x#2"},{"name":"#4"},{}]}"##),
            ["$steps.x", "$steps.x#3", "$steps.x#2", "$steps.#4", "$steps.#4#2"]
        );
        assert!(labels(r#"{"steps":5,"inputs":{"a":1}}"#).is_empty());
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let spec = parse(r#"{"steps":[{"name":"x"}]}"#).root.unwrap();
        for text in ["$steps.y", "$inputs.x", "$steps.x#2", "$notes.n1", ""] {
            assert_eq!(find(&spec, &Item::new(text)), None, "{text}");
        }
    }
}
