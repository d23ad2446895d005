//! What a pointer does: presses, drags, pinches, wheels. One gesture at a time; time is an argument.
use super::{Act, End, Preset, Stage};
use crate::camera::Camera;
use crate::geometry::{Point, Rect, Size};
use crate::scene::{Card, Hit};

/// So far a pressed pointer moves before it drags, in pixels of the view.
const SLOP: f64 = 4.0;
/// A finger is less steady.
const TOUCH_SLOP: f64 = 10.0;
/// Two presses within so many milliseconds are one double press.
const TWICE: f64 = 300.0;
/// How near a port or link is hit, in pixels of the view.
const REACH: f64 = 9.0;
/// How near the view's edge a drag moves the view, and by how many pixels a frame at most.
const EDGE: f64 = 28.0;
const EDGE_SPEED: f64 = 15.0;

/// Which button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Button {
    /// The main one, or a finger.
    #[default]
    Main,
    /// The wheel.
    Middle,
    /// The one for menus.
    Menu,
}

/// What points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// A mouse, or anything as exact.
    #[default]
    Mouse,
    /// A finger.
    Touch,
}

/// A pointer at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pointer {
    /// Which of several fingers.
    pub id: i32,
    /// Where it is in the view.
    pub at: Point,
    /// What points.
    pub device: Device,
    /// The button that was pressed or let go.
    pub button: Button,
    /// Adds to the selection.
    pub shift: bool,
    /// Ctrl, or ⌘.
    pub ctrl: bool,
    /// Suspends snapping.
    pub alt: bool,
    /// When, in milliseconds.
    pub time: f64,
}

/// What is going on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Gesture {
    #[default]
    None,
    /// Pressed and not moved yet.
    Pressed { start: Pointer, on: Hit, was_selected: bool, is_double: bool },
    /// The view follows the pointer.
    Pan { id: i32, from: Point, camera: Camera },
    /// Two fingers.
    Pinch { ids: [i32; 2], at: [Point; 2] },
    /// Cards follow the pointer: where it and they were.
    Move { id: i32, from: Point, cards: Vec<(u32, Point)>, around: Rect, at: Pointer },
    /// A note's corner follows the pointer.
    Size { id: i32, note: u32, from: Point, size: Size, at: Pointer },
    /// A rubber band, and what was selected before.
    Band { id: i32, from: Point, before: Vec<u32>, at: Pointer },
    /// A link is drawn. It stays after a click until the next one.
    Wire { id: i32, from: End, at: Pointer, is_held: bool, moved: bool },
}

