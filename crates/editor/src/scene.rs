//! What there is to draw: cards with ports, links between them, and where all of it is. Finds what a view shows and what a
//! pointer is over without looking at everything: a hundred thousand cards are no more work than a hundred.
mod card;
mod curve;
mod damage;
mod frame;
pub(crate) mod grid;
mod hang;
mod hit;
mod lane;
mod remote;

pub use card::{Card, Icon, Marks, Port, PortShape, Ports, Role, SMALLEST, Side, Tint};
pub use curve::Curve;
pub use damage::Damage;
pub use frame::Frame;
pub use hang::Hanging;
pub use hit::Hit;
pub use remote::REMOTE;

use crate::geometry::{Point, Rect};
use damage::LINE;
use flowdeck_spec::block::Family;
use grid::Grid;
use lane::Lanes;

/// Between what is placed and the cards around it.
const ROOM: f64 = 16.0;

/// A link from an output to an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The card it leaves.
    pub from: u32,
    /// Which of its outputs.
    pub output: u16,
    /// The card it enters.
    pub to: u32,
    /// Which of its inputs.
    pub input: u16,
    /// What it carries: its colour.
    pub family: Family,
    /// It decides whether the other step runs, and carries no data.
    pub is_control: bool,
}

/// Cards and links. Cards are named by their place in the list.
#[derive(Debug, Default)]
pub struct Scene {
    cards: Vec<Card>,
    links: Vec<Link>,
    /// For each card where its links begin in `of_cards`, and one more.
    starts: Vec<u32>,
    /// The links of each card, those that leave and those that enter.
    of_cards: Vec<u32>,
    card_places: Grid,
    link_places: Grid,
    lanes: Lanes,
    frames: Vec<Frame>,
    hangings: Vec<Hanging>,
    /// The cards whose steps a server has to run, sorted.
    remote: Vec<u32>,
    damage: Damage,
}

impl Scene {
    /// A drawing of these cards and links; links between cards that are not there are left out.
    #[must_use]
    pub fn new(cards: Vec<Card>, mut links: Vec<Link>) -> Self {
        let count = cards.len();
        links.retain(|link| (link.from as usize) < count && (link.to as usize) < count);
        let mut scene = Self { cards, links, ..Self::default() };
        scene.join();
        for (id, card) in (0..).zip(&scene.cards) {
            scene.card_places.insert(id, card.rect());
        }
        scene.lanes = Lanes::new(&scene.cards, &scene.links, &scene.card_places);
        for (id, link) in (0..).zip(&scene.links) {
            scene.link_places.insert(id, scene.lanes.curve(&scene.cards, id, link).bounds());
        }
        scene
    }

