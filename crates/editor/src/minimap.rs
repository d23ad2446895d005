//! The small map of the whole drawing: every card as a speck, and which part of it the view shows.
use crate::camera::Camera;
use crate::geometry::{Point, Rect, Size};
use crate::scene::{Card, Role, Scene};
use flowdeck_spec::block::Family;

/// Free on each side of the map, in its pixels.
const MARGIN: f64 = 6.0;
/// The smallest speck.
const SPECK: f64 = 1.5;

/// A speck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speck {
    /// Where it is on the map.
    pub rect: Rect,
    /// What its card is about.
    pub family: Family,
    /// Something is wrong with it.
    pub is_bad: bool,
}

/// A map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Minimap {
    /// How many pixels of the map one of the world is.
    scale: f64,
    /// Where the world's origin is on the map.
    origin: Point,
    /// What is on it, no speck wholly over those before it.
    pub specks: Vec<Speck>,
}

impl Minimap {
    /// A map of this size; none of an empty drawing.
    #[must_use]
    pub fn of(scene: &Scene, size: Size) -> Option<Self> {
        let bounds = scene.bounds()?;
        let room = |side: f64| (side - 2.0 * MARGIN).max(1.0);
        // A few cards are not shown larger than a tenth.
        let scale = (room(size.width) / bounds.width.max(1.0))
            .min(room(size.height) / bounds.height.max(1.0))
            .min(0.1);
        let centre = bounds.centre();
        let origin = Point::new(size.width / 2.0 - centre.x * scale, size.height / 2.0 - centre.y * scale);
        let mut map = Self { scale, origin, specks: Vec::new() };
        let mut taken = Taken::new(size);
        for card in scene.cards().iter().filter(|card| !card.is_note()) {
            let speck = map.speck(card);
            // Of a hundred thousand cards most are over others: what would not be seen is not drawn. What is wrong is.
            if taken.add(speck.rect) || speck.is_bad {
                map.specks.push(speck);
            }
        }
        Some(map)
    }

    fn speck(&self, card: &Card) -> Speck {
        let Rect { x, y, width, height } = self.to_map(card.rect());
        Speck {
            rect: Rect { x, y, width: width.max(SPECK), height: height.max(SPECK) },
            family: card.family,
            is_bad: card.marks.errors > 0 || card.role == Role::Missing,
        }
    }

    fn to_map(&self, rect: Rect) -> Rect {
        Rect {
            x: rect.x * self.scale + self.origin.x,
            y: rect.y * self.scale + self.origin.y,
            width: rect.width * self.scale,
            height: rect.height * self.scale,
        }
    }

    /// What a view of this size shows, on the map.
    #[must_use]
    pub fn shown(&self, camera: Camera, view: Size) -> Rect {
        self.to_map(camera.shown(view))
    }

    /// Which point of the world is at a place of the map.
    #[must_use]
    pub fn to_world(&self, at: Point) -> Point {
        let at = at.minus(self.origin);
        Point::new(at.x / self.scale, at.y / self.scale)
    }
}

/// Which pixels of the map have something on them.
struct Taken {
    width: usize,
    height: usize,
    pixels: Vec<bool>,
}

impl Taken {
    fn new(size: Size) -> Self {
        let (width, height) = (pixel(size.width).max(1), pixel(size.height).max(1));
        Self { width, height, pixels: vec![false; width * height] }
    }

    /// Takes the pixels of a rectangle; says whether any was free.
    fn add(&mut self, rect: Rect) -> bool {
        let mut any = false;
        let (left, right) = (pixel(rect.x), pixel(rect.right()).min(self.width - 1));
        for y in pixel(rect.y)..=pixel(rect.bottom()).min(self.height - 1) {
            for x in left..=right {
                if let Some(taken) = self.pixels.get_mut(y * self.width + x) {
                    any |= !std::mem::replace(taken, true);
                }
            }
        }
        any
    }
}

/// The pixel at a place; the first for what is before it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast stops at both ends")]
fn pixel(at: f64) -> usize {
    at.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::{MARGIN, Minimap};
    use crate::camera::Camera;
    use crate::geometry::{Point, Rect, Size};
    use crate::scene::{Card, Icon, Marks, Role, Scene};
    use flowdeck_spec::block::Family;
    use proptest::prelude::*;

    const SIZE: Size = Size { width: 200.0, height: 130.0 };

    fn scene(places: &[(f64, f64)]) -> Scene {
        let card = |&(x, y): &(f64, f64)| Card {
            role: Role::Step,
            name: "a".into(),
            detail: "b".into(),
            icon: Icon::Block,
            family: Family::Any,
            size: Size { width: 220.0, height: 80.0 },
            ports: Default::default(),
            at: Point::new(x, y),
            marks: Marks::default(),
        };
        Scene::new(places.iter().map(card).collect(), Vec::new())
    }

    proptest! {
        #[test]
        fn all_that_there_is_is_on_the_map(places in prop::collection::vec((-1e5..1e5, -1e5..1e5), 1..60)) {
            let scene = scene(&places);
            let map = Minimap::of(&scene, SIZE).unwrap();
            let whole = Rect { x: 0.0, y: 0.0, width: SIZE.width, height: SIZE.height };
            for speck in &map.specks {
                prop_assert!(whole.holds(speck.rect), "{speck:?}");
            }
            // A place of the map leads to the card whose speck is there.
            let first = map.specks[0].rect;
            let world = map.to_world(Point::new(first.x + 0.01, first.y + 0.01));
            let corner = scene.cards()[0].at;
            prop_assert!((world.x - corner.x).abs() < 1.0 / map.scale && (world.y - corner.y).abs() < 1.0 / map.scale);
        }
    }

    #[test]
    fn what_the_view_shows_is_where_its_cards_are() {
        let scene = scene(&[(0.0, 0.0), (4_000.0, 900.0)]);
        let map = Minimap::of(&scene, SIZE).unwrap();
        let all = Camera::fitting(
            scene.bounds().unwrap(),
            Size { width: 1_000.0, height: 600.0 },
            Default::default(),
        );
        let shown = map.shown(all, Size { width: 1_000.0, height: 600.0 });
        assert!(map.specks.iter().all(|speck| shown.holds(speck.rect)));
        let near = Camera { x: 0.0, y: 0.0, zoom: 1.0 };
        let shown = map.shown(near, Size { width: 300.0, height: 200.0 });
        assert!(shown.holds(map.specks[0].rect) && !shown.meets(map.specks[1].rect));
        assert!((shown.x - MARGIN).abs() < 0.01);
    }

    #[test]
    fn many_cards_are_no_more_specks_than_pixels() {
        let places: Vec<(f64, f64)> =
            (0..20_000).map(|at| (f64::from(at % 200) * 300.0, f64::from(at / 200) * 120.0)).collect();
        let count = Minimap::of(&scene(&places), SIZE).unwrap().specks.len();
        assert!(count <= 200 * 130 && count > 5_000, "{count}");
        assert!(Minimap::of(&Scene::default(), SIZE).is_none());
    }
}
