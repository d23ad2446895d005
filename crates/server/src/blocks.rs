//! The blocks that definitions are checked against: those of the catalogue in the binary, or with an engine behind this
//! server that catalogue and what the engine says of its blocks itself.
use crate::catalogue;
use crate::engine::Engine;
use flowdeck_spec::Catalogue;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long what the engine said holds: it may be started anew with other blocks.
const FRESH: Duration = Duration::from_secs(60);

/// The blocks, shared by all that check.
#[derive(Clone, Debug, Default)]
pub struct Blocks(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    known: RwLock<Known>,
    /// One question to the engine at a time.
    asking: Mutex<()>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    /// The catalogue with the engine's own blocks; none until the engine has said something new.
    catalogue: Option<Arc<Catalogue>>,
    /// What the engine adds, in the catalogue's words; empty when it is nothing.
    lines: Arc<str>,
    /// When the engine was heard.
    heard: Option<Instant>,
}

impl Blocks {
    /// Does something with the catalogue as it is known now.
    pub fn with<T>(&self, work: impl FnOnce(&Catalogue) -> T) -> T {
        match &self.known().catalogue {
            Some(catalogue) => work(catalogue),
            None => work(catalogue::bundled()),
        }
    }

    /// What the engine adds to the catalogue, in the catalogue's words; it is asked unless it was heard just now. One that
    /// does not answer any more still has the blocks that it had.
    ///
    /// # Errors
    /// A sentence on why nothing is known of its blocks.
    pub async fn described(&self, engine: &Engine) -> Result<Arc<str>, String> {
        let is_fresh = |known: &Known| known.heard.is_some_and(|heard| heard.elapsed() < FRESH);
        let known = self.known();
        if is_fresh(&known) {
            return Ok(known.lines);
        }
        let _turn = self.0.asking.lock().await;
        let known = self.known();
        if is_fresh(&known) {
            return Ok(known.lines);
        }
        match ask(engine).await {
            Ok(now) => {
                let lines = Arc::clone(&now.lines);
                *self.0.known.write().unwrap_or_else(PoisonError::into_inner) = now;
                Ok(lines)
            }
            Err(why) if known.heard.is_some() => {
                tracing::warn!(why, "the engine's blocks are those that it described before");
                Ok(known.lines)
            }
            Err(why) => Err(why),
        }
    }

    fn known(&self) -> Known {
        self.0.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn ask(engine: &Engine) -> Result<Known, String> {
    let Some(answer) = engine.description().await else { return Ok(Known::default()) };
    let answer = answer?;
    // Twelve megabytes take a moment to read.
    let work = tokio::task::spawn_blocking(move || read(&answer));
    work.await.map_err(|error| format!("The engine's description could not be read: {error}."))?
}

fn read(answer: &str) -> Result<Known, String> {
    let described = catalogue::described(answer)?;
    let heard = Some(Instant::now());
    if described.added.is_empty() && described.changed.is_empty() && described.missing.is_empty() {
        return Ok(Known { heard, ..Known::default() });
    }
    tracing::info!(
        own = described.added.len(),
        changed = described.changed.len(),
        missing = described.missing.len(),
        "the engine's blocks differ from the catalogue's"
    );
    let catalogue = catalogue::bundled().extended(&described.text);
    let catalogue = catalogue.map_err(|error| format!("The engine's blocks make no catalogue: {error}"))?;
    Ok(Known { catalogue: Some(Arc::new(catalogue)), lines: described.text.into(), heard })
}
