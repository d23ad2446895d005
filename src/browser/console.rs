//! The browser's console: the last place for a sentence when there is no page to show it on.
use web_sys::console;

/// Writes an error.
pub fn error(text: &str) {
    console::error_1(&text.into());
}
