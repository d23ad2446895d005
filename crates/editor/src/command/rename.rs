//! Other names: every selector of the document follows, and so does the drawing.
use super::add::check_name;
use super::refusal::{Refusal, Why, no_item, refuse};
use super::{Before, Outcome, say, short};
use crate::drawing::{Drawing, Group};
use crate::item::{Index, Item, Items, Section, find, name_of};
use crate::wiring::{Change, renamed, rewrite, target};
use flowdeck_spec::Node;
use std::rc::Rc;

impl Before<'_> {
    pub(super) fn rename(self, item: &Item, name: &str) -> Result<Outcome, Refusal> {
        let name = name.trim();
        if let Some(id) = item.group() {
            return self.rename_group(item, id, name);
        }
        let spec = &self.document.specification;
        let (section, index) = find(spec, item).ok_or_else(|| no_item(item))?;
        let entries = section.entries(spec);
        let entry = entries.get(index).ok_or_else(|| no_item(item))?;
        if !matches!(entry, Node::Object(_)) {
            let parts = ["This ", section.word(), " is ", entry.kind(), ": mend it in the text first."];
            return Err(refuse(Why::Broken, &parts));
        }
        let old = name_of(entry);
        let title = say(&["Rename ", &short(item.label()), " to ", &short(name)]);
        let mut draft = self.draft();
        if old.as_deref() == Some(name) {
            return Ok(draft.done(title));
        }
        check_name(section, name)?;
        if entries.iter().any(|other| name_of(other).is_some_and(|other| other == name)) {
            let parts =
                ["There is another ", section.word(), " called “", &short(name), "”: choose another name."];
            return Err(refuse(Why::NameTaken, &parts));
        }
        // Selectors lead to the first of a name.
        let is_first = old.is_some_and(|old| item.label() == old);
        if is_first && section != Section::Outputs {
            let leads_here =
                |text: &str| target(text).is_some_and(|(list, name)| list == section && name == item.label());
            for list in [Section::Steps, Section::Outputs] {
                for (at, entry) in list.entries(spec).iter().enumerate() {
                    let changed = rewrite(list, entry, &mut |_, text| {
                        let new = if leads_here(text) { renamed(text, name) } else { None };
                        new.map_or(Change::Keep, Change::Put)
                    });
                    if let Some(entry) = changed {
                        draft.put(list, at, entry);
                    }
                }
            }
        }
        let entry = draft.entries(section).get(index).cloned().unwrap_or(Node::Null);
        draft.put(section, index, entry.with("name", Node::string(name)));
        let new = Item::named(section, name);
        let outcome = draft.done(title);
        let pairs = renames(&self.document.specification, &outcome.document.specification, item, &new);
        let drawing = follow(&self.document.drawing, &pairs);
        let document = crate::document::Document { drawing, ..outcome.document };
        Ok(Outcome { document, renamed: pairs, ..outcome })
    }

    fn rename_group(self, item: &Item, id: &str, name: &str) -> Result<Outcome, Refusal> {
        let group = self.document.drawing.group(id).ok_or_else(|| no_item(item))?;
        let mut draft = self.draft();
        if group.name != name {
            draft.drawing = draft.drawing.with_group(&Group { name: name.into(), ..group.clone() });
        }
        Ok(draft.done(say(&["Rename group to ", &short(name)])))
    }
}

/// Which items go by another name after one got a new name. The second of two alike becomes the first.
fn renames(before: &Node, after: &Node, old: &Item, new: &Item) -> Vec<(Item, Item)> {
    let is_plain = !old.label().contains('#') && find(after, old).is_none();
    if is_plain {
        return vec![(old.clone(), new.clone())];
    }
    by_place(&Items::of(before), &Items::of(after))
}

/// Which items go by another name, where each list has the entries that it had before.
pub(super) fn by_place(before: &Items, after: &Items) -> Vec<(Item, Item)> {
    let mut pairs = Vec::new();
    for section in Section::ALL {
        let (old, new) = (before.of_section(section), after.of_section(section));
        if old.len() == new.len() {
            let both = old.iter().zip(new).filter(|(old, new)| old != new);
            pairs.extend(both.map(|(old, new)| (old.clone(), new.clone())));
        }
    }
    pairs
}

/// The drawing after items got other names. What it says of a thing that was not there does not fall to the one that
/// has its name now.
pub(super) fn follow(drawing: &Drawing, pairs: &[(Item, Item)]) -> Drawing {
    if pairs.is_empty() {
        return drawing.clone();
    }
    let mut names = Index::new();
    for (_, new) in pairs {
        names.insert(Rc::clone(new.shared()), u32::MAX);
    }
    for ((old, _), index) in pairs.iter().zip(0..) {
        names.insert(Rc::clone(old.shared()), index);
    }
    drawing.renamed(&|item| match names.get(item.shared()) {
        Some(index) => pairs.get(*index as usize).map(|(_, new)| new.clone()),
        None => Some(item.clone()),
    })
}
