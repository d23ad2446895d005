//! Cards of steps that a server has to run, as the live preview tells: each says so on its lower edge.
use super::Scene;

/// What such a card says.
pub const REMOTE: &str = "needs a server";

impl Scene {
    /// Marks these cards, and no others.
    pub fn mark_remote(&mut self, mut cards: Vec<u32>) {
        cards.sort_unstable();
        let before = std::mem::replace(&mut self.remote, cards);
        let is_in = |list: &[u32], card: &u32| list.binary_search(card).is_ok();
        let gone = before.iter().filter(|card| !is_in(&self.remote, card));
        let new = self.remote.iter().filter(|card| !is_in(&before, card));
        for card in gone.chain(new).copied().collect::<Vec<u32>>() {
            self.touch_card(card);
        }
    }

    /// Whether a card is marked so.
    #[must_use]
    pub fn is_remote(&self, card: u32) -> bool {
        self.remote.binary_search(&card).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::geometry::Point;
    use crate::scene::Scene;
    use crate::scene::tests::card;

    #[test]
    fn only_cards_whose_mark_changes_are_painted_again() {
        let cards = [0.0, 400.0, 800.0].map(|x| card(Point { x, y: 0.0 }, 1, 1));
        let mut scene = Scene::new(cards.into(), Vec::new());
        scene.mark_remote(vec![1, 0, 9]);
        assert!(scene.is_remote(0) && scene.is_remote(1) && !scene.is_remote(2));
        scene.take_damage();
        scene.mark_remote(vec![1, 2]);
        let damage = scene.take_damage();
        let touched = |card: u32| {
            let rect = scene.card(card).unwrap().rect();
            damage.areas.iter().any(|area| area.meets(rect))
        };
        assert!(touched(0) && !touched(1) && touched(2), "{damage:?}");
        scene.mark_remote(vec![2, 1]);
        assert!(scene.take_damage().areas.is_empty());
        scene.mark_remote(Vec::new());
        assert!(!scene.is_remote(1) && !scene.is_remote(2));
    }
}
