//! What a pointer is over.
use super::card::ROW;
use super::{Scene, Side};
use crate::geometry::{Point, Rect};

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// Nothing but the paper.
    Nothing,
    /// A card.
    Card(u32),
    /// A port of a card.
    Port(u32, Side, u16),
    /// A link.
    Link(u32),
    /// The corner of a note, by which it is made larger.
    Corner(u32),
    /// The title of a frame.
    Frame(u32),
}

impl Scene {
    /// What is at a place of the drawing: the topmost port within `reach` (pixels at zoom 1), else the topmost card, else the
    /// nearest link within reach, else the topmost note, else a frame's title.
    #[must_use]
    pub fn hit(&self, place: Point, reach: f64) -> Hit {
        let mut near = Vec::new();
        let around = Rect::at(place, crate::geometry::Size::default()).grown(reach.max(0.0));
        self.cards_in(around, &mut near);
        let mut card = None;
        let is_note = |id: u32| self.card(id).is_some_and(super::Card::is_note);
        for &id in near.iter().rev().filter(|id| !is_note(**id)) {
            if let Some((side, port)) = self.port_at(id, place, reach) {
                return Hit::Port(id, side, port);
            }
            if self.card(id).is_some_and(|card| card.rect().contains(place)) {
                card = Some(id);
                break;
            }
        }
        if let Some(id) = card {
            return Hit::Card(id);
        }
        if let Some(link) = self.link_at(place, reach) {
            return Hit::Link(link);
        }
        let mut notes = near.iter().rev().filter(|id| is_note(**id));
        let note = notes.find_map(|id| self.note_at(*id, place, reach));
        note.or_else(|| self.frame_at(place).map(Hit::Frame)).unwrap_or(Hit::Nothing)
    }

    fn note_at(&self, id: u32, place: Point, reach: f64) -> Option<Hit> {
        let rect = self.card(id)?.rect();
        let corner = Point::new(rect.right(), rect.bottom());
        if corner.distance_squared(place) <= reach * reach {
            return Some(Hit::Corner(id));
        }
        rect.contains(place).then_some(Hit::Card(id))
    }

    /// The nearest port of a card within reach.
    fn port_at(&self, id: u32, place: Point, reach: f64) -> Option<(Side, u16)> {
        let card = self.card(id)?;
        // Ports of one card do not take each other's room.
        let reach = reach.min(ROW / 2.0);
        let mut best = None;
        let mut least = reach * reach;
        for side in [Side::In, Side::Out] {
            for port in (0..).take(card.ports.on(side).len()) {
                let distance = card.port_place(side, port).distance_squared(place);
                if distance <= least {
                    (best, least) = (Some((side, port)), distance);
                }
            }
        }
        best
    }

    fn link_at(&self, place: Point, reach: f64) -> Option<u32> {
        let mut near = Vec::new();
        self.links_in(Rect::at(place, crate::geometry::Size::default()).grown(reach.max(0.0)), &mut near);
        let mut best = None;
        let mut least = reach * reach;
        for id in near {
            let distance = self.curve(id).distance_squared(place);
            if distance <= least {
                (best, least) = (Some(id), distance);
            }
        }
        best
    }

    /// The port of one side that is nearest to a place, within reach, over all cards: where a dragged link snaps to.
    #[must_use]
    pub fn nearest_port(&self, place: Point, side: Side, reach: f64) -> Option<(u32, u16)> {
        let mut near = Vec::new();
        self.cards_in(Rect::at(place, crate::geometry::Size::default()).grown(reach), &mut near);
        let mut best = None;
        let mut least = reach * reach;
        for id in near {
            let Some(card) = self.card(id) else { continue };
            for port in (0..).take(card.ports.on(side).len()) {
                let distance = card.port_place(side, port).distance_squared(place);
                if distance <= least {
                    (best, least) = (Some((id, port)), distance);
                }
            }
        }
        best
    }
}
