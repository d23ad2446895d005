//! Values of properties: put and taken away.
use super::refusal::{Refusal, no_item, no_place, too_deep};
use super::tree::{DEEPEST, Last, change, fits, tokens};
use super::{Before, Outcome, say, short};
use crate::item::{Item, Section, find};
use flowdeck_spec::Node;

impl<'a> Before<'a> {
    /// The entry of an item and where it stands.
    pub(super) fn find(self, item: &Item) -> Result<(Section, usize, &'a Node), Refusal> {
        let spec = &self.document.specification;
        let (section, index) = find(spec, item).ok_or_else(|| no_item(item))?;
        let entry = section.entries(spec).get(index).ok_or_else(|| no_item(item))?;
        Ok((section, index, entry))
    }

    /// Puts a value at a place; a name is given, for selectors have to follow.
    pub(super) fn set(self, item: &Item, path: &str, value: &Node) -> Result<Outcome, Refusal> {
        if let ("/name", Some(name)) = (path, value.as_str()) {
            return self.rename(item, &name);
        }
        self.put(item, path, value, say(&["Set ", &short(property(path)), " of ", &short(item.label())]))
    }

    pub(super) fn put(
        self,
        item: &Item,
        path: &str,
        value: &Node,
        title: String,
    ) -> Result<Outcome, Refusal> {
        let (section, index, entry) = self.find(item)?;
        let way = tokens(path);
        let mut draft = self.draft();
        if entry.pointer(path) == Some(value) {
            return Ok(draft.done(title));
        }
        if !fits(value, DEEPEST.saturating_sub(way.len())) {
            return Err(too_deep());
        }
        // An entry that is no object, or one without a place for it; the name has a command of its own.
        let is_open = matches!(entry, Node::Object(_)) && !way.is_empty() && *path != *"/name";
        let changed = if is_open { change(Some(entry), &way, &Last::Put(value)) } else { None };
        draft.put(section, index, changed.ok_or_else(|| no_place(item, path))?);
        Ok(draft.done(title))
    }

    pub(super) fn unset(self, item: &Item, path: &str) -> Result<Outcome, Refusal> {
        let title = say(&["Remove ", &short(property(path)), " of ", &short(item.label())]);
        let (section, index, entry) = self.find(item)?;
        if *path == *"/name" || path.is_empty() {
            return Err(no_place(item, path));
        }
        let mut draft = self.draft();
        // What is not there need not be taken away.
        if let Some(entry) = change(Some(entry), &tokens(path), &Last::Take) {
            draft.put(section, index, entry);
        }
        Ok(draft.done(title))
    }
}

/// The property of a path, for titles.
pub(super) fn property(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path).split('/').next().unwrap_or_default()
}
