//! Geometry through CSSOM: the page's policy forbids `style` attributes, and views must not need them.
use flowdeck_editor::geometry::Rect;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// Sets one style property (or custom property) of an element.
pub fn set(node: &Node, property: &str, value: &str) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        // Only a read-only declaration refuses, and an element's own never is.
        let _ = element.style().set_property(property, value);
    }
}

/// Sets a length of so many CSS pixels.
pub fn set_pixels(node: &Node, property: &str, pixels: f64) {
    let mut value = super::number::text(pixels);
    value.push_str("px");
    set(node, property, &value);
}

/// Where an element was put: it is not put there again, which would cost a part of every frame.
#[derive(Debug, Default)]
pub struct Placed(Cell<Option<Rect>>);

impl Placed {
    /// Puts the element at a place of what holds it.
    pub fn put(&self, node: &Node, place: Rect) {
        if self.0.replace(Some(place)) == Some(place) {
            return;
        }
        let Rect { x, y, width, height } = place;
        for (side, length) in [("left", x), ("top", y), ("width", width), ("height", height)] {
            set_pixels(node, side, length);
        }
    }

    /// It is another element now.
    pub fn reset(&self) {
        self.0.set(None);
    }
}

/// The value of a custom property as it holds at an element; empty where there is none.
#[must_use]
pub fn token(element: &web_sys::Element, name: &str) -> String {
    let style =
        super::dom::window().ok().and_then(|window| window.get_computed_style(element).ok().flatten());
    let value = style.and_then(|style| style.get_property_value(name).ok()).unwrap_or_default();
    String::from(value.trim())
}
