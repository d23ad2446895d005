//! Notes and frames under a pointer: what is in a frame, and how large a note becomes.
use super::gesture::{Gesture, Pointer};
use super::snap::GRID;
use super::{Act, Stage};
use crate::geometry::Size;
use crate::scene::{Card, SMALLEST};

impl Stage {
    /// The cards in a frame.
    pub(super) fn framed(&self, frame: u32) -> Vec<u32> {
        self.scene.frames().get(frame as usize).map(|frame| frame.cards.clone()).unwrap_or_default()
    }

    /// A note's corner begins to follow the pointer.
    pub(super) fn begin_size(&mut self, note: u32, start: Pointer) -> Vec<Act> {
        let Some(size) = self.scene.card(note).map(|card| card.size) else { return Vec::new() };
        self.look.lifted = vec![note];
        self.scene.touch(&self.look.lifted);
        let from = self.camera.to_world(start.at);
        self.gesture = Gesture::Size { id: start.id, note, from, size, at: start };
        Vec::new()
    }

    /// Makes a note so large, in whole cells of the grid unless it is free of them.
    pub(super) fn resize(&mut self, note: u32, size: Size, is_free: bool) {
        let cell = if is_free { 1.0 } else { GRID };
        let side = |wanted: f64, least: f64| ((wanted / cell).round() * cell).max(least);
        let size =
            Size { width: side(size.width, SMALLEST.width), height: side(size.height, SMALLEST.height) };
        self.set_size(note, size);
    }

    /// Makes a note exactly so large.
    pub(super) fn set_size(&mut self, note: u32, size: Size) {
        let Some(card) = self.scene.card(note) else { return };
        let card = Card { size, ..card.clone() };
        // While it follows the pointer it is painted above everything else.
        self.scene.unseen(|scene| scene.show(note, card));
        self.scene.refit_frames();
    }
}
