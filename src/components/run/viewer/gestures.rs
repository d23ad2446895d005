//! Looking around with pointers and the wheel. A wheel scrolls the page until the picture was clicked; a finger does as
//! long as the whole image is seen.
use super::picture::{Handler, Picture, Tell};
use crate::browser::listener::Listener;
use crate::browser::{JsError, dom, pointer};
use flowdeck_editor::geometry::Point;
use flowdeck_editor::stage::{Button, Device};
use web_sys::Event;

/// A pointer that moves less than this clicks.
const STILL: f64 = 4.0;

impl Picture {
    pub(super) fn listen(&self) -> Result<(), JsError> {
        let handlers: [(&'static str, Handler); 8] = [
            ("pointerdown", Self::on_press),
            ("pointermove", Self::on_move),
            ("pointerup", Self::on_release),
            ("pointercancel", Self::on_lost),
            ("pointerleave", Self::on_leave),
            ("wheel", Self::on_wheel),
            ("focus", |picture, _| picture.0.has_focus.set(true)),
            ("blur", |picture, _| picture.0.has_focus.set(false)),
        ];
        for (kind, run) in handlers {
            let inner = self.weak();
            let listener = Listener::new(&self.0.host, kind, move |event| {
                if let Some(inner) = inner.upgrade() {
                    run(&Self(inner), &event);
                }
            })?;
            self.0.listeners.borrow_mut().push(listener);
        }
        Ok(())
    }

    fn on_press(&self, event: &Event) {
        let Some(pressed) = pointer::read(event).filter(|pressed| pressed.button != Button::Menu) else {
            return;
        };
        dom::focus(&self.0.host);
        let mut pointers = self.0.pointers.borrow_mut();
        if pointers.is_empty() {
            self.0.has_moved.set(false);
        }
        pointers.retain(|(id, _)| *id != pressed.id);
        pointers.push((pressed.id, pressed.at));
        drop(pointers);
        // A finger's first touch may be the page's: to scroll it.
        if pressed.device == Device::Mouse {
            pointer::capture(&self.0.host, event);
            event.prevent_default();
        }
    }

    fn on_move(&self, event: &Event) {
        let Some(moved) = pointer::read(event) else { return };
        let before = self.0.pointers.borrow().clone();
        let Some((_, from)) = before.iter().copied().find(|(id, _)| *id == moved.id) else {
            if moved.device == Device::Mouse {
                (self.0.tell)(Tell::Over(self.hit(self.place(moved.at))));
            }
            return;
        };
        if !self.0.has_moved.get() && from.distance_squared(moved.at) < STILL * STILL {
            return;
        }
        self.0.has_moved.set(true);
        for (id, at) in self.0.pointers.borrow_mut().iter_mut() {
            if *id == moved.id {
                *at = moved.at;
            }
        }
        let other = before.iter().find(|(id, _)| *id != moved.id).map(|(_, at)| *at);
        let camera = self.0.camera.get();
        match other {
            None => self.look(camera.panned(moved.at.minus(from))),
            // Two fingers: what is between them stays there, their distance is the zoom.
            Some(other) => {
                let middle =
                    |at: Point| Point { x: f64::midpoint(at.x, other.x), y: f64::midpoint(at.y, other.y) };
                let apart = |at: Point| at.distance_squared(other).sqrt().max(1.0);
                self.look(camera.panned(middle(moved.at).minus(middle(from))));
                self.zoom(apart(moved.at) / apart(from), Some(self.place(middle(moved.at))));
            }
        }
    }

    fn on_release(&self, event: &Event) {
        let Some(released) = pointer::read(event) else { return };
        let was_pressed = self.lose(released.id);
        if was_pressed && !self.0.has_moved.get() {
            (self.0.tell)(Tell::Chose(self.hit(self.place(released.at))));
        }
    }

    fn on_lost(&self, event: &Event) {
        if let Some(lost) = pointer::read(event) {
            self.lose(lost.id);
        }
    }

    fn lose(&self, id: i32) -> bool {
        let mut pointers = self.0.pointers.borrow_mut();
        let before = pointers.len();
        pointers.retain(|(one, _)| *one != id);
        pointers.len() < before
    }

    fn on_leave(&self, event: &Event) {
        self.on_lost(event);
        (self.0.tell)(Tell::Over(None));
    }

    fn on_wheel(&self, event: &Event) {
        let Some((at, by, is_zoom)) = pointer::wheel(event) else { return };
        if !is_zoom && !self.0.has_focus.get() {
            return;
        }
        event.prevent_default();
        let factor = 1.0 + by.y.abs().min(200.0) * 0.003;
        self.zoom(if by.y > 0.0 { 1.0 / factor } else { factor }, Some(self.place(at)));
    }
}
