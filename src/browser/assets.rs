//! Files that are served beside the app: samples and the like.
use super::{JsError, dom, files, location};
use flowdeck_client::{Error, TransportError};
use gloo_net::http::Request;

/// The bytes of a file, by its address relative to `<base href>`.
pub async fn fetch(path: &str) -> Result<Vec<u8>, Error> {
    let broken = |detail: String| Error::Transport(TransportError::Unreachable(detail));
    let url = location::resolve(path).map_err(|error| broken(error.0))?;
    let answer = Request::get(&url).send().await.map_err(|error| broken(error.to_string()))?;
    if !answer.ok() {
        return Err(Error::Decode {
            call: "load a file of the app",
            detail: format!("status {} for {path}", answer.status()),
        });
    }
    answer.binary().await.map_err(|error| broken(error.to_string()))
}

/// The file that the page names for this build: a release gives files names with a hash.
#[must_use]
pub fn named(meta: &str, usual: &str) -> String {
    dom::document()
        .ok()
        .and_then(|page| page.query_selector(&format!("meta[name={meta}]")).ok().flatten())
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_else(|| String::from(usual))
}

/// The same in base64.
pub async fn fetch_base64(path: &str) -> Result<String, Error> {
    let broken = |error: JsError| Error::Transport(TransportError::Unreachable(error.0));
    let blob = files::blob(&fetch(path).await?, "application/octet-stream").map_err(broken)?;
    Ok(String::from(files::base64_of(&files::data_url(&blob).await.map_err(broken)?)))
}
