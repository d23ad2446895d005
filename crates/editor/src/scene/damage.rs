//! Where the drawing looks otherwise than it was painted: an edit of one card among thousands is one small area.
use super::Scene;
use crate::geometry::Rect;

/// How far a card's edge, ports and marks reach beyond it.
const EDGE: f64 = 8.0;
/// Half the width of the widest line.
pub(super) const LINE: f64 = 4.0;
/// More areas than these are the whole drawing.
const MANY: usize = 60;

/// What has to be painted again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Damage {
    /// Everything.
    pub all: bool,
    /// These parts of the drawing.
    pub areas: Vec<Rect>,
}

impl Damage {
    pub(super) fn add(&mut self, area: Rect) {
        if self.areas.len() >= MANY {
            self.all = true;
        }
        if !self.all {
            self.areas.push(area);
        }
    }
}

impl Scene {
    /// Says that everything has to be painted again.
    pub(crate) fn touch_all(&mut self) {
        self.damage.all = true;
    }

    /// Says that a card looks otherwise; its links do not.
    pub(crate) fn touch_card(&mut self, card: u32) {
        if let Some(rect) = self.card(card).map(super::Card::rect) {
            let whole = self.hanging(card).map_or(rect, |picture| rect.with(picture));
            self.damage.add(whole.grown(EDGE));
        }
    }

    /// Says that a link looks otherwise.
    pub(crate) fn touch_link(&mut self, link: u32) {
        let area = self.curve(link).bounds().grown(LINE);
        self.damage.add(area);
    }

    /// Says that cards come or go where they are now, with their links and frames.
    pub(crate) fn touch(&mut self, cards: &[u32]) {
        // A frame reaches further than its cards.
        if !self.frames.is_empty() || cards.len() > MANY {
            return self.touch_all();
        }
        for card in cards {
            self.touch_card(*card);
            for link in self.links_of(*card).to_vec() {
                self.touch_link(link);
            }
        }
    }

    /// What has to be painted again since the last time it was asked.
    pub fn take_damage(&mut self) -> Damage {
        std::mem::take(&mut self.damage)
    }

    /// Does something that is painted elsewhere.
    pub(crate) fn unseen(&mut self, change: impl FnOnce(&mut Self)) {
        let damage = self.take_damage();
        change(self);
        self.damage = damage;
    }
}
