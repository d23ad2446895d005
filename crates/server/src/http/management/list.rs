//! `GET /:ws/workflows`: everything, or a page.
use super::existing;
use crate::db::{ListQuery, Sort};
use crate::http::answer::{json_bytes, ok};
use crate::http::caller::Call;
use crate::http::error::HttpError;
use crate::http::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use flowdeck_client::dto::WorkflowList;

/// The longest search: each of its words is a condition that the database must hold.
const LONGEST_SEARCH: usize = 200;

pub(super) async fn list(
    State(state): State<AppState>,
    Path(ws): Path<String>,
    call: Call,
) -> Result<Response, HttpError> {
    call.require_user()?;
    let (generation, _) = existing(&state, &ws).await?;
    let query = query(&call)?;
    let is_whole = ["limit", "cursor", "q", "sort"].iter().all(|key| !call.query.contains_key(*key));
    if !is_whole {
        return Ok(ok(&answer(&state, &ws, &query).await?));
    }
    let bytes = whole(&state, ws, generation, &query).await?;
    Ok(json_bytes(StatusCode::OK, Body::from(bytes)))
}

/// The whole list: what programs poll. It is written once a generation, and who asks meanwhile waits for it rather
/// than writing it as well.
async fn whole(state: &AppState, ws: String, generation: i64, query: &ListQuery) -> Result<Bytes, HttpError> {
    let mut lists = state.lists.lock().await;
    if let Some((of, bytes)) = lists.get(&ws)
        && *of >= generation
    {
        return Ok(bytes.clone());
    }
    let list = answer(state, &ws, query).await?;
    let bytes = Bytes::from(serde_json::to_vec(&list).map_err(|error| HttpError::internal(&error))?);
    lists.insert(ws, (generation, bytes.clone()));
    Ok(bytes)
}

async fn answer(state: &AppState, ws: &str, query: &ListQuery) -> Result<WorkflowList, HttpError> {
    let page = state.store.list(ws, query).await?;
    Ok(WorkflowList { workflows: page.rows, next_cursor: page.next, status: String::from("ok") })
}

fn query(call: &Call) -> Result<ListQuery, HttpError> {
    let limit = match call.query.get("limit") {
        None => None,
        Some(text) => match text.parse::<u32>() {
            Ok(limit @ 1..=10_000) => Some(limit),
            _ => return Err(HttpError::bad("“limit” must be a number from 1 to 10000.")),
        },
    };
    let sort = match call.query.get("sort") {
        None => Sort::parse("-updated").unwrap_or_default(),
        Some(text) => Sort::parse(text).ok_or_else(|| {
            HttpError::bad("“sort” must be name, updated or created, with a - before it to turn it round.")
        })?,
    };
    let words = call.query.get("q").cloned().unwrap_or_default();
    if words.chars().count() > LONGEST_SEARCH {
        return Err(HttpError::bad(format!("“q” is longer than {LONGEST_SEARCH} characters.")));
    }
    Ok(ListQuery { words, sort, limit, cursor: call.query.get("cursor").cloned() })
}
