//! Where cards stand that nobody has placed: after all that they take from, where nothing else is.
use crate::geometry::{Point, Rect, Size};
use crate::layout::{self, Lane, Spacing};
use crate::scene::grid::Grid;
use crate::scene::{Card, Link, Role};

/// Between a card and the one that it stands beside.
const ACROSS: f64 = 88.0;
/// Between cards, at least.
const GAP: f64 = 24.0;
/// More cards than this are laid out together instead of one by one.
const ONE_BY_ONE: usize = 300;

/// The layered layout of cards. `hints` are heights that the order should keep to.
pub(super) fn layered(cards: &[Card], links: &[Link], hints: Option<&[f64]>) -> Vec<Point> {
    let nodes: Vec<(Size, Lane)> = cards.iter().map(|card| (card.size, lane(card))).collect();
    let edges: Vec<(usize, usize)> =
        links.iter().map(|link| (link.from as usize, link.to as usize)).collect();
    let places = layout::places(&nodes, &edges, Spacing::default(), hints);
    places.into_iter().map(|place| rounded(place.corner())).collect()
}

fn lane(card: &Card) -> Lane {
    match card.role {
        Role::Input => Lane::First,
        // An input that is missing stands where it would be.
        Role::Missing if card.detail.starts_with("no input") => Lane::First,
        Role::Output => Lane::Last,
        Role::Step | Role::Missing | Role::Note(_) => Lane::Free,
    }
}

fn rounded(point: Point) -> Point {
    Point { x: point.x.round(), y: point.y.round() }
}

/// Places the cards that have no place, none of them over another.
pub(super) fn fill(cards: &[Card], links: &[Link], places: &[Option<Point>]) -> Vec<Point> {
    let open: Vec<u32> = (0..).zip(places).filter(|(_, place)| place.is_none()).map(|(id, _)| id).collect();
    if open.len() == cards.len() {
        return layered(cards, links, None);
    }
    let mut paper =
        Paper { places: places.to_vec(), cards, grid: Grid::default(), bottom: f64::NEG_INFINITY };
    for (id, place) in (0..).zip(places) {
        if let Some(place) = place {
            paper.put(id, *place);
        }
    }
    if open.len() > ONE_BY_ONE {
        paper.block(&open, links);
    } else {
        paper.beside(open, links);
    }
    paper.places.into_iter().map(Option::unwrap_or_default).collect()
}

/// What stands where.
struct Paper<'a> {
    cards: &'a [Card],
    places: Vec<Option<Point>>,
    grid: Grid,
    /// Below everything.
    bottom: f64,
}

impl Paper<'_> {
    fn size(&self, card: u32) -> Size {
        self.cards.get(card as usize).map(|card| card.size).unwrap_or_default()
    }

    fn place(&self, card: u32) -> Option<Rect> {
        let place = *self.places.get(card as usize)?;
        Some(Rect::at(place?, self.size(card)))
    }

    fn put(&mut self, card: u32, at: Point) {
        let rect = Rect::at(at, self.size(card));
        self.grid.insert(card, rect);
        self.bottom = self.bottom.max(rect.bottom());
        if let Some(place) = self.places.get_mut(card as usize) {
            *place = Some(at);
        }
    }

    /// The first place from here downwards where nothing else is.
    fn free(&self, card: u32, from: Point) -> Point {
        let size = self.size(card);
        let mut at = rounded(from);
        let mut near = Vec::new();
        loop {
            let room = Rect::at(at, size).grown(GAP - 1.0);
            near.clear();
            self.grid.near(room, &mut near);
            let taken = near.iter().filter_map(|other| self.place(*other)).filter(|other| other.meets(room));
            match taken.map(Rect::bottom).reduce(f64::max) {
                Some(bottom) if bottom + GAP > at.y => at.y = (bottom + GAP).ceil(),
                _ => return at,
            }
        }
    }

    /// Each beside the last card that it takes from, else before the first that takes from it, else below everything.
    fn beside(&mut self, mut open: Vec<u32>, links: &[Link]) {
        let mut wires: Vec<&Link> = links
            .iter()
            .filter(|link| open.binary_search(&link.from).is_ok() || open.binary_search(&link.to).is_ok())
            .collect();
        let mut is_forward = true;
        while !open.is_empty() {
            let before = open.len();
            let mut later = Vec::new();
            for card in open {
                match self.neighbour(card, &wires, is_forward) {
                    Some(from) => {
                        let at = self.free(card, from);
                        self.put(card, at);
                    }
                    None => later.push(card),
                }
            }
            open = later;
            if open.len() < before {
                is_forward = true;
            } else if is_forward {
                is_forward = false;
            } else if let Some(card) = open.first().copied() {
                // One that stands alone; others may stand beside it.
                open.remove(0);
                let left = self.places.iter().flatten().map(|place| place.x).fold(f64::INFINITY, f64::min);
                let at = self.free(card, Point { x: left, y: self.bottom + GAP });
                self.put(card, at);
                is_forward = true;
            }
            wires.retain(|link| self.place(link.from).is_none() || self.place(link.to).is_none());
        }
    }

    /// Where a card would stand by its neighbours.
    fn neighbour(&self, card: u32, wires: &[&Link], is_forward: bool) -> Option<Point> {
        let ends = |link: &&&Link| if is_forward { (link.to, link.from) } else { (link.from, link.to) };
        let others = wires.iter().filter(|link| ends(link).0 == card).map(|link| ends(&link).1);
        // Links lead to the right: past the last one on the way, or before the first one.
        let is_past = |a: &Rect, b: &Rect| if is_forward { a.right() >= b.right() } else { a.x <= b.x };
        let others = others.filter_map(|other| self.place(other));
        let other = others.reduce(|a, b| if is_past(&a, &b) { a } else { b })?;
        let x = if is_forward { other.right() + ACROSS } else { other.x - ACROSS - self.size(card).width };
        Some(Point { x, y: other.y })
    }

    /// Many at once: a layout of their own below everything.
    fn block(&mut self, open: &[u32], links: &[Link]) {
        let mut own = vec![u32::MAX; self.cards.len()];
        let mut cards = Vec::with_capacity(open.len());
        for (place, card) in (0..).zip(open) {
            if let (Some(slot), Some(card)) = (own.get_mut(*card as usize), self.cards.get(*card as usize)) {
                *slot = place;
                cards.push(card.clone());
            }
        }
        let end = |card: u32| own.get(card as usize).copied().unwrap_or(u32::MAX);
        let links: Vec<Link> = links
            .iter()
            .map(|link| Link { from: end(link.from), to: end(link.to), ..*link })
            .filter(|link| link.from != u32::MAX && link.to != u32::MAX)
            .collect();
        let left = self.places.iter().flatten().map(|place| place.x).fold(f64::INFINITY, f64::min);
        let top = Point { x: left.floor(), y: (self.bottom + 2.0 * GAP).ceil() };
        for (card, place) in open.iter().zip(layered(&cards, &links, None)) {
            self.put(*card, place.plus(top));
        }
    }
}
