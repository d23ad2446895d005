//! Pointer and wheel events, in the words of the editor.
use flowdeck_editor::geometry::Point;
use flowdeck_editor::stage::{Button, Device, Pointer};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent, PointerEvent, WheelEvent};

/// A line of a wheel that counts in lines, in pixels.
const LINE: f64 = 16.0;
/// A page of a wheel that counts in pages, in pixels.
const PAGE: f64 = 400.0;

/// What a pointer event says; places are of the page.
#[must_use]
pub fn read(event: &Event) -> Option<Pointer> {
    let event = event.dyn_ref::<PointerEvent>()?;
    Some(Pointer {
        id: event.pointer_id(),
        at: Point::new(f64::from(event.client_x()), f64::from(event.client_y())),
        device: if event.pointer_type() == "touch" { Device::Touch } else { Device::Mouse },
        button: match event.button() {
            1 => Button::Middle,
            2 => Button::Menu,
            _ => Button::Main,
        },
        shift: event.shift_key(),
        ctrl: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        time: event.time_stamp(),
    })
}

/// Where a menu is asked for with a mouse or a key; none for a finger.
#[must_use]
pub fn menu(event: &Event) -> Option<Pointer> {
    let is_touch = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
    let event = event.dyn_ref::<MouseEvent>().filter(|_| !is_touch)?;
    let at = Point::new(f64::from(event.client_x()), f64::from(event.client_y()));
    Some(Pointer { at, button: Button::Menu, ..Pointer::default() })
}

/// Sends the pointer's further events to an element, wherever it goes.
pub fn capture(element: &Element, event: &Event) {
    if let Some(event) = event.dyn_ref::<PointerEvent>() {
        // A pointer that is gone already needs no capture.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Where a wheel turned, by how many pixels, and whether it means to zoom: with Ctrl, or as a pinch.
#[must_use]
pub fn wheel(event: &Event) -> Option<(Point, Point, bool)> {
    let event = event.dyn_ref::<WheelEvent>()?;
    let unit = match event.delta_mode() {
        1 => LINE,
        2 => PAGE,
        _ => 1.0,
    };
    let by = Point::new(event.delta_x() * unit, event.delta_y() * unit);
    let by = if event.shift_key() && by.x == 0.0 { Point::new(by.y, 0.0) } else { by };
    let at = Point::new(f64::from(event.client_x()), f64::from(event.client_y()));
    Some((at, by, event.ctrl_key() || event.meta_key()))
}
