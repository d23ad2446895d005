//! Create, update, fork.
use super::{etag, existing, read, writable};
use crate::db::{NewWorkflow, PUBLIC, Saved, Stored, WriteError};
use crate::http::answer::{json_response, ok};
use crate::http::caller::Call;
use crate::http::error::HttpError;
use crate::http::state::AppState;
use crate::ids;
use crate::problems::Told;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use flowdeck_client::dto::{ForkAnswer, WorkflowAnswer};
use flowdeck_spec::{config, slug};
use serde_json::json;

/// The longest name.
const LONGEST_NAME: usize = 200;

/// `POST /:ws/createWorkflow`: fields in the query (documented) or in a body (ours).
pub(super) async fn create(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    writable(&state, &call, &ws).await?;
    let name = checked_name(call.needed("name")?)?;
    let asked_url = call.text("url").filter(|url| !url.is_empty());
    let url = match asked_url {
        Some(url) => checked_url(url)?.to_owned(),
        None => slug::from_name(name),
    };
    let config = checked_config(call.text("config").filter(|text| !text.trim().is_empty()).unwrap_or("{}"))?;
    let new = NewWorkflow {
        id: &ids::id()?,
        version_id: &ids::id()?,
        workspace: &ws,
        name,
        url: &url,
        // A slug that nobody asked for gives way.
        find_free_url: asked_url.is_none(),
        description: call.text("description").unwrap_or_default(),
        config: &config,
        now: &state.clock.stamp(),
    };
    let saved = state.store.create(new).await?;
    Ok(answer(saved, true))
}

/// `POST /:ws/updateWorkflow`. With `If-Match` only when nobody else has written; without, the last write wins.
pub(super) async fn update(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    writable(&state, &call, &ws).await?;
    let (id, name, url) = (call.needed("id")?, checked_name(call.needed("name")?)?, call.needed("url")?);
    let config = checked_config(call.needed("config")?)?;
    let before = match state.store.find_by_id(&ws, id).await? {
        Some(stored) => stored,
        // Some clients send the slug as id.
        None => read::found(&state, &ws, id).await?,
    };
    // A slug that the workflow has already is never refused, however it was made.
    let url = if url == before.workflow.url { url } else { checked_url(url)? };
    let wanted = etag::wanted(&call.headers);
    let is_base = |stored: &Stored| wanted.as_ref().is_none_or(|tags| tags.contains(&etag::of(stored)));
    let saved = state
        .store
        .save(&ws, &before.workflow.id, &ids::id()?, name, url, &config, &state.clock.stamp(), is_base)
        .await;
    match saved {
        Ok(saved) => {
            if saved.stored.workflow.url != before.workflow.url {
                // Publications follow their workflow to its new slug.
                state.publications.refresh(&state.store, state.clock.now()).await?;
            }
            Ok(answer(saved, false))
        }
        Err(WriteError::Moved(stored)) => {
            let error = "The workflow was changed by somebody else since it was read.";
            let mut response =
                json_response(StatusCode::CONFLICT, &json!({"error": error, "workflow": stored.workflow}));
            etag::put(&mut response, &stored);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /:ws/forkWorkflow`
pub(super) async fn fork(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    writable(&state, &call, &ws).await?;
    let (source_ws, source_url) = (call.needed("source_workspace")?, call.needed("source_workflow")?);
    existing(&state, source_ws).await?;
    let source = read::found(&state, source_ws, source_url).await?.workflow;
    let asked_name = call.text("name").filter(|name| !name.trim().is_empty());
    let asked_url = call.text("url").filter(|url| !url.is_empty());
    let name = match asked_name {
        Some(name) => String::from(checked_name(name)?),
        // A sample keeps its name; a copy beside its original says that it is one.
        None if source_ws == PUBLIC && ws != PUBLIC => source.name.clone(),
        None => format!("{} (copy)", source.name),
    };
    let url = match asked_url {
        Some(url) => checked_url(url)?.to_owned(),
        None if asked_name.is_some() => slug::from_name(&name),
        None => source.url.clone(),
    };
    let new = NewWorkflow {
        id: &ids::id()?,
        version_id: &ids::id()?,
        workspace: &ws,
        name: &name,
        url: &url,
        find_free_url: asked_url.is_none(),
        description: &source.description,
        config: &source.config,
        now: &state.clock.stamp(),
    };
    let Saved { stored, problems, .. } = state.store.create(new).await?;
    let url = Some(stored.workflow.url.clone());
    let answer = ForkAnswer {
        workflow_url: url.clone(),
        url,
        workflow: Some(stored.workflow),
        status: String::from("ok"),
    };
    Ok(json_response(StatusCode::CREATED, &Told { answer, problems }))
}

/// The answer with one workflow and what is wrong with it; after a creation under both of its names, for the two clients
/// that read them.
fn answer(saved: Saved, is_new: bool) -> Response {
    let Saved { stored, problems, .. } = saved;
    let workflow = stored.workflow.clone();
    let workflows = is_new.then(|| workflow.clone());
    let answer = WorkflowAnswer { workflow: Some(workflow), workflows, status: String::from("ok") };
    let mut response = ok(&Told { answer, problems });
    etag::put(&mut response, &stored);
    response
}

fn checked_name(name: &str) -> Result<&str, HttpError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(HttpError::bad("“name” is empty."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(HttpError::bad(format!("“name” is longer than {LONGEST_NAME} characters.")));
    }
    Ok(name)
}

fn checked_url(url: &str) -> Result<&str, HttpError> {
    slug::problem(url).map_or(Ok(url), |problem| Err(HttpError::bad(problem)))
}

fn checked_config(text: &str) -> Result<String, HttpError> {
    config::normalise(text).map_err(|error| HttpError::bad(format!("“config” cannot be read: {error}")))
}
