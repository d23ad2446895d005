//! For whoever operates the server: is it alive, and a few numbers.
use super::answer::ok;
use super::error::HttpError;
use super::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics))
}

/// 200 when the store answers.
async fn healthz(State(state): State<AppState>) -> Result<Response, HttpError> {
    state.store.workspaces().await?;
    Ok(ok(&json!({"status": "ok", "version": env!("CARGO_PKG_VERSION"), "engine": state.engine.kind()})))
}

/// Counts in the Prometheus text format. The server listens on loopback only, so these do as well.
async fn metrics(State(state): State<AppState>) -> Result<Response, HttpError> {
    let counts = state.store.counts().await?;
    let text = format!(
        "# TYPE flowdeck_workflows gauge\nflowdeck_workflows {}\n# TYPE flowdeck_trash gauge\nflowdeck_trash {}\n# TYPE flowdeck_versions gauge\nflowdeck_versions {}\n",
        counts.workflows, counts.trash, counts.versions
    );
    Ok(([("content-type", "text/plain; version=0.0.4")], text).into_response())
}
