//! The preview's worker, from the page: orders in, answers with pictures out. It ends when its handle is dropped.
use super::listener::Listener;
use super::{JsError, assets, location};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, MessageEvent, Worker};
use yew::NodeRef;

/// The worker's module when the page does not name another (a release names one with a hash).
const MODULE: &str = "preview.js";
/// What the worker says when it can take orders.
pub const READY: &str = "ready";

// One policy for everything that is loaded as a script from an address; its own origin alone.
#[wasm_bindgen(inline_js = r#"
let policy;
export function work(address) {
  policy ??= globalThis.trustedTypes?.createPolicy("flowdeck", {
    createScriptURL(url) {
      if (new URL(url).origin !== location.origin) throw new TypeError("A worker comes from the app's own origin.");
      return url;
    },
  });
  return new Worker(policy ? policy.createScriptURL(address) : address, { type: "module" });
}
"#)]
extern "C" {
    #[wasm_bindgen(catch)]
    fn work(address: &str) -> Result<Worker, JsValue>;
}

/// A picture that the worker sent; its memory is freed with the last copy of this.
#[derive(Clone)]
pub struct Picture(Rc<Held>);

struct Held(ImageBitmap);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Picture")
    }
}

impl Picture {
    pub(super) fn bitmap(&self) -> &ImageBitmap {
        &self.0.0
    }

    /// Draws it on a canvas of a page, which gets its size.
    pub fn draw_on(&self, place: &NodeRef) {
        let Some(canvas) = place.cast::<HtmlCanvasElement>() else { return };
        canvas.set_width(self.0.0.width());
        canvas.set_height(self.0.0.height());
        if let Ok(Some(context)) = canvas.get_context("2d") {
            let context: CanvasRenderingContext2d = context.unchecked_into();
            // Only a picture that was closed fails, and this one is held.
            let _ = context.draw_image_with_image_bitmap(&self.0.0, 0.0, 0.0);
        }
    }
}

/// What is heard of the worker.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It takes orders.
    Ready,
    /// The answer to an order, and the pictures that it names by their place.
    Answer(Rc<str>, Vec<Picture>),
    /// It cannot be started, or it broke.
    Broken(String),
}

/// The worker.
pub struct Helper {
    worker: Worker,
    is_ready: Rc<Cell<bool>>,
    waiting: Rc<RefCell<Option<String>>>,
    _listeners: [Listener; 2],
}

impl fmt::Debug for Helper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Helper")
    }
}

impl Helper {
    /// Starts it. `tell` hears of it from then on.
    ///
    /// # Errors
    /// The browser has no workers, or the page's policy forbids this one.
    pub fn start(tell: impl Fn(Heard) + 'static) -> Result<Self, JsError> {
        let worker = work(&location::resolve(&assets::named("flowdeck-preview", MODULE))?)?;
        let (is_ready, waiting) = (Rc::<Cell<bool>>::default(), Rc::<RefCell<Option<String>>>::default());
        let tell = Rc::new(tell);
        let heard = {
            let (worker, tell) = (worker.clone(), Rc::clone(&tell));
            let (is_ready, waiting) = (Rc::clone(&is_ready), Rc::clone(&waiting));
            Listener::new(&worker.clone(), "message", move |event| {
                let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
                let parts = js_sys::Array::from(&message.data());
                let text = parts.get(0).as_string().unwrap_or_default();
                if text == READY {
                    is_ready.set(true);
                    if let Some(order) = waiting.borrow_mut().take() {
                        post(&worker, &order);
                    }
                    return tell(Heard::Ready);
                }
                let pictures = parts.iter().skip(1).filter_map(|part| part.dyn_into().ok());
                let pictures = pictures.map(|bitmap| Picture(Rc::new(Held(bitmap)))).collect();
                tell(Heard::Answer(text.into(), pictures));
            })?
        };
        let broke = Listener::new(&worker, "error", move |event| {
            event.prevent_default();
            tell(Heard::Broken(String::from("The live preview could not be started, or it broke.")));
        })?;
        Ok(Self { worker, is_ready, waiting, _listeners: [heard, broke] })
    }

    /// Sends an order, at once or as soon as it takes some; of several the last counts.
    pub fn send(&self, order: String) {
        if self.is_ready.get() {
            post(&self.worker, &order);
        } else {
            *self.waiting.borrow_mut() = Some(order);
        }
    }
}

fn post(worker: &Worker, order: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(order));
    // It fails for what cannot be copied alone, and a text can.
    let _ = worker.post_message(&parts);
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
