//! Files that are served beside the app: samples and the like.
use super::{JsError, dom, files, location};
use flowdeck_client::{Error, TransportError};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The bytes of a file, by its address relative to `<base href>`.
pub async fn fetch(path: &str) -> Result<Vec<u8>, Error> {
    let broken = |error: JsError| Error::Transport(TransportError::Unreachable(error.0));
    match load(path).await.map_err(broken)? {
        Ok(bytes) => Ok(bytes),
        Err(status) => Err(Error::Decode {
            call: "load a file of the app",
            detail: format!("status {status} for {path}"),
        }),
    }
}

/// The bytes, or the status of an answer without them.
async fn load(path: &str) -> Result<Result<Vec<u8>, u16>, JsError> {
    let url = location::resolve(path)?;
    let answer: Response = JsFuture::from(dom::window()?.fetch_with_str(&url)).await?.unchecked_into();
    if !answer.ok() {
        return Ok(Err(answer.status()));
    }
    Ok(Ok(Uint8Array::new(&JsFuture::from(answer.array_buffer()?).await?).to_vec()))
}

/// The same in base64.
pub async fn fetch_base64(path: &str) -> Result<String, Error> {
    let broken = |error: JsError| Error::Transport(TransportError::Unreachable(error.0));
    let blob = files::blob(&fetch(path).await?, "application/octet-stream").map_err(broken)?;
    Ok(String::from(files::base64_of(&files::data_url(&blob).await.map_err(broken)?)))
}
