//! An event listener that removes itself when dropped.
use super::JsError;
use std::fmt;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// A listener on any target; dropping it takes it away.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Listener {
    /// Listens for `kind`. Not passive, so that `prevent_default` works for wheel and touch too.
    pub fn new(
        target: &EventTarget,
        kind: &'static str,
        run: impl Fn(Event) + 'static,
    ) -> Result<Self, JsError> {
        let closure = Closure::<dyn Fn(Event)>::new(run);
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        target.add_event_listener_with_callback_and_add_event_listener_options(
            kind,
            closure.as_ref().unchecked_ref(),
            &options,
        )?;
        Ok(Self { target: target.clone(), kind, closure })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // A target that is already gone has nothing left to remove.
        let _ =
            self.target.remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}
