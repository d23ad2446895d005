//! What an edit changes in a picture. Most edits change the value of a property: then one card says something else, and
//! that is all. Where wires, names or blocks change everything is read again, and compared.
use super::{Basis, Picture, depths, marks, places, wiring, words};
use crate::geometry::{Point, Rect};
use crate::item::{Item, Section, name_of};
use crate::scene::grid::Grid;
use crate::scene::{Card, Link, Scene};
use flowdeck_spec::Node;

/// What looks different after an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The cards that look different or stand elsewhere, in their order. The scene has them already.
    pub cards: Vec<u32>,
    /// There are other cards or links: the scene is a new one, and the numbers of cards and links mean something else.
    pub structure: bool,
    /// What is framed has other frames.
    pub frames: bool,
}

const DEFINITIONS: &str = "dynamic_blocks_definitions";

impl Picture {
    /// Draws what the document is now. `scene` is the one that was drawn before. Cards stay where they are unless the
    /// drawing says otherwise, those too that nobody placed.
    pub fn update(&mut self, basis: &Basis<'_>, scene: &mut Scene) -> Change {
        let mut change = Change::default();
        let notes = basis.document.drawing.notes();
        let has_same_notes = notes.len() == self.notes.len()
            && notes.iter().zip(&self.notes).all(|(note, item)| item.note() == Some(&*note.id));
        match self.touched(basis).filter(|_| has_same_notes) {
            Some(touched) => {
                for place in touched {
                    self.reword(basis, place, scene, &mut change);
                }
                self.remark(basis, scene, &mut change);
                let is_drawn_otherwise = !self.document.drawing.same(&basis.document.drawing);
                self.document = basis.document.clone();
                if is_drawn_otherwise {
                    self.rewrite(basis, scene, &mut change);
                    self.move_cards(basis, scene, &mut change);
                }
            }
            None => self.anew(basis, scene, &mut change),
        }
        change.cards.sort_unstable();
        change.cards.dedup();
        if change.structure || !basis.document.drawing.groups().is_empty() || !scene.frames().is_empty() {
            change.frames = scene.frame(self.frames());
        }
        change
    }

    /// Shows what notes say now.
    fn rewrite(&self, basis: &Basis<'_>, scene: &mut Scene, change: &mut Change) {
        for (place, note) in (self.web.count()..).zip(basis.document.drawing.notes()) {
            let (id, card) = (number(place), super::paper(note));
            // Where it lies is looked after with all other places.
            if scene.card(id).is_some_and(|old| (Card { at: old.at, ..card.clone() }) != *old) {
                scene.show(id, card);
                change.cards.push(id);
            }
        }
    }

    /// The cards whose entries are others, where no wire, name, block or depth is; none where any is.
    fn touched(&mut self, basis: &Basis<'_>) -> Option<Vec<usize>> {
        let (old, new) = (self.document.specification.clone(), &basis.document.specification);
        if old.get(DEFINITIONS) != new.get(DEFINITIONS) {
            self.kinds = super::Kinds::new(basis.catalogue);
            return None;
        }
        let mut touched = Vec::new();
        let mut first = 0;
        for section in Section::ALL {
            let (before, after) = (section.entries(&old), section.entries(new));
            if before.len() != after.len() {
                return None;
            }
            let is_same_list = std::ptr::eq(before, after);
            for (place, (before, after)) in before.iter().zip(after).enumerate() {
                if is_same_list {
                    break;
                }
                if before == after {
                    continue;
                }
                if !self.is_alike(basis, section, first + place, before, after) {
                    return None;
                }
                touched.push(first + place);
            }
            first += before.len();
        }
        let gives = basis.compiled.inputs().iter().map(|input| input.kinds);
        let is_same =
            gives.eq(self.gives.iter().copied()) && depths(basis, &self.web, self.has_inner) == self.depths;
        is_same.then_some(touched)
    }

    /// Whether an entry has the name, block and wires that it had.
    fn is_alike(
        &mut self,
        basis: &Basis<'_>,
        section: Section,
        card: usize,
        before: &Node,
        after: &Node,
    ) -> bool {
        if name_of(before) != name_of(after) || wiring(section, before) != wiring(section, after) {
            return false;
        }
        let kind = self.web.drafts.get(card).map(|draft| draft.kind);
        section != Section::Steps || kind == Some(self.kinds.of(basis, after))
    }

    fn reword(&self, basis: &Basis<'_>, place: usize, scene: &mut Scene, change: &mut Change) {
        let kind = self.web.drafts.get(place).and_then(|draft| self.kinds.get(draft.kind));
        let id = number(place);
        let entry = super::entry(&basis.document.specification, place);
        if let (Some((section, entry)), Some(card)) = (entry, scene.card(id)) {
            let detail = words::detail(basis, section, entry, kind);
            if detail != card.detail {
                let card = Card { detail, ..card.clone() };
                scene.show(id, card);
                change.cards.push(id);
            }
        }
    }

    fn remark(&self, basis: &Basis<'_>, scene: &mut Scene, change: &mut Change) {
        for (id, marks) in (0..).zip(marks(basis, &self.web)) {
            if let Some(card) = scene.card(id)
                && card.marks != marks
            {
                let card = Card { marks, ..card.clone() };
                scene.show(id, card);
                change.cards.push(id);
            }
        }
    }

