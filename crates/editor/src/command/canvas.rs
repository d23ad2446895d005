//! Places, notes and groups: what changes the drawing alone.
use super::refusal::{Refusal, Why, no_item, nothing, refuse};
use super::{Before, Outcome, say, short, title_of};
use crate::drawing::{Drawing, Group, Note};
use crate::item::{Index, Item};
use crate::layout::{Point, Rect};

impl Before<'_> {
    pub(super) fn move_by(self, items: &[Item], by: Point) -> Result<Outcome, Refusal> {
        let drawing = &self.document.drawing;
        let places = items.iter().filter_map(|item| {
            let place = drawing.place(item)?;
            Some((item.clone(), Point { x: place.x + by.x, y: place.y + by.y }))
        });
        self.place(&places.collect::<Vec<_>>())
    }

    pub(super) fn place(self, places: &[(Item, Point)]) -> Result<Outcome, Refusal> {
        if places.is_empty() {
            return Err(nothing("move"));
        }
        let items: Vec<Item> = places.iter().map(|(item, _)| item.clone()).collect();
        let mut draft = self.draft();
        draft.drawing = draft.drawing.with_places(places);
        Ok(draft.done(title_of("Move", &items)))
    }

    pub(super) fn tidy(self, places: &[(Item, Point)]) -> Outcome {
        let mut draft = self.draft();
        draft.drawing = draft.drawing.without_places().with_places(places);
        draft.done(String::from("Tidy up"))
    }

    pub(super) fn add_note(self, at: Rect, text: &str, color: &str) -> Outcome {
        let mut draft = self.draft();
        let id = free_note(&draft.drawing);
        draft.select.push(Item::of_note(&id));
        let note = Note { id, at, text: text.into(), color: color.into() };
        draft.drawing = draft.drawing.with_note(&note);
        draft.done(String::from("Add a note"))
    }

    pub(super) fn edit_note(
        self,
        id: &str,
        at: Option<Rect>,
        text: Option<&str>,
        color: Option<&str>,
    ) -> Result<Outcome, Refusal> {
        let mut draft = self.draft();
        let old = draft.drawing.note(id).ok_or_else(|| no_item(&Item::of_note(id)))?;
        let note = Note {
            id: old.id.clone(),
            at: at.unwrap_or(old.at),
            text: text.map_or_else(|| old.text.clone(), String::from),
            color: color.map_or_else(|| old.color.clone(), String::from),
        };
        if note != *old {
            draft.drawing = draft.drawing.with_note(&note);
        }
        Ok(draft.done(String::from("Edit a note")))
    }

    pub(super) fn group(self, items: &[Item], name: &str) -> Result<Outcome, Refusal> {
        let mut seen = Index::new();
        let mut list = items.to_vec();
        list.retain(|item| {
            item.group().is_none() && seen.insert(std::rc::Rc::clone(item.shared()), 0).is_none()
        });
        if list.is_empty() {
            return Err(nothing("group"));
        }
        if let Some(item) = self.document.missing(&list) {
            return Err(no_item(item));
        }
        let mut draft = self.draft();
        let id = free_group(&draft.drawing);
        draft.drawing =
            ungrouped(&draft.drawing, &seen).with_group(&Group { id, name: name.into(), items: list });
        draft.select = items.to_vec();
        Ok(draft.done(say(&["Group ", &short(name)])))
    }

    pub(super) fn ungroup(self, id: &str) -> Result<Outcome, Refusal> {
        let mut draft = self.draft();
        let item = Item::of_group(id);
        let Some(group) = draft.drawing.group(id) else {
            return Err(refuse(Why::NoItem, &["There is no such group any more."]));
        };
        draft.select = group.items.iter().filter(|item| self.document.has(item)).cloned().collect();
        let title = say(&["Ungroup ", &short(&group.name)]);
        draft.drawing = draft.drawing.without(&[item]);
        Ok(draft.done(title))
    }
}

/// The drawing with these cards in no group; a group that has nothing left in it goes.
fn ungrouped(drawing: &Drawing, items: &Index) -> Drawing {
    let mut out = drawing.clone();
    for group in drawing.groups() {
        let mut kept = group.items.clone();
        kept.retain(|item| !items.contains_key(item.shared()));
        if kept.is_empty() && !group.items.is_empty() {
            out = out.without(&[Item::of_group(&group.id)]);
        } else if kept.len() < group.items.len() {
            out = out.with_group(&Group { items: kept, ..group.clone() });
        }
    }
    out
}

/// An id that no note has.
pub(super) fn free_note(drawing: &Drawing) -> String {
    free('n', drawing.notes().len(), &|id| drawing.note(id).is_none())
}

/// An id that no group has.
pub(super) fn free_group(drawing: &Drawing) -> String {
    free('g', drawing.groups().len(), &|id| drawing.group(id).is_none())
}

fn free(letter: char, count: usize, is_free: &dyn Fn(&str) -> bool) -> String {
    let mut number = count;
    loop {
        number += 1;
        let mut id = String::from(letter);
        id.push_str(&number.to_string());
        if is_free(&id) {
            return id;
        }
    }
}
