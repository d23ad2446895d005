//! The cloud and the proxy in front of it.
use crate::support::World;
use crate::support::world::CLOUD_KEY;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Response, StatusCode};
use flowdeck_server::http::router;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// What passed: method, path with query, body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Passed {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
}

/// The harm that is done to the next requests whose path holds a word.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Answered in the cloud's place: status, header, body.
    Answer(u16, (&'static str, &'static str), String),
    /// Passed on, but the answer is lost: the connection breaks.
    Lost,
    /// The answer ends in its middle.
    Truncated,
    /// Never answered, and not passed on.
    Held,
}

#[derive(Clone, Default)]
pub(crate) struct Upstream {
    pub(crate) url: String,
    passed: Arc<Mutex<Vec<Passed>>>,
    fault: Arc<Mutex<Option<(&'static str, Fault)>>>,
}

impl Upstream {
    /// A cloud with an empty workspace `home`, and its proxy.
    pub(crate) async fn start() -> (Self, World) {
        let cloud = World::keyed(CLOUD_KEY, None, None).await;
        let inner = router(cloud.state.clone());
        let mut upstream = Self::default();
        let state = (upstream.clone(), inner);
        let app = Router::new().fallback(pass).with_state(state);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        upstream.url = format!("http://{}/api", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (upstream, cloud)
    }

    /// A gateway to a fresh cloud.
    pub(crate) async fn gateway() -> (Self, World, World) {
        let (upstream, cloud) = Self::start().await;
        let gateway = World::gateway(&upstream.url).await;
        (upstream, cloud, gateway)
    }

    pub(crate) fn harm(&self, path: &'static str, fault: Fault) {
        *self.fault.lock().unwrap() = Some((path, fault));
    }

    pub(crate) fn heal(&self) {
        *self.fault.lock().unwrap() = None;
    }

    /// What has passed since the last look.
    pub(crate) fn take(&self) -> Vec<Passed> {
        std::mem::take(&mut *self.passed.lock().unwrap())
    }
}

async fn pass(State((upstream, cloud)): State<(Upstream, Router)>, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let path = parts.uri.to_string();
    let text = String::from_utf8_lossy(&body).into_owned();
    let method = parts.method.to_string();
    upstream.passed.lock().unwrap().push(Passed { method, path: path.clone(), body: text });
    let fault = upstream.fault.lock().unwrap().clone();
    let fault = fault.filter(|(word, _)| path.contains(word)).map(|(_, fault)| fault);
    if let Some(Fault::Answer(status, (name, value), body)) = fault {
        let status = StatusCode::from_u16(status).unwrap();
        return Response::builder().status(status).header(name, value).body(Body::from(body)).unwrap();
    }
    if matches!(fault, Some(Fault::Held)) {
        std::future::pending::<()>().await;
    }
    parts.headers.insert("host", "localhost".parse().unwrap());
    parts.extensions.insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
    let answer = cloud.oneshot(Request::from_parts(parts, Body::from(body))).await.unwrap();
    match fault {
        None => answer,
        Some(fault) => {
            let (mut parts, body) = answer.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            let kept = if matches!(fault, Fault::Truncated) { bytes.len() / 2 } else { 0 };
            parts.headers.insert("content-length", bytes.len().into());
            // What was announced does not come: the connection is torn down.
            let half: Vec<Result<Bytes, std::io::Error>> =
                vec![Ok(bytes.slice(..kept)), Err(std::io::Error::other("torn"))];
            Response::from_parts(parts, Body::from_stream(Torn(half.into_iter())))
        }
    }
}

/// A body that breaks.
struct Torn(std::vec::IntoIter<Result<Bytes, std::io::Error>>);

impl futures_core::Stream for Torn {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}
