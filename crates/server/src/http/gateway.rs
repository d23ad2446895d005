//! `/api` in gateway mode: the contract's calls, each forwarded to the cloud by the typed client with the key added.
//! No other route is open, and no field of a request says where it goes.
mod error;
mod read;
mod write;

use super::caller::Call;
use super::error::HttpError;
use super::run;
use super::state::AppState;
use crate::cloud::Cloud;
use crate::token::Role;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use flowdeck_client::dto::{Welcome, WorkspaceInfo};
use serde_json::json;

/// `GET` and `POST` of the base itself.
pub(super) fn root() -> MethodRouter<AppState> {
    get(welcome).post(welcome)
}

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/", root())
        .route("/{ws}", get(workspace))
        .route("/{ws}/workflows", get(read::list))
        .route("/{ws}/workflows/{url}", get(read::workflow).delete(write::delete))
        .route("/{ws}/workflows/{url}/versions", get(read::versions))
        .route("/{ws}/createWorkflow", post(write::create))
        .route("/{ws}/updateWorkflow", post(write::update))
        .route("/{ws}/forkWorkflow", post(write::fork))
        .route("/{ws}/workflowToken", post(read::token))
        .route("/{ws}/draftRun", post(run::draft))
        .route("/{ws}/trash", get(read::trash))
        .route("/{ws}/trash/restore", post(write::restore))
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
}

/// `/run` of a gateway: nothing runs here, so that no image passes through the machine that has the key.
pub(super) fn no_run() -> Router<AppState> {
    Router::new().fallback(async |State(state): State<AppState>| {
        let execution = state.cloud.as_ref().map(|cloud| cloud.execution.clone()).unwrap_or_default();
        HttpError::new(
            StatusCode::NOT_FOUND,
            format!("This gateway runs nothing itself: call {execution} with a workflow token."),
        )
    })
}

async fn unknown() -> HttpError {
    HttpError::new(StatusCode::NOT_FOUND, "The gateway forwards no such call.")
}

async fn wrong_method() -> HttpError {
    HttpError::new(StatusCode::METHOD_NOT_ALLOWED, "This call takes another method.")
}

/// The cloud, for a caller who may use it and for its one workspace.
fn open<'a>(state: &'a AppState, call: &Call, ws: &str) -> Result<&'a Cloud, HttpError> {
    call.require_user()?;
    // Gateway routes are there only when there is a gateway.
    let cloud = state.cloud.as_ref().ok_or_else(|| HttpError::no_workspace(ws))?;
    if cloud.workspace == ws { Ok(cloud) } else { Err(HttpError::no_workspace(ws)) }
}

/// The same for a caller who may change things.
fn open_to_write<'a>(state: &'a AppState, call: &Call, ws: &str) -> Result<&'a Cloud, HttpError> {
    call.require_editor()?;
    open(state, call, ws)
}

/// Answered here: what the gateway serves is known without asking, and whether the cloud answers shows with the list.
async fn welcome(State(state): State<AppState>, call: Call) -> Result<Response, HttpError> {
    call.require_user()?;
    let workspace = state.cloud.as_ref().map(|cloud| cloud.workspace.clone()).unwrap_or_default();
    let info = WorkspaceInfo {
        name: workspace.clone(),
        url: workspace.clone(),
        read_only: call.role() == Role::Viewer,
    };
    Ok(super::answer::ok(&Welcome {
        welcome: String::from("Welcome to Flowdeck's gateway."),
        workspace,
        workspaces: vec![info],
        version: String::from(env!("CARGO_PKG_VERSION")),
    }))
}

async fn workspace(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    open(&state, &call, &ws)?;
    Ok(super::answer::ok(&json!({"workspace": {"name": ws, "url": ws, "members": 1, "projects": []}})))
}
