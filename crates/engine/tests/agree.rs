//! The embedded engine gives what the real one gave: fixtures made by xtask/agree, each with the version they are of.
#![expect(clippy::unwrap_used, reason = "what a test does not expect stops it")]
#[expect(dead_code, reason = "shared with the other tests, each of which uses a part")]
mod support;

use flowdeck_engine::{Memory, Options, Sources, run_frame};
use serde_json::{Value, json};
use support::{go, spec};

/// The cases of a fixture.
fn cases(name: &str) -> Vec<Value> {
    let path = format!("{}/tests/data/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let fixture: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    fixture["cases"].as_array().unwrap().clone()
}

/// Whether two answers are the same: numbers to six digits and of one kind, ids that are made up left out.
fn agree(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => {
            let (x, y) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            a.is_f64() == b.is_f64() && (x - y).abs() <= 1e-6 * y.abs().max(1.0)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| agree(x, y)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, x)| b.get(key).is_some_and(|y| is_made_up(key, y) || agree(x, y)))
        }
        _ => ours == theirs,
    }
}

/// Ids that the real engine draws at random have the shape of a UUID.
fn is_made_up(key: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    matches!(key, "detection_id" | "parent_id" | "inference_id")
        && text.len() >= 36
        && text.split('-').rev().take(5).map(str::len).eq([12, 4, 4, 4, 8])
}

/// Runs all cases and tells those that differ.
fn compare(name: &str, least: usize, run: impl Fn(&Value) -> Result<Value, String>) {
    let cases = cases(name);
    assert!(cases.len() >= least, "{name} has {} cases", cases.len());
    let differing: Vec<String> = cases
        .iter()
        .filter_map(|case| match (run(case), case.get("out")) {
            (Ok(ours), Some(theirs)) if agree(&ours, theirs) => None,
            (Err(why), None) => {
                assert!(why.len() > 10 && !why.contains("internal"), "no sentence: {why}");
                None
            }
            (ours, _) => {
                Some(format!("{case}\n  ours: {}", ours.map_or_else(|why| why, |ours| ours.to_string())))
            }
        })
        .collect();
    assert!(differing.is_empty(), "{} of {} differ:\n{}", differing.len(), cases.len(), differing.join("\n"));
}

#[test]
fn the_query_language_evaluates_as_there() {
    compare("uql", 2000, |case| {
        let (step, input, value) = if let Some(condition) = case.get("condition") {
            let values = case["values"].as_object().unwrap();
            let data: Value =
                values.keys().map(|key| (key.clone(), json!(format!("$inputs.{key}")))).collect();
            let result = |value: bool| json!({"type": "StaticCaseResult", "value": value});
            let step = json!({"type": "roboflow_core/expression@v1", "name": "s", "data": data,
                "switch": {"type": "CasesDefinition", "cases": [
                    {"type": "CaseDefinition", "condition": condition, "result": result(true)}], "default": result(false)}});
            let inputs: Vec<Value> =
                values.keys().map(|key| json!({"type": "WorkflowParameter", "name": key})).collect();
            (step, json!(inputs), json!(values))
        } else {
            let step = json!({"type": "roboflow_core/property_definition@v1", "name": "s", "data": "$inputs.p",
                "operations": case["operations"]});
            match case.get("detections") {
                Some(found) => {
                    let kind = json!(["object_detection_prediction"]);
                    let input = json!({"type": "WorkflowBatchInput", "name": "p", "kind": kind});
                    (step, json!([input]), json!({"p": [found]}))
                }
                None => {
                    (step, json!([{"type": "WorkflowParameter", "name": "p"}]), json!({"p": case["value"]}))
                }
            }
        };
        let mut outputs = spec(input, json!([step]), &[("out", "$steps.s.output")]);
        outputs["outputs"][0]["coordinates_system"] = json!("own");
        let out = go(&outputs, value).map_err(|failure| failure.message)?;
        Ok(out[0]["out"].clone())
    });
}

#[test]
fn blocks_and_nested_batches_give_what_they_give_there() {
    compare("blocks", 250, |case| {
        let rows = go(&case["spec"], case["inputs"].clone()).map_err(|failure| failure.message)?;
        Ok(rows.into_iter().map(Value::Object).collect())
    });
}

#[test]
fn what_steps_keep_from_frame_to_frame_is_what_they_keep_there() {
    compare("frames", 6, |case| {
        let memory = Memory::default();
        let frames = case["frames"].as_array().unwrap().iter().enumerate().map(|(index, inputs)| {
            // The frames of the fixture are two to a second.
            let now = format!("2026-11-24T00:00:{:02}.{}", index / 2, 5 * (index % 2));
            let options = Options { now, seed: 7, ..Options::default() };
            run_frame(&case["spec"], inputs.as_object().unwrap(), &Sources::new(), &options, &memory)
                .map(|rows| rows.into_iter().map(Value::Object).collect())
                .map_err(|failure| failure.message)
        });
        frames.collect::<Result<Vec<Value>, String>>().map(Value::Array)
    });
}
