//! A document that is being changed: each list is copied once, however much changes in it.
use super::refusal::{Refusal, no_list};
use super::{Before, Outcome};
use crate::document::Document;
use crate::drawing::Drawing;
use crate::item::{Item, Section};
use flowdeck_spec::Node;
use std::rc::Rc;

pub(super) struct Draft<'a> {
    before: &'a Document,
    lists: [Option<Vec<Node>>; 3],
    pub(super) drawing: Drawing,
    pub(super) select: Vec<Item>,
    pub(super) renamed: Vec<(Item, Item)>,
}

impl<'a> Before<'a> {
    pub(super) fn draft(self) -> Draft<'a> {
        Draft {
            before: self.document,
            lists: [None, None, None],
            drawing: self.document.drawing.clone(),
            select: Vec::new(),
            renamed: Vec::new(),
        }
    }
}

impl Draft<'_> {
    /// The entries of a list as they are now.
    pub(super) fn entries(&self, section: Section) -> &[Node] {
        match self.lists.get(section as usize) {
            Some(Some(list)) => list,
            _ => section.entries(&self.before.specification),
        }
    }

    /// The entries of a list, to change them.
    pub(super) fn list(&mut self, section: Section) -> &mut Vec<Node> {
        let entries = section.entries(&self.before.specification);
        self.lists[section as usize].get_or_insert_with(|| entries.to_vec())
    }

    /// Adds an entry at the end of a list, which may be missing.
    ///
    /// # Errors
    /// What stands in the place of the list is none.
    pub(super) fn add(&mut self, section: Section, entry: Node) -> Result<(), Refusal> {
        match self.before.specification.get(section.key()) {
            None | Some(Node::Null | Node::Array(_)) => self.list(section).push(entry),
            Some(_) => return Err(no_list(section)),
        }
        Ok(())
    }

    /// Puts an entry in the place of another.
    pub(super) fn put(&mut self, section: Section, index: usize, entry: Node) {
        if let Some(slot) = self.list(section).get_mut(index) {
            *slot = entry;
        }
    }

    /// The outcome.
    pub(super) fn done(self, title: String) -> Outcome {
        let mut specification = self.before.specification.clone();
        for (section, list) in Section::ALL.into_iter().zip(self.lists) {
            if let Some(list) = list {
                specification = specification.with(section.key(), Node::Array(Rc::new(list)));
            }
        }
        let document = Document { specification, drawing: self.drawing };
        Outcome { document, title, select: self.select, renamed: self.renamed }
    }
}
