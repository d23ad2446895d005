//! `flowdeck doctor`: looks at everything that a server needs, changes nothing, and says what to mend.
mod cloud;
mod local;
mod service;

use crate::cloud::Key;
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
        findings.push(Finding::note(
            "One gateway serializes the saves that go through it.",
            "A second copy with a store of its own would not know of them: run one copy per workspace.",
        ));
    }
    findings
}
