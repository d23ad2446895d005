//! Publications in memory: the public token endpoint asks them for every call, so they are read once and again
//! after each change, and so are the workflows behind them. Rate limits are counted here too.
use crate::clock::Clock;
use crate::db::{Store, StoreError};
use crate::rate::Buckets;
use serde::Deserialize;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use time::OffsetDateTime;
use tokio::time::{Duration, Instant, MissedTickBehavior};

/// A workflow that anybody on the listed origins may run.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Publication {
    /// The workspace.
    #[serde(default = "home")]
    pub workspace: String,
    /// The workflow's slug.
    pub workflow: String,
    /// The origins, scheme, host and port exactly.
    pub origins: Vec<String>,
    /// How long its tokens live, minutes.
    #[serde(default = "five")]
    pub minutes: u32,
    /// How many tokens a minute it gives, to all addresses together.
    #[serde(default = "sixty")]
    pub per_minute: u32,
    /// Whether the configuration file makes it: then only the file can change it.
    #[serde(skip, default = "yes")]
    pub from_file: bool,
}

impl Publication {
    /// What is wrong with it, as a sentence; `None` if it can be used.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        if !(1..=15).contains(&self.minutes) {
            return Some(String::from("a token lives from 1 to 15 minutes"));
        }
        if !(1..=MOST_PER_MINUTE).contains(&self.per_minute) {
            return Some(format!("from 1 to {MOST_PER_MINUTE} tokens a minute can be given"));
        }
        if self.origins.len() > MOST_ORIGINS {
            return Some(format!("at most {MOST_ORIGINS} origins can be listed"));
        }
        let wrong = self.origins.iter().find(|origin| !is_origin(origin))?;
        Some(format!(
            "“{wrong}” is no origin: write scheme, host and port as a browser sends them, such as https://app.example"
        ))
    }
}

/// Whether a text is an origin exactly as a browser sends it: lower case, no path, no port that the scheme implies.
#[must_use]
pub fn is_origin(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    })
}

fn home() -> String {
    String::from(crate::db::HOME)
}

const fn five() -> u32 {
    5
}

const fn yes() -> bool {
    true
}

const fn sixty() -> u32 {
    60
}

/// The most origins of one publication.
const MOST_ORIGINS: usize = 100;
/// The most tokens a minute.
const MOST_PER_MINUTE: u32 = 100_000;
/// How often it is looked whether another copy has written.
const LOOKING: Duration = Duration::from_millis(250);
/// How long reading the publications may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many tokens a minute one address gets of one workflow.
const PER_ADDRESS: u32 = 30;

type Key = (String, String);

/// A publication as it is known here.
#[derive(Debug)]
pub struct Published {
    /// What the store says.
    pub publication: Publication,
    /// The workflow and the store's number at which it was read. A stale one does no harm: `/run` asks the store
    /// itself.
    target: Mutex<Option<(u64, Arc<Target>)>>,
    /// Tokens given and questions refused since they were last written down.
    given: AtomicU32,
    refused: AtomicU32,
}

/// The workflow behind a publication: what a token is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The internal id.
    pub id: String,
    /// The token epoch.
    pub token_epoch: i64,
}

/// The publications and their counters.
#[derive(Debug, Default)]
pub struct Publications {
    /// By workspace, then by slug.
    known: RwLock<HashMap<String, HashMap<String, Arc<Published>>>>,
    /// By workflow, and by address or for all together.
    counters: Mutex<Buckets<(Key, Option<IpAddr>)>>,
    /// Lifts the limit per address: for load tests on one machine.
    unlimited: bool,
    /// One reader at a time, so that what was read later is kept.
    reading: tokio::sync::Mutex<()>,
    /// Whether the store that copies share does not answer: then another copy may have taken back what is known here.
    is_lost: AtomicBool,
}

impl Published {
    fn new(publication: Publication) -> Self {
        let (given, refused) = Default::default();
        Self { publication, target: Mutex::default(), given, refused }
    }

    /// Counts a token that was given, or a question that was refused.
    pub fn count(&self, is_given: bool) {
        let counter = if is_given { &self.given } else { &self.refused };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Adds the counts since the last time to what the store has; they begin anew. What cannot be written is kept.
    async fn write_counts(&self, store: &Store, now: OffsetDateTime) -> Result<(), StoreError> {
        let (given, refused) =
            (self.given.swap(0, Ordering::Relaxed), self.refused.swap(0, Ordering::Relaxed));
        if given + refused == 0 {
            return Ok(());
        }
        let Publication { workspace, workflow, .. } = &self.publication;
        let written = store.count_use(workspace, workflow, now, given.into(), refused.into()).await;
        if written.is_err() {
            self.given.fetch_add(given, Ordering::Relaxed);
            self.refused.fetch_add(refused, Ordering::Relaxed);
        }
        written
    }

    /// The live workflow that the publication names; `None` when there is none.
    ///
    /// # Errors
    /// The database fails.
    pub async fn target(&self, store: &Store) -> Result<Option<Arc<Target>>, StoreError> {
        // The number first: a write that comes between the two makes what is kept out of date, not wrong.
        let changes = store.changes();
        let kept = self.target.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, target)) = kept
            && at == changes
        {
            return Ok(Some(target));
        }
        // Boxed, because room for it would be made in every call otherwise.
        let found = Box::pin(store.find(&self.publication.workspace, &self.publication.workflow)).await?;
        let Some(stored) = found else { return Ok(None) };
        let target = Arc::new(Target { id: stored.workflow.id, token_epoch: stored.token_epoch });
        *self.target.lock().unwrap_or_else(PoisonError::into_inner) = Some((changes, Arc::clone(&target)));
        Ok(Some(target))
    }
}

