//! The inside of a worker: messages in, messages with pictures out, and decoding of images.
use super::JsError;
use super::listener::Listener;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, ImageBitmap, ImageData, MessageEvent, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d, Response,
};

/// The worker's global scope; listens until the worker ends.
#[derive(Clone)]
pub struct Scope {
    own: DedicatedWorkerGlobalScope,
    listening: Rc<RefCell<Option<Listener>>>,
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scope")
    }
}

impl Default for Scope {
    fn default() -> Self {
        Self::new()
    }
}

/// An image's pixels: red, green, blue, opacity.
#[derive(Debug)]
pub struct Decoded {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// Width × height × 4 values.
    pub rgba: Vec<u8>,
}

impl Scope {
    /// The scope that this code runs in.
    #[must_use]
    pub fn new() -> Self {
        Self { own: js_sys::global().unchecked_into(), listening: Rc::default() }
    }

    /// Hears the texts that the page sends.
    pub fn listen(&self, run: impl Fn(String) + 'static) {
        let listener = Listener::new(&self.own, "message", move |event| {
            let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
            let parts = js_sys::Array::from(&message.data());
            run(parts.get(0).as_string().unwrap_or_default());
        });
        // A worker that cannot listen says nothing, which the page notices: it never becomes ready.
        *self.listening.borrow_mut() = listener.ok();
    }

    /// Sends a text and images, which are the page's from then on.
    pub fn send(&self, text: &str, bitmaps: Vec<Bitmap>) {
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let moved = js_sys::Array::new();
        for bitmap in bitmaps {
            parts.push(&bitmap.0);
            moved.push(&bitmap.0);
        }
        // It fails for what cannot be moved alone, and images can.
        let _ = self.own.post_message_with_transfer(&parts, &moved);
    }

    /// Milliseconds since the worker began.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.own.performance().map_or(0.0, |clock| clock.now())
    }

    /// The moment, ISO 8601 without a zone.
    #[must_use]
    pub fn iso_now(&self) -> String {
        let text: String = js_sys::Date::new_0().to_iso_string().into();
        text.trim_end_matches('Z').to_owned()
    }

    /// Fetches a file.
    ///
    /// # Errors
    /// It cannot be had.
    pub async fn fetch(&self, address: &str) -> Result<Blob, JsError> {
        let answer: Response = JsFuture::from(self.own.fetch_with_str(address)).await?.unchecked_into();
        if !answer.ok() {
            return Err(JsError(format!("status {} for {address}", answer.status())));
        }
        Ok(JsFuture::from(answer.blob()?).await?.unchecked_into())
    }

    /// Decodes a file, turned as its camera was held, and scales it down to a longest side (0 = as it is).
    ///
    /// # Errors
    /// The browser cannot decode it, or it has too many pixels.
    pub async fn decode(&self, blob: &Blob, longest: u32, most_pixels: f64) -> Result<Decoded, JsError> {
        let bitmap: ImageBitmap = JsFuture::from(self.own.create_image_bitmap_with_blob(blob)?)
            .await
            .map_err(|_| JsError(String::from("the browser cannot decode it")))?
            .unchecked_into();
        let (width, height) = (bitmap.width(), bitmap.height());
        if f64::from(width) * f64::from(height) > most_pixels {
            bitmap.close();
            return Err(JsError(format!("{width} × {height} pixels are too many")));
        }
        let (to_width, to_height) = fitted(width, height, longest);
        let canvas = OffscreenCanvas::new(to_width, to_height)?;
        let context = context(&canvas)?;
        context.draw_image_with_image_bitmap_and_dw_and_dh(
            &bitmap,
            0.0,
            0.0,
            f64::from(to_width),
            f64::from(to_height),
        )?;
        bitmap.close();
        let data = context.get_image_data(0.0, 0.0, f64::from(to_width), f64::from(to_height))?;
        Ok(Decoded { width: to_width, height: to_height, rgba: data.data().0 })
    }
}

/// A picture that can be sent to the page.
pub struct Bitmap(ImageBitmap);

impl fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bitmap")
    }
}

impl Bitmap {
    /// A picture of pixels, scaled down to a longest side.
    ///
    /// # Errors
    /// The browser has no room for it.
    pub fn of(rgba: &[u8], width: u32, height: u32, longest: u32) -> Result<Self, JsError> {
        let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), width, height)?;
        let whole = OffscreenCanvas::new(width, height)?;
        context(&whole)?.put_image_data(&data, 0.0, 0.0)?;
        let (to_width, to_height) = fitted(width, height, longest);
        if (to_width, to_height) == (width, height) {
            return Ok(Self(whole.transfer_to_image_bitmap()?));
        }
        let small = OffscreenCanvas::new(to_width, to_height)?;
        context(&small)?.draw_image_with_offscreen_canvas_and_dw_and_dh(
            &whole,
            0.0,
            0.0,
            f64::from(to_width),
            f64::from(to_height),
        )?;
        Ok(Self(small.transfer_to_image_bitmap()?))
    }
}

fn context(canvas: &OffscreenCanvas) -> Result<OffscreenCanvasRenderingContext2d, JsError> {
    let found = canvas.get_context("2d")?.and_then(|context| context.dyn_into().ok());
    found.ok_or_else(|| JsError(String::from("the browser does not draw in workers")))
}

/// A size with the same proportions whose longest side is no longer than that; 0 = the same size.
fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if longest == 0 || side <= longest {
        return (width, height);
    }
    let scaled = |own: u32| {
        let side = f64::from(own) * f64::from(longest) / f64::from(side);
        (side.round() as u32).max(1)
    };
    (scaled(width), scaled(height))
}
