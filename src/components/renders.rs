//! How often components render, counted in debug builds alone: a test asks that a keystroke renders nothing but what it
//! changes.
#[cfg(debug_assertions)]
use std::cell::RefCell;

#[cfg(debug_assertions)]
thread_local! {
    static COUNTS: RefCell<Vec<(&'static str, u32)>> = const { RefCell::new(Vec::new()) };
}

/// Counts a render of the component of this name; nothing in a release.
pub fn rendered(name: &'static str) {
    #[cfg(debug_assertions)]
    COUNTS.with_borrow_mut(|counts| match counts.iter_mut().find(|(known, _)| *known == name) {
        Some((_, count)) => *count += 1,
        None => counts.push((name, 1)),
    });
    #[cfg(not(debug_assertions))]
    let _ = name;
}

/// What was rendered since it was last asked, and how often.
#[cfg(debug_assertions)]
#[must_use]
pub fn take() -> Vec<(&'static str, u32)> {
    let mut counts = COUNTS.take();
    counts.sort_unstable();
    counts
}
