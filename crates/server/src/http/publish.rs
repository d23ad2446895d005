//! `/api/:ws/workflows/:url/publication` (ours): who may run a workflow from their own pages, how much it is used, and
//! what was done about it. The same in local and in gateway mode: publications are this server's.
use super::answer::ok;
use super::caller::{Call, Caller};
use super::error::HttpError;
use super::state::AppState;
use crate::publication::Publication;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

/// What the log says when a published workflow is deleted.
pub(super) const GONE: &str = "Published no longer, because the workflow was moved to the Trash.";

/// The routes, for either kind of `/api`.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/{ws}/workflows/{url}/publication", get(show).post(publish).delete(unpublish))
}

async fn show(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_user()?;
    if state.store.is_shared() {
        // Another copy may have changed it just now.
        state.publications.refresh(&state.store, state.clock.now()).await?;
    }
    answer(&state, &ws, &url).await
}

/// `POST`: origins (required), `minutes`, `perMinute`.
async fn publish(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_editor()?;
    exists(&state, &ws, &url).await?;
    let origins = call.body.get("origins").and_then(Value::as_array);
    let origins: Option<Vec<String>> =
        origins.and_then(|list| list.iter().map(|one| one.as_str().map(String::from)).collect());
    let number = |key: &str, default: u32| match call.body.get(key) {
        None => Ok(default),
        Some(value) => value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| HttpError::bad(format!("“{key}” must be a whole number."))),
    };
    let publication = Publication {
        workspace: ws.clone(),
        workflow: url.clone(),
        origins: origins.filter(|list| !list.is_empty()).ok_or_else(|| {
            HttpError::bad("“origins” must be a list of at least one origin, such as https://app.example")
        })?,
        minutes: number("minutes", 5)?,
        per_minute: number("perMinute", 60)?,
        from_file: false,
    };
    if let Some(problem) = publication.problem() {
        return Err(HttpError::bad(format!("{problem}.")));
    }
    if !state.store.publish(&publication).await? {
        return Err(of_the_file());
    }
    state.publications.refresh(&state.store, state.clock.now()).await?;
    let what = format!(
        "Published for {}: tokens of {} min, {} a minute.",
        publication.origins.join(", "),
        publication.minutes,
        publication.per_minute
    );
    state.store.log(&ws, &url, who(&call), &what, &state.clock.stamp()).await?;
    answer(&state, &ws, &url).await
}

/// `DELETE`: no token is given any more. Local ones that were given end at once; the cloud's end by themselves.
async fn unpublish(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_editor()?;
    take_back(&state, &ws, &url, who(&call), "Published no longer.").await?;
    // What is still there then is the file's.
    if state.publications.get(&ws, &url).is_some_and(|one| one.publication.from_file) {
        return Err(of_the_file());
    }
    answer(&state, &ws, &url).await
}

/// Takes a publication back, if there is one that the file does not make.
pub(super) async fn take_back(
    state: &AppState,
    ws: &str,
    url: &str,
    who: &str,
    why: &str,
) -> Result<(), HttpError> {
    // The store is asked rather than memory: another copy may have published it just now.
    if state.store.unpublish(ws, url).await? {
        state.publications.refresh(&state.store, state.clock.now()).await?;
        state.store.log(ws, url, who, why, &state.clock.stamp()).await?;
    }
    Ok(())
}

/// A workflow that does not exist cannot be published: later somebody else's could take its name.
async fn exists(state: &AppState, ws: &str, url: &str) -> Result<(), HttpError> {
    let is_there = match &state.cloud {
        Some(cloud) if cloud.workspace == ws => cloud.get(url, None).await.map(|_| true)?,
        Some(_) => false,
        None => state.store.find(ws, url).await?.is_some(),
    };
    if is_there { Ok(()) } else { Err(HttpError::no_workflow(url)) }
}

fn of_the_file() -> HttpError {
    HttpError::new(
        axum::http::StatusCode::CONFLICT,
        "This publication comes from flowdeck.toml: change it there, and start the server again.",
    )
}

pub(super) fn who(call: &Call) -> &'static str {
    if call.caller == Caller::Key { "key" } else { "editor" }
}

async fn answer(state: &AppState, ws: &str, url: &str) -> Result<Response, HttpError> {
    let publication = state.publications.get(ws, url).map(|published| {
        let one = &published.publication;
        json!({"origins": one.origins, "minutes": one.minutes, "perMinute": one.per_minute, "fromFile": one.from_file})
    });
    state.publications.write_counts(&state.store, state.clock.now()).await?;
    let days = state.store.used(ws, url).await?;
    let days: Vec<Value> = days
        .into_iter()
        .map(|day| json!({"day": day.day, "given": day.given, "refused": day.refused}))
        .collect();
    let log = state.store.logged(ws, url).await?;
    let log: Vec<Value> =
        log.into_iter().map(|entry| json!({"at": entry.at, "who": entry.who, "what": entry.what})).collect();
    Ok(ok(&json!({"publication": publication, "use": days, "log": log, "status": "ok"})))
}
