//! Documents that are made to hurt: the work stays in proportion, nothing panics, no stack overflows.
//! Whether it is linear is counted, not timed: a test that takes minutes instead of seconds is a test that fails.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, json};
use proptest::prelude::*;

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");

fn found(text: &str) -> Vec<&'static str> {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let (_, found) = compile(&json::parse(text).root.unwrap(), &catalogue);
    found.iter().map(|finding| finding.code).collect()
}

fn spec(steps: &str) -> String {
    format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{steps}],"outputs":[]}}"#
    )
}

fn blur(index: usize, image: &str) -> String {
    format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"b{index}","image":"{image}"}}"#)
}

#[test]
fn a_hundred_thousand_steps_in_a_row() {
    let steps: Vec<String> = (0..100_000)
        .map(|index| {
            let image =
                if index == 0 { "$inputs.image".into() } else { format!("$steps.b{}.image", index - 1) };
            blur(index, &image)
        })
        .collect();
    assert_eq!(found(&spec(&steps.join(","))), ["FD0702"]);
}

#[test]
fn a_hundred_thousand_steps_that_are_all_wrong() {
    for step in [
        r#"{"type":"roboflow_core/nothing@v1","name":"x"}"#,
        r#"{"type":"roboflow_core/image_blur@v1","name":"x","imge":"$inputs.imag","blur_type":"gausian"}"#,
        "7",
    ] {
        let steps = vec![step; 100_000].join(",");
        let codes = found(&spec(&steps));
        assert_eq!(codes.len(), 501, "500 are listed, and how many more there are");
        assert_eq!(codes.last(), Some(&"FD0009"));
    }
}

#[test]
fn a_ring_of_fifty_thousand_steps() {
    let steps: Vec<String> =
        (0..50_000).map(|i| blur(i, &format!("$steps.b{}.image", (i + 1) % 50_000))).collect();
    assert_eq!(found(&spec(&steps.join(","))), ["FD0209", "FD0701"]);
}

#[test]
fn one_step_that_takes_from_all() {
    let mut steps: Vec<String> = (0..20_000).map(|index| blur(index, "$inputs.image")).collect();
    let all: Vec<String> = (0..20_000).map(|index| format!(r#""$steps.b{index}.image""#)).collect();
    steps.push(format!(r#"{{"type":"roboflow_core/grid_visualization@v1","name":"grid","width":10,"height":10,"images":[{}]}}"#, all.join(",")));
    assert_eq!(found(&spec(&steps.join(","))), ["FD0702"]);
}

#[test]
fn an_inner_workflow_of_many_steps() {
    let steps: Vec<String> = (0..5_000)
        .map(|index| {
            let image =
                if index == 0 { "$inputs.image".into() } else { format!("$steps.b{}.image", index - 1) };
            blur(index, &image)
        })
        .collect();
    let inner = spec(&steps.join(","));
    let step = format!(
        r#"{{"type":"roboflow_core/inner_workflow@v1","name":"in","workflow_definition":{inner},"parameter_bindings":{{"image":"$inputs.image"}}}}"#
    );
    assert_eq!(found(&spec(&step)), ["FD0702"]);
}

#[test]
fn nesting_to_the_limit_of_the_parser() {
    let deep = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let inner = (0..120).fold(String::from("1"), |inner, _| {
        format!(r#"{{"version":"1.0","inputs":[],"steps":[{{"type":"roboflow_core/inner_workflow@v1","name":"x","workflow_definition":{inner}}}],"outputs":[]}}"#)
    });
    let operations = (0..240)
        .fold(String::from("[]"), |inner, _| format!(r#"[{{"type":"SequenceApply","operations":{inner}}}]"#));
    for value in [deep, inner.clone(), operations] {
        found(&spec(&format!(
            r#"{{"type":"roboflow_core/property_definition@v1","name":"p","data":"$inputs.image","operations":{value}}}"#
        )));
    }
    found(&inner);
}

#[test]
fn names_that_are_alike() {
    let name = "a".repeat(5_000);
    let steps: Vec<String> = (0..300)
        .map(|index| format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"{name}{index}","image":"$steps.{name}.image"}}"#))
        .collect();
    found(&spec(&steps.join(",")));
}

/// Any JSON value.
fn anything() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "null",
        "true",
        "0",
        "1e400",
        "-5",
        "\"\"",
        "\"$inputs.image\"",
        "\"$steps.a.b\"",
        "\"$steps.a\"",
        "\"image\"",
        "\"roboflow_core/image_blur@v1\"",
        "\"roboflow_core/inner_workflow@v1\"",
        "\"roboflow_core/switch_case@v1\"",
        "\"WorkflowImage\"",
        "\"JsonField\"",
        "\"DynamicBlockDefinition\"",
        "\"\\ud800\"",
        "\"1.0\"",
    ]);
    let key = prop::sample::select(vec![
        "type",
        "name",
        "image",
        "steps",
        "inputs",
        "outputs",
        "version",
        "selector",
        "workflow_definition",
        "parameter_bindings",
        "dynamic_blocks_definitions",
        "manifest",
        "code",
        "cases",
        "kind",
        "dimensionality",
    ]);
    word.prop_map(String::from).prop_recursive(6, 80, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_has_a_verdict(text in anything()) {
        let catalogue = Catalogue::parse(CATALOGUE).unwrap();
        let root = json::parse(&text).root.unwrap();
        let (_, found) = compile(&root, &catalogue);
        // What is told is told at places that are there.
        for finding in &found {
            prop_assert!(finding.pointer.is_empty() || root.pointer(&finding.pointer).is_some(), "{finding:?} in {text}");
        }
        let _ = compile(&Node::object([("steps", root)]), &catalogue);
    }

    #[test]
    fn a_catalogue_is_read_or_refused(text in "(flowdeck-catalogue 1\n)?((model|block|type|kind|\t|\t:|\t> |\t:if )[ -~]{0,40}\n){0,12}") {
        let _ = Catalogue::parse(&text);
    }
}
