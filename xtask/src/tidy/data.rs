//! Every data file parses, the samples name files that are there, and the fuzzers' corpora stay small.
use super::Findings;
use crate::fuzz::corpus::MOST;
use crate::shell::{Outcome, read};
use serde_json::Value;
use std::collections::BTreeMap;
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
    findings.extend(large_corpora(root, all));
    Ok(findings)
}

/// Saved corpora that have more files or bytes than a repository should hold.
fn large_corpora(root: &Path, all: &[PathBuf]) -> Findings {
    let mut sums: BTreeMap<&Path, (usize, u64)> = BTreeMap::new();
    for file in all.iter().filter(|file| file.starts_with("fuzz/corpus")) {
        let sum = sums.entry(file.parent().unwrap_or(file)).or_default();
        *sum = (sum.0 + 1, sum.1 + root.join(file).metadata().map_or(0, |data| data.len()));
    }
    let large = sums.into_iter().filter(|(_, (files, bytes))| *files > MOST.0 || *bytes > MOST.1);
    large
        .map(|(dir, (files, bytes))| {
            format!("{} has {files} files, {bytes} bytes: at most {MOST:?}", dir.display())
        })
        .collect()
}
