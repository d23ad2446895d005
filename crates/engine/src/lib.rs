//! A small execution engine for the blocks that need no model.
//! Pure: images come in as bytes, nothing is fetched, no clock is read, ids come from a seed.
//! Behaviour follows the reference engine: wire names, defaults, output shapes (engine contract; blocks' sources).
#![warn(missing_docs)]

mod blocks;
mod context;
mod data;
mod decode;
mod detections;
mod failure;
mod graph;
mod inputs;
mod moment;
mod options;
mod pixels;
pub mod preview;
mod random;
mod run;
mod serialise;
mod shapes;
mod step;
mod timing;
mod uql;
mod wire;

pub use context::Memory;
pub use failure::{BlockFailure, Failure};
pub use options::{CodeReader, Options, ReadCodes, Sources};
pub use timing::Now;

use serde_json::{Map, Value};

/// The version of the engine whose behaviour is followed (engine contract §0).
pub const ENGINE_VERSION: &str = "1.17.0";

/// Runs a specification: one object of outputs per element of the batch.
///
/// # Errors
/// The specification or the inputs cannot be used, a step fails, a block is not embedded, or the run was stopped.
pub fn run(
    specification: &Value,
    inputs: &Map<String, Value>,
    sources: &Sources,
    options: &Options,
) -> Result<Vec<Map<String, Value>>, Failure> {
    run_frame(specification, inputs, sources, options, &Memory::default())
}

/// Runs a specification as one frame of a video: what its steps kept of the frames before is in `memory`.
///
/// # Errors
/// As [`run`].
pub fn run_frame(
    specification: &Value,
    inputs: &Map<String, Value>,
    sources: &Sources,
    options: &Options,
    memory: &Memory,
) -> Result<Vec<Map<String, Value>>, Failure> {
    let plan = graph::Plan::of(specification)?;
    run::run(&plan, inputs, sources, options, memory, &mut timing::Timing::default())
}

/// What came out, and the events of what took how long.
pub type Measured = (Vec<Map<String, Value>>, Vec<Value>);

/// Runs a specification, and tells what took how long by a clock, in the form of the reference engine's profiler.
///
/// # Errors
/// As [`run`].
pub fn run_measured(
    specification: &Value,
    inputs: &Map<String, Value>,
    sources: &Sources,
    options: &Options,
    now: Now<'_>,
) -> Result<Measured, Failure> {
    let mut timing = timing::Timing::by(now);
    let plan = timing.of("workflow_compilation", None, || graph::Plan::of(specification))?;
    let outputs = run::run(&plan, inputs, sources, options, &Memory::default(), &mut timing)?;
    Ok((outputs, timing.events))
}

/// Checks a specification as far as this engine can: outline, names, wiring, cycles, blocks.
///
/// # Errors
/// The first thing that is wrong.
pub fn validate(specification: &Value) -> Result<(), Failure> {
    graph::Plan::of(specification).map(|_| ())
}

/// The addresses of images among the inputs, for the caller to fetch.
#[must_use]
pub fn image_urls(inputs: &Map<String, Value>) -> Vec<String> {
    let mut urls = Vec::new();
    for value in inputs.values() {
        decode::collect_urls(value, &mut urls);
    }
    urls.sort();
    urls.dedup();
    urls
}

/// The types of the blocks that this engine has, old names included.
#[must_use]
pub fn supported_blocks() -> Vec<&'static str> {
    blocks::all().flat_map(|block| block.types.iter().copied()).collect()
}
