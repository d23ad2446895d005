//! Geometry through CSSOM: the page's policy forbids `style` attributes, and views must not need them.
use flowdeck_editor::geometry::Rect;
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

/// Puts an element at a place of what holds it.
pub fn set_place(node: &Node, place: Rect) {
    let Rect { x, y, width, height } = place;
    for (side, length) in [("left", x), ("top", y), ("width", width), ("height", height)] {
        set_pixels(node, side, length);
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
