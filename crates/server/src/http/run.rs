//! `/run`: the execution contract's routes. No cookie is looked at here; a saved workflow runs with its workflow
//! token (or the local API key), an inline specification with the key alone. `draftRun` belongs to the management
//! API and runs unsaved specifications for the app's own page.
use super::answer::{json_response, ok};
use super::caller::{Call, Caller, credential, credential_of, is_same_origin, read_body};
use super::cors;
use super::error::HttpError;
use super::state::AppState;
use crate::engine::{Answer, Job};
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/{ws}/workflows/{url}", post(saved).options(preflight))
        .route("/infer/workflows/{ws}/{url}", post(saved).options(preflight))
        .route("/workflows/run", post(inline))
        .route("/infer/workflows", post(inline))
        .route("/workflows/validate", post(validate))
        .route("/workflows/execution_engine/versions", get(versions))
        .route("/workflows/blocks/describe", get(describe).post(describe))
        .route("/workflows/blocks/dynamic_outputs", post(dynamic_outputs))
        .route("/workflows/describe_interface", post(describe_interface))
        .route("/workflows/definition/schema", get(external_only))
        .fallback(unknown)
}

async fn unknown() -> Response {
    message(StatusCode::NOT_FOUND, "The execution endpoint has no such call.")
}

/// What is posted to the endpoint.
struct Posted {
    caller: Caller,
    body: Map<String, Value>,
}

impl Posted {
    /// Credentials: query, then header, then body (execution contract). Never a cookie.
    async fn read(state: &AppState, request: Request) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let bytes = read_body(&parts.headers, body)
            .await
            .map_err(|_| message(StatusCode::PAYLOAD_TOO_LARGE, "The inputs are larger than 16 MB."))?;
        let body: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|error| {
            message(StatusCode::UNPROCESSABLE_ENTITY, &format!("The body is no JSON object: {error}."))
        })?;
        let Query(query) = Query::<HashMap<String, String>>::try_from_uri(&parts.uri).map_err(|_| {
            message(StatusCode::BAD_REQUEST, "The address holds a query that cannot be read.")
        })?;
        let credential = credential(&parts.headers, &query, &body);
        let caller = credential.map_or(Caller::Nobody, |text| credential_of(state, text));
        Ok(Self { caller, body })
    }

    fn job(&mut self, specification: Value) -> Job {
        let inputs = match self.body.remove("inputs") {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let excluded =
            self.body.get("excluded_fields").and_then(Value::as_array).cloned().unwrap_or_default();
        let flag = |key: &str| self.body.get(key).and_then(Value::as_bool).unwrap_or(false);
        Job {
            specification,
            inputs,
            excluded_fields: excluded.iter().filter_map(|name| name.as_str().map(String::from)).collect(),
            disable_sinks: flag("disable_sinks"),
            enable_profiling: flag("enable_profiling"),
        }
    }
}

/// The page's origin, if the workflow is published for it: only such pages may read an answer from elsewhere.
fn listed_origin(state: &AppState, ws: &str, url: &str, headers: &HeaderMap) -> Option<String> {
    let origin = cors::origin(headers)?;
    let publication = state.publications.get(ws, url)?;
    publication.origins.iter().find(|listed| *listed == origin).cloned()
}

async fn preflight(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match listed_origin(&state, &ws, &url, &headers) {
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
    let listed = listed_origin(&state, &ws, &url, request.headers());
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
    let refused =
        || message(StatusCode::UNAUTHORIZED, "The token is not valid for this workflow, or it has ended.");
    if matches!(posted.caller, Caller::Nobody | Caller::Refused | Caller::Session) {
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
    let specification = config.get_mut("specification").map(Value::take).ok_or_else(|| {
        message(StatusCode::BAD_REQUEST, "This workflow is empty: it has no specification to run.")
    })?;
    let job = posted.job(specification);
    Ok(respond(state.engine.run(job).await))
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
    if call.caller != Caller::Session {
        return Err(HttpError::forbidden(
            "Drafts are run by the app's own page only. Programs use /run/workflows/run.",
        ));
    }
    if state.store.workspace(&ws).await?.is_none() {
        return Err(HttpError::no_workspace(&ws));
    }
    let mut posted = Posted { caller: call.caller, body: call.body };
    let specification =
        posted.body.remove("specification").ok_or_else(|| HttpError::bad("“specification” is missing."))?;
    let job = posted.job(specification);
    Ok(respond(state.engine.run(job).await))
}

/// `POST /workflows/validate`: the bare specification is the body.
async fn validate(State(state): State<AppState>, request: Request) -> Response {
    if let Some(refusal) = foreign_page(request.headers()) {
        return refusal;
    }
    match Posted::read(&state, request).await {
        Ok(Posted { mut body, .. }) => {
            // A local credential means nothing to the engine and is none of its business.
            body.remove("api_key");
            respond(state.engine.validate(Value::Object(body)).await)
        }
        Err(response) => response,
    }
}

/// `GET /workflows/execution_engine/versions`: that of the engine whose behaviour is followed.
async fn versions() -> Response {
    ok(&json!({"versions": [flowdeck_engine::ENGINE_VERSION]}))
}

async fn describe(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(refusal) = foreign_page(&headers) {
        return refusal;
    }
    match state.engine.pass("/workflows/blocks/describe", json!({})).await {
        Some(answer) => respond(answer),
        None => needs_engine(),
    }
}

async fn dynamic_outputs(State(state): State<AppState>, request: Request) -> Response {
    pass(&state, "/workflows/blocks/dynamic_outputs", request).await
}

async fn describe_interface(State(state): State<AppState>, request: Request) -> Response {
    pass(&state, "/workflows/describe_interface", request).await
}

/// Calls that need no credential are for programs and our own page: another site could use them to keep this
/// machine and its engine busy.
fn foreign_page(headers: &HeaderMap) -> Option<Response> {
    let is_foreign = headers.contains_key(ORIGIN) && !is_same_origin(headers);
    is_foreign.then(|| message(StatusCode::FORBIDDEN, "Pages of other sites may not make this call."))
}

async fn pass(state: &AppState, path: &str, request: Request) -> Response {
    if let Some(refusal) = foreign_page(request.headers()) {
        return refusal;
    }
    let posted = match Posted::read(state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let mut body = posted.body;
    // As in `validate`.
    body.remove("api_key");
    match state.engine.pass(path, Value::Object(body)).await {
        Some(answer) => respond(answer),
        None => needs_engine(),
    }
}

async fn external_only() -> Response {
    needs_engine()
}

fn needs_engine() -> Response {
    message(
        StatusCode::NOT_IMPLEMENTED,
        "The embedded engine does not answer this. Connect an inference server: flowdeck serve --engine URL",
    )
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