impl Publications {
    /// An empty set; `unlimited` turns the rate limits off.
    #[must_use]
    pub fn new(unlimited: bool) -> Self {
        Self { unlimited, ..Self::default() }
    }

    /// Reads them from the store, at the start and after each change. One that is as it was keeps its counts; those of
    /// the others are written down.
    ///
    /// # Errors
    /// The database fails.
    pub async fn refresh(&self, store: &Store, now: OffsetDateTime) -> Result<(), StoreError> {
        let _turn = self.reading.lock().await;
        let mut fresh: HashMap<String, HashMap<String, Arc<Published>>> = HashMap::new();
        for publication in store.publications().await? {
            let (ws, url) = (publication.workspace.clone(), publication.workflow.clone());
            let known = self.get(&ws, &url).filter(|known| known.publication == publication);
            let published = known.unwrap_or_else(|| Arc::new(Published::new(publication)));
            fresh.entry(ws).or_default().insert(url, published);
        }
        let before = {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *known, fresh)
        };
        for published in before.values().flat_map(HashMap::values) {
            let Publication { workspace, workflow, .. } = &published.publication;
            if !self.get(workspace, workflow).is_some_and(|kept| Arc::ptr_eq(&kept, published)) {
                published.write_counts(store, now).await?;
            }
        }
        Ok(())
    }

    /// Follows what other copies of the server write, for as long as it is polled. Ends at once when no other copy can.
    pub async fn follow(&self, store: &Store, clock: &Clock) {
        if !store.is_shared() {
            return;
        }
        let mut turn = tokio::time::interval(LOOKING);
        turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_behind = false;
        loop {
            turn.tick().await;
            let outcome = match store.look_for_changes().await {
                Ok(is_moved) => {
                    is_behind |= is_moved;
                    if is_behind {
                        let reading = tokio::time::timeout(PATIENCE, self.refresh(store, clock.now()));
                        reading.await.unwrap_or_else(|_| Err(StoreError::timed_out()))
                    } else {
                        Ok(())
                    }
                }
                Err(error) => Err(error),
            };
            is_behind &= outcome.is_err();
            let was_lost = self.is_lost.swap(outcome.is_err(), Ordering::Relaxed);
            match outcome {
                Err(error) if !was_lost => tracing::error!(%error, "the shared database does not answer"),
                Ok(()) if was_lost => tracing::warn!("the shared database answers again"),
                _ => {}
            }
        }
    }

    /// Whether it is not known at the moment what is published.
    pub fn is_lost(&self) -> bool {
        self.is_lost.load(Ordering::Relaxed)
    }

    /// The publication of a workflow.
    #[must_use]
    pub fn get(&self, ws: &str, url: &str) -> Option<Arc<Published>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(ws)?.get(url).cloned()
    }

    /// Writes down how much each is used.
    ///
    /// # Errors
    /// The database fails.
    pub async fn write_counts(&self, store: &Store, now: OffsetDateTime) -> Result<(), StoreError> {
        let all: Vec<Arc<Published>> = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            known.values().flat_map(HashMap::values).cloned().collect()
        };
        for published in all {
            published.write_counts(store, now).await?;
        }
        Ok(())
    }

    /// Counts a call. When there were too many, tells in how many seconds the next one is welcome.
    ///
    /// # Errors
    /// Too many calls, of this address or to this workflow.
    pub fn count(&self, publication: &Publication, address: IpAddr) -> Result<(), u32> {
        if self.unlimited {
            return Ok(());
        }
        let key = (publication.workspace.clone(), publication.workflow.clone());
        let now = Instant::now();
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        counters.take((key.clone(), Some(address)), PER_ADDRESS, now)?;
        counters.take((key, None), publication.per_minute, now)
    }
}

/// The configuration file of a data directory.
#[derive(Debug, Default, Deserialize)]
pub struct ConfigFile {
    /// Publications that the store gets at start.
    #[serde(default, rename = "publication")]
    pub publications: Vec<Publication>,
}

#[cfg(test)]
mod tests {
    use super::is_origin;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for origin in
            ["https://a.example", "http://localhost:3000", "https://a.example:8443", "http://[::1]:3000"]
        {
            assert!(is_origin(origin), "{origin}");
        }
        for text in [
            "",
            "null",
            "*",
            "a.example",
            "https://a.example/",
            "https://A.example",
            "https://a.example:443",
            "ftp://a.example",
            "javascript:alert(1)",
            "https://u@a.example",
            "https://*.a.example/",
            " https://a.example",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }
}
