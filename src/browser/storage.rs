//! Remembered choices in `localStorage`. Losing them is no fault: a private window has none.
use super::dom;

/// The remembered text under `key`, if the browser keeps any.
#[must_use]
pub fn recall(key: &str) -> Option<String> {
    dom::window().ok()?.local_storage().ok()??.get_item(key).ok()?
}

/// Remembers `value`. Returns whether the browser kept it.
pub fn remember(key: &str, value: &str) -> bool {
    dom::window()
        .ok()
        .and_then(|window| window.local_storage().ok().flatten())
        .is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Forgets what is remembered under `key`.
pub fn forget(key: &str) {
    if let Some(storage) = dom::window().ok().and_then(|window| window.local_storage().ok().flatten()) {
        // What cannot be removed was never kept.
        let _ = storage.remove_item(key);
    }
}
