//! Where moved cards come to rest: at the edges and middles of cards nearby, else on the grid.
use super::Stage;
use crate::geometry::{Point, Rect};

/// The grid's cell, in pixels at zoom 1.
pub(super) const GRID: f64 = 16.0;
/// How near an edge has to be to another one to snap, in pixels of the view.
const NEAR: f64 = 6.0;

/// A move, and the lines to which it snapped.
#[derive(Debug, Default)]
pub(super) struct Snapped {
    pub(super) by: Point,
    pub(super) guides: Vec<(Point, Point)>,
}

impl Stage {
    /// The move nearest to `by` at which `moved` (where it was before) is in line with cards that stay, or on the grid.
    pub(super) fn snapped(&self, moved: Rect, by: Point) -> Snapped {
        let wanted = moved.moved(by);
        let near = NEAR / self.camera.zoom;
        let shown = self.camera.shown(self.view);
        let mut around = Vec::new();
        self.scene.cards_in(shown, &mut around);
        let others: Vec<Rect> = around
            .iter()
            .filter(|id| !self.look.is_lifted(**id))
            .filter_map(|id| self.scene.card(*id).map(super::super::scene::Card::rect))
            .collect();
        let lines = |low: f64, length: f64| [low, low + length / 2.0, low + length];
        let best = |own: [f64; 3], theirs: &dyn Fn(&Rect) -> [f64; 3]| {
            let mut best: Option<(f64, f64, usize)> = None;
            for (at, other) in others.iter().enumerate() {
                for (ours, theirs) in own.iter().zip(theirs(other)) {
                    let away = theirs - ours;
                    if away.abs() <= near && best.is_none_or(|(least, ..)| away.abs() < least.abs()) {
                        best = Some((away, theirs, at));
                    }
                }
            }
            best
        };
        let across = best(lines(wanted.x, wanted.width), &|other| lines(other.x, other.width));
        let down = best(lines(wanted.y, wanted.height), &|other| lines(other.y, other.height));
        let to_grid = |at: f64| (at / GRID).round() * GRID;
        let mut out = Snapped::default();
        out.by.x = across.map_or_else(|| to_grid(wanted.x) - moved.x, |(away, ..)| by.x + away);
        out.by.y = down.map_or_else(|| to_grid(wanted.y) - moved.y, |(away, ..)| by.y + away);
        let rests = moved.moved(out.by);
        if let Some((_, x, at)) = across {
            let whole = rests.with(others[at]);
            out.guides.push((Point::new(x, whole.y), Point::new(x, whole.bottom())));
        }
        if let Some((_, y, at)) = down {
            let whole = rests.with(others[at]);
            out.guides.push((Point::new(whole.x, y), Point::new(whole.right(), y)));
        }
        out
    }
}
