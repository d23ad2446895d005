//! How gestures end: what was dragged is put down, a press that did not move was a click, and anything can be given up.
use super::gesture::{Gesture, Pointer};
use super::{Act, End, Stage};
use crate::geometry::Point;
use crate::scene::Hit;

impl Stage {
    /// A button goes up, or a finger.
    pub fn release(&mut self, pointer: Pointer) -> Vec<Act> {
        match std::mem::take(&mut self.gesture) {
            Gesture::Pressed { start, on, is_double: true, .. } if start.id == pointer.id => {
                let world = self.camera.to_world(start.at);
                self.twice(on, world).into_iter().collect()
            }
            Gesture::Pressed { start, on, was_selected, .. } if start.id == pointer.id => {
                self.click(start, on, was_selected)
            }
            Gesture::Move { id, cards, .. } if id == pointer.id => {
                let moved: Vec<(u32, Point)> = cards
                    .iter()
                    .filter_map(|(id, before)| {
                        let at = self.scene.card(*id)?.at;
                        (at != *before).then_some((*id, at))
                    })
                    .collect();
                self.put_down();
                if moved.is_empty() { Vec::new() } else { vec![Act::Moved(moved)] }
            }
            Gesture::Size { id, note, size, .. } if id == pointer.id => {
                self.put_down();
                let now = self.scene.card(note).map(|card| card.size);
                now.filter(|now| *now != size).map(|now| Act::Sized(note, now)).into_iter().collect()
            }
            Gesture::Band { id, .. } if id == pointer.id => {
                self.over.band = None;
                Vec::new()
            }
            Gesture::Wire { id, from, at, is_held: true, moved } if id == pointer.id => {
                if moved {
                    return self.end_wire(from, pointer);
                }
                self.gesture = Gesture::Wire { id, from, at, is_held: false, moved };
                Vec::new()
            }
            Gesture::Pan { id, .. } if id == pointer.id => Vec::new(),
            Gesture::Pinch { ids, at } if ids.contains(&pointer.id) => {
                // The finger that stays goes on panning.
                let stays = usize::from(ids[0] == pointer.id);
                self.gesture = Gesture::Pan { id: ids[stays], from: at[stays], camera: self.camera };
                Vec::new()
            }
            // Another finger's.
            other => {
                self.gesture = other;
                Vec::new()
            }
        }
    }

    fn click(&mut self, start: Pointer, on: Hit, was_selected: bool) -> Vec<Act> {
        let adds = start.shift || start.ctrl;
        let changed = match on {
            Hit::Frame(frame) if !adds => {
                let cards = self.framed(frame);
                self.select(cards)
            }
            Hit::Card(card) | Hit::Corner(card) if was_selected && adds => {
                let rest = self.look.selected.iter().copied().filter(|other| *other != card).collect();
                self.select(rest)
            }
            Hit::Card(card) | Hit::Corner(card) if !adds => self.select(vec![card]),
            Hit::Nothing if !adds => self.select(Vec::new()),
            Hit::Port(card, side, port) if self.may_edit => {
                return self.draw_from(End { card, side, port }, start, false);
            }
            _ => false,
        };
        if changed { vec![Act::Selected] } else { Vec::new() }
    }

    /// Ends whatever is going on without effect: what moved goes back.
    pub fn cancel(&mut self) {
        if let Gesture::Move { cards, .. } = &self.gesture {
            for (card, place) in cards.clone() {
                self.scene.place(card, place);
            }
            self.scene.refit_frames();
        }
        if let Gesture::Size { note, size, .. } = self.gesture {
            self.set_size(note, size);
        }
        self.gesture = Gesture::None;
        self.put_down();
    }

    pub(super) fn put_down(&mut self) {
        if self.look.fitting.take().is_some() {
            self.scene.touch_all();
        }
        self.scene.touch(&self.look.lifted);
        self.look.lifted.clear();
        self.scene.settle();
        self.over = super::Over::default();
    }
}
