//! The engine's live description of its blocks, in place of the catalogue: over the catalogue it changes nothing, and
//! blocks that are known from it alone never make a false alarm.
use super::case::{Case, Verdict};
use super::{Side, flowdeck};
use crate::catalog;
use crate::shell::{Outcome, quiet, say, write};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The vendor's own blocks, and the same under a name that the catalogue does not know. Inner workflows are part of the
/// compiler and keep theirs.
const OWN: &str = "\"roboflow_core/";
const OTHER: &str = "\"described/";
const KEPT: &str = "inner_workflow@v1\"";

/// Fails where the description says anything new, or where a valid specification of described blocks is refused.
pub(super) fn check(
    python: &Path,
    cases: &[Case],
    engine: &BTreeMap<String, Verdict>,
    dir: &Path,
) -> Outcome {
    let answer = quiet(&mut catalog::script(python, "catalog/describe.py"))?;
    let file = dir.join("describe.json");
    write(&file, &answer)?;
    let program = flowdeck()?;
    let diff = quiet(std::process::Command::new(&program).args(["catalog", "diff", "bundled"]).arg(&file))?;
    if !diff.contains("The blocks are the same.") {
        return Err(format!("the engine describes other blocks than the catalogue has:\n{diff}"));
    }
    let renamed = dir.join("described.json");
    let (lines, known) = without_aliases(&other(&answer))?;
    write(&renamed, lines)?;
    let valid = |case: &&Case| engine.get(&case.id).is_some_and(|verdict| verdict.valid == Some(true));
    let described: Vec<Case> = cases
        .iter()
        .filter(valid)
        .map(|case| Case { spec: other(&case.spec), ..case.clone() })
        .filter(|case| serde_json::from_str(&case.spec).is_ok_and(|spec: Value| is_described(&spec, &known)))
        .collect();
    let ours = Side {
        command: Box::new(move || {
            let mut command = std::process::Command::new(&program);
            command.args(["check", "--format", "jsonl", "--catalog"]).arg(&renamed);
            command
        }),
        name: "flowdeck",
        read: Verdict::of_ours,
        log: dir.join("described.log"),
    };
    let asked: Vec<&Case> = described.iter().collect();
    let answers = ours.ask_all(&asked)?;
    let refused: Vec<&str> = answers
        .iter()
        .filter(|(_, verdict)| verdict.valid != Some(true))
        .map(|(id, _)| id.as_str())
        .collect();
    say(&format!(
        "  blocks known from the engine's description alone: {} of {} valid specifications refused",
        refused.len(),
        answers.len()
    ));
    if answers.len() < described.len() || described.is_empty() {
        return Err(format!(
            "{} of {} were answered: see target/parity/described.log",
            answers.len(),
            described.len()
        ));
    }
    if refused.is_empty() { Ok(()) } else { Err(format!("refused: {}", refused.join(", "))) }
}

/// Whether all steps are of blocks by the names that the description tells: some go by an older one.
fn is_described(spec: &Value, known: &BTreeSet<String>) -> bool {
    let mut steps = spec["steps"].as_array().into_iter().flatten();
    steps.all(|step| {
        let name = step["type"].as_str().unwrap_or_default();
        if name.ends_with("/inner_workflow@v1") {
            is_described(&step["workflow_definition"], known)
        } else {
            known.contains(name)
        }
    })
}

/// A text with the vendor's blocks under another name.
fn other(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OWN) {
        let (before, after) = rest.split_at(at);
        let tail = &after[OWN.len()..];
        out.push_str(before);
        out.push_str(if tail.starts_with(KEPT) { OWN } else { OTHER });
        rest = tail;
    }
    out + rest
}

/// The description without older names, which the catalogue knows, and the names that are left.
fn without_aliases(answer: &str) -> Outcome<(String, BTreeSet<String>)> {
    let mut answer: Value =
        serde_json::from_str(answer).map_err(|error| format!("the description is no JSON: {error}"))?;
    let mut known = BTreeSet::new();
    for block in answer["blocks"].as_array_mut().into_iter().flatten() {
        block["manifest_type_identifier_aliases"] = Value::Array(Vec::new());
        known.extend(block["manifest_type_identifier"].as_str().map(String::from));
    }
    Ok((answer.to_string(), known))
}

#[cfg(test)]
mod tests {
    use super::{is_described, other};
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn a_step_of_an_inner_workflow_counts_too() {
        let known = BTreeSet::from(["described/x@v1", "roboflow_core/inner_workflow@v1"].map(String::from));
        let spec = |name: &str| {
            let inner = json!({"type": "roboflow_core/inner_workflow@v1", "workflow_definition": {"steps": [{"type": name}]}});
            json!({"steps": [{"type": "described/x@v1"}, inner]})
        };
        assert!(is_described(&spec("described/x@v1"), &known));
        assert!(!is_described(&spec("OldName"), &known));
    }

    #[test]
    fn blocks_get_another_name_and_inner_workflows_keep_theirs() {
        let text = r#"{"a":"roboflow_core/x@v1","b":"roboflow_core/inner_workflow@v1","c":"roboflow_core"}"#;
        let want = r#"{"a":"described/x@v1","b":"roboflow_core/inner_workflow@v1","c":"roboflow_core"}"#;
        assert_eq!(other(text), want);
    }
}
