//! Light and dark: what the system prefers, and what the page shows.
use super::{JsError, dom, listener::Listener};

/// Whether the system asks for dark pages.
#[must_use]
pub fn system_is_dark() -> bool {
    media_query().is_ok_and(|query| query.matches())
}

/// Shows the page in the dark or the light theme.
pub fn show(dark: bool) {
    if let Some(root) = dom::document().ok().and_then(|page| page.document_element()) {
        // The root element always takes attributes.
        let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
    }
}

/// Calls back when the system's preference changes.
pub fn watch_system(run: impl Fn(bool) + 'static) -> Result<Listener, JsError> {
    let query = media_query()?;
    Listener::new(&query, "change", move |_| run(system_is_dark()))
}

fn media_query() -> Result<web_sys::MediaQueryList, JsError> {
    dom::window()?
        .match_media("(prefers-color-scheme: dark)")?
        .ok_or_else(|| JsError::from("This browser does not report its colour scheme."))
}
