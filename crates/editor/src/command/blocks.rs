//! Steps between two others, and steps that become another block.
use super::add::{data_kinds, first_taker, place_new, step, wired};
use super::refusal::{Refusal, Why, no_block, no_place, no_source, refuse};
use super::tree::{Last, change, tokens};
use super::{Before, Outcome, say, short};
use crate::item::{Item, Section};
use crate::layout::Point;
use crate::naming;
use crate::wiring::{Facts, kinds_words};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Block, Place};
use flowdeck_spec::json::Text;
use flowdeck_spec::selector::Selector;
use std::rc::Rc;

impl Before<'_> {
    pub(super) fn insert_block(
        self,
        source: &str,
        (item, path): (&Item, &str),
        block: &str,
        corner: Option<Point>,
    ) -> Result<Outcome, Refusal> {
        let (section, index, entry) = self.find(item)?;
        if entry.pointer(path).and_then(Node::as_str).is_none_or(|held| held != source) {
            return Err(no_place(item, path));
        }
        let known = self.catalogue.block(block).ok_or_else(|| no_block(block))?;
        let facts = Facts::of(&self.document.specification, self.catalogue);
        // A step itself, and all that it gives, are nothing that a block takes.
        let is_data =
            |source: &Selector<'_>| !matches!(source, Selector::Step(_) | Selector::StepOutput(_, "*"));
        let selector = Selector::parse(source).filter(is_data);
        let given = selector.and_then(|selector| facts.kinds(selector)).ok_or_else(|| no_source(source))?;
        let label = self.label(block);
        let words = |kinds| kinds_words(self.catalogue, kinds);
        let Some(field) = first_taker(known, given) else {
            let parts = [
                &*short(&label),
                " takes no ",
                &words(given),
                ", which ",
                &short(source),
                " gives: choose another block.",
            ];
            return Err(refuse(Why::Kinds, &parts));
        };
        let place = field.reference.map_or(Place::Whole, |reference| reference.place);
        let properties = [(String::from(field.name()), wired(place, source))];
        let name = self.free_name(Section::Steps, None, &naming::of_block(block))?;
        let new = step(block, Some(known), &name, &properties, &|_, _| None);
        let wanted = data_kinds(self, section, entry, path).ok_or_else(|| no_place(item, path))?;
        let outputs = facts.given(Section::Steps, &new);
        // What goes on as it came is what was meant; else whatever fits.
        let same = |(_, kinds): &&(String, _)| given.meets(*kinds) && wanted.meets(*kinds);
        let fits = |(_, kinds): &&(String, _)| wanted.meets(*kinds);
        let Some((selector, _)) = outputs.iter().find(same).or_else(|| outputs.iter().find(fits)) else {
            let parts = [
                &*short(&label),
                " gives no ",
                &words(wanted),
                ", which “",
                &short(item.label()),
                "” takes: choose another block.",
            ];
            return Err(refuse(Why::Kinds, &parts));
        };
        let next = change(Some(entry), &tokens(path), &Last::Put(&Node::string(selector)));
        let mut draft = self.draft();
        place_new(&mut draft, Section::Steps, &name, corner);
        draft.put(section, index, next.ok_or_else(|| no_place(item, path))?);
        draft.add(Section::Steps, new)?;
        Ok(draft.done(say(&["Insert ", &short(&label)])))
    }

    pub(super) fn replace_block(self, item: &Item, block: &str) -> Result<Outcome, Refusal> {
        let (section, index, entry) = self.find(item)?;
        let new = self.catalogue.block(block);
        if new.is_none() && !self.has_own(block) {
            return Err(no_block(block));
        }
        if section != Section::Steps || !matches!(entry, Node::Object(_)) {
            return Err(no_place(item, "/type"));
        }
        let title = say(&["Replace ", &short(item.label()), " with ", &short(&self.label(block))]);
        let mut draft = self.draft();
        let old = entry.get("type").and_then(Node::as_str);
        if old.as_deref() != Some(block) {
            let old = old.and_then(|old| self.catalogue.block(&old));
            draft.put(section, index, replaced(entry, old, new, block));
        }
        Ok(draft.done(title))
    }
}

/// The step as one of another block.
fn replaced(entry: &Node, old: Option<&Block>, new: Option<&Block>, block: &str) -> Node {
    let mut entries: Vec<(Text, Node)> = Vec::new();
    for (key, value) in entry.entries() {
        let name = key.value();
        if *name == *"type" {
            continue;
        }
        let knows = |name: &str| new.is_none_or(|new| new.field_index(name).is_some());
        let field = old.and_then(|old| old.fields.get(old.field_index(&name)?));
        match field {
            // Of no block that is known: somebody's own, and kept.
            None => entries.push((key.clone(), value.clone())),
            Some(_) if knows(&name) => entries.push((key.clone(), value.clone())),
            Some(field) => {
                let other = field.names.iter().find(|name| knows(name) && entry.get(name).is_none());
                entries.extend(other.map(|other| (Text::new(other), value.clone())));
            }
        }
    }
    let place = entry.entries().iter().position(|(key, _)| *key == *"type").unwrap_or(0);
    entries.insert(place.min(entries.len()), (Text::new("type"), Node::string(block)));
    Node::Object(Rc::new(entries))
}
