//! What is held over the drawing and not yet a part of it: an entry of the palette that is being dragged.
use super::{Device, End, Stage};
use crate::geometry::{Point, Rect};
use crate::scene::{Hit, Side};
use flowdeck_spec::catalogue::KindSet;

impl Stage {
    /// Shows where something would lie that is held over the drawing, and the link that it would be put into; with no place
    /// it is gone.
    pub fn offer(&mut self, place: Option<Rect>, into: Option<u32>) {
        self.over.ghost = place;
        self.over.into = into;
    }

    /// The link at a place of the drawing, where nothing else is in its way.
    #[must_use]
    pub fn link_at(&self, place: Point) -> Option<u32> {
        // What is dragged hides what is below it, as a finger does.
        match self.scene.hit(place, self.reach(Device::Touch)) {
            Hit::Link(link) => Some(link),
            _ => None,
        }
    }

    /// The kinds of data between which something put into a link would stand: those that come, and those that are taken. None
    /// for a link that carries no data.
    #[must_use]
    pub fn through(&self, link: u32) -> Option<(KindSet, KindSet)> {
        let link = self.scene.links().get(link as usize).filter(|link| !link.is_control)?;
        let out = self.port(End { card: link.from, side: Side::Out, port: link.output })?;
        let into = self.port(End { card: link.to, side: Side::In, port: link.input })?;
        Some((out.kinds, into.kinds))
    }
}
