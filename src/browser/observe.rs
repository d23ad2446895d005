//! Watching an element's size.
use super::JsError;
use js_sys::Array;
use std::fmt;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

/// Tells the content size (CSS pixels) of an element, now and at each change; stops on drop.
pub struct ResizeWatch {
    observer: ResizeObserver,
    _closure: Closure<dyn Fn(Array)>,
}

impl fmt::Debug for ResizeWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResizeWatch")
    }
}

impl ResizeWatch {
    /// Watches `element`; `run` gets width and height.
    pub fn new(element: &Element, run: impl Fn(f64, f64) + 'static) -> Result<Self, JsError> {
        let closure = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            if let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() {
                let size = entry.content_rect();
                run(size.width(), size.height());
            }
        });
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref())?;
        observer.observe(element);
        Ok(Self { observer, _closure: closure })
    }
}

impl Drop for ResizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
