//! Frames around cards that belong together. They are few, so they are looked at one by one.
use super::{Card, Scene};
use crate::geometry::{Point, Rect};

/// Between the cards and their frame.
const ROOM: f64 = 16.0;
/// The height of the part with the title.
const TITLE: f64 = 28.0;

/// A frame around cards, with a title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// The title.
    pub name: Box<str>,
    /// The cards in it.
    pub cards: Vec<u32>,
    /// Where it is; nothing while none of its cards is there.
    pub rect: Rect,
}

impl Frame {
    /// A frame that is to be drawn around these cards.
    #[must_use]
    pub fn around(name: Box<str>, cards: Vec<u32>) -> Self {
        Self { name, cards, rect: Rect::default() }
    }

    /// The part with the title, by which it is moved.
    #[must_use]
    pub fn title(&self) -> Rect {
        Rect { height: TITLE.min(self.rect.height), ..self.rect }
    }
}

impl Scene {
    /// All frames.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// Draws these frames and no others. Says whether any is another one now, or elsewhere.
    pub fn frame(&mut self, mut frames: Vec<Frame>) -> bool {
        for frame in &mut frames {
            frame.rect = self.around(&frame.cards);
        }
        let is_other = frames != self.frames;
        self.frames = frames;
        is_other
    }

    /// Draws the frames around where their cards are now.
    pub fn refit_frames(&mut self) {
        let frames = std::mem::take(&mut self.frames);
        self.frame(frames);
    }

    fn around(&self, cards: &[u32]) -> Rect {
        let all = cards.iter().filter_map(|id| self.card(*id).map(Card::rect)).reduce(Rect::with);
        let Some(all) = all else { return Rect::default() };
        let around = all.grown(ROOM);
        Rect { y: around.y - TITLE + ROOM / 2.0, height: around.height + TITLE - ROOM / 2.0, ..around }
    }

    /// The smallest frame whose title is at a place.
    pub(super) fn frame_at(&self, place: Point) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for (id, frame) in (0..).zip(&self.frames) {
            if frame.title().contains(place) && best.is_none_or(|(width, _)| frame.rect.width < width) {
                best = Some((frame.rect.width, id));
            }
        }
        best.map(|(_, id)| id)
    }
}
