//! For whoever operates the server: is it alive, and a few numbers.
use super::answer::ok;
use super::error::HttpError;
use super::state::AppState;
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use std::net::SocketAddr;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics))
}

/// 200 when the store answers.
async fn healthz(State(state): State<AppState>) -> Result<Response, HttpError> {
    state.store.workspaces().await?;
    Ok(ok(&json!({"status": "ok", "version": env!("CARGO_PKG_VERSION"), "engine": state.engine.kind()})))
}

/// Counts in the Prometheus text format, for this machine only.
async fn metrics(State(state): State<AppState>, request: Request) -> Result<Response, HttpError> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if !peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback()) {
        return Err(HttpError::forbidden("The counts are told on the server's own machine only."));
    }
    let counts = state.store.counts().await?;
    let text = format!(
        "# TYPE flowdeck_workflows gauge\nflowdeck_workflows {}\n# TYPE flowdeck_trash gauge\nflowdeck_trash {}\n# TYPE flowdeck_versions gauge\nflowdeck_versions {}\n",
        counts.workflows, counts.trash, counts.versions
    );
    Ok(([("content-type", "text/plain; version=0.0.4")], text).into_response())
}
