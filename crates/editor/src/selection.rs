//! What is selected: items in the order in which they were chosen; the last one is the one that forms and keys act
//! on.
use crate::document::Document;
use crate::item::{Index, Item, Items};
use std::rc::Rc;

/// A selection. Cheap to copy.
#[derive(Clone, Debug, Default)]
pub struct Selection(Rc<Chosen>);

#[derive(Clone, Debug, Default)]
struct Chosen {
    order: Vec<Item>,
    /// Where each stands in `order`.
    places: Index,
}

impl PartialEq for Selection {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.order == other.0.order
    }
}

impl Selection {
    /// A selection of these, each once.
    #[must_use]
    pub fn of(items: &[Item]) -> Self {
        let mut out = Self::default();
        out.extend(items);
        out
    }

    /// A selection of all cards.
    #[must_use]
    pub fn all(items: &Items) -> Self {
        Self::of(items.all())
    }

    /// The items, the one that was chosen last at the end.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.0.order
    }

    /// The one that was chosen last.
    #[must_use]
    pub fn primary(&self) -> Option<&Item> {
        self.0.order.last()
    }

    /// Whether an item is selected.
    #[must_use]
    pub fn contains(&self, item: &Item) -> bool {
        self.0.places.contains_key(item.shared())
    }

    /// How many are selected.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.order.len()
    }

    /// Whether nothing is selected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.order.is_empty()
    }

    /// Adds items. One that was selected already becomes the last, if it is the last of these.
    pub fn extend(&mut self, items: &[Item]) {
        let chosen = Rc::make_mut(&mut self.0);
        for item in items {
            let place = u32::try_from(chosen.order.len()).unwrap_or(u32::MAX);
            if !chosen.places.contains_key(item.shared()) {
                chosen.places.insert(Rc::clone(item.shared()), place);
                chosen.order.push(item.clone());
            }
        }
        if let Some(last) = items.last().filter(|last| self.primary() != Some(last)) {
            let last = last.clone();
            self.toggle(&last);
            self.toggle(&last);
        }
    }

    /// Takes an item out if it is selected, else adds it as the last.
    pub fn toggle(&mut self, item: &Item) {
        let chosen = Rc::make_mut(&mut self.0);
        match chosen.places.remove(item.shared()) {
            Some(place) => {
                chosen.order.remove(place as usize);
                for (item, place) in chosen.order.iter().zip(0..).skip(place as usize) {
                    chosen.places.insert(Rc::clone(item.shared()), place);
                }
            }
            None => {
                let place = u32::try_from(chosen.order.len()).unwrap_or(u32::MAX);
                chosen.places.insert(Rc::clone(item.shared()), place);
                chosen.order.push(item.clone());
            }
        }
    }

    /// The selection after an edit: items that go by another name are followed, those that are gone are dropped.
    #[must_use]
    pub fn after(&self, document: &Document, renamed: &[(Item, Item)]) -> Self {
        if self.is_empty() {
            return self.clone();
        }
        let items = if self.len() > 8 { Some(Items::of(&document.specification)) } else { None };
        let is_there = |item: &Item| match &items {
            Some(items) => items.contains(item) || (item.section().is_none() && document.has(item)),
            None => document.has(item),
        };
        let mut names = Index::new();
        for ((old, _), index) in renamed.iter().zip(0..) {
            names.insert(Rc::clone(old.shared()), index);
        }
        let name = |item: &Item| {
            let index = names.get(item.shared()).and_then(|index| renamed.get(*index as usize));
            index.map_or(item, |(_, new)| new).clone()
        };
        let kept: Vec<Item> = self.items().iter().map(name).filter(is_there).collect();
        if kept == self.items() { self.clone() } else { Self::of(&kept) }
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use crate::document::Document;
    use crate::item::Item;
    use flowdeck_spec::json::parse;

    fn item(name: &str) -> Item {
        Item::new(&format!("$steps.{name}"))
    }

    fn labels(selection: &Selection) -> String {
        for item in selection.items() {
            assert!(selection.contains(item));
        }
        selection.items().iter().map(Item::label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_last_one_chosen_is_the_one_that_counts() {
        let mut selection = Selection::of(&[item("a"), item("b"), item("c"), item("a")]);
        assert_eq!(labels(&selection), "b c a");
        selection.toggle(&item("b"));
        selection.toggle(&item("d"));
        assert_eq!(labels(&selection), "c a d");
        assert!(!selection.contains(&item("b")));
        selection.toggle(&item("d"));
        assert_eq!(selection.primary(), Some(&item("a")));
        selection.extend(&[item("e"), item("c")]);
        assert_eq!(labels(&selection), "a e c");
    }

    #[test]
    fn it_survives_an_edit() {
        let document = Document::new(parse(r#"{"steps":[{"name":"a"},{"name":"new"}]}"#).root.unwrap());
        let selection = Selection::of(&[item("gone"), item("old"), item("a"), Item::of_note("n1")]);
        let after = selection.after(&document, &[(item("old"), item("new"))]);
        assert_eq!(labels(&after), "new a");
        let many: Vec<Item> = (0..20).map(|number| item(&number.to_string())).chain([item("a")]).collect();
        assert_eq!(labels(&Selection::of(&many).after(&document, &[])), "a");
    }
}