impl Stage {
    /// Whether a drag is going on that frames have to look after.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        !matches!(self.gesture, Gesture::None | Gesture::Pressed { .. })
    }

    /// The end from which a link is being drawn.
    #[must_use]
    pub const fn drawing(&self) -> Option<End> {
        match self.gesture {
            Gesture::Wire { from, .. } => Some(from),
            _ => None,
        }
    }

    /// How near something is hit, in pixels of the world.
    pub(super) fn reach(&self, device: Device) -> f64 {
        let reach = if device == Device::Touch { REACH * 2.0 } else { REACH };
        reach / self.camera.zoom.max(0.2)
    }

    /// A button goes down, or a finger.
    pub fn press(&mut self, pointer: Pointer) -> Vec<Act> {
        match &self.gesture {
            Gesture::Pressed { start, .. }
            | Gesture::Move { at: start, .. }
            | Gesture::Size { at: start, .. }
            | Gesture::Band { at: start, .. }
                if start.device == Device::Touch && start.id != pointer.id =>
            {
                let (ids, at) = ([start.id, pointer.id], [start.at, pointer.at]);
                self.cancel();
                self.gesture = Gesture::Pinch { ids, at };
                return Vec::new();
            }
            Gesture::Pan { id, .. } if pointer.device == Device::Touch && *id != pointer.id => {
                let (first, at) = (*id, self.last_press.map_or(pointer.at, |(at, _)| at));
                self.gesture = Gesture::Pinch { ids: [first, pointer.id], at: [at, pointer.at] };
                return Vec::new();
            }
            // The second click of a link that is drawn by clicks.
            Gesture::Wire { from, is_held: false, .. } if pointer.button == Button::Main => {
                let from = *from;
                return self.end_wire(from, pointer);
            }
            _ => {}
        }
        let world = self.camera.to_world(pointer.at);
        let on = self.scene.hit(world, self.reach(pointer.device));
        if pointer.button == Button::Middle || (self.pan_key && pointer.button == Button::Main) {
            self.gesture = Gesture::Pan { id: pointer.id, from: pointer.at, camera: self.camera };
            return Vec::new();
        }
        if pointer.button == Button::Menu {
            return self.menu(on, pointer.at);
        }
        let is_double = self.last_press.is_some_and(|(at, time)| {
            pointer.time - time < TWICE && at.distance_squared(pointer.at) < SLOP * SLOP
        });
        self.last_press = if is_double { None } else { Some((pointer.at, pointer.time)) };
        let mut acts = Vec::new();
        let mut was_selected = false;
        match on {
            Hit::Card(card) | Hit::Corner(card) => {
                was_selected = self.look.is_selected(card);
                // Told at once, so that it is seen in the next frame; one of several stays with them until it is let go.
                if pointer.shift || pointer.ctrl {
                    let mut cards = self.look.selected.clone();
                    if !was_selected {
                        cards.push(card);
                        self.select(cards);
                        acts.push(Act::Selected);
                    }
                } else if !was_selected && self.select(vec![card]) {
                    acts.push(Act::Selected);
                }
            }
            Hit::Link(link) => {
                if self.select_link(link) {
                    acts.push(Act::Selected);
                }
            }
            Hit::Frame(frame) => {
                let mut cards = self.framed(frame);
                was_selected = cards.iter().all(|card| self.look.is_selected(*card));
                if pointer.shift || pointer.ctrl {
                    cards.extend_from_slice(&self.look.selected);
                }
                if !was_selected && self.select(cards) {
                    acts.push(Act::Selected);
                }
            }
            Hit::Port(..) | Hit::Nothing => {}
        }
        self.gesture = Gesture::Pressed { start: pointer, on, was_selected, is_double };
        acts
    }

    /// The pointer moves, pressed or not.
    pub fn drag(&mut self, pointer: Pointer) -> Vec<Act> {
        match &mut self.gesture {
            Gesture::None => Vec::new(),
            Gesture::Pressed { start, .. } => {
                let slop = if pointer.device == Device::Touch { TOUCH_SLOP } else { SLOP };
                if start.id != pointer.id || start.at.distance_squared(pointer.at) < slop * slop {
                    return Vec::new();
                }
                let acts = self.begin();
                let mut more = self.drag(pointer);
                let mut all = acts;
                all.append(&mut more);
                all
            }
            Gesture::Pan { id, from, camera } => {
                if *id == pointer.id {
                    self.camera = camera.panned(pointer.at.minus(*from));
                    self.last_press = self.last_press.map(|(_, time)| (pointer.at, time));
                }
                Vec::new()
            }
            Gesture::Pinch { ids, at } => {
                let Some(which) = ids.iter().position(|id| *id == pointer.id) else { return Vec::new() };
                let before = *at;
                at[which] = pointer.at;
                let after = *at;
                self.pinch(before, after);
                Vec::new()
            }
            Gesture::Move { at, .. } | Gesture::Band { at, .. } | Gesture::Size { at, .. } => {
                if at.id == pointer.id {
                    *at = pointer;
                    self.follow()
                } else {
                    Vec::new()
                }
            }
            Gesture::Wire { at, moved, .. } => {
                *moved = *moved || at.at.distance_squared(pointer.at) > SLOP * SLOP;
                *at = pointer;
                self.follow()
            }
        }
    }

    fn pinch(&mut self, before: [Point; 2], after: [Point; 2]) {
        let middle = |at: [Point; 2]| Point::new((at[0].x + at[1].x) / 2.0, (at[0].y + at[1].y) / 2.0);
        let apart = |at: [Point; 2]| at[0].distance_squared(at[1]).sqrt().max(1.0);
        let zoom = self.camera.zoom * apart(after) / apart(before);
        let moved = self.camera.panned(middle(after).minus(middle(before)));
        self.camera = moved.zoomed(zoom, middle(after), self.limits);
    }

    /// A press has become a drag.
    fn begin(&mut self) -> Vec<Act> {
        let Gesture::Pressed { start, on, .. } = std::mem::take(&mut self.gesture) else { return Vec::new() };
        match on {
            Hit::Corner(note) if self.may_edit => self.begin_size(note, start),
            Hit::Card(_) | Hit::Frame(_) if self.may_edit => {
                // A card that was pressed with Ctrl or Shift may be the one that leaves the selection. What is in a frame is
                // selected since the press.
                if let Hit::Card(card) = on
                    && !self.look.is_selected(card)
                {
                    self.select(vec![card]);
                }
                let selected = self.look.selected.clone();
                let places = selected.iter().filter_map(|id| Some((*id, self.scene.card(*id)?.at)));
                let cards: Vec<(u32, Point)> = places.collect();
                let rects = selected.iter().filter_map(|id| self.scene.card(*id).map(Card::rect));
                let around = rects.reduce(Rect::with).unwrap_or_default();
                self.look.lifted = selected;
                self.scene.touch(&self.look.lifted);
                self.gesture = Gesture::Move {
                    id: start.id,
                    from: self.camera.to_world(start.at),
                    cards,
                    around,
                    at: start,
                };
                Vec::new()
            }
            Hit::Port(card, side, port) if self.may_edit => {
                let from = End { card, side, port };
                self.draw_from(from, start, true)
            }
            _ if start.device == Device::Touch || (self.preset == Preset::Pan && !start.shift) => {
                self.gesture = Gesture::Pan { id: start.id, from: start.at, camera: self.camera };
                Vec::new()
            }
            _ => {
                let before = if start.shift || start.ctrl { self.look.selected.clone() } else { Vec::new() };
                self.gesture =
                    Gesture::Band { id: start.id, from: self.camera.to_world(start.at), before, at: start };
                Vec::new()
            }
        }
    }

    /// What moves goes to where the pointer is.
    pub(super) fn follow(&mut self) -> Vec<Act> {
        match &self.gesture {
            Gesture::Move { from, cards, around, at, .. } => {
                let by = self.camera.to_world(at.at).minus(*from);
                let (cards, around) = (cards.clone(), *around);
                let moved = if self.snaps && !at.alt {
                    self.snapped(around, by)
                } else {
                    super::snap::Snapped { by, guides: Vec::new() }
                };
                // What moves is painted above everything else.
                self.scene.unseen(|scene| {
                    for (card, place) in cards {
                        scene.place(card, place.plus(moved.by));
                    }
                });
                self.scene.refit_frames();
                self.over.guides = moved.guides;
                Vec::new()
            }
            Gesture::Band { from, before, at, .. } => {
                let band = Rect::between(*from, self.camera.to_world(at.at));
                self.over.band = Some(band);
                let mut found = Vec::new();
                self.scene.cards_in(band, &mut found);
                found.extend_from_slice(before);
                if self.select(found) { vec![Act::Selected] } else { Vec::new() }
            }
            Gesture::Size { note, from, size, at, .. } => {
                let (note, by) = (*note, self.camera.to_world(at.at).minus(*from));
                let (width, height, is_free) = (size.width + by.x, size.height + by.y, at.alt);
                self.resize(note, Size { width, height }, is_free);
                Vec::new()
            }
            Gesture::Wire { from, at, .. } => {
                let (from, at) = (*from, at.at);
                self.follow_wire(from, at);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The wheel turns: `by` in pixels of the view.
    pub fn wheel(&mut self, at: Point, by: Point, is_zoom: bool) {
        if is_zoom || self.preset == Preset::Pan {
            // Five hundred pixels of wheel are twice the size. Not by `exp2`, which brings a table of 4 kB.
            let zoom = self.camera.zoom * (-by.y * 0.002 * std::f64::consts::LN_2).exp();
            self.camera = self.camera.zoomed(zoom, at, self.limits);
        } else {
            self.camera = self.camera.panned(Point::new(-by.x, -by.y));
        }
        self.follow();
    }

    /// A frame goes by during a drag: near the view's edge the view moves. Says whether it did.
    pub fn tick(&mut self) -> bool {
        let at = match &self.gesture {
            Gesture::Move { at, .. }
            | Gesture::Size { at, .. }
            | Gesture::Band { at, .. }
            | Gesture::Wire { at, is_held: true, .. } => at.at,
            _ => return false,
        };
        let speed = |at: f64, length: f64| {
            if at < EDGE {
                ((EDGE - at) / EDGE).min(1.0) * EDGE_SPEED
            } else if at > length - EDGE {
                ((length - EDGE - at) / EDGE).max(-1.0) * EDGE_SPEED
            } else {
                0.0
            }
        };
        let by = Point::new(speed(at.x, self.view.width), speed(at.y, self.view.height));
        if by == Point::default() {
            return false;
        }
        self.camera = self.camera.panned(by);
        self.follow();
        true
    }
}
