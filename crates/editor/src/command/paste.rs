//! What was copied comes in: under free names, with the wires among its parts, and with those that lead out of it
//! where they lead somewhere.
use super::canvas::{free_group, free_note};
use super::draft::Draft;
use super::refusal::{Refusal, Why, no_item, nothing, refuse, too_deep};
use super::tree::{DEEPEST, fits};
use super::{Before, Outcome, title_of};
use crate::document::Document;
use crate::drawing::{Group, Note};
use crate::item::{Index, Item, Items, Section, indexed, name_of};
use crate::layout::{Point, Rect};
use crate::naming::{self, Names};
use crate::wiring::{Change, renamed, rewrite, target};
use flowdeck_spec::Node;
use std::rc::Rc;

/// How far beside the old one a copy stands.
const BESIDE: Point = Point { x: 32.0, y: 32.0 };
/// How far apart cards stand that had no place.
const APART: f64 = 96.0;

impl Before<'_> {
    pub(super) fn paste(
        self,
        clip: &Document,
        corner: Option<Point>,
        keep_wires: bool,
        verb: &str,
    ) -> Result<Outcome, Refusal> {
        let mut new = NewNames::of(self, clip)?;
        let mut draft = self.draft();
        let here = Section::ALL.map(|section| Names::of(section, &self.document.specification));
        for section in Section::ALL {
            for (index, entry) in section.entries(&clip.specification).iter().enumerate() {
                let Some(name) = new.name(section, index) else { continue };
                let entry = entry.with("name", Node::string(name));
                let rewired = rewrite(section, &entry, &mut |_, text| {
                    let Some((list, old)) = target(text) else { return Change::Keep };
                    match new.of_name(list, old) {
                        Some(name) if *name == *old => Change::Keep,
                        Some(name) => renamed(text, name).map_or(Change::Keep, Change::Put),
                        None if keep_wires && here[list as usize].contains(old) => Change::Keep,
                        None => Change::Drop,
                    }
                });
                let entry = rewired.unwrap_or(entry);
                // An output that leads nowhere is none.
                if section == Section::Outputs && entry.get("selector").is_none() {
                    new.forget(section, index);
                    continue;
                }
                draft.add(section, entry)?;
            }
        }
        new.draw(clip, corner, &mut draft);
        if draft.select.is_empty() {
            return Err(nothing("paste"));
        }
        let title = title_of(verb, &draft.select);
        let definitions = missing_definitions(&self.document.specification, &clip.specification);
        let mut outcome = draft.done(title);
        if let Some(definitions) = definitions {
            let specification = outcome.document.specification.with(DEFINITIONS, definitions);
            outcome.document.specification = specification;
        }
        Ok(outcome)
    }
}

/// What the entries of a clip are called in the document.
struct NewNames {
    /// The old items and the new ones, by section; none for what is not pasted.
    lists: [Vec<(Item, Option<Item>)>; 3],
    /// Where in the list the entry stands that selectors of a name lead to, by section.
    by_name: [Index; 3],
}

impl NewNames {
    fn of(at: Before<'_>, clip: &Document) -> Result<Self, Refusal> {
        let items = Items::of(&clip.specification);
        let mut by_name = [Index::new(), Index::new(), Index::new()];
        let mut lists = [Vec::new(), Vec::new(), Vec::new()];
        for section in Section::ALL {
            let mut names = Names::of(section, &at.document.specification);
            for (entry, item) in section.entries(&clip.specification).iter().zip(items.of_section(section)) {
                if !fits(entry, DEEPEST) {
                    return Err(too_deep());
                }
                if !matches!(entry, Node::Object(_)) {
                    lists[section as usize].push((item.clone(), None));
                    continue;
                }
                let old = name_of(entry);
                let wanted = match &old {
                    Some(name) if naming::is_fit(name) => String::from(&**name),
                    Some(name) => naming::fit(name),
                    None => usual(section, entry),
                };
                let name = names.take(&wanted);
                if let Some(old) = old {
                    // Selectors lead to the first of a name.
                    let place = u32::try_from(lists[section as usize].len()).unwrap_or(u32::MAX);
                    by_name[section as usize].entry(Rc::from(&*old)).or_insert(place);
                }
                lists[section as usize].push((item.clone(), Some(Item::named(section, &name))));
            }
        }
        Ok(Self { lists, by_name })
    }

    fn name(&self, section: Section, index: usize) -> Option<&str> {
        self.lists[section as usize].get(index)?.1.as_ref().map(Item::label)
    }

    /// What the entry that selectors lead to by a name is called now.
    fn of_name(&self, section: Section, name: &str) -> Option<&str> {
        self.name(section, *self.by_name[section as usize].get(name)? as usize)
    }

