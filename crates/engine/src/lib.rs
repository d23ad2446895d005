//! A small execution engine for the blocks that need no model.
//! Pure: images come in as bytes, nothing is fetched, no clock is read.
#![warn(missing_docs)]
mod failure;
mod options;
pub use failure::{BlockFailure, Failure};
pub use options::{Options, Sources};

use serde_json::{Map, Value};

/// The version of the engine whose behaviour is followed (engine contract §0).
pub const ENGINE_VERSION: &str = "1.17.0";

/// Runs.
pub fn run(
    _: &Value,
    _: &Map<String, Value>,
    _: &Sources,
    _: &Options,
) -> Result<Vec<Map<String, Value>>, Failure> {
    Ok(vec![])
}
/// Validates.
pub fn validate(_: &Value) -> Result<(), Failure> {
    Ok(())
}
/// Lists.
pub fn image_urls(_: &Map<String, Value>) -> Vec<String> {
    vec![]
}
