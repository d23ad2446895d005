//! `/api`: the management contract, one file a group of calls.
pub(super) mod etag;
mod list;
mod read;
mod trash;
mod welcome;
mod write;

use super::error::HttpError;
use super::state::AppState;
use super::{caller::Call, run};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, post};

/// `GET` and `POST` of the base itself.
pub(super) fn root() -> MethodRouter<AppState> {
    get(welcome::welcome).post(welcome::welcome)
}

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/", root())
        .route("/{ws}", get(welcome::workspace))
        .route("/{ws}/workflows", get(list::list))
        .route("/{ws}/workflows/{url}", get(read::workflow).delete(trash::delete))
        .route("/{ws}/workflows/{url}/versions", get(read::versions))
        .route("/{ws}/createWorkflow", post(write::create))
        .route("/{ws}/updateWorkflow", post(write::update))
        .route("/{ws}/forkWorkflow", post(write::fork))
        .route("/{ws}/workflowToken", post(read::token))
        .route("/{ws}/draftRun", post(run::draft))
        .route("/{ws}/trash", get(trash::list))
        .route("/{ws}/trash/restore", post(trash::restore))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
}

async fn unknown() -> HttpError {
    HttpError::new(StatusCode::NOT_FOUND, "The management API has no such call.")
}

async fn wrong_method() -> HttpError {
    HttpError::new(StatusCode::METHOD_NOT_ALLOWED, "This call takes another method.")
}

/// The workspace exists.
async fn existing(state: &AppState, ws: &str) -> Result<(i64, bool), HttpError> {
    state.store.workspace(ws).await?.ok_or_else(|| HttpError::no_workspace(ws))
}

/// The caller may change things in the workspace.
async fn writable(state: &AppState, call: &Call, ws: &str) -> Result<(), HttpError> {
    call.require_editor()?;
    let (_, read_only) = existing(state, ws).await?;
    if read_only {
        return Err(HttpError::forbidden(format!(
            "The workspace “{ws}” is read-only: fork the workflow into your own and change it there."
        )));
    }
    Ok(())
}
