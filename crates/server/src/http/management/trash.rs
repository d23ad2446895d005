//! Delete, list the Trash, restore.
use super::{existing, writable};
use crate::db::WriteError;
use crate::http::answer::ok;
use crate::http::caller::Call;
use crate::http::error::HttpError;
use crate::http::publish::{self, GONE};
use crate::http::state::AppState;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use flowdeck_client::dto::{Deleted, TrashList, TrashSections};
use serde_json::json;

/// `DELETE /:ws/workflows/:url`
pub(super) async fn delete(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    writable(&state, &call, &ws).await?;
    let id = state
        .store
        .delete(&ws, &url, &state.clock.stamp())
        .await?
        .ok_or_else(|| HttpError::no_workflow(&url))?;
    // Another workflow may take the slug: it must not be public because this one was.
    publish::take_back(&state, &ws, &url, publish::who(&call), GONE).await?;
    Ok(ok(&Deleted {
        deleted: true,
        item_type: String::from("workflow"),
        workspace: ws,
        workflow: url,
        workflow_id: id,
        trash: true,
    }))
}

/// `GET /:ws/trash`
pub(super) async fn list(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_user()?;
    existing(&state, &ws).await?;
    let items = state.store.trash(&ws).await?;
    Ok(ok(&TrashList {
        sections: TrashSections { workflows: items.clone(), ..TrashSections::default() },
        items,
    }))
}

/// `POST /:ws/trash/restore`
pub(super) async fn restore(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    writable(&state, &call, &ws).await?;
    if call.text("type").is_some_and(|kind| kind != "workflow") {
        return Err(HttpError::bad("Only workflows can be restored here: “type” must be workflow."));
    }
    let id = call.needed("id")?;
    match state.store.restore(&ws, id, &state.clock.stamp()).await {
        Ok(()) => Ok(ok(&json!({"restored": true, "type": "workflow", "id": id, "status": "ok"}))),
        Err(WriteError::Taken(url)) => Err(HttpError::new(
            StatusCode::CONFLICT,
            format!("Another workflow has the URL name “{url}” by now. Rename that one, then restore."),
        )),
        Err(WriteError::Missing) => {
            Err(HttpError::new(StatusCode::NOT_FOUND, "There is no such item in the Trash."))
        }
        Err(error) => Err(error.into()),
    }
}
