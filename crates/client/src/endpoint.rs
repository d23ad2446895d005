//! The public token endpoint: a token for a published workflow, for the pages that it is published for.
use crate::ask::{Ask, Purpose, accept};
use crate::calls::decode;
use crate::dto::Token;
use crate::error::Error;
use crate::transport::{Method, Request};

/// A token that is not there after this long is not worth waiting for, milliseconds.
const TIMEOUT_MS: u32 = 15_000;

/// Asks a token endpoint, at an absolute address.
pub fn token_at(address: &str) -> Ask<Result<Token, Error>> {
    let purpose = Purpose { call: "ask for a workflow token", scope: "" };
    let request = Request {
        method: Method::Post,
        url: String::from(address),
        headers: Vec::new(),
        body: None,
        timeout_ms: TIMEOUT_MS,
    };
    Ask::once(request, move |outcome| {
        let token: Token = decode(&accept(outcome, purpose)?, purpose.call)?;
        if token.token.is_empty() {
            return Err(Error::Decode { call: purpose.call, detail: String::from("it holds no token") });
        }
        Ok(token)
    })
}
