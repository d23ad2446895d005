//! Reading and writing numbers by the browser: Rust's own code for it would be a twenty-fifth of the app.
use flowdeck_spec::Node;

/// The value of a JSON number, unless it is too large for one.
#[must_use]
pub fn read(node: &Node) -> Option<f64> {
    match node {
        Node::Number(text) => Some(js_sys::parse_float(text)).filter(|number| number.is_finite()),
        _ => None,
    }
}

/// A number as the browser writes it: for style sheets, never for people.
#[must_use]
pub fn text(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map_or_else(|_| String::new(), String::from)
}
