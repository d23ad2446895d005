//! Which ports a link can end at while it is being drawn: kinds must meet, and nothing may wait for itself.
use super::{End, Stage};
use crate::scene::{Port, Role, Side};

/// Why a link cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Both ends are of one card.
    SameCard,
    /// The ends are on the same side of their cards.
    SameSide,
    /// Nothing of what the one gives is taken by the other.
    Kinds,
    /// The step would wait for itself.
    Cycle,
}

impl Stage {
    /// The port at an end.
    #[must_use]
    pub fn port(&self, end: End) -> Option<&Port> {
        self.scene.card(end.card)?.ports.on(end.side).get(usize::from(end.port))
    }

    /// Whether a link can be drawn between two ends.
    ///
    /// # Errors
    /// It cannot, for this reason.
    pub fn fits(&self, one: End, other: End) -> Result<(), Misfit> {
        if one.side == other.side {
            return Err(Misfit::SameSide);
        }
        let kinds = |end| self.port(end).map(|port| (port.kinds, port.is_control));
        let (Some((a, a_control)), Some((b, b_control))) = (kinds(one), kinds(other)) else {
            return Err(Misfit::Kinds);
        };
        if a_control != b_control || (!a_control && !a.meets(b)) {
            return Err(Misfit::Kinds);
        }
        self.may_follow(one, other.card)
    }

    /// Whether a card can take a link from an end, by any of its properties.
    ///
    /// # Errors
    /// It cannot, for this reason.
    pub fn fits_card(&self, from: End, card: u32) -> Result<(), Misfit> {
        if self.takes(from, card) { self.may_follow(from, card) } else { Err(Misfit::Kinds) }
    }

    fn may_follow(&self, from: End, card: u32) -> Result<(), Misfit> {
        if from.card == card {
            return Err(Misfit::SameCard);
        }
        let (source, target) = if from.side == Side::Out { (from.card, card) } else { (card, from.card) };
        if self.leads_to(target, source) { Err(Misfit::Cycle) } else { Ok(()) }
    }

    /// Whether links lead from one card to another.
    fn leads_to(&self, from: u32, to: u32) -> bool {
        self.connected(&[from], Side::Out).contains(&to)
    }

    /// All cards that can take a link from an end, sorted.
    #[must_use]
    pub fn fitting(&self, from: End) -> Vec<u32> {
        // What must not follow is what leads here: found once, not once a card.
        let mut barred = self.connected(&[from.card], from.side.other());
        barred.sort_unstable();
        let ids = (0_u32..).take(self.scene.cards().len());
        ids.filter(|id| barred.binary_search(id).is_err() && self.takes(from, *id)).collect()
    }

    /// Whether a card can take a link by the kinds of data.
    fn takes(&self, from: End, card: u32) -> bool {
        let (Some(port), Some(target)) = (self.port(from), self.scene.card(card)) else { return false };
        match from.side {
            _ if port.is_control => target.role == Role::Step,
            Side::Out => target.ports.takes.meets(port.kinds) && !target.ports.inputs.is_empty(),
            Side::In => target.ports.outputs.iter().any(|output| output.kinds.meets(port.kinds)),
        }
    }
}
