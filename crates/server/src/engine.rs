//! What runs workflows: the embedded engine, or an `inference` server that specifications are forwarded to.
use crate::clock::Clock;
use crate::{fetch, ids};
use flowdeck_engine::{CodeReader, Failure as RunFailure, Options, Sources};
use serde_json::{Map, Value, json};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// How long a run may take: the hosted endpoint's limit (execution contract).
pub const TIME_LIMIT: Duration = Duration::from_secs(20);
/// How many runs may be under way; more are told to come back.
const MOST_RUNS: usize = 4;
/// How many images of one call may be fetched by address.
const MOST_FETCHES: usize = 16;

/// How long the engine may take to describe its blocks.
const DESCRIPTION: Duration = Duration::from_secs(18);
/// The longest description that is read; the engine's of 250 blocks has twelve megabytes.
const MOST_DESCRIPTION: usize = 100_000_000;

/// An answer of an engine: status and body, to be passed on as they are.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, JSON.
    pub body: Value,
    /// In how many seconds to come back.
    pub retry_after: Option<u32>,
}

/// What to run.
#[derive(Debug)]
pub struct Job {
    /// The specification.
    pub specification: Value,
    /// The inputs.
    pub inputs: Map<String, Value>,
    /// Outputs that are not wanted.
    pub excluded_fields: Vec<String>,
    /// Whether blocks that send or store something must not.
    pub disable_sinks: bool,
    /// Whether timings are wanted.
    pub enable_profiling: bool,
    /// Whether what Python blocks print is wanted.
    pub debug: bool,
}

/// The engine.
#[derive(Clone)]
pub struct Engine {
    external: Option<External>,
    slots: Arc<Semaphore>,
    clock: Clock,
    client: reqwest::Client,
}

#[derive(Clone)]
struct External {
    base: String,
    /// From the environment only; never in a log or an answer.
    key: Option<String>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({})", self.kind())
    }
}

impl Engine {
    /// The embedded engine, or an external one at `base` with its key.
    #[must_use]
    pub fn new(base: Option<String>, key: Option<String>, clock: Clock) -> Self {
        let external = base.map(|base| External { base: String::from(base.trim_end_matches('/')), key });
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap_or_default();
        Self { external, slots: Arc::new(Semaphore::new(MOST_RUNS)), clock, client }
    }

