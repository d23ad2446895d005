//! What the fuzzers found, each once: see `fuzz/`.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Diagnostic, Node, json};

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

#[test]
fn a_catalogue_with_odd_letters_is_refused_in_words() {
    for (line, text) in [(2, "block a@v1 A\n\tname str ! \u{e9}"), (1, "block")] {
        assert_eq!(Catalogue::parse(text).unwrap_err().line, line, "{text}");
    }
}
