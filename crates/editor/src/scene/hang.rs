//! Pictures that hang below cards: what a step makes of an image. They lie below everything but notes, so they hide nothing.
use super::Scene;
use crate::geometry::{Rect, Size};

/// Between a card and its picture.
const GAP: f64 = 8.0;
/// The highest picture.
const HIGHEST: f64 = 132.0;
/// How far below a card its picture can reach.
const REACH: f64 = GAP + HIGHEST;

/// A picture below a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hanging {
    /// The card.
    pub card: u32,
    /// The picture's own size; only its proportions count.
    pub size: Size,
    /// Moves when the picture is another.
    pub version: u64,
}

impl Scene {
    /// Hangs these pictures, and takes all others down.
    pub fn hang(&mut self, mut pictures: Vec<Hanging>) {
        pictures.sort_by_key(|hanging| hanging.card);
        pictures.dedup_by_key(|hanging| hanging.card);
        if pictures == self.hangings {
            return;
        }
        let before = std::mem::replace(&mut self.hangings, pictures);
        let other = |these: &[Hanging], those: &[Hanging]| -> Vec<Rect> {
            let is_other = |hanging: &&Hanging| found(those, hanging.card) != Some(*hanging);
            these.iter().filter(is_other).filter_map(|hanging| self.place_of(hanging)).collect()
        };
        let touched = [other(&before, &self.hangings), other(&self.hangings, &before)].concat();
        for area in touched {
            self.damage.add(area.grown(1.0));
        }
    }

    /// Where the picture of a card hangs.
    #[must_use]
    pub fn hanging(&self, card: u32) -> Option<Rect> {
        self.place_of(found(&self.hangings, card)?)
    }

    /// The area in which cards stand whose pictures may reach into `area`.
    #[must_use]
    pub fn with_hangers(&self, area: Rect) -> Rect {
        if self.hangings.is_empty() {
            return area;
        }
        Rect { y: area.y - REACH, height: area.height + REACH, ..area }
    }

    fn place_of(&self, hanging: &Hanging) -> Option<Rect> {
        let card = self.card(hanging.card)?.rect();
        let Size { width, height } = hanging.size;
        if !(width > 0.0 && height > 0.0) {
            return None;
        }
        let scale = (card.width / width).min(HIGHEST / height);
        let (width, height) = (width * scale, height * scale);
        Some(Rect { x: card.x + (card.width - width) / 2.0, y: card.bottom() + GAP, width, height })
    }
}

/// The picture of a card, in a list in the order of cards.
fn found(pictures: &[Hanging], card: u32) -> Option<&Hanging> {
    let at = pictures.binary_search_by_key(&card, |hanging| hanging.card).ok()?;
    pictures.get(at)
}

#[cfg(test)]
mod tests {
    use super::{HIGHEST, Hanging};
    use crate::geometry::{Point, Size};
    use crate::scene::Scene;
    use crate::scene::tests::card;

    fn hanging(card: u32, width: f64, height: f64, version: u64) -> Hanging {
        Hanging { card, size: Size { width, height }, version }
    }

    fn two() -> Vec<crate::scene::Card> {
        [0.0, 400.0].map(|x| card(Point { x, y: 0.0 }, 1, 1)).into()
    }

    #[test]
    fn a_picture_keeps_its_proportions_and_hangs_below_its_card() {
        let mut scene = Scene::new(two(), Vec::new());
        scene.hang(vec![hanging(1, 640.0, 480.0, 1), hanging(0, 100.0, 900.0, 1)]);
        for (id, proportion) in [(0, 100.0 / 900.0), (1, 640.0 / 480.0)] {
            let (place, card) = (scene.hanging(id).unwrap(), scene.card(id).unwrap().rect());
            assert!((place.width / place.height - proportion).abs() < 1e-9);
            assert!(place.y > card.bottom() && place.height <= HIGHEST && place.width <= card.width + 1e-9);
        }
        scene.hang(vec![hanging(7, 10.0, 10.0, 1), hanging(0, 0.0, f64::NAN, 1)]);
        assert_eq!((scene.hanging(7), scene.hanging(0), scene.hanging(1)), (None, None, None));
    }

    #[test]
    fn only_what_hangs_otherwise_is_painted_again() {
        let mut scene = Scene::new(two(), Vec::new());
        scene.hang(vec![hanging(0, 4.0, 3.0, 1), hanging(1, 4.0, 3.0, 1)]);
        scene.take_damage();
        scene.hang(vec![hanging(0, 4.0, 3.0, 1), hanging(1, 4.0, 3.0, 2)]);
        let damage = scene.take_damage();
        let (kept, new) = (scene.hanging(0).unwrap(), scene.hanging(1).unwrap());
        assert!(damage.areas.iter().any(|area| area.meets(new)));
        assert!(!damage.areas.iter().any(|area| area.meets(kept)));
        // A card that is moved takes its picture along.
        scene.place(1, Point { x: 400.0, y: 300.0 });
        assert!(scene.hanging(1).unwrap().y > 300.0);
    }
}
