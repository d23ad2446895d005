//! Where the app lives: the base address that every relative path starts from.
use super::{JsError, dom};

/// The absolute address of `path`, relative to `<base href>`.
pub fn resolve(path: &str) -> Result<String, JsError> {
    let base = base_uri()?;
    Ok(web_sys::Url::new_with_base(path, &base)?.href())
}

/// The path part of `<base href>`, without the slash at its end: the router's basename.
pub fn basename() -> Result<String, JsError> {
    let path = web_sys::Url::new(&base_uri()?)?.pathname();
    Ok(String::from(path.trim_end_matches('/')))
}

/// Scheme, host and port of the page.
pub fn origin() -> Result<String, JsError> {
    Ok(dom::window()?.location().origin()?)
}

/// Whether a text is an origin exactly as browsers send it.
#[must_use]
pub fn is_origin(text: &str) -> bool {
    web_sys::Url::new(text).is_ok_and(|url| url.origin() == text)
}

/// Whether the page is shown inside one of another origin.
#[must_use]
pub fn is_framed_by_strangers() -> bool {
    let Ok(window) = dom::window() else { return false };
    let outermost = window.top().ok().flatten();
    // The address of a stranger's window cannot be read.
    outermost.is_none_or(|top| top.location().origin().ok() != window.location().origin().ok())
}

/// Loads the page anew: the way back from a lost session.
pub fn reload() {
    if let Ok(window) = dom::window() {
        // A refused reload leaves the page as it is, with the sentence that asked for it.
        let _ = window.location().reload();
    }
}

/// Whether the browser believes that it has a network.
#[must_use]
pub fn is_online() -> bool {
    dom::window().is_ok_and(|window| window.navigator().on_line())
}

fn base_uri() -> Result<String, JsError> {
    dom::document()?.base_uri()?.ok_or_else(|| JsError::from("The page has no base address."))
}
