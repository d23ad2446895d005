//! Every data file parses, and the samples name files that are there.
use super::Findings;
use crate::shell::{Outcome, read};
use serde_json::Value;
use std::path::{Path, PathBuf};

pub(super) fn check(root: &Path, all: &[PathBuf]) -> Outcome<Findings> {
    let mut findings = Findings::new();
    for file in all
        .iter()
        .filter(|file| file.extension().is_some_and(|ending| ending == "json" || ending == "webmanifest"))
    {
        let text = read(&root.join(file))?;
        if let Err(error) = serde_json::from_str::<Value>(&text) {
            findings.push(format!("{} is no JSON: {error}", file.display()));
        }
    }
    let samples = root.join("static/samples");
    let index: Value = serde_json::from_str(&read(&samples.join("index.json"))?)
        .map_err(|error| format!("static/samples/index.json: {error}"))?;
    for image in index["images"].as_array().into_iter().flatten() {
        let file = image["file"].as_str().unwrap_or_default();
        if file.is_empty() || !samples.join(file).is_file() {
            findings.push(format!("static/samples/index.json names {file:?}, which is not there"));
        }
    }
    let workflows = all.iter().filter(|file| file.starts_with("static/samples/workflows")).count();
    if workflows < 8 {
        findings.push(format!("only {workflows} sample workflows: a newcomer is promised at least 8"));
    }
    Ok(findings)
}
