//! The paths of the server: `/` the app, `/api` management, `/run` execution, `/token` the public token endpoint.
mod answer;
mod assets;
mod blocks;
mod builder;
mod caller;
mod cors;
mod embed;
mod error;
mod gateway;
mod guard;
mod headers;
mod lend;
mod limits;
mod login;
mod management;
mod ops;
mod page;
mod publish;
mod run;
mod state;
mod token;

pub use assets::Assets;
pub(crate) use caller::same;
pub use state::{AppState, Settings};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::post;

/// The whole application. `connect info` (the peer's address) must be given by the server.
pub fn router(state: AppState) -> Router {
    let (api, root, run) = if state.cloud.is_some() {
        (gateway::router(), gateway::root(), gateway::no_run())
    } else {
        (management::router(), management::root(), run::router())
    };
    Router::new()
        .nest("/api", api.merge(publish::router()).merge(blocks::router()))
        // Clients ask with and without the slash; a nested route answers to one of them only.
        .route("/api/", root)
        .route("/api/session", post(lend::lend))
        .nest("/run", run)
        // Not nested: it is asked most, and nesting rewrites each request.
        .merge(token::router())
        .merge(ops::router())
        .merge(login::router())
        .merge(embed::router())
        .fallback(page::serve)
        .layer(from_fn_with_state(state.clone(), guard::guard))
        .with_state(state)
}
