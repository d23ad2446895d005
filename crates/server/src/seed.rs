//! The first start: sample workflows into `home` and `public`.
use crate::clock::Clock;
use crate::db::{HOME, NewWorkflow, PUBLIC, Store, WriteError};
use crate::{Failure, ids};
use flowdeck_spec::Node;
use include_dir::{Dir, include_dir};

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../static/samples/workflows");

/// A sample as its file has it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The file's name.
    pub file: String,
    /// The workflow's name.
    pub name: String,
    /// Its slug.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The workspaces that get it.
    pub workspaces: Vec<String>,
    /// The stored config.
    pub config: String,
}

/// The samples in the binary, in the order of their files.
///
/// # Errors
/// A sample's file is not as it should be: a defect of the build.
pub fn samples() -> Result<Vec<Sample>, Failure> {
    let mut files: Vec<_> =
        SAMPLES.files().filter(|file| file.path().extension().is_some_and(|end| end == "json")).collect();
    files.sort_by_key(|file| file.path());
    files.into_iter().map(|file| sample(&file.path().display().to_string(), file.contents_utf8())).collect()
}

fn sample(file: &str, text: Option<&str>) -> Result<Sample, Failure> {
    let wrong = |what: &str| Failure::Other(format!("The sample {file} is damaged: {what}."));
    let root =
        flowdeck_spec::config::read(text.unwrap_or_default()).map_err(|error| wrong(&error.to_string()))?;
    let field = |key: &str| {
        root.get(key)
            .and_then(Node::as_str)
            .map(String::from)
            .ok_or_else(|| wrong(&format!("it has no {key}")))
    };
    let workspaces = match root.get("workspace") {
        Some(Node::Array(list)) => list.iter().filter_map(|ws| ws.as_str().map(String::from)).collect(),
        _ => vec![field("workspace")?],
    };
    if let Some(other) = workspaces.iter().find(|ws| ![HOME, PUBLIC].contains(&ws.as_str())) {
        return Err(wrong(&format!("there is no workspace {other}")));
    }
    let config = root.get("config").ok_or_else(|| wrong("it has no config"))?.to_compact();
    Ok(Sample {
        file: String::from(file),
        name: field("name")?,
        url: field("url")?,
        description: field("description")?,
        workspaces,
        config,
    })
}

/// Fills a fresh store.
///
/// # Errors
/// The store fails, or a sample is damaged.
pub async fn fill(store: &Store, clock: &Clock) -> Result<(), Failure> {
    let random = |error: getrandom::Error| Failure::Other(format!("The system has no randomness: {error}."));
    for (index, sample) in samples()?.into_iter().rev().enumerate() {
        for workspace in &sample.workspaces {
            // A millisecond apart, so that “newest first” shows them in the order of their files.
            let now = crate::clock::stamp(
                clock.now() + time::Duration::milliseconds(i64::try_from(index).unwrap_or_default()),
            );
            let new = NewWorkflow {
                id: &ids::id().map_err(random)?,
                version_id: &ids::id().map_err(random)?,
                workspace,
                name: &sample.name,
                url: &sample.url,
                find_free_url: false,
                description: &sample.description,
                config: &sample.config,
                now: &now,
            };
            match store.create(new).await {
                Ok(_) | Err(WriteError::Taken(_)) => {}
                Err(error) => {
                    return Err(Failure::Data(format!("The samples cannot be stored: {error}.")));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::samples;
    use flowdeck_spec::{Severity, lint};

    #[test]
    fn the_samples_pass_our_own_checks() {
        let samples = samples().unwrap();
        assert!(samples.len() >= 8, "{}", samples.len());
        for sample in &samples {
            let mut findings = lint::check_text(&sample.config, crate::catalogue::bundled());
            findings.retain(|finding| finding.severity != Severity::Note);
            assert!(findings.is_empty(), "{}: {findings:?}", sample.file);
        }
    }
}
