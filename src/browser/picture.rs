//! Pictures decoded, turned as they were taken, made smaller and encoded again, all by the browser.
use super::pen::Surface;
use super::{JsError, dom};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlVideoElement, ImageBitmap};

/// How much of a JPEG's detail is kept, from 0 to 1.
const QUALITY: f64 = 0.92;

/// A decoded picture; dropping it gives its memory back at once.
#[derive(Debug)]
pub struct Picture(ImageBitmap);

impl Picture {
    /// Decodes a picture and turns it as its EXIF data says.
    ///
    /// # Errors
    /// It is none that the browser can read.
    pub async fn of(blob: &Blob) -> Result<Self, JsError> {
        let bitmap = JsFuture::from(dom::window()?.create_image_bitmap_with_blob(blob)?).await?;
        Ok(Self(bitmap.dyn_into().map_err(|_| JsError::from("This browser decodes no pictures."))?))
    }

    /// Its width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.0.width(), self.0.height())
    }

    /// The picture at another size, as a data address of a media type.
    ///
    /// # Errors
    /// The browser cannot draw one of that size.
    pub fn data_url(&self, size: (u32, u32), media: &str) -> Result<String, JsError> {
        drawn(size, media, |pen, width, height| {
            pen.draw_image_with_image_bitmap_and_dw_and_dh(&self.0, 0.0, 0.0, width, height)
        })
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What a video shows now, at the size that `fit` makes of its own, as the data address of a JPEG; none before its first
/// picture.
///
/// # Errors
/// The browser cannot draw it.
pub fn still(
    video: &HtmlVideoElement,
    fit: impl Fn((u32, u32)) -> (u32, u32),
) -> Result<Option<String>, JsError> {
    let size = (video.video_width(), video.video_height());
    if size.0 == 0 || size.1 == 0 {
        return Ok(None);
    }
    drawn(fit(size), "image/jpeg", |pen, width, height| {
        pen.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
    })
    .map(Some)
}

fn drawn(
    (width, height): (u32, u32),
    media: &str,
    draw: impl FnOnce(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
) -> Result<String, JsError> {
    let surface = Surface::loose(false)?;
    let (canvas, pen) = surface.raw();
    canvas.set_width(width);
    canvas.set_height(height);
    js_sys::Reflect::set(pen, &"imageSmoothingQuality".into(), &"high".into())?;
    draw(pen, f64::from(width), f64::from(height))?;
    let url = canvas.to_data_url_with_type_and_encoder_options(media, &QUALITY.into())?;
    // Its memory is given back now rather than at some time.
    canvas.set_width(0);
    if url.contains(";base64,") { Ok(url) } else { Err("The picture is too large for this browser.".into()) }
}
