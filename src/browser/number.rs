//! Reading numbers by the browser: Rust's own code for it would be a twenty-fifth of the app.
use flowdeck_spec::Node;

/// The value of a JSON number, unless it is too large for one.
#[must_use]
pub fn read(node: &Node) -> Option<f64> {
    match node {
        Node::Number(text) => Some(js_sys::parse_float(text)).filter(|number| number.is_finite()),
        _ => None,
    }
}
