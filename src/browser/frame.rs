//! The next animation frame.
use super::{JsError, dom};
use std::fmt;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// A callback before the next paint; dropping it cancels it.
pub struct Frame {
    id: i32,
    _closure: Closure<dyn FnMut(f64)>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({})", self.id)
    }
}

impl Frame {
    /// Calls `run` once, before the next paint.
    pub fn next(run: impl FnOnce() + 'static) -> Result<Self, JsError> {
        let closure = Closure::once(move |_: f64| run());
        let id = dom::window()?.request_animation_frame(closure.as_ref().unchecked_ref())?;
        Ok(Self { id, _closure: closure })
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Ok(window) = dom::window() {
            // Cancelling a frame that has run is a no-op.
            let _ = window.cancel_animation_frame(self.id);
        }
    }
}
