//! Create, update, fork, delete, restore.
use super::open_to_write;
use crate::cloud::Cloud;
use crate::http::answer::{json_response, ok};
use crate::http::caller::Call;
use crate::http::error::HttpError;
use crate::http::management::etag::{put_tag, wanted};
use crate::http::publish::{self, GONE};
use crate::http::state::AppState;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use flowdeck_client::dto::{Deleted, ForkAnswer, Workflow, WorkflowAnswer};
use flowdeck_client::{Change, Saved};
use flowdeck_spec::config;
use serde_json::json;

/// `POST /:ws/createWorkflow`: the shell first, then the definition in a body, so that it is in no address.
pub(super) async fn create(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open_to_write(&state, &call, &ws)?;
    let name = String::from(call.needed("name")?);
    let url = call.text("url").filter(|url| !url.is_empty()).map(String::from);
    let config = checked(call.text("config").filter(|text| !text.trim().is_empty()).unwrap_or("{}"))?;
    let made = cloud
        .ask(|cloud| async move { cloud.api.create(&cloud.workspace, &name, url.as_deref(), &config).await });
    let url = made.await?;
    let workflow = named(cloud, &url).await;
    let tag = crate::cloud::tag(&workflow);
    let answer = WorkflowAnswer {
        workflow: Some(workflow.clone()),
        workflows: Some(workflow),
        status: String::from("ok"),
    };
    let mut response = ok(&answer);
    put_tag(&mut response, &tag);
    Ok(response)
}

/// `POST /:ws/updateWorkflow`
pub(super) async fn update(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open_to_write(&state, &call, &ws)?;
    let change = Change {
        id: String::from(call.needed("id")?),
        name: String::from(call.needed("name")?),
        url: String::from(call.needed("url")?),
        config: checked(call.needed("config")?)?,
    };
    match cloud.save(change, wanted(&call.headers)).await?? {
        Saved::Stored(workflow) => {
            let tag = crate::cloud::tag(&workflow);
            let answer =
                WorkflowAnswer { workflow: Some(workflow), workflows: None, status: String::from("ok") };
            let mut response = ok(&answer);
            put_tag(&mut response, &tag);
            Ok(response)
        }
        Saved::Moved(workflow) => {
            let error = "The workflow was changed by somebody else since it was read.";
            let tag = crate::cloud::tag(&workflow);
            let mut response =
                json_response(StatusCode::CONFLICT, &json!({"error": error, "workflow": workflow}));
            put_tag(&mut response, &tag);
            Ok(response)
        }
        Saved::Taken => Err(HttpError::new(
            StatusCode::CONFLICT,
            "Another workflow has this URL name. Choose another one.",
        )),
    }
}

/// `POST /:ws/forkWorkflow`
pub(super) async fn fork(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open_to_write(&state, &call, &ws)?;
    let source_ws = String::from(call.needed("source_workspace")?);
    let source_url = String::from(call.needed("source_workflow")?);
    let name = call.text("name").filter(|name| !name.trim().is_empty()).map(String::from);
    let made = cloud.ask(|cloud| async move {
        cloud.api.fork(&cloud.workspace, &source_ws, &source_url, name.as_deref()).await
    });
    let url = made.await?;
    let workflow = named(cloud, &url).await;
    let url = Some(url);
    let answer =
        ForkAnswer { workflow: Some(workflow), workflow_url: url.clone(), url, status: String::from("ok") };
    Ok(json_response(StatusCode::CREATED, &answer))
}

/// `DELETE /:ws/workflows/:url`
pub(super) async fn delete(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open_to_write(&state, &call, &ws)?;
    let wanted = url.clone();
    let gone = cloud.ask(|cloud| async move { cloud.api.delete(&cloud.workspace, &wanted).await });
    let workflow_id = gone.await?;
    // As in local mode: whatever takes the slug next must not be public.
    publish::take_back(&state, &ws, &url, publish::who(&call), GONE).await?;
    Ok(ok(&Deleted {
        deleted: true,
        item_type: String::from("workflow"),
        workspace: ws,
        workflow: url,
        workflow_id,
        trash: true,
    }))
}

/// `POST /:ws/trash/restore`
pub(super) async fn restore(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    let cloud = open_to_write(&state, &call, &ws)?;
    let id = String::from(call.needed("id")?);
    let wanted = id.clone();
    cloud.ask(|cloud| async move { cloud.api.restore(&cloud.workspace, &wanted).await }).await?;
    Ok(ok(&json!({"restored": true, "type": "workflow", "id": id, "status": "ok"})))
}

/// A workflow that was made just now. It exists whatever becomes of this question, so what is known is answered then.
async fn named(cloud: &Cloud, url: &str) -> Workflow {
    match cloud.get(url, None).await {
        Ok((workflow, _)) => workflow,
        Err(error) => {
            tracing::warn!(%error, "a workflow was made but cannot be read yet");
            Workflow {
                url: String::from(url),
                name: String::from(url),
                config: String::from("{}"),
                ..Workflow::default()
            }
        }
    }
}

fn checked(text: &str) -> Result<String, HttpError> {
    config::normalise(text).map_err(|error| HttpError::bad(format!("“config” cannot be read: {error}")))
}