    /// `embedded` or `external`, for `config.json`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        if self.external.is_some() { "external" } else { "embedded" }
    }

    /// Runs a job.
    pub async fn run(&self, job: Job) -> Answer {
        let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() else {
            return plain(503, "The engine is busy with other runs. Try again in a moment.", Some(2));
        };
        match &self.external {
            Some(external) => {
                let answer = self.forward(external, "/workflows/run", run_body(external, job)).await;
                drop(slot);
                answer
            }
            None => self.embedded(job, slot).await,
        }
    }

    /// Asks the engine whether a specification is sound.
    pub async fn validate(&self, specification: Value) -> Answer {
        match &self.external {
            Some(external) => self.forward(external, "/workflows/validate", specification).await,
            None => match flowdeck_engine::validate(&specification) {
                Ok(()) => Answer { status: 200, body: json!({"status": "ok"}), retry_after: None },
                Err(failure) => failed(&failure),
            },
        }
    }

    /// Passes a call through to an external engine; `None` when there is none.
    pub async fn pass(&self, path: &str, body: Value) -> Option<Answer> {
        match &self.external {
            Some(external) => Some(self.forward(external, path, body).await),
            None => None,
        }
    }

    /// The engine's own description of its blocks, as text; `None` when it is the embedded one, whose blocks are in the
    /// catalogue.
    ///
    /// Errors are sentences on why there is none.
    pub async fn description(&self) -> Option<Result<String, String>> {
        let external = self.external.as_ref()?;
        let mut body = json!({});
        if let Some(key) = &external.key {
            body["api_key"] = Value::from(key.as_str());
        }
        Some(self.long_text(external, "/workflows/blocks/describe", body).await)
    }

    async fn long_text(&self, external: &External, path: &str, body: Value) -> Result<String, String> {
        const AWAY: &str = "The engine does not say which blocks it has: ";
        let sent =
            self.client.post(format!("{}{path}", external.base)).timeout(DESCRIPTION).json(&body).send();
        let mut response = sent.await.map_err(|error| {
            let why = if error.is_timeout() { "it takes too long." } else { "it does not answer." };
            format!("{AWAY}{why}")
        })?;
        if !response.status().is_success() {
            return Err(format!("{AWAY}it answers with {}.", response.status()));
        }
        let mut bytes = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|_| format!("{AWAY}its answer breaks off."))? {
            bytes.extend_from_slice(&part);
            if bytes.len() > MOST_DESCRIPTION {
                return Err(format!("{AWAY}its answer is longer than {} MB.", MOST_DESCRIPTION / 1_000_000));
            }
        }
        let text = String::from_utf8(bytes).map_err(|_| format!("{AWAY}its answer is no text."))?;
        if external.key.as_ref().is_some_and(|key| text.contains(key.as_str())) {
            return Err(format!("{AWAY}its answer holds this server's own key."));
        }
        Ok(text)
    }

    async fn embedded(&self, job: Job, slot: OwnedSemaphorePermit) -> Answer {
        let addresses = flowdeck_engine::image_urls(&job.inputs);
        if addresses.len() > MOST_FETCHES {
            return plain(400, "At most 16 images can be given by address in one run.", None);
        }
        let sources = match tokio::time::timeout(TIME_LIMIT, fetched(addresses)).await {
            Ok(Ok(sources)) => sources,
            Ok(Err(why)) => return failed(&RunFailure::input(&why)),
            Err(_) => return plain(504, "The images took longer than 20 seconds to fetch.", None),
        };
        let Ok(seed) = seed() else {
            return plain(500, "The system has no randomness for result ids.", None);
        };
        let stop = StopOnDrop::default();
        let options = Options {
            now: self.clock.stamp().trim_end_matches('Z').to_owned(),
            seed,
            excluded_fields: job.excluded_fields.clone(),
            lossless_images: false,
            stop: Arc::clone(&stop.0),
            codes: Some(CodeReader {
                qr: |gray, width, height| Ok(flowdeck_codes::qr(gray, width, height)),
                bar: |gray, width, height| Ok(flowdeck_codes::bar(gray, width, height)),
            }),
        };
        let work = tokio::task::spawn_blocking(move || {
            // The slot is held until the work has really ended, whoever waits for it.
            let _slot = slot;
            let Job { specification, inputs, .. } = &job;
            if !job.enable_profiling {
                let outputs = flowdeck_engine::run(specification, inputs, &sources, &options)?;
                return Ok((outputs, Vec::new()));
            }
            let start = Instant::now();
            let now = || u64::try_from(start.elapsed().as_micros()).unwrap_or_default();
            flowdeck_engine::run_measured(specification, inputs, &sources, &options, &now)
        });
        match tokio::time::timeout(TIME_LIMIT, work).await {
            Ok(Ok(Ok((outputs, events)))) => Answer {
                status: 200,
                body: json!({"outputs": outputs, "profiler_trace": events}),
                retry_after: None,
            },
            Ok(Ok(Err(failure))) => failed(&failure),
            Ok(Err(error)) => {
                tracing::error!(%error, "a run broke down");
                plain(
                    500,
                    "The run broke down inside the engine. This is a defect; the workflow is not at fault.",
                    None,
                )
            }
            Err(_) => plain(504, "The run took longer than 20 seconds and was stopped.", None),
        }
    }

    async fn forward(&self, external: &External, path: &str, body: Value) -> Answer {
        let sent = self
            .client
            .post(format!("{}{path}", external.base))
            .timeout(TIME_LIMIT + Duration::from_secs(5))
            .json(&body)
            .send()
            .await;
        let response = match sent {
            Ok(response) => response,
            Err(error) if error.is_timeout() => {
                return plain(504, "The engine took longer than 25 seconds.", None);
            }
            Err(_) => {
                return plain(
                    502,
                    "The engine behind this server does not answer. Is it running at the address given with --engine?",
                    None,
                );
            }
        };
        let status = response.status().as_u16();
        let header = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let retry_after = header.and_then(|seconds| seconds.parse().ok());
        if status == 401 {
            // It is about this server's key, not about the caller, whose session is sound.
            return plain(
                403,
                "The engine behind this server does not accept the server's key. Ask whoever runs the server.",
                None,
            );
        }
        match response.json::<Value>().await {
            Ok(body) if external.key.as_ref().is_some_and(|key| body.to_string().contains(key)) => {
                tracing::warn!(status, "an answer of the engine holds its key; it is not passed on");
                plain(502, "The engine's answer holds this server's own key, so it is not passed on.", None)
            }
            Ok(body) => Answer { status, body, retry_after },
            Err(_) => plain(502, "The engine behind this server gave an answer that is no JSON.", None),
        }
    }
}

/// Stops a run that nobody waits for any more: its time is over, or its caller has gone.
#[derive(Default)]
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn fetched(addresses: Vec<String>) -> Result<Sources, String> {
    let mut sources = Sources::new();
    for address in addresses {
        let bytes = fetch::image(&address).await?;
        sources.insert(address, bytes);
    }
    Ok(sources)
}

fn run_body(external: &External, job: Job) -> Value {
    let mut body = json!({
        "specification": job.specification,
        "inputs": job.inputs,
        "excluded_fields": job.excluded_fields,
        "disable_sinks": job.disable_sinks,
        "enable_profiling": job.enable_profiling,
        "debug": job.debug,
    });
    if let Some(key) = &external.key {
        body["api_key"] = Value::from(key.as_str());
    }
    body
}

fn failed(failure: &RunFailure) -> Answer {
    Answer { status: failure.status, body: json!(failure), retry_after: None }
}

fn plain(status: u16, message: &str, retry_after: Option<u32>) -> Answer {
    Answer { status, body: json!({ "message": message }), retry_after }
}

fn seed() -> Result<u64, getrandom::Error> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// A fresh id for a token.
pub(crate) fn fresh_id() -> Result<String, getrandom::Error> {
    ids::id()
}
