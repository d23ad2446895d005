//! What we ship must be valid for the real engine itself: starters, samples, and the pipeline that the end-to-end tests
//! build by mouse, keys and fingers.
use super::case::Case;
use super::judged;
use crate::catalog;
use crate::shell::{Outcome, files, root, say, target};
use std::path::Path;

/// Asks the engine about each; fails with the first reasons where it refuses any.
pub(crate) fn shipped() -> Outcome {
    let dir = target().join("parity");
    std::fs::create_dir_all(&dir).map_err(|error| format!("{} cannot be made: {error}", dir.display()))?;
    let mut shipped = vec![root().join("tests/e2e/data/built.json")];
    for folder in ["static/templates", "static/samples/workflows"] {
        let is_workflow = |file: &Path| file.file_name().is_some_and(|name| name != "index.json");
        let mut own = files(&root().join(folder));
        own.retain(|file| is_workflow(file));
        if own.is_empty() {
            return Err(format!("{folder} has no workflows"));
        }
        shipped.append(&mut own);
    }
    let cases = shipped.iter().map(|file| case(file)).collect::<Outcome<Vec<Case>>>()?;
    let all: Vec<&Case> = cases.iter().collect();
    let verdicts = judged(&catalog::python()?, &all, &dir)?;
    let refused = |case: &&Case| verdicts.get(&case.id).is_none_or(|verdict| verdict.valid != Some(true));
    let why = |case: &Case| {
        let message = verdicts.get(&case.id).map_or("no answer", |verdict| verdict.message.as_str());
        format!("{}: {message}", case.id)
    };
    let wrong: Vec<String> = cases.iter().filter(refused).map(why).collect();
    say(&format!("  {} of {} are valid for the engine", cases.len() - wrong.len(), cases.len()));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// A file with a specification, bare or as it is stored.
fn case(file: &Path) -> Outcome<Case> {
    let fault = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| fault(&error))?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|error| fault(&error))?;
    let config = value.get("config").unwrap_or(&value);
    let spec = config.get("specification").unwrap_or(config).to_string();
    let id = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Case { id, spec, mutations: Vec::new(), is_corpus: false, engine: None })
}
