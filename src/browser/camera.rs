//! The camera: asked for, shown in a video element, and off again when its handle is dropped.
use super::{JsError, dom};
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// A camera that is on.
pub struct Camera(MediaStream);

impl fmt::Debug for Camera {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Camera")
    }
}

impl Camera {
    /// Asks for the camera. The browser asks the person, unless that has been settled.
    ///
    /// # Errors
    /// There is none, or this page may not use it: a sentence for people.
    pub async fn open() -> Result<Self, JsError> {
        let devices = dom::window()?.navigator().media_devices();
        // Away from https:// and this machine there is no such property at all.
        let devices = devices.ok().filter(|devices| devices.is_object());
        let devices = devices.ok_or_else(|| {
            JsError::from(
                "A browser gives its camera to pages at https:// addresses and on this machine only.",
            )
        })?;
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&JsValue::TRUE);
        let asked = devices.get_user_media_with_constraints(&wanted).map_err(|error| refused(&error))?;
        let stream = JsFuture::from(asked).await.map_err(|error| refused(&error))?;
        Ok(Self(
            stream.dyn_into().map_err(|_| JsError::from("This browser gives no pictures of its camera."))?,
        ))
    }

    /// Shows what it sees in a video element, which plays by itself.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_muted(true);
        video.set_src_object(Some(&self.0));
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.0.get_tracks() {
            track.unchecked_ref::<MediaStreamTrack>().stop();
        }
    }
}

/// Why there is no camera, by the name of the browser's error.
fn refused(error: &JsValue) -> JsError {
    let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    let sentence = match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => {
            "This page may not use the camera. Allow it in the browser, beside the address, then try again."
        }
        Some("NotFoundError" | "OverconstrainedError") => "No camera is connected to this device.",
        Some("NotReadableError" | "AbortError") => {
            "The camera is used by another program. Close that, then try again."
        }
        _ => return JsError::from(error.clone()),
    };
    JsError::from(sentence)
}
