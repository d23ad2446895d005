//! Files that are served beside the app: samples and the like.
use super::location;
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
