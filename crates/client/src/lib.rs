//! How services are spoken to: typed calls, errors, retries and the token broker, over a [`Transport`] that the
//! edge provides (fetch in the browser, a native client in the server).
//! Contracts: the management API and the public execution endpoint.
#![warn(missing_docs)]

mod api;
mod ask;
mod broker;
mod builder;
mod calls;
pub mod dto;
mod endpoint;
mod error;
mod execution;
mod key;
mod save;
mod transport;
mod url;

pub use api::Api;
pub use ask::Ask;
pub use broker::{Clock, TokenBroker, TokenSource};
pub use builder::{Builder, File, ServerModel};
pub use calls::{Calls, ListQuery, Page, Tagged, Update};
pub use endpoint::token_at;
pub use error::{Error, Mend};
pub use execution::{Execution, RunOptions};
pub use key::{Key, Keyed, Keyring};
pub use save::{Change, Consent, Saved, save};
pub use transport::{Method, Request, Response, Transport, TransportError};
pub use url::{encoded, join};
