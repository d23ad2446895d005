//! Geometry through CSSOM: the page's policy forbids `style` attributes, and views must not need them.
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// Sets one style property (or custom property) of an element.
pub fn set(node: &Node, property: &str, value: &str) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        // Only a read-only declaration refuses, and an element's own never is.
        let _ = element.style().set_property(property, value);
    }
}
