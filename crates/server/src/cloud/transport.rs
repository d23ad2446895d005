//! HTTP to the cloud. The key is added here and nowhere else: in the query of GET, DELETE and bodiless POST, in the
//! body otherwise (management contract). No redirect is followed with it, no error that might name it is passed on,
//! and no answer that holds it leaves this file.
use super::{CONNECT, MOST_BYTES};
use flowdeck_client::{Key, Method, Request, Response, Transport, TransportError};
use std::time::Duration;

/// The cloud as a transport.
#[derive(Clone, Debug)]
pub struct Native {
    client: reqwest::Client,
    key: Key,
}

impl Native {
    /// A transport with a key.
    #[must_use]
    pub fn new(key: Key) -> Self {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT)
            .user_agent(concat!("flowdeck/", env!("CARGO_PKG_VERSION")))
            .build()
            .unwrap_or_default();
        Self { client, key }
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let Request { method, url, body, .. } = self.key.add_to(request);
        let mut builder = match method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
            Method::Delete => self.client.delete(url),
        };
        if let Some(body) = body {
            builder = builder.header("Content-Type", "application/json").body(body);
        }
        // What goes wrong is said without the address, which holds the key.
        let broken = |error: reqwest::Error| match error.is_timeout() {
            true => TransportError::Timeout,
            false => TransportError::Unreachable(error.without_url().to_string()),
        };
        let mut answer = builder.send().await.map_err(broken)?;
        let status = answer.status().as_u16();
        let retry_after =
            answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err(TransportError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if self.key.is_in(&body) {
            tracing::warn!(status, "an answer of the cloud holds the key; it is not passed on");
        }
        self.key.withhold(Response { status, etag: None, retry_after, body })
    }
}

impl Transport for Native {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let limit = Duration::from_millis(request.timeout_ms.into());
        tokio::time::timeout(limit, self.exchange(request)).await.unwrap_or(Err(TransportError::Timeout))
    }

    async fn pause(&self, ms: u32) {
        tokio::time::sleep(Duration::from_millis(ms.into())).await;
    }

    fn jitter(&self) -> f64 {
        let mut bytes = [0_u8; 4];
        // Without randomness every retry comes at the middle of its range, which does no harm.
        match getrandom::fill(&mut bytes) {
            Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
            Err(_) => 0.5,
        }
    }
}
