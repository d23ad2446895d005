//! Lists, workflows, versions, the Trash, tokens.
use super::open;
use crate::http::answer::ok;
use crate::http::caller::Call;
use crate::http::error::HttpError;
use crate::http::management::etag::put_tag;
use crate::http::state::AppState;
use crate::http::token::stamped;
use axum::extract::{Path, State};
use axum::response::Response;
use flowdeck_client::ListQuery;
use flowdeck_client::dto::{TrashList, TrashSections, VersionList, WorkflowAnswer, WorkflowList};

/// `GET /:ws/workflows`: everything. The cloud knows no pages, so whatever page is asked for is the whole.
pub(super) async fn list(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open(&state, &call, &ws)?;
    let list =
        cloud.ask(|cloud| async move { cloud.api.search(&cloud.workspace, ListQuery::default()).await });
    let (workflows, next_cursor) = list.await?;
    Ok(ok(&WorkflowList { workflows, next_cursor, status: String::from("ok") }))
}

/// `GET /:ws/workflows/:url`
pub(super) async fn workflow(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open(&state, &call, &ws)?;
    let wanted = call.query.get("workflow_version").filter(|wanted| !wanted.is_empty());
    let (workflow, tag) = cloud.get(&url, wanted.map(String::as_str)).await?;
    let answer = WorkflowAnswer { workflow: Some(workflow), workflows: None, status: String::from("ok") };
    let mut response = ok(&answer);
    // An older version's tag would name a state that an update is never compared with.
    if let Some(tag) = tag.filter(|_| wanted.is_none()) {
        put_tag(&mut response, &tag);
    }
    Ok(response)
}

/// `GET /:ws/workflows/:url/versions`
pub(super) async fn versions(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open(&state, &call, &ws)?;
    let versions = cloud.ask(|cloud| async move { cloud.api.versions(&cloud.workspace, &url).await }).await?;
    Ok(ok(&VersionList { versions, status: String::from("ok") }))
}

/// `GET /:ws/trash`
pub(super) async fn trash(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open(&state, &call, &ws)?;
    let items = cloud.ask(|cloud| async move { cloud.api.trash(&cloud.workspace).await }).await?;
    let sections = TrashSections { workflows: items.clone(), ..TrashSections::default() };
    Ok(ok(&TrashList { items, sections }))
}

/// `POST /:ws/workflowToken`: the cloud's token, kept until near its end and asked for once at a time.
pub(super) async fn token(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open(&state, &call, &ws)?;
    let token = cloud.token(call.needed("id")?).await?;
    Ok(ok(&stamped(&state, token)))
}