    /// Reads everything and compares.
    fn anew(&mut self, basis: &Basis<'_>, scene: &mut Scene, change: &mut Change) {
        let before = std::mem::take(&mut self.web);
        let notes = std::mem::take(&mut self.notes);
        let is_drawn_otherwise = !self.document.drawing.same(&basis.document.drawing);
        let (cards, links) = self.assemble(basis);
        let is_same = before.items.all() == self.web.items.all()
            && before.missing == self.web.missing
            && notes == self.notes;
        if is_same && links == scene.links() {
            let mut is_resized = false;
            for (id, card) in (0..).zip(cards) {
                if let Some(old) = scene.card(id)
                    && (Card { at: old.at, ..card.clone() }) != *old
                {
                    is_resized |= card.size != old.size;
                    scene.show(id, card);
                    change.cards.push(id);
                }
            }
            if is_drawn_otherwise || is_resized {
                self.move_cards(basis, scene, change);
            }
            return;
        }
        change.structure = true;
        let mut known = Vec::with_capacity(cards.len());
        for place in 0..self.web.count() {
            let Some(item) = self.web.item(place) else { continue };
            let old = before.items.index_of(item.as_str()).or_else(|| {
                let missing = before.missing.iter().position(|other| other == item);
                missing.map(|place| before.items.all().len() + place)
            });
            // Another name at the same place in a list of the same length is a new name.
            let is_as_long = before.items.all().len() == self.web.items.all().len();
            let is_gone = |old: &&Item| {
                self.web.items.index_of(old.as_str()).is_none() && !self.web.missing.contains(old)
            };
            let renamed = || before.item(place).filter(is_gone);
            let old = old.or_else(|| renamed().filter(|_| is_as_long).map(|_| place));
            known.push(old.and_then(|old| {
                self.computed.get(old).copied().flatten().or_else(|| self.places.get(old).copied())
            }));
        }
        *scene = self.stand(basis, cards, links, known);
    }

    /// Places cards and makes a scene of them. `known` are the places that were worked out before.
    pub(super) fn stand(
        &mut self,
        basis: &Basis<'_>,
        mut cards: Vec<Card>,
        links: Vec<Link>,
        known: Vec<Option<Point>>,
    ) -> Scene {
        self.settle(basis, &cards, &links, known);
        for (card, at) in cards.iter_mut().zip(&self.places) {
            card.at = *at;
        }
        Scene::new(cards, links)
    }

    fn settle(&mut self, basis: &Basis<'_>, cards: &[Card], links: &[Link], known: Vec<Option<Point>>) {
        let drawing = &basis.document.drawing;
        // Notes lie where they are, below the cards: they take no room.
        let cards = cards.get(..self.web.count()).unwrap_or_default();
        let mut drawn = vec![None; cards.len()];
        if drawing.has_places() {
            for (place, drawn) in drawn.iter_mut().enumerate() {
                *drawn = self.web.item(place).and_then(|item| drawing.place(item));
            }
        }
        let mut spots: Vec<Option<Point>> =
            drawn.iter().zip(&known).map(|(drawn, known)| drawn.or(*known)).collect();
        give_way(cards, &drawn, &mut spots);
        self.places = places::fill(cards, links, &spots);
        self.places.extend(drawing.notes().iter().map(|note| note.at.corner()));
        self.computed = known;
        for ((computed, drawn), place) in self.computed.iter_mut().zip(&drawn).zip(&self.places) {
            if drawn.is_none() {
                *computed = Some(*place);
            }
        }
    }

    /// Puts the cards where another drawing has them.
    fn move_cards(&mut self, basis: &Basis<'_>, scene: &mut Scene, change: &mut Change) {
        let before = self.places.clone();
        let known = self.computed.iter().zip(&before).map(|(computed, place)| computed.or(Some(*place)));
        let known = known.collect();
        self.settle(basis, scene.cards(), scene.links(), known);
        for (id, (before, place)) in (0..).zip(before.iter().zip(&self.places)) {
            let is_elsewhere = scene.card(id).is_some_and(|card| card.at != *place);
            if before != place || is_elsewhere {
                scene.place(id, *place);
                change.cards.push(id);
            }
        }
    }
}

/// A place that was worked out gives way to a card that is drawn there, and to one before it that has grown that far.
fn give_way(cards: &[Card], drawn: &[Option<Point>], spots: &mut [Option<Point>]) {
    let rect = |place: usize, at: Option<Point>| Some(Rect::at(at?, cards.get(place)?.size));
    let mut grid = Grid::default();
    for (place, at) in drawn.iter().enumerate() {
        if let Some(rect) = rect(place, *at) {
            grid.insert(number(place), rect);
        }
    }
    let mut near = Vec::new();
    for place in (0..spots.len()).filter(|place| drawn.get(*place) == Some(&None)) {
        let Some(own) = rect(place, spots[place]) else { continue };
        near.clear();
        grid.near(own, &mut near);
        let stands = |other: &u32| rect(*other as usize, spots.get(*other as usize).copied().flatten());
        if near.iter().filter_map(stands).any(|other| other.meets(own)) {
            spots[place] = None;
        } else {
            grid.insert(number(place), own);
        }
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
