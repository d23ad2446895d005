//! Which workspace a credential belongs to.
use super::existing;
use crate::db::HOME;
use crate::http::answer::ok;
use crate::http::caller::Call;
use crate::http::error::HttpError;
use crate::http::state::AppState;
use crate::token::Role;
use axum::extract::{Path, State};
use axum::response::Response;
use flowdeck_client::dto::{Welcome, WorkspaceInfo};
use serde_json::json;

/// `GET /` and `POST /`.
pub(super) async fn welcome(State(state): State<AppState>, call: Call) -> Result<Response, HttpError> {
    call.require_user()?;
    let may_edit = call.role() == Role::Editor;
    let workspaces = state
        .store
        .workspaces()
        .await?
        .into_iter()
        .map(|(url, name, read_only)| WorkspaceInfo { name, url, read_only: read_only || !may_edit })
        .collect();
    Ok(ok(&Welcome {
        welcome: String::from("Welcome to Flowdeck's local workspace."),
        workspace: String::from(HOME),
        workspaces,
        version: String::from(env!("CARGO_PKG_VERSION")),
    }))
}

/// `GET /:ws`
pub(super) async fn workspace(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_user()?;
    existing(&state, &ws).await?;
    Ok(ok(&json!({"workspace": {"name": ws, "url": ws, "members": 1, "projects": []}})))
}
