//! Views that show how time passes.
use crate::browser::{clock, timer::Timer};
use yew::prelude::*;

/// The moment, milliseconds since 1970. While `is_on`, the component renders again every so many milliseconds.
#[hook]
pub(super) fn use_now(is_on: bool, every_ms: u32) -> f64 {
    let render = use_force_update();
    // After each render, so that one timer at a time runs.
    use_effect(move || {
        let timer = is_on.then(|| Timer::after(every_ms, move || render.force_update()));
        move || drop(timer)
    });
    clock::now_ms()
}
