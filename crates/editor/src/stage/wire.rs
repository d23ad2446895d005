//! Drawing a link: from a port, by a drag, by clicks, or by a key.
use super::gesture::Gesture;
use super::{Act, Drop, End, Pointer, Stage};
use crate::geometry::Point;
use crate::scene::{Curve, Hit, Side};
use flowdeck_spec::block::Family;

/// How near a port a drawn link snaps to it, in pixels of the view.
const SNAP: f64 = 40.0;

impl Stage {
    /// Begins to draw a link from an end: by a drag, by a click, or by a key.
    pub fn draw_from(&mut self, from: End, at: Pointer, is_held: bool) -> Vec<Act> {
        if self.port(from).is_none() {
            return Vec::new();
        }
        self.look.fitting = Some(self.fitting(from));
        self.scene.touch_all();
        self.gesture = Gesture::Wire { id: at.id, from, at, is_held, moved: false };
        let mut acts = vec![Act::Drawing(from)];
        acts.append(&mut self.follow());
        acts
    }

    /// The link that is drawn ends where the pointer is, or at the port to which it snaps.
    pub(super) fn follow_wire(&mut self, from: End, at: Point) {
        let world = self.camera.to_world(at);
        let target = self.wire_target(from, world);
        let place = self.scene.card(from.card).map(|card| card.port_place(from.side, from.port));
        let place = place.unwrap_or(world);
        let end = target.unwrap_or(world);
        let curve =
            if from.side == Side::Out { Curve::between(place, end) } else { Curve::between(end, place) };
        let family = self.port(from).map_or(Family::Any, |port| port.family);
        self.over.wire = Some((curve, family));
        self.over.target = target;
    }

    /// The nearest port that a link from `from` would snap to.
    fn wire_target(&self, from: End, world: Point) -> Option<Point> {
        let Drop::Port(end) = self.drop_at(from, world) else { return None };
        self.scene.card(end.card).map(|card| card.port_place(end.side, end.port))
    }

    /// Where a link from `from` ends that is let go at a place.
    #[must_use]
    pub fn drop_at(&self, from: End, world: Point) -> Drop {
        let side = from.side.other();
        let near = self.scene.nearest_port(world, side, SNAP / self.camera.zoom);
        if let Some((card, port)) = near {
            let end = End { card, side, port };
            if self.fits(from, end).is_ok() {
                return Drop::Port(end);
            }
        }
        match self.scene.hit(world, 0.0) {
            Hit::Port(card, on, port) => Drop::Card(card, (on == side).then_some(port)),
            Hit::Card(card) => Drop::Card(card, None),
            _ => Drop::Paper(world),
        }
    }

    pub(super) fn end_wire(&mut self, from: End, pointer: Pointer) -> Vec<Act> {
        let drop = self.drop_at(from, self.camera.to_world(pointer.at));
        self.cancel();
        vec![Act::Drawn(from, drop)]
    }
}
