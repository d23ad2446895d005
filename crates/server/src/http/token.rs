//! `/token/:ws/:url`: the public token endpoint, narrow on purpose (security, §3). Published workflows only, listed
//! origins only, no cookie, rate limits, and one answer for “unknown” and “unpublished”.
use super::answer::ok;
use super::caller::is_same_origin;
use super::cors;
use super::error::HttpError;
use super::state::AppState;
use crate::cloud::Cloud;
use crate::engine::fresh_id;
use crate::publication::{Published, Target};
use axum::Router;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use flowdeck_client::dto::Token;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use time::Duration;

/// The largest body.
const MOST_BODY: usize = 1_024;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/token/{ws}/{url}", post(mint).options(preflight))
}

async fn preflight(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match allowed(&state, &ws, &url, &headers) {
        Ok((_, origin)) => cors::preflight(&origin),
        Err(error) => error.into_response(),
    }
}

async fn mint(
    State(state): State<AppState>,
    Path((ws, url)): Path<(String, String)>,
    request: Request,
) -> Response {
    let address = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip());
    let (published, origin) = match allowed(&state, &ws, &url, request.headers()) {
        Ok(pair) => pair,
        Err(error) => {
            if let Some(published) = state.publications.get(&ws, &url) {
                published.count(false);
            }
            return error.into_response();
        }
    };
    let outcome = match axum::body::to_bytes(request.into_body(), MOST_BODY).await {
        Ok(_) => token(&state, &published, address, &origin).await,
        Err(_) => Err(HttpError::new(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 kB.")),
    };
    published.count(outcome.is_ok());
    let mut response = outcome.unwrap_or_else(IntoResponse::into_response);
    cors::allow(&mut response, &origin);
    response
}

/// The publication, if the caller's origin is one of its origins, or this server's own: the page for frames, which says
/// itself who may frame it. What is wrong is not told.
fn allowed(
    state: &AppState,
    ws: &str,
    url: &str,
    headers: &HeaderMap,
) -> Result<(Arc<Published>, String), HttpError> {
    let origin = cors::origin(headers).unwrap_or_default();
    let publication = state.publications.get(ws, url);
    publication
        .filter(|one| {
            one.publication.origins.iter().any(|listed| listed == origin) || is_same_origin(headers)
        })
        .map(|one| (one, String::from(origin)))
        .ok_or_else(|| HttpError::forbidden("No token for this workflow at this origin."))
}

async fn token(
    state: &AppState,
    published: &Published,
    address: IpAddr,
    origin: &str,
) -> Result<Response, HttpError> {
    let publication = &published.publication;
    if state.publications.is_lost() {
        return Err(HttpError::away());
    }
    state.publications.count(publication, address).map_err(HttpError::too_many)?;
    if let Some(cloud) = &state.cloud {
        return of_cloud(state, cloud, &publication.workflow).await;
    }
    let target = published
        .target(&state.store)
        .await?
        .ok_or_else(|| HttpError::forbidden("No token for this workflow at this origin."))?;
    let life = Duration::minutes(i64::from(publication.minutes));
    Ok(ok(&minted(state, &target, &publication.workspace, Some(origin), life)?))
}

/// A token of the cloud. Its life is the cloud's to choose, and it is bound to no origin.
async fn of_cloud(state: &AppState, cloud: &Cloud, url: &str) -> Result<Response, HttpError> {
    match cloud.token_of(url).await {
        Ok(token) => Ok(ok(&stamped(state, token))),
        Err(error) if error.is_missing() => {
            Err(HttpError::forbidden("No token for this workflow at this origin."))
        }
        Err(error) => Err(error.into()),
    }
}

/// A lent token with the moment of its end by this server's clock.
pub(super) fn stamped(state: &AppState, token: Token) -> Token {
    let left = Duration::seconds(i64::from(token.expires_in.unwrap_or_default()));
    Token { expires_at: crate::clock::stamp(state.clock.now() + left), ..token }
}

/// A token for a workflow.
pub(super) fn minted(
    state: &AppState,
    target: &Target,
    ws: &str,
    origin: Option<&str>,
    life: Duration,
) -> Result<Token, HttpError> {
    let now = state.clock.now();
    let life = life.clamp(Duration::minutes(1), crate::token::LONGEST_LIFE);
    let token = state
        .signer
        .workflow_token(&target.id, ws, origin, target.token_epoch, now, life, fresh_id()?)
        .map_err(|error| HttpError::internal(&error))?;
    let seconds = u32::try_from(life.whole_seconds()).unwrap_or_default();
    Ok(Token { token, expires_in: Some(seconds), expires_at: crate::clock::stamp(now + life) })
}
