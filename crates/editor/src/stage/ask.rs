//! What a press asks for without a drag: a menu, a form, a name, a block.
use super::gesture::{Device, Gesture};
use super::{Act, On, Stage};
use crate::geometry::Point;
use crate::scene::{Card, Hit};

impl Stage {
    /// What a double press on something asks for.
    pub(super) fn twice(&self, on: Hit, world: Point) -> Option<Act> {
        match on {
            Hit::Nothing if self.may_edit => Some(Act::Add(world)),
            Hit::Link(link) if self.may_edit => Some(Act::Insert(link, world)),
            Hit::Frame(frame) if self.may_edit => Some(Act::Title(frame)),
            Hit::Card(card) if self.scene.card(card).is_some_and(Card::is_note) => {
                self.may_edit.then_some(Act::Rename(card))
            }
            Hit::Card(card) => {
                // The name is in the upper part of the head, beside the picture.
                let corner = self.scene.card(card).map(|card| world.minus(card.at));
                let is_name = corner.is_some_and(|at| at.y < 28.0 && at.x > 42.0);
                Some(if is_name && self.may_edit { Act::Rename(card) } else { Act::Open(card) })
            }
            Hit::Port(..) | Hit::Nothing | Hit::Link(_) | Hit::Corner(_) | Hit::Frame(_) => None,
        }
    }

    pub(super) fn menu(&mut self, on: Hit, at: Point) -> Vec<Act> {
        let mut acts = Vec::new();
        let on = match on {
            Hit::Card(card) | Hit::Port(card, ..) | Hit::Corner(card) => {
                if !self.look.is_selected(card) && self.select(vec![card]) {
                    acts.push(Act::Selected);
                }
                On::Card(card)
            }
            Hit::Link(link) => {
                if self.select_link(link) {
                    acts.push(Act::Selected);
                }
                On::Link(link)
            }
            Hit::Frame(frame) => {
                let cards = self.framed(frame);
                let first = cards.first().copied();
                if self.select(cards) {
                    acts.push(Act::Selected);
                }
                first.map_or(On::Paper, On::Card)
            }
            Hit::Nothing => On::Paper,
        };
        acts.push(Act::Menu(on, at));
        acts
    }

    /// A finger has been held still for a while: it asks for what a menu button asks for.
    pub fn hold(&mut self) -> Vec<Act> {
        match &self.gesture {
            Gesture::Pressed { start, on, .. } if start.device == Device::Touch => {
                let (on, at) = (*on, start.at);
                self.gesture = Gesture::None;
                self.menu(on, at)
            }
            _ => Vec::new(),
        }
    }
}
