//! Cards put in order: a new layout of all, and a few lined up or spread evenly.
use super::{Picture, places};
use crate::geometry::{Point, Rect};
use crate::item::Item;
use crate::scene::{Card, Role, Scene};

/// What of several cards comes on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The left edges.
    Left,
    /// The middles, from left to right.
    Centre,
    /// The right edges.
    Right,
    /// The top edges.
    Top,
    /// The middles, from top to bottom.
    Middle,
    /// The bottom edges.
    Bottom,
}

/// In which direction cards are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// From left to right.
    Across,
    /// From top to bottom.
    Down,
}

/// So often a layout is tried again, and of more cards than this but once.
const ROUNDS: usize = 6;
const MANY: usize = 1_000;

/// A new layout of all cards, for [`Command::Tidy`](crate::command::Command::Tidy): in columns from left to right.
/// Within a column cards keep their order, as far as links do not cross more for it.
#[must_use]
pub fn tidy(picture: &Picture, scene: &Scene) -> Vec<(Item, Point)> {
    // Notes lie where a person put them.
    let cards = scene.cards().get(..picture.entries()).unwrap_or_default();
    let mut hints: Vec<f64> = cards.iter().map(|card| card.rect().centre().y).collect();
    let mut places: Vec<Point> = Vec::new();
    // What is tidy stays as it is: a layout is done when doing it again changes nothing.
    for _ in 0..if cards.len() > MANY { 1 } else { ROUNDS } {
        let next = places::layered(cards, scene.links(), Some(&hints));
        if next == places {
            break;
        }
        hints = cards.iter().zip(&next).map(|(card, at)| Rect::at(*at, card.size).centre().y).collect();
        places = next;
    }
    named(picture, scene, (0..).zip(places))
}

/// Lines cards up with the outermost of them, or with the middle of all. Gives those that move.
#[must_use]
pub fn align(picture: &Picture, scene: &Scene, cards: &[u32], how: Align) -> Vec<(Item, Point)> {
    let Some(all) = cards.iter().filter_map(|id| rect(scene, *id)).reduce(Rect::with) else {
        return Vec::new();
    };
    let moved = cards.iter().filter_map(|id| {
        let rect = rect(scene, *id)?;
        let mut at = rect.corner();
        match how {
            Align::Left => at.x = all.x,
            Align::Centre => at.x = (all.centre().x - rect.width / 2.0).round(),
            Align::Right => at.x = all.right() - rect.width,
            Align::Top => at.y = all.y,
            Align::Middle => at.y = (all.centre().y - rect.height / 2.0).round(),
            Align::Bottom => at.y = all.bottom() - rect.height,
        }
        (at != rect.corner()).then_some((*id, at))
    });
    named(picture, scene, moved)
}

/// Spreads three cards or more so that the room between them is the same; the outermost stay. Gives those that move.
#[must_use]
pub fn distribute(picture: &Picture, scene: &Scene, cards: &[u32], how: Spread) -> Vec<(Item, Point)> {
    let part = |rect: Rect| match how {
        Spread::Across => (rect.x, rect.width),
        Spread::Down => (rect.y, rect.height),
    };
    let mut list: Vec<(u32, Rect)> = cards.iter().filter_map(|id| Some((*id, rect(scene, *id)?))).collect();
    flowdeck_spec::order::sort(&mut list, |a, b| part(a.1).0.total_cmp(&part(b.1).0));
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Vec::new() };
    if list.len() < 3 {
        return Vec::new();
    }
    let (start, (end, length)) = (part(first.1).0, part(last.1));
    let taken: f64 = list.iter().map(|(_, rect)| part(*rect).1).sum();
    let gaps = u32::try_from(list.len() - 1).unwrap_or(u32::MAX);
    let gap = (end + length - start - taken) / f64::from(gaps);
    let mut next = start;
    let moved: Vec<(u32, Point)> = list
        .iter()
        .map(|(id, rect)| {
            let mut at = rect.corner();
            match how {
                Spread::Across => at.x = next.round(),
                Spread::Down => at.y = next.round(),
            }
            next += part(*rect).1 + gap;
            (*id, at)
        })
        .collect();
    let inner = moved.into_iter().skip(1).take(list.len() - 2);
    let inner = inner.filter(|(id, at)| rect(scene, *id).is_some_and(|rect| rect.corner() != *at));
    named(picture, scene, inner)
}

fn rect(scene: &Scene, card: u32) -> Option<Rect> {
    scene.card(card).map(Card::rect)
}

/// Cards by their names. What is missing has no place of its own in a drawing.
fn named(picture: &Picture, scene: &Scene, places: impl Iterator<Item = (u32, Point)>) -> Vec<(Item, Point)> {
    let mut out = Vec::new();
    for (card, at) in places {
        let is_entry = scene.card(card).is_some_and(|card| card.role != Role::Missing);
        if let Some(item) = picture.item(card).filter(|_| is_entry) {
            out.push((item.clone(), at));
        }
    }
    out
}
