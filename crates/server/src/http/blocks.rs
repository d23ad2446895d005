//! `GET /api/:ws/blocks`: what the engine behind this server adds to the app's catalogue, in the catalogue's words. The
//! engine's own description is twelve megabytes: it is read here, not in the page.
use super::caller::Call;
use super::error::HttpError;
use super::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/{ws}/blocks", get(blocks))
}

async fn blocks(State(state): State<AppState>, call: Call) -> Result<Response, HttpError> {
    call.require_user()?;
    let lines = state.store.blocks().described(&state.engine).await;
    let lines = lines.map_err(|why| HttpError::new(StatusCode::BAD_GATEWAY, why))?;
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    Ok((headers, String::from(&*lines)).into_response())
}
