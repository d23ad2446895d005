//! The bare server that load is measured against: one route, one word, on a free port.
use axum::{Router, routing::any};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/", any(async || "hello"));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    #[expect(clippy::print_stdout, reason = "the benchmark reads the address from here")]
    {
        println!("hello at http://{}", listener.local_addr()?);
    }
    axum::serve(listener, app).await
}
