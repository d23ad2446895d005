//! What every request must pass: a host name that is ours (DNS rebinding), an address of reasonable length, and the
//! limits; and what every answer gets: the headers of `headers`. One layer for all of it, because a layer costs more
//! than what it does.
use super::error::HttpError;
use super::state::AppState;
use super::{headers, limits};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// The longest address: `createWorkflow` carries a config in it. Beyond 65 534 bytes the HTTP library refuses by
/// itself, without a sentence.
const LONGEST_URI: usize = 63 * 1024;

pub(super) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let uri = request.uri();
    let place = headers::Place::of(uri.path());
    let mut response = if uri.path_and_query().is_some_and(|text| text.as_str().len() > LONGEST_URI) {
        HttpError::new(StatusCode::URI_TOO_LONG, "The address is too long: send the config in the body.")
            .into_response()
    } else if !is_our_host(&state, &request) {
        HttpError::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server answers to localhost, 127.0.0.1 and its --public-url only. Open it by one of these names.",
        )
        .into_response()
    } else {
        limits::within(next.run(request)).await
    };
    headers::add(&state, response.headers_mut(), place);
    response
}

/// Whether the request names this machine, or the server's public name. Any port: a tunnel may use another.
fn is_our_host(state: &AppState, request: &Request) -> bool {
    let Some(host) = request.headers().get(HOST).and_then(|value| value.to_str().ok()) else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    // A name can be made to point here by anybody who owns it; an address cannot.
    let public = state.public_url.as_ref().and_then(reqwest::Url::host_str);
    public.is_some_and(|public| public.trim_matches(['[', ']']).eq_ignore_ascii_case(name))
        || name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
