//! The bare forwarder that the gateway is measured against: one route that asks another server and passes its answer
//! on, with the libraries that the gateway uses and none of its care.
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use std::sync::Arc;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Another part of the process may have chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let address = std::env::args().nth(1).ok_or("forwarder ADDRESS")?;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let app = Router::new().route("/", get(forward)).with_state(Arc::new((client, address)));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    #[expect(clippy::print_stdout, reason = "the benchmark reads the address from here")]
    {
        println!("forwarder at http://{}", listener.local_addr()?);
    }
    axum::serve(listener, app).await?;
    Ok(())
}

async fn forward(
    State(state): State<Arc<(reqwest::Client, String)>>,
) -> Result<([(&'static str, &'static str); 1], Bytes), StatusCode> {
    let (client, address) = &*state;
    let answer = client.get(address).send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let bytes = answer.bytes().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(([("content-type", "application/json")], bytes))
}
