//! A specification under comparison, and what a side says of it.
use crate::shell::Outcome;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// One specification. Its text is kept as it came: numbers that no type of ours holds belong to what is tested.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) spec: String,
    /// What was done to it; nothing for one that should be as its author left it.
    pub(super) mutations: Vec<String>,
    /// From a corpus: the engine's verdict is there, and an unmutated valid one must never be refused.
    pub(super) is_corpus: bool,
    pub(super) engine: Option<Verdict>,
}

/// What a side says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Nothing when the engine came to no end.
    pub(super) valid: Option<bool>,
    /// The engine's class of error, as raised or as predicted.
    pub(super) class: Option<String>,
    pub(super) phase: String,
    pub(super) message: String,
    /// Our code of the problem, and where it is.
    pub(super) code: String,
    pub(super) pointer: String,
}

impl Verdict {
    /// Class of error, or that there is none, as a word for tables.
    pub(super) fn word(&self) -> &str {
        match (self.valid, &self.class) {
            (Some(true), _) => "valid",
            (None, _) => "no answer",
            (Some(false), Some(class)) => class,
            (Some(false), None) => "no class",
        }
    }

    /// The engine's verdict, from a line of the judge or from a row of a corpus.
    pub(super) fn of_engine(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let message = if value["message"].is_string() { text("message") } else { text("error") };
        let phase = if value["phase"].is_string() { text("phase") } else { text("context") };
        Self {
            valid: value["valid"].as_bool(),
            class: value["error_type"].as_str().map(str::to_owned),
            phase,
            message,
            ..Self::default()
        }
    }

    /// Our verdict, from a line of `flowdeck check`: the first error is the one that the engine would raise.
    pub(super) fn of_ours(value: &Value) -> Self {
        let first = &value["errors"][0];
        let text = |key: &str| first[key].as_str().unwrap_or_default().to_owned();
        Self {
            valid: value["valid"].as_bool(),
            class: first["engine_class"].as_str().map(str::to_owned),
            phase: String::new(),
            message: text("message"),
            code: text("code"),
            pointer: text("pointer"),
        }
    }
}

/// A case out of a line of the generator or of a corpus.
pub(super) fn read_line(line: &str) -> Outcome<Case> {
    let fields: HashMap<String, Box<RawValue>> =
        serde_json::from_str(line).map_err(|error| format!("a line is no case: {error}"))?;
    let value = |key: &str| {
        fields.get(key).and_then(|raw| serde_json::from_str::<Value>(raw.get()).ok()).unwrap_or_default()
    };
    let spec = fields.get("spec").ok_or("a line has no spec")?.get().to_owned();
    let mut mutations: Vec<String> = value("mutations")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    mutations.extend(value("mutation").as_str().map(str::to_owned));
    let verdict = value("verdict");
    let is_corpus = !verdict.is_null();
    let id = match value("id") {
        Value::String(id) => id,
        other => other.to_string(),
    };
    Ok(Case { id, spec, mutations, is_corpus, engine: is_corpus.then(|| Verdict::of_engine(&verdict)) })
}

/// The cases of a file of lines, packed or not.
pub(super) fn read_file(path: &Path) -> Outcome<Vec<Case>> {
    let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = std::fs::File::open(path).map_err(|error| failed(&error))?;
    let is_packed = path.extension().is_some_and(|ending| ending == "gz");
    let reader: Box<dyn Read> =
        if is_packed { Box::new(flate2::read::GzDecoder::new(file)) } else { Box::new(file) };
    let mut cases = Vec::new();
    for (index, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(|error| failed(&error))?;
        if !line.trim().is_empty() {
            let at = |error: String| format!("{}:{}: {error}", path.display(), index + 1);
            cases.push(read_line(&line).map_err(at)?);
        }
    }
    Ok(cases)
}

/// A question to either side.
pub(super) fn question(id: &str, spec: &str) -> String {
    let id = Value::from(id);
    format!("{{\"id\":{id},\"spec\":{spec}}}")
}

#[cfg(test)]
mod tests {
    use super::{Verdict, question, read_line};
    use serde_json::json;

    #[test]
    fn a_case_keeps_the_spelling_of_its_specification() {
        let line =
            r#"{"id": "g1-2", "spec": {"a": 1e400, "b": [1.0,  -0], "a": 5e0}, "mutations": ["x", "y"]}"#;
        let case = read_line(line).unwrap();
        assert_eq!(case.spec, r#"{"a": 1e400, "b": [1.0,  -0], "a": 5e0}"#);
        assert_eq!((case.id.as_str(), case.mutations.len(), case.is_corpus), ("g1-2", 2, false));
        assert_eq!(question("a\"b", &case.spec), format!("{{\"id\":\"a\\\"b\",\"spec\":{}}}", case.spec));
    }

    #[test]
    fn a_deep_case_is_read() {
        let spec = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(read_line(&question("deep", &spec)).unwrap().spec, spec);
    }

    #[test]
    fn a_row_of_a_corpus_brings_its_verdict() {
        let line = r#"{"id":7,"spec":{},"mutation":null,"verdict":{"valid":false,"error_type":"TypeError","error":"no"}}"#;
        let case = read_line(line).unwrap();
        let engine = case.engine.unwrap();
        assert!(case.is_corpus && case.mutations.is_empty());
        assert_eq!((case.id.as_str(), engine.word(), engine.message.as_str()), ("7", "TypeError", "no"));
    }

    #[test]
    fn our_first_error_is_our_class() {
        let ours = json!({"valid": false, "errors": [
            {"code": "FD0203", "engine_class": "ReferenceTypeError", "pointer": "/steps/0", "message": "m"},
            {"engine_class": "DuplicatedNameError"}
        ]});
        let verdict = Verdict::of_ours(&ours);
        assert_eq!((verdict.word(), verdict.code.as_str()), ("ReferenceTypeError", "FD0203"));
        assert_eq!(Verdict::of_ours(&json!({"valid": true, "errors": []})).word(), "valid");
        assert_eq!(Verdict::of_engine(&json!({"valid": null, "error_type": "Unjudged"})).word(), "no answer");
    }
}
