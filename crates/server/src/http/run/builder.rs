//! Calls around a run: what an engine can do, whether a specification is sound, what goes in and out. Most need an
//! external engine.
use super::posted::Posted;
use super::{authorised, listed_origin, message, respond};
use crate::http::answer::ok;
use crate::http::caller::is_same_origin;
use crate::http::cors;
use crate::http::state::AppState;
use axum::extract::{Path, Request, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use flowdeck_spec::compile::{self, Given};
use serde_json::{Map, Value, json};

/// `POST /workflows/validate`: the bare specification is the body.
pub(super) async fn validate(State(state): State<AppState>, request: Request) -> Response {
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
pub(super) async fn versions() -> Response {
    ok(&json!({"versions": [flowdeck_engine::ENGINE_VERSION]}))
}

pub(super) async fn describe(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some(refusal) = foreign_page(&headers) {
        return refusal;
    }
    match state.engine.pass("/workflows/blocks/describe", json!({})).await {
        Some(answer) => respond(answer),
        None => needs_engine(),
    }
}

pub(super) async fn dynamic_outputs(State(state): State<AppState>, request: Request) -> Response {
    pass(&state, "/workflows/blocks/dynamic_outputs", request).await
}

/// `POST /workflows/describe_interface`: of an inline specification.
pub(super) async fn interface(State(state): State<AppState>, request: Request) -> Response {
    if let Some(refusal) = foreign_page(request.headers()) {
        return refusal;
    }
    match Posted::read(&state, request).await {
        Ok(Posted { mut body, .. }) => match body.remove("specification") {
            Some(specification) => described(&state, specification).await,
            None => message(StatusCode::UNPROCESSABLE_ENTITY, "“specification” is missing."),
        },
        Err(response) => response,
    }
}

/// `POST /:ws/workflows/:url/describe_interface`: of a saved one, for its token or the key.
pub(super) async fn saved_interface(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    request: Request,
) -> Response {
    let origin = cors::origin(request.headers()).map(String::from);
    let described = async {
        let posted = Posted::read(&state, request).await?;
        let specification = authorised(&state, &ws, &url, origin.as_deref(), &posted).await?;
        Ok(described(&state, specification).await)
    };
    let listed = listed_origin(&state, &ws, &url, origin.as_deref());
    let mut response = match described.await {
        Ok(response) | Err(response) => response,
    };
    if let Some(origin) = listed {
        cors::allow(&mut response, &origin);
    }
    response
}

/// What goes in and comes out, with kinds; of the embedded engine the compiler knows it.
async fn described(state: &AppState, specification: Value) -> Response {
    if let Some(answer) = state
        .engine
        .pass("/workflows/describe_interface", json!({"specification": specification.clone()}))
        .await
    {
        return respond(answer);
    }
    let parsed = flowdeck_spec::json::parse(&specification.to_string());
    let Some(root) = parsed.root else {
        return message(StatusCode::BAD_REQUEST, "The specification cannot be read.");
    };
    let found = state.store.blocks().with(|catalogue| compile::interface(&root, catalogue));
    let inputs: Map<String, Value> =
        found.inputs.into_iter().map(|(name, kinds)| (name, json!(kinds))).collect();
    let outputs: Map<String, Value> =
        found.outputs.into_iter().map(|(name, given)| (name, kinds(given))).collect();
    ok(&json!({"inputs": inputs, "outputs": outputs, "typing_hints": {}, "kinds_schemas": {}}))
}

fn kinds(given: Given) -> Value {
    match given {
        Given::Kinds(kinds) => json!(kinds),
        Given::Fields(fields) => {
            Value::Object(fields.into_iter().map(|(name, kinds)| (name, json!(kinds))).collect())
        }
    }
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

pub(super) async fn external_only() -> Response {
    needs_engine()
}

fn needs_engine() -> Response {
    message(
        StatusCode::NOT_IMPLEMENTED,
        "The embedded engine does not answer this. Connect an inference server: flowdeck serve --engine URL",
    )
}
