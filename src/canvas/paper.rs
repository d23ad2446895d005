//! What lies below cards and links: frames around what is grouped, and notes.
use super::paint::{Kit, READABLE};
use super::words::Face;
use crate::browser::pen::Pen;
use flowdeck_editor::geometry::Rect;
use flowdeck_editor::scene::{Frame, Role, Scene, Tint};
use flowdeck_editor::stage::Look;

/// Between a note's edge and its words.
const EDGE: f64 = 10.0;
/// From line to line, for letters of 13 pixels.
const LINE: f64 = 18.0;
/// The size of a note's letters.
const LETTERS: f64 = 13.0;

impl Kit {
    /// Draws the frames that are seen in `area`: those whose cards move with the pointer, or the others.
    pub(super) fn frames(
        &self,
        pen: &Pen,
        scene: &Scene,
        look: &Look,
        area: Rect,
        zoom: f64,
        is_lifted: bool,
    ) {
        let lifts =
            |frame: &Frame| !look.lifted.is_empty() && frame.cards.iter().any(|card| look.is_lifted(*card));
        for frame in scene.frames() {
            let Rect { x, y, width, height } = frame.rect;
            let pixel = (1.0 / zoom).max(1.0);
            // Far off, the title is above the frame.
            if !frame.rect.grown(LINE * pixel).meets(area) || lifts(frame) != is_lifted {
                continue;
            }
            pen.begin();
            pen.round_rect(x, y, width, height, 10.0);
            pen.fill_with(&self.inks.quiet);
            pen.cover(0.06);
            pen.fill();
            pen.cover(0.7);
            pen.line_with(&self.inks.quiet, pixel);
            pen.stroke();
            pen.cover(1.0);
            let scale = (READABLE / LETTERS / zoom).max(1.0);
            if scale * LETTERS < height {
                let name: &str = if frame.name.is_empty() { "Group" } else { &frame.name };
                let name = self.words.fitted(Face::Name, name, (width - 2.0 * EDGE) / scale);
                pen.fill_with(&self.inks.quiet);
                pen.font(&self.words.font(Face::Name, scale));
                let has_room = LINE * scale < frame.title().height;
                pen.text(&name, x + EDGE, if has_room { y + 5.0 + LETTERS * scale } else { y - 4.0 * pixel });
            }
        }
    }

    /// Draws the notes among these cards: those that move with the pointer, or the others.
    pub(super) fn notes(
        &self,
        pen: &Pen,
        scene: &Scene,
        look: &Look,
        cards: &[u32],
        zoom: f64,
        is_lifted: bool,
    ) {
        for &id in cards {
            let Some(card) = scene.card(id).filter(|_| look.is_lifted(id) == is_lifted) else { continue };
            if let Role::Note(tint) = card.role {
                self.note(pen, card.rect(), &card.name, tint, look.is_selected(id), zoom);
            }
        }
    }

    fn note(&self, pen: &Pen, rect: Rect, text: &str, tint: Tint, is_selected: bool, zoom: f64) {
        let Rect { x, y, width, height } = rect;
        let pixel = (1.0 / zoom).max(1.0);
        pen.fill_with(self.inks.tint(tint));
        pen.begin();
        pen.round_rect(x, y, width, height, 4.0);
        pen.fill();
        let (ink, wide) = if is_selected { (&self.inks.accent, 2.0) } else { (&self.inks.line, 1.0) };
        pen.line_with(ink, wide * pixel);
        pen.stroke();
        if is_selected {
            // Where it is made larger.
            pen.line_with(&self.inks.accent, 1.5 * pixel);
            pen.begin();
            for by in [5.0, 10.0] {
                pen.line(x + width - by, y + height - 3.0, x + width - 3.0, y + height - by);
            }
            pen.stroke();
        }
        let scale = (READABLE / LETTERS / zoom).max(1.0);
        let (text, ink) = if text.is_empty() {
            ("Double-click to write", &self.inks.quiet)
        } else {
            (text, &self.inks.name)
        };
        pen.fill_with(ink);
        // The small face, as large as names: notes are not bold.
        let larger = scale * LETTERS / 11.0;
        pen.font(&self.words.font(Face::Small, larger));
        let mut base = y + EDGE + 11.0 * scale;
        for line in self.words.lines(Face::Small, text, (width - 2.0 * EDGE) / larger) {
            if base > y + height - 4.0 {
                break;
            }
            pen.text(line, x + EDGE, base);
            base += LINE * scale;
        }
    }
}
