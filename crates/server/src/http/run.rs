//! `/run`: the execution contract's routes. No cookie is looked at here; a saved workflow runs with its workflow
//! token (or the local API key), an inline specification with the key alone. `draftRun` belongs to the management
//! API and runs unsaved specifications for the app's own page.
mod builder;
mod posted;

use super::answer::json_response;
use super::caller::{Call, Caller};
use super::cors;
use super::error::HttpError;
use super::state::AppState;
use crate::engine::Answer;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use posted::Posted;
use serde_json::{Value, json};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/{ws}/workflows/{url}", post(saved).options(preflight))
        .route("/infer/workflows/{ws}/{url}", post(saved).options(preflight))
        .route("/workflows/run", post(inline))
        .route("/infer/workflows", post(inline))
        .route("/{ws}/workflows/{url}/describe_interface", post(builder::saved_interface).options(preflight))
        .route("/workflows/validate", post(builder::validate))
        .route("/workflows/execution_engine/versions", get(builder::versions))
        .route("/workflows/blocks/describe", get(builder::describe).post(builder::describe))
        .route("/workflows/blocks/dynamic_outputs", post(builder::dynamic_outputs))
        .route("/workflows/describe_interface", post(builder::interface))
        .route("/workflows/definition/schema", get(builder::external_only))
        .fallback(unknown)
}

async fn unknown() -> Response {
    message(StatusCode::NOT_FOUND, "The execution endpoint has no such call.")
}

/// The page's origin, if the workflow is published for it: only such pages may read an answer from elsewhere.
fn listed_origin(state: &AppState, ws: &str, url: &str, origin: Option<&str>) -> Option<String> {
    let origin = origin?;
    let published = state.publications.get(ws, url)?;
    published.publication.origins.iter().find(|listed| *listed == origin).cloned()
}

async fn preflight(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match listed_origin(&state, &ws, &url, cors::origin(&headers)) {
        Some(origin) => cors::preflight(&origin),
        None => message(StatusCode::FORBIDDEN, "This workflow is not published for this origin."),
    }
}

/// `POST /:ws/workflows/:url` and its old address.
async fn saved(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    request: Request,
) -> Response {
    let origin = cors::origin(request.headers()).map(String::from);
    let listed = listed_origin(&state, &ws, &url, origin.as_deref());
    let mut response = match run_saved(&state, &ws, &url, origin.as_deref(), request).await {
        Ok(response) | Err(response) => response,
    };
    if let Some(origin) = listed {
        cors::allow(&mut response, &origin);
    }
    response
}

async fn run_saved(
    state: &AppState,
    ws: &str,
    url: &str,
    origin: Option<&str>,
    request: Request,
) -> Result<Response, Response> {
    let mut posted = Posted::read(state, request).await?;
    let specification = authorised(state, ws, url, origin, &posted).await?;
    let job = posted.job(specification);
    Ok(respond(state.engine.run(job).await))
}

/// The specification of a saved workflow, in the version asked for, if the caller may run it from that origin.
async fn authorised(
    state: &AppState,
    ws: &str,
    url: &str,
    origin: Option<&str>,
    posted: &Posted,
) -> Result<Value, Response> {
    let refused =
        || message(StatusCode::UNAUTHORIZED, "The token is not valid for this workflow, or it has ended.");
    if matches!(posted.caller, Caller::Nobody | Caller::Refused | Caller::Session(_)) {
        return Err(refused());
    }
    let stored = state.store.find(ws, url).await.map_err(|error| HttpError::from(error).into_response())?;
    let Some(stored) = stored else {
        // A token's holder is not told which other workflows exist.
        return Err(if posted.caller == Caller::Key {
            message(StatusCode::NOT_FOUND, &format!("There is no workflow “{url}” in “{ws}”."))
        } else {
            refused()
        });
    };
    if let Caller::Token(claims) = &posted.caller {
        let is_its_own = claims.sub == stored.workflow.id
            && claims.ws == ws
            && claims.epoch == stored.token_epoch
            && claims.origin.as_deref().is_none_or(|wanted| Some(wanted) == origin);
        if !is_its_own {
            return Err(refused());
        }
    }
    let mut text = stored.workflow.config;
    if let Some(wanted) = posted.body.get("workflow_version_id").and_then(Value::as_str) {
        let version = state.store.version(&stored.workflow.id, wanted).await;
        let version = version.map_err(|error| HttpError::from(error).into_response())?;
        text = version
            .and_then(|version| version.config)
            .ok_or_else(|| message(StatusCode::NOT_FOUND, &format!("“{url}” has no version “{wanted}”.")))?;
    }
    let mut config = serde_json::from_str::<Value>(&text).map_err(|error| {
        let why = format!("The stored workflow cannot be run: {error}.");
        message(StatusCode::BAD_REQUEST, &why)
    })?;
    config.get_mut("specification").map(Value::take).ok_or_else(|| {
        message(StatusCode::BAD_REQUEST, "This workflow is empty: it has no specification to run.")
    })
}

/// `POST /workflows/run`
async fn inline(State(state): State<AppState>, request: Request) -> Response {
    let mut posted = match Posted::read(&state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    if posted.caller != Caller::Key {
        return message(StatusCode::UNAUTHORIZED, "Running an inline specification needs the local API key.");
    }
    let Some(specification) = posted.body.remove("specification") else {
        return message(StatusCode::UNPROCESSABLE_ENTITY, "“specification” is missing.");
    };
    let job = posted.job(specification);
    respond(state.engine.run(job).await)
}

/// `POST /api/:ws/draftRun`
pub(super) async fn draft(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_editor()?;
    if !matches!(call.caller, Caller::Session(_)) {
        return Err(HttpError::forbidden(
            "Drafts are run by the app's own page only. Programs use /run/workflows/run.",
        ));
    }
    let is_known = match &state.cloud {
        Some(cloud) => cloud.workspace == ws,
        None => state.store.workspace(&ws).await?.is_some(),
    };
    if !is_known {
        return Err(HttpError::no_workspace(&ws));
    }
    let mut posted = Posted { caller: call.caller, body: call.body };
    let specification =
        posted.body.remove("specification").ok_or_else(|| HttpError::bad("“specification” is missing."))?;
    let job = posted.job(specification);
    Ok(respond(state.engine.run(job).await))
}

fn respond(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = json_response(status, &answer.body);
    if let Some(seconds) = answer.retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn message(status: StatusCode, text: &str) -> Response {
    json_response(status, &json!({ "message": text }))
}