    /// Notes for each card which links it has.
    fn join(&mut self) {
        let mut starts = vec![0_u32; self.cards.len() + 1];
        let ends = |link: &Link| [link.from as usize, link.to as usize];
        for link in &self.links {
            for end in ends(link) {
                starts[end] += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut of_cards = vec![0; total as usize];
        // From the last to the first, so that each card has them in their order.
        let mut id = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        for link in self.links.iter().rev() {
            id -= 1;
            for end in ends(link) {
                starts[end] -= 1;
                of_cards[starts[end] as usize] = id;
            }
        }
        (self.starts, self.of_cards) = (starts, of_cards);
    }

    /// All cards.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// A card.
    #[must_use]
    pub fn card(&self, id: u32) -> Option<&Card> {
        self.cards.get(id as usize)
    }

    /// All links.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links of a card, those that leave and those that enter; a loop is there twice.
    #[must_use]
    pub fn links_of(&self, card: u32) -> &[u32] {
        links_of(&self.starts, &self.of_cards, card)
    }

    /// How a link is drawn.
    #[must_use]
    pub fn curve(&self, link: u32) -> Curve {
        let known = self.links.get(link as usize);
        known.map(|known| self.lanes.curve(&self.cards, link, known)).unwrap_or_default()
    }

    /// The smallest rectangle around all cards; none where there are no cards.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        self.cards.iter().map(Card::rect).reduce(Rect::with)
    }

    /// The cards that lie in `area` at least in part, in the order in which they are drawn.
    pub fn cards_in(&self, area: Rect, found: &mut Vec<u32>) {
        found.clear();
        self.card_places.near(area, found);
        found.retain(|id| self.card(*id).is_some_and(|card| card.rect().meets(area)));
        found.sort_unstable();
    }

    /// The first corner from a rectangle's downwards at which the rectangle meets no card.
    #[must_use]
    pub fn free_below(&self, wanted: Rect) -> Point {
        let mut rect = wanted;
        let mut found = Vec::new();
        loop {
            self.cards_in(rect.grown(ROOM), &mut found);
            let bottom = found.iter().filter_map(|id| self.card(*id)).map(|card| card.rect().bottom());
            match bottom.reduce(f64::max) {
                Some(bottom) => rect.y = bottom + ROOM + 1.0,
                None => return rect.corner(),
            }
        }
    }

    /// The links whose curves may be seen in `area`, in the order in which they are drawn.
    pub fn links_in(&self, area: Rect, found: &mut Vec<u32>) {
        found.clear();
        self.link_places.near(area, found);
        found.retain(|id| self.curve(*id).bounds().meets(area));
        found.sort_unstable();
    }

    /// Puts a card somewhere else, with its links.
    pub fn place(&mut self, id: u32, at: Point) {
        if self.card(id).is_some_and(|card| card.at != at) {
            self.exchange(id, |card| card.at = at);
        }
    }

    /// Shows a card otherwise: other words, ports or marks. Its links are as they were, and so is its place.
    pub fn show(&mut self, id: u32, card: Card) {
        let Some(old) = self.cards.get_mut(id as usize) else { return };
        let card = Card { at: old.at, ..card };
        if card.size == old.size && std::rc::Rc::ptr_eq(&card.ports, &old.ports) {
            *old = card;
            self.touch_card(id);
        } else {
            self.exchange(id, |old| *old = card);
        }
    }

    /// Changes a card in where it stands, how large it is or which ports it has.
    fn exchange(&mut self, id: u32, change: impl FnOnce(&mut Card)) {
        let Some(before) = self.card(id).map(Card::rect) else { return };
        self.lanes.left(id, before);
        self.touch_card(id);
        self.note_links(id, false);
        self.card_places.remove(id, before);
        if let Some(card) = self.cards.get_mut(id as usize) {
            change(card);
            self.card_places.insert(id, card.rect());
        }
        self.note_links(id, true);
        self.touch_card(id);
    }

    /// Notes where a card's links are, or that they are there no longer, before its ports stand elsewhere.
    fn note_links(&mut self, card: u32, is_there: bool) {
        for id in own_links(&self.starts, &self.of_cards, card) {
            let link = &self.links[id as usize];
            let place = self.lanes.curve(&self.cards, id, link).bounds();
            self.link_places.put(id, place, is_there);
            self.lanes.moved(&self.cards, id, link, is_there);
            self.damage.add(place.grown(LINE));
        }
    }

    /// Looks for the lanes of links anew where cards were moved; until then links go where they went. Says whether any goes
    /// another way now.
    pub fn settle(&mut self) -> bool {
        let mut is_other = false;
        let links = |card| links_of(&self.starts, &self.of_cards, card);
        for id in self.lanes.unsettled(&self.cards, links) {
            let Some(link) = self.links.get(id as usize) else { continue };
            let height = lane::height(&self.cards, link, &self.card_places);
            let before = self.lanes.curve(&self.cards, id, link).bounds();
            if self.lanes.set(id, height) {
                is_other = true;
                let after = self.lanes.curve(&self.cards, id, link).bounds();
                self.link_places.remove(id, before);
                self.link_places.insert(id, after);
                self.damage.add(before.with(after).grown(LINE));
            }
        }
        is_other
    }
}

/// The links of a card; a loop is there twice, one after the other.
fn links_of<'a>(starts: &[u32], of_cards: &'a [u32], card: u32) -> &'a [u32] {
    let at = card as usize;
    match (starts.get(at), starts.get(at + 1)) {
        (Some(&from), Some(&to)) => of_cards.get(from as usize..to as usize).unwrap_or_default(),
        _ => &[],
    }
}

/// The links of a card, each once.
fn own_links<'a>(starts: &[u32], of_cards: &'a [u32], card: u32) -> impl Iterator<Item = u32> + 'a {
    let mut last = None;
    let all = links_of(starts, of_cards, card).iter().copied();
    all.filter(move |id| last.replace(*id) != Some(*id))
}

#[cfg(test)]
mod tests;
