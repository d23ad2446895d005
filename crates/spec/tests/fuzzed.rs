//! What the fuzzers found, each once: see `fuzz/`.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::{Session, compile};
use flowdeck_spec::{Catalogue, Diagnostic, Node, Severity, json};
use std::rc::Rc;

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");

fn found(text: &str) -> (Node, Vec<Diagnostic>) {
    let root = json::parse(text).root.unwrap();
    let found = compile(&root, &Catalogue::parse(CATALOGUE).unwrap()).1;
    (root, found)
}

fn spec(steps: &str) -> String {
    format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{steps}],"outputs":[{{"type":"JsonField","name":"all","selector":"$steps.a.*"}}]}}"#
    )
}

#[test]
fn an_inner_workflow_without_a_name_is_told_at_its_step() {
    let inner = spec(r#"{"type":"roboflow_core/image_blur@v1","name":"a","image":"$inputs.image"}"#);
    for (name, pointer) in [("", "/steps/0"), (r#","name":"""#, "/steps/0/name")] {
        let (root, found) = found(&spec(&format!(
            r#"{{"type":"roboflow_core/inner_workflow@v1"{name},"workflow_definition":{inner},"parameter_bindings":{{"image":"$inputs.image"}}}}"#
        )));
        let problem = found.iter().find(|finding| finding.code == "FD0503").unwrap();
        assert_eq!(problem.pointer, pointer);
        assert!(root.pointer(&problem.pointer).is_some());
    }
}

/// The engine's reader of JSON never sees the first of two values.
#[test]
fn of_a_key_given_twice_the_first_value_is_nothing_to_complain_about() {
    let many: String = (0..20).map(|index| format!(r#""k{index}":"$inputs.image","#)).collect();
    for step in [
        // A selector in a step, in an object, in an object of many keys, and a value that does not fit.
        r#"{"type":"roboflow_core/image_blur@v1","name":"a","image":"$inputs.nothing","image":"$inputs.image"}"#.into(),
        r#"{"type":"roboflow_core/expression@v1","name":"a","data":{"x":"$inputs.nothing","x":"$inputs.image"},"switch":{"type":"CasesDefinition","cases":[],"default":{"type":"StaticCaseResult","value":1}}}"#.into(),
        format!(r#"{{"type":"roboflow_core/expression@v1","name":"a","data":{{"x":"$inputs.nothing",{many}"x":"$inputs.image"}},"switch":{{"type":"CasesDefinition","cases":[],"default":{{"type":"StaticCaseResult","value":1}}}}}}"#),
        r#"{"type":"roboflow_core/expression@v1","name":"a","data":{"x":"$inputs.image"},"switch":{"type":"CasesDefinition","cases":5,"cases":[],"default":{"type":"StaticCaseResult","value":1}}}"#.into(),
        // An inner workflow by its address, of which nothing is known.
        r#"{"type":"roboflow_core/inner_workflow@v1","name":"a","workflow_workspace_id":"w","workflow_id":"i","parameter_bindings":{"x":"$inputs.nothing","x":"$inputs.image"}}"#.into(),
    ] {
        let text = spec(&step);
        assert_eq!(json::parse(&text).duplicates.len(), 1);
        let (root, told) = found(&text);
        assert!(told.iter().all(|finding| finding.severity == Severity::Note), "{told:?} in {text}");
        let mut session = Session::new(Rc::new(Catalogue::parse(CATALOGUE).unwrap()));
        assert_eq!((&session.compile(&root).1, &session.compile(&root).1), (&told, &told));
    }
}

#[test]
fn a_catalogue_with_odd_letters_is_refused_in_words() {
    for (line, text) in [(2, "block a@v1 A\n\tname str ! \u{e9}"), (1, "block")] {
        assert_eq!(Catalogue::parse(text).unwrap_err().line, line, "{text}");
    }
}
