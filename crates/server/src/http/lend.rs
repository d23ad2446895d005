//! `POST /api/session`: a short session for the app in a frame of another site, where its cookie is not sent. The back
//! end of that site asks with the API key and hands the session to its page, which hands it to the frame.
use super::answer::ok;
use super::caller::{Call, Caller};
use super::error::HttpError;
use super::state::AppState;
use crate::engine::fresh_id;
use crate::token::{FRAME_LIFE, Role};
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

pub(super) async fn lend(State(state): State<AppState>, call: Call) -> Result<Response, HttpError> {
    if call.caller != Caller::Key {
        return Err(HttpError::unauthorized());
    }
    if state.frames.is_empty() {
        return Err(HttpError::forbidden(
            "No page may frame this app: start the server with --frame ORIGIN.",
        ));
    }
    let role = match call.text("role") {
        None | Some("editor") => Role::Editor,
        Some("viewer") => Role::Viewer,
        Some(_) => return Err(HttpError::bad("“role” must be editor or viewer.")),
    };
    let session = state
        .signer
        .frame_session(state.clock.now(), fresh_id()?, role)
        .map_err(|error| HttpError::internal(&error))?;
    Ok(ok(&json!({"session": session, "expiresIn": FRAME_LIFE.whole_seconds()})))
}
