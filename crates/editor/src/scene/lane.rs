//! Where long links run: a link that would be hidden behind cards on its way goes around them, level in a lane of its own.
//! What a lane is depends on what stands where and on nothing else: the same drawing always has the same lanes.
use super::curve::Curve;
use super::grid::Grid;
use super::{Card, Link, Side};
use crate::geometry::{Point, Rect};
use flowdeck_spec::order;

/// A shorter link has no card between its ends, or is seen on both sides of it.
const SHORT: f64 = 200.0;
/// A longer one is not followed by the eye, whichever way it takes.
const LONG: Point = Point { x: 6_000.0, y: 3_000.0 };
/// How far above and below its ends a link may go.
const AROUND: f64 = 400.0;
/// Between a lane and the cards beside it, at least.
const GAP: f64 = 10.0;
/// Between the lanes of links that leave neighbours.
const APART: f64 = 5.0;
/// In drawings with more links each takes the shortest way: nobody follows one with the eye.
const MANY: usize = 4_000;

/// The links that may need a lane, and the lanes of those that do.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// The height of each link's lane; none are kept for drawings with many links.
    heights: Vec<Option<f64>>,
    /// The areas in which cards decide about a link's lane.
    areas: Grid,
    /// Which cards were moved since the lanes were looked for, and where they stood; by the cards' numbers.
    dirty: Vec<(u32, Rect)>,
}

impl Lanes {
    /// Looks for the lanes of all links.
    pub(super) fn new(cards: &[Card], links: &[Link], places: &Grid) -> Self {
        let mut lanes = Self::default();
        if links.len() > MANY {
            return lanes;
        }
        lanes.heights = vec![None; links.len()];
        for (id, link) in (0..).zip(links) {
            if let Some(area) = ends(cards, link).and_then(|(start, end)| area(start, end)) {
                lanes.areas.insert(id, area);
                lanes.set(id, height(cards, link, places));
            }
        }
        lanes
    }

    /// How a link is drawn.
    pub(super) fn curve(&self, cards: &[Card], id: u32, link: &Link) -> Curve {
        let Some((start, end)) = ends(cards, link) else { return Curve::default() };
        match self.heights.get(id as usize).copied().flatten() {
            // Its ends may have come nearer to each other since.
            Some(height) if end.x - start.x >= SHORT => Curve::along(start, end, height),
            _ => Curve::between(start, end),
        }
    }

    /// Says that a card no longer stands where it stood.
    pub(super) fn left(&mut self, card: u32, place: Rect) {
        if self.heights.is_empty() {
            return;
        }
        // Where it stood first is enough: where it stands in the end is asked in the end.
        if let Err(at) = self.dirty.binary_search_by_key(&card, |(other, _)| *other) {
            self.dirty.insert(at, (card, place));
        }
    }

    /// Says that a link's ends move: before, and after with `is_there`.
    pub(super) fn moved(&mut self, cards: &[Card], id: u32, link: &Link, is_there: bool) {
        if self.heights.is_empty() {
            return;
        }
        if let Some(area) = ends(cards, link).and_then(|(start, end)| area(start, end)) {
            self.areas.put(id, area, is_there);
        }
    }

    /// The links whose lanes may be others since the last time, each once.
    pub(super) fn unsettled<'a>(&mut self, cards: &[Card], links_of: impl Fn(u32) -> &'a [u32]) -> Vec<u32> {
        let mut found = Vec::new();
        for (card, before) in std::mem::take(&mut self.dirty) {
            self.areas.near(before, &mut found);
            if let Some(card) = cards.get(card as usize) {
                self.areas.near(card.rect(), &mut found);
            }
            found.extend_from_slice(links_of(card));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Gives a link a lane, or none; says whether it had another one.
    pub(super) fn set(&mut self, id: u32, height: Option<f64>) -> bool {
        match self.heights.get_mut(id as usize) {
            Some(slot) => std::mem::replace(slot, height) != height,
            None => false,
        }
    }
}

fn ends(cards: &[Card], link: &Link) -> Option<(Point, Point)> {
    let (from, to) = (cards.get(link.from as usize)?, cards.get(link.to as usize)?);
    Some((from.port_place(Side::Out, link.output), to.port_place(Side::In, link.input)))
}

/// Where cards may stand in a link's way, or beside it; none for a link that needs no lane whatever stands there.
fn area(start: Point, end: Point) -> Option<Rect> {
    let (across, down) = (end.x - start.x, (end.y - start.y).abs());
    let is_fit = (SHORT..=LONG.x).contains(&across) && down <= LONG.y;
    is_fit.then(|| {
        let between = Rect::between(start, end);
        Rect { y: between.y - AROUND, height: between.height + 2.0 * AROUND, ..between }
    })
}

/// The height at which a link passes what is in its way; none where nothing is, or there is no way around.
pub(super) fn height(cards: &[Card], link: &Link, places: &Grid) -> Option<f64> {
    let (start, end) = ends(cards, link)?;
    let area = area(start, end)?;
    let mut near = Vec::new();
    places.near(area, &mut near);
    let in_way = near.into_iter().filter(|id| *id != link.from && *id != link.to);
    let in_way = in_way.filter_map(|id| cards.get(id as usize)).filter(|card| !card.is_note());
    let mut rects: Vec<Rect> = in_way.map(Card::rect).filter(|rect| rect.meets(area)).collect();
    let curve = Curve::between(start, end);
    if !rects.iter().any(|rect| curve.crosses(*rect)) {
        return None;
    }
    order::sort(&mut rects, |a, b| a.y.total_cmp(&b.y));
    // From one free gap to the next, downwards: the one in which the way is shortest.
    let way = |y: f64| (y - start.y).abs() + (y - end.y).abs();
    let mut best = None::<(f64, f64)>;
    let mut top = area.y;
    let bottoms = rects.iter().map(|rect| (rect.y - GAP, rect.bottom() + GAP));
    for (low, high) in bottoms.chain([(area.bottom(), area.bottom())]) {
        if low >= top {
            // Not by clamp, which brings the code that writes floats.
            let y = start.y.max(top).min(low);
            let other = end.y.max(top).min(low);
            let y = if way(other) < way(y) { other } else { y };
            // Links of several cards that take the same gap run side by side, as far as there is room.
            let aside = f64::from(link.from % 3) * APART;
            let y = if y - top < low - y { (y + aside).min(low) } else { (y - aside).max(top) };
            if best.is_none_or(|(least, _)| way(y) < least) {
                best = Some((way(y), y));
            }
        }
        top = top.max(high);
    }
    best.map(|(_, y)| y)
}
