//! How services are spoken to: typed calls, errors, retries and the token broker, over a `Transport` that the edge provides.
#![warn(missing_docs)]
