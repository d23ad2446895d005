//! The camera: which part of the drawing the view shows, and how large. Screen = world × zoom + offset.
use crate::geometry::{Point, Rect, Size};

/// Where the view looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Where the world's origin is in the view, in pixels from its left.
    pub x: f64,
    /// Where the world's origin is in the view, in pixels from its top.
    pub y: f64,
    /// How large the world is drawn; 1 is real size.
    pub zoom: f64,
}

/// How far the zoom goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The smallest zoom.
    pub least: f64,
    /// The largest zoom.
    pub most: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { least: 0.1, most: 4.0 }
    }
}

/// One press of a zoom button.
pub const ZOOM_STEP: f64 = 1.2;
/// The share of the view that stays free around a drawing that was fitted into it, on each side.
const FIT_MARGIN: f64 = 0.1;

impl Default for Camera {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, zoom: 1.0 }
    }
}

impl Camera {
    /// Where a point of the world is in the view.
    #[must_use]
    pub fn to_view(self, point: Point) -> Point {
        Point { x: point.x * self.zoom + self.x, y: point.y * self.zoom + self.y }
    }

    /// Which point of the world is at a place in the view.
    #[must_use]
    pub fn to_world(self, point: Point) -> Point {
        Point { x: (point.x - self.x) / self.zoom, y: (point.y - self.y) / self.zoom }
    }

    /// Where a rectangle of the world is in the view.
    #[must_use]
    pub fn rect_to_view(self, rect: Rect) -> Rect {
        let corner = self.to_view(rect.corner());
        Rect { x: corner.x, y: corner.y, width: rect.width * self.zoom, height: rect.height * self.zoom }
    }

    /// The part of the world that a view of this size shows.
    #[must_use]
    pub fn shown(self, view: Size) -> Rect {
        let corner = self.to_world(Point::default());
        Rect { x: corner.x, y: corner.y, width: view.width / self.zoom, height: view.height / self.zoom }
    }

    /// The camera moved by so many pixels of the view.
    #[must_use]
    pub fn panned(self, by: Point) -> Self {
        Self { x: self.x + by.x, y: self.y + by.y, ..self }
    }

    /// The camera at another zoom; what is at `place` in the view stays there.
    #[must_use]
    pub fn zoomed(self, zoom: f64, place: Point, limits: Limits) -> Self {
        // `clamp` would link the standard library's printing of floats: it says which limits are the wrong way round.
        let zoom = zoom.min(limits.most).max(limits.least);
        let by = zoom / self.zoom;
        Self { x: place.x - (place.x - self.x) * by, y: place.y - (place.y - self.y) * by, zoom }
    }

    /// The camera that shows a whole drawing in the middle of the view: never above real size.
    #[must_use]
    pub fn fitting(drawing: Rect, view: Size, limits: Limits) -> Self {
        let room = |side: f64| (side * (1.0 - 2.0 * FIT_MARGIN)).max(1.0);
        let zoom = (room(view.width) / drawing.width.max(1.0))
            .min(room(view.height) / drawing.height.max(1.0))
            .min(limits.most.min(1.0))
            .max(limits.least);
        Self { zoom, ..Self::default() }.centred(drawing.centre(), view)
    }

    /// The camera moved so that a point of the world is in the middle of the view.
    #[must_use]
    pub fn centred(self, on: Point, view: Size) -> Self {
        Self { x: view.width / 2.0 - on.x * self.zoom, y: view.height / 2.0 - on.y * self.zoom, ..self }
    }

    /// The camera moved as little as needed for a rectangle to be in view, with some room around it.
    #[must_use]
    pub fn revealing(self, rect: Rect, view: Size) -> Self {
        let place = self.rect_to_view(rect).grown(24.0);
        let along = |low: f64, high: f64, length: f64| {
            if low >= 0.0 && high <= length {
                0.0
            } else if high - low > length {
                // It does not fit: its start does.
                -low
            } else if low < 0.0 {
                -low
            } else {
                length - high
            }
        };
        self.panned(Point {
            x: along(place.x, place.right(), view.width),
            y: along(place.y, place.bottom(), view.height),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Camera, Limits};
    use crate::geometry::{Point, Rect, Size};
    use proptest::prelude::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6 * (1.0 + a.abs().max(b.abs()))
    }

    proptest! {
        #[test]
        fn what_is_under_the_pointer_stays_there(x in -1e4..1e4, y in -1e4..1e4, zoom in 0.1..4.0, to in 0.01..9.0, px in 0.0..2e3, py in 0.0..2e3) {
            let before = Camera { x, y, zoom };
            let after = before.zoomed(to, Point::new(px, py), Limits::default());
            let (a, b) = (before.to_world(Point::new(px, py)), after.to_world(Point::new(px, py)));
            prop_assert!(near(a.x, b.x) && near(a.y, b.y), "{a:?} {b:?}");
            prop_assert!((0.1..=4.0).contains(&after.zoom));
        }

        #[test]
        fn a_fitted_drawing_is_in_view_unless_the_zoom_ends(x in -1e4..1e4, y in -1e4..1e4, width in 1.0..2e4, height in 1.0..2e4) {
            let (drawing, view) = (Rect { x, y, width, height }, Size { width: 1200.0, height: 700.0 });
            let camera = Camera::fitting(drawing, view, Limits::default());
            prop_assert!(camera.zoom <= 1.0);
            if camera.zoom > 0.1 {
                prop_assert!(camera.shown(view).holds(drawing));
            }
            let centre = camera.to_view(drawing.centre());
            prop_assert!(near(centre.x, 600.0) && near(centre.y, 350.0));
        }

        #[test]
        fn revealing_shows_a_card_and_leaves_a_shown_one_alone(x in -5e3..5e3, y in -5e3..5e3) {
            let (card, view) = (Rect { x, y, width: 220.0, height: 80.0 }, Size { width: 800.0, height: 600.0 });
            let camera = Camera::default().revealing(card, view);
            prop_assert!(camera.shown(view).holds(card));
            let again = camera.revealing(card, view);
            prop_assert!(near(again.x, camera.x) && near(again.y, camera.y));
        }
    }
}
