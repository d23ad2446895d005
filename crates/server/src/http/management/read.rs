//! One workflow, its versions, and a token for it.
use super::{etag, existing};
use crate::db::{PUBLIC, Stored};
use crate::http::answer::ok;
use crate::http::caller::{Call, Caller};
use crate::http::error::HttpError;
use crate::http::state::AppState;
use crate::publication::{Target, is_origin};
use axum::extract::{Path, State};
use axum::response::Response;
use flowdeck_client::dto::{VersionList, WorkflowAnswer};

/// `GET /:ws/workflows/:url`. Public ones need no credential; a workflow token opens its own.
pub(super) async fn workflow(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    may_read(&call, &ws)?;
    let mut stored = match &call.caller {
        // A token's holder is not told which other workflows exist.
        Caller::Token(claims) => state
            .store
            .find(&ws, &url)
            .await?
            .filter(|stored| {
                claims.sub == stored.workflow.id && claims.ws == ws && claims.epoch == stored.token_epoch
            })
            .ok_or_else(HttpError::unauthorized)?,
        _ => {
            existing(&state, &ws).await?;
            found(&state, &ws, &url).await?
        }
    };
    // The tag is always that of the newest state: it is what an update is compared with.
    let tag = stored.clone();
    if let Some(wanted) = call.query.get("workflow_version").filter(|wanted| !wanted.is_empty()) {
        let version = state.store.version(&stored.workflow.id, wanted).await?.ok_or_else(|| {
            HttpError::new(axum::http::StatusCode::NOT_FOUND, format!("“{url}” has no version “{wanted}”."))
        })?;
        stored.workflow.config = version.config.unwrap_or_default();
        stored.workflow.name = version.name;
    }
    let mut response =
        ok(&WorkflowAnswer { workflow: Some(stored.workflow), workflows: None, status: String::from("ok") });
    etag::put(&mut response, &tag);
    Ok(response)
}

/// `GET /:ws/workflows/:url/versions`
pub(super) async fn versions(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    if ws != PUBLIC {
        call.require_user()?;
    }
    existing(&state, &ws).await?;
    let stored = found(&state, &ws, &url).await?;
    let versions = state.store.versions(&stored.workflow.id).await?;
    Ok(ok(&VersionList { versions, status: String::from("ok") }))
}

/// `POST /:ws/workflowToken`. The id may be the internal one or the slug; with `origin` (ours) the token runs from
/// pages of that origin only.
pub(super) async fn token(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_user()?;
    existing(&state, &ws).await?;
    let id = call.needed("id")?;
    let stored = match state.store.find_by_id(&ws, id).await? {
        Some(stored) => stored,
        None => found(&state, &ws, id).await?,
    };
    let origin = call.text("origin").filter(|origin| !origin.is_empty());
    if origin.is_some_and(|origin| !is_origin(origin)) {
        return Err(HttpError::bad("“origin” must be a scheme, a host and a port: https://app.example"));
    }
    let target = Target { id: stored.workflow.id, token_epoch: stored.token_epoch };
    let token = crate::http::token::minted(&state, &target, &ws, origin, crate::token::DEFAULT_LIFE)?;
    Ok(ok(&token))
}

fn may_read(call: &Call, ws: &str) -> Result<(), HttpError> {
    match call.caller {
        Caller::Session(_) | Caller::Key | Caller::Token(_) => Ok(()),
        Caller::Nobody if ws == PUBLIC => Ok(()),
        Caller::Nobody | Caller::Refused => Err(HttpError::unauthorized()),
    }
}

/// A live workflow of the workspace.
pub(super) async fn found(state: &AppState, ws: &str, url: &str) -> Result<Stored, HttpError> {
    state.store.find(ws, url).await?.ok_or_else(|| HttpError::no_workflow(url))
}
