//! The public token endpoint: a token for a published workflow, for the pages that it is published for.
use crate::ask::{Ask, Purpose, accept};
use crate::calls::token;
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
    Ask::once(request, move |outcome| token(accept(outcome, purpose)?, purpose))
}
