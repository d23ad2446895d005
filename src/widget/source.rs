//! Where a widget's tokens come from: a token endpoint, the page's own code, or a token that the page set.
use crate::browser::host::TokenCallback;
use crate::browser::http::Http;
use flowdeck_client::dto::Token;
use flowdeck_client::{Error, TokenSource, token_at};

/// The source.
#[derive(Debug)]
pub(super) enum Source {
    /// A token endpoint: the workspace of a question is its address.
    Endpoint,
    /// The page's callback.
    Page(TokenCallback),
    /// A token as it is; how long it lives the page knows.
    Fixed(String),
}

impl TokenSource for Source {
    async fn fresh(&self, address: &str, _id: &str) -> Result<Token, Error> {
        match self {
            Self::Endpoint => token_at(address).send(&Http::default()).await,
            Self::Fixed(token) => Ok(Token { token: token.clone(), ..Token::default() }),
            Self::Page(callback) => {
                let (token, expires_in) = callback.ask().await.map_err(|error| Error::NoToken(error.0))?;
                Ok(Token { token, expires_in, ..Token::default() })
            }
        }
    }
}
