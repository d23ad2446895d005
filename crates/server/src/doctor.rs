//! `flowdeck doctor`: looks at everything that a server needs, changes nothing, and says what to mend.
mod cloud;
mod local;
mod service;

use crate::Failure;
use crate::cloud::Key;
use crate::db::Database;
use std::fmt;
use std::path::PathBuf;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// As it should be.
    Good,
    /// Works, with something to know.
    Note,
    /// Must be mended.
    Bad,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How it came out.
    pub mark: Mark,
    /// What was looked at and how it is.
    pub what: String,
    /// What to do; empty when there is nothing to do.
    pub mend: String,
}

impl Finding {
    fn good(what: impl Into<String>) -> Self {
        Self { mark: Mark::Good, what: what.into(), mend: String::new() }
    }

    fn note(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { mark: Mark::Note, what: what.into(), mend: mend.into() }
    }

    fn bad(what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { mark: Mark::Bad, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.mark {
            Mark::Good => "✓",
            Mark::Note => "·",
            Mark::Bad => "✗",
        };
        write!(f, "{sign} {}", self.what)?;
        if self.mend.is_empty() { Ok(()) } else { write!(f, "\n  → {}", self.mend) }
    }
}

/// What to look at.
#[derive(Debug)]
pub struct Patient {
    /// The data directory.
    pub data: PathBuf,
    /// The database that copies of the server share, or why it is none.
    pub database: Option<Result<Database, Failure>>,
    /// An `inference` server.
    pub engine: Option<String>,
    /// The cloud: management address, execution address, workspace, and the key or why there is none.
    pub cloud: Option<(String, String, String, Result<Key, String>)>,
    /// The origin that browsers open the app at.
    pub origin: String,
}

/// Looks at everything.
pub async fn examine(patient: Patient) -> Vec<Finding> {
    let mut findings = local::examine(&patient.data);
    let is_shared = patient.database.is_some();
    findings.push(store(patient.database).await);
    if let Some(engine) = &patient.engine {
        findings.push(service::engine(engine).await);
    }
    if let Some((management, execution, workspace, key)) = patient.cloud {
        findings.extend(service::reach("management API", &management).await);
        match key {
            Ok(key) => findings.extend(cloud::examine(&management, &execution, &workspace, key).await),
            Err(why) => findings.push(Finding::bad("There is no key for the cloud.", why)),
        }
        findings.push(service::execution(&execution, &workspace, &patient.origin).await);
        if !is_shared {
            findings.push(Finding::note(
                "One gateway serializes the saves that go through it.",
                "A second copy with a store of its own would not know of them: run one copy per workspace, or give all the same DATABASE_URL.",
            ));
        }
    }
    findings
}

/// Which store is used, and whether copies of the server share it.
async fn store(database: Option<Result<Database, Failure>>) -> Finding {
    match database {
        None => Finding::note(
            "The store is SQLite in the data directory: copies of the server do not share it.",
            "For several copies give all of them the same DATABASE_URL (PostgreSQL).",
        ),
        Some(Err(failure)) => Finding::bad(failure.to_string(), ""),
        Some(Ok(database)) => match database.look().await {
            Ok(()) => Finding::good(format!(
                "The store is {database}: copies of the server with the same DATABASE_URL share it."
            )),
            Err(failure) => Finding::bad(failure.to_string(), ""),
        },
    }
}
