//! Files in and out: reading what a person chose, offering a download.
use super::{JsError, dom, listener::Listener};
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FileReader, HtmlAnchorElement, Url};

/// An address for bytes in memory; dropping it frees them.
#[derive(PartialEq, Eq)]
pub struct ObjectUrl(String);

impl fmt::Debug for ObjectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjectUrl({})", self.0)
    }
}

impl ObjectUrl {
    /// Makes an address for a blob.
    pub fn of(blob: &Blob) -> Result<Self, JsError> {
        Ok(Self(Url::create_object_url_with_blob(blob)?))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        // Revoking an address twice is harmless.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Bytes as a blob of a media type.
pub fn blob(bytes: &[u8], media_type: &str) -> Result<Blob, JsError> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from(Uint8Array::from(bytes)));
    Ok(Blob::new_with_u8_array_sequence_and_options(&parts, &options)?)
}

/// The bytes of a blob or a file.
pub async fn bytes(blob: &Blob) -> Result<Vec<u8>, JsError> {
    let buffer = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The content as a data address, `data:image/png;base64,…`: the browser's own base64 costs the app nothing.
pub async fn data_url(blob: &Blob) -> Result<String, JsError> {
    let reader = FileReader::new()?;
    let (done, ended) = oneshot::channel();
    let done = RefCell::new(Some(done));
    let _listener = Listener::new(&reader, "loadend", move |_| {
        if let Some(done) = done.take() {
            // Nobody waits any more: then nobody misses it.
            let _ = done.send(());
        }
    })?;
    reader.read_as_data_url(blob)?;
    ended.await.map_err(|_| JsError::from("The file was not read to its end."))?;
    reader.result()?.as_string().ok_or_else(|| JsError::from("The file cannot be read."))
}

/// The base64 part of a data address.
#[must_use]
pub fn base64_of(data_url: &str) -> &str {
    data_url.split_once(";base64,").map_or("", |(_, content)| content)
}

/// The text of a file, UTF-8.
pub async fn text(file: &File) -> Result<String, JsError> {
    String::from_utf8(bytes(file).await?)
        .map_err(|_| JsError(format!("“{}” is not UTF-8 text.", file.name())))
}

/// Offers `content` as a download named `name`.
pub fn download(name: &str, content: &str, media_type: &str) -> Result<(), JsError> {
    save(name, &blob(content.as_bytes(), media_type)?)
}

/// Offers a blob as a download named `name`.
pub fn save(name: &str, content: &Blob) -> Result<(), JsError> {
    let url = ObjectUrl::of(content)?;
    let link: HtmlAnchorElement =
        dom::document()?.create_element("a")?.dyn_into().map_err(|_| JsError::from("No link element."))?;
    link.set_href(url.as_str());
    link.set_download(name);
    link.click();
    Ok(())
}