    fn forget(&mut self, section: Section, index: usize) {
        if let Some((_, new)) = self.lists[section as usize].get_mut(index) {
            *new = None;
        }
    }

    /// Puts cards, notes and groups on the canvas, and selects what was pasted.
    fn draw(&self, clip: &Document, corner: Option<Point>, draft: &mut Draft<'_>) {
        let pairs: Vec<(&Item, &Item)> =
            self.lists.iter().flatten().filter_map(|(old, new)| Some((old, new.as_ref()?))).collect();
        let placed = pairs.iter().filter_map(|(old, _)| clip.drawing.place(old));
        let notes = clip.drawing.notes().iter();
        let corners: Vec<Point> =
            placed.chain(notes.map(|note| Point { x: note.at.x, y: note.at.y })).collect();
        let by = match (corner, corners.is_empty()) {
            (Some(corner), false) => {
                let least =
                    |value: &dyn Fn(&Point) -> f64| corners.iter().map(value).fold(f64::INFINITY, f64::min);
                Point { x: corner.x - least(&|point| point.x), y: corner.y - least(&|point| point.y) }
            }
            _ => BESIDE,
        };
        let moved = |point: Point| Point { x: point.x + by.x, y: point.y + by.y };
        let mut places = Vec::new();
        let mut below = 0.0;
        for (old, new) in &pairs {
            let place = match (clip.drawing.place(old), corner) {
                (Some(place), _) => Some(moved(place)),
                (None, Some(corner)) if corners.is_empty() => {
                    let place = Point { x: corner.x, y: corner.y + below };
                    below += APART;
                    Some(place)
                }
                _ => None,
            };
            places.extend(place.map(|place| ((*new).clone(), place)));
            draft.select.push((*new).clone());
        }
        draft.drawing = draft.drawing.with_places(&places);
        for note in clip.drawing.notes() {
            let id = free_note(&draft.drawing);
            let corner = moved(Point { x: note.at.x, y: note.at.y });
            draft.select.push(Item::of_note(&id));
            let at = Rect { x: corner.x, y: corner.y, ..note.at };
            draft.drawing = draft.drawing.with_note(&Note { id, at, ..note.clone() });
        }
        if clip.drawing.groups().is_empty() {
            return;
        }
        let places = indexed(pairs.iter().map(|(old, _)| *old));
        let new =
            |item: &Item| pairs.get(*places.get(item.shared())? as usize).map(|(_, new)| (*new).clone());
        for group in clip.drawing.groups() {
            let items: Vec<Item> = group.items.iter().filter_map(new).collect();
            if !items.is_empty() {
                let id = free_group(&draft.drawing);
                draft.drawing = draft.drawing.with_group(&Group { id, name: group.name.clone(), items });
            }
        }
    }
}

/// What an entry without a name is called.
fn usual(section: Section, entry: &Node) -> String {
    match (section, entry.get("type").and_then(Node::as_str)) {
        (Section::Steps, Some(type_name)) => naming::of_block(&type_name),
        _ => String::from(section.word()),
    }
}

const DEFINITIONS: &str = "dynamic_blocks_definitions";

/// The type that a definition of a Python block makes.
pub(crate) fn defined_type(definition: &Node) -> Option<String> {
    Some(definition.get("manifest")?.get("block_type")?.as_str()?.into_owned())
}

/// The document's Python blocks with those of the clip that it does not have; none where it has all.
fn missing_definitions(here: &Node, clip: &Node) -> Option<Node> {
    let list = here.get(DEFINITIONS);
    let own = list.map(Node::items).unwrap_or_default();
    let is_new = |definition: &&Node| {
        let name = defined_type(definition);
        own.iter().all(|own| defined_type(own) != name)
    };
    let new = clip.get(DEFINITIONS).map(Node::items).unwrap_or_default().iter().filter(is_new);
    let new: Vec<Node> = new.cloned().collect();
    if new.is_empty() || !matches!(list, None | Some(Node::Null | Node::Array(_))) {
        return None;
    }
    Some(Node::Array(Rc::new(own.iter().cloned().chain(new).collect())))
}

impl Before<'_> {
    pub(super) fn duplicate(self, items: &[Item]) -> Result<Outcome, Refusal> {
        if items.iter().any(|item| item.group().is_some()) {
            return Err(refuse(Why::Nothing, &["Select the cards of the group to duplicate them."]));
        }
        if let Some(item) = self.document.missing(items) {
            return Err(no_item(item));
        }
        self.paste(&crate::clipboard::cut_out(self.document, items), None, true, "Duplicate")
    }
}
