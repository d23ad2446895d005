//! Advice on what the engine takes and does not do as meant: branches, conditions, runtimes, hosted limits. The runs were
//! tried with the real engine (roboflow-workflows 0.2.13): where a branch is said to be dead it gave null.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Diagnostic, Severity, json};
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap())
}

/// What is told under these codes about a workflow of these steps, in their order.
fn told(steps: &str, outputs: &str, codes: &[&str]) -> Vec<Diagnostic> {
    let spec = format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}},{{"type":"WorkflowParameter","name":"mode"}}],
        "steps":[{steps}],"outputs":[{outputs}]}}"#
    );
    let (_, found) = compile(json::parse(&spec).root.as_ref().unwrap(), catalogue());
    let errors: Vec<_> = found.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    found.into_iter().filter(|finding| codes.contains(&finding.code)).collect()
}

fn pointers(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|finding| &*finding.pointer).collect()
}

const SWITCH: &str = r#"{"type":"roboflow_core/switch_case@v1","name":"s","value":"$inputs.mode",
    "cases":{"a":"$steps.A","b":"$steps.B"},"default_next_steps":["$steps.C","$steps.D"]}"#;

fn blur(name: &str, image: &str) -> String {
    format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"{name}","image":"{image}"}}"#)
}

fn both(name: &str, one: &str, other: &str) -> String {
    format!(
        r#"{{"type":"roboflow_core/sift_comparison@v2","name":"{name}","input_1":"{one}","input_2":"{other}"}}"#
    )
}

fn branches() -> String {
    let ends = ["A", "B", "C", "D"].map(|name| blur(name, "$inputs.image"));
    format!("{SWITCH},{}", ends.join(","))
}

#[test]
fn a_step_that_needs_two_cases_of_one_switch_never_runs() {
    let next = blur("A2", "$steps.A.image");
    let after = blur("after", "$inputs.image");
    for (last, is_dead) in [
        (both("z", "$steps.A.image", "$steps.B.image"), true),
        (both("z", "$steps.A2.image", "$steps.C.image"), true),
        (both("z", "$steps.A.image", "$steps.A2.image"), false),
        // Both targets of the default run together.
        (both("z", "$steps.C.image", "$steps.D.image"), false),
        (both("z", "$steps.A.image", "$inputs.image"), false),
        (
            r#"{"type":"roboflow_core/first_non_empty_or_default@v1","name":"z","data":["$steps.A.image","$steps.B.image"]}"#.into(),
            false,
        ),
    ] {
        let steps = format!("{},{next},{after},{last}", branches());
        let found = told(&steps, "", &["FD0711"]);
        assert_eq!(pointers(&found), if is_dead { vec!["/steps/7"] } else { vec![] }, "{last}");
    }
}

#[test]
fn what_follows_a_dead_step_is_not_told_again_and_the_switch_is_named() {
    let dead = both("z", "$steps.A.image", "$steps.B.image");
    let next = r#"{"type":"roboflow_core/expression@v1","name":"next","data":{"x":"$steps.z.images_match","y":"$steps.C.image"},
        "switch":{"type":"CasesDefinition","cases":[],"default":{"type":"StaticCaseResult","value":1}}}"#;
    let found = told(&format!("{},{dead},{next}", branches()), "", &["FD0711"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Warning);
    for part in ["“z” never runs", "“a”", "“b”", "in “s”"] {
        assert!(found[0].message.contains(part), "{part}: {}", found[0].message);
    }
    assert_eq!(found[0].related[0].pointer, "/steps/0");
}

#[test]
fn a_choice_that_looks_at_no_data_is_always_the_same() {
    let fixed = SWITCH.replace("$inputs.mode", "a");
    let steps = branches().replace(SWITCH, &fixed);
    assert_eq!(pointers(&told(&steps, "", &["FD0711"])), ["/steps/0/value"]);
    assert_eq!(pointers(&told(&branches(), "", &["FD0711"])), [""; 0]);
    let condition = |left: &str| {
        format!(
            r#"{{"type":"roboflow_core/continue_if@v1","name":"c","condition_statement":{{"type":"StatementGroup","statements":[
            {{"type":"StatementGroup","statements":[{{"type":"BinaryStatement","left_operand":{left},"comparator":{{"type":"(Number) =="}},
            "right_operand":{{"type":"StaticOperand","value":1}}}}]}}]}},"evaluation_parameters":{{"left":"$inputs.mode"}},
            "next_steps":["$steps.A"]}},{}"#,
            blur("A", "$inputs.image")
        )
    };
    let codes = ["FD0711", "FD0712"];
    let named = |name: &str| format!(r#"{{"type":"DynamicOperand","operand_name":"{name}"}}"#);
    assert_eq!(
        pointers(&told(&condition(r#"{"type":"StaticOperand","value":1}"#), "", &codes)),
        ["/steps/0/condition_statement"]
    );
    assert_eq!(pointers(&told(&condition(&named("left")), "", &codes)), [""; 0]);
    let found = told(&condition(&named("lefd")), "", &codes);
    let place = "/steps/0/condition_statement/statements/0/statements/0/left_operand";
    assert_eq!(
        (found[0].code, found[0].pointer.as_str()),
        ("FD0712", format!("{place}/operand_name").as_str())
    );
    assert_eq!(found[0].fixes[0].title, "Replace with left");
    // The engine calls an operand without a name “_”.
    let found = told(&condition(r#"{"type":"DynamicOperand"}"#), "", &codes);
    assert_eq!((found[0].code, found[0].pointer.as_str(), found[0].fixes.len()), ("FD0712", place, 0));
}

#[test]
fn a_timer_that_is_off_loses_nothing() {
    let gate = |delay: &str| {
        format!(
            r#"{{"type":"roboflow_core/continue_if@v1","name":"c","condition_statement":{{"type":"StatementGroup","statements":[
            {{"type":"UnaryStatement","operand":{{"type":"DynamicOperand","operand_name":"x"}},"operator":{{"type":"Exists"}}}}]}},
            "evaluation_parameters":{{"x":"$inputs.mode"}},"next_steps":["$steps.A"]{delay}}},{}"#,
            blur("A", "$inputs.image")
        )
    };
    assert_eq!(told(&gate(""), "", &["FD0710"]).len(), 0);
    let found = told(&gate(r#","stop_delay":2"#), "", &["FD0710"]);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.contains("holds nothing back on Roboflow's serverless hosting"),
        "{}",
        found[0].message
    );
}

/// Every restriction of the catalogue has a sentence of its own, and names a place or says why none is needed.
#[test]
fn every_restriction_is_told_in_words() {
    for block in catalogue().blocks().iter().filter(|block| !block.restrictions.is_empty()) {
        for restriction in &block.restrictions {
            assert!(restriction.said.is_none(), "{} is told in the engine's words", block.full_type());
        }
    }
    let codes: std::collections::BTreeSet<&str> =
        catalogue().blocks().iter().flat_map(|block| &block.restrictions).map(|one| &*one.code).collect();
    assert_eq!(codes.len(), 13, "{codes:?}");
}

#[test]
fn answers_that_may_be_too_large_for_the_hosted_endpoint() {
    let steps = ["A", "B", "C", "D", "E"].map(|name| blur(name, "$inputs.image")).join(",");
    let output =
        |name: &str| format!(r#"{{"type":"JsonField","name":"o{name}","selector":"$steps.{name}.image"}}"#);
    let outputs = |names: &[&str]| names.iter().map(|name| output(name)).collect::<Vec<_>>().join(",");
    assert_eq!(pointers(&told(&steps, &outputs(&["A", "B", "C"]), &["FD0713"])), [""; 0]);
    assert_eq!(pointers(&told(&steps, &outputs(&["A", "B", "C", "D", "E"]), &["FD0713"])), ["/outputs/3"]);
    let slices = r#"{"type":"roboflow_core/image_slicer@v2","name":"cut","image":"$inputs.image"}"#;
    let cut = r#"{"type":"JsonField","name":"cut","selector":"$steps.cut.slices"}"#;
    assert_eq!(pointers(&told(slices, cut, &["FD0713"])), ["/outputs/0"]);
}

#[test]
fn language_models_that_wait_for_each_other_may_take_too_long() {
    let ask = |name: &str, image: &str| {
        format!(
            r#"{{"type":"roboflow_core/open_ai@v3","name":"{name}","images":"{image}","task_type":"caption","api_key":"$inputs.mode"}},
            {{"type":"roboflow_core/vlm_as_detector@v2","name":"{name}_boxes","image":"{image}","vlm_output":"$steps.{name}.output",
            "classes":["a"],"model_type":"florence-2","task_type":"object-detection"}},
            {{"type":"roboflow_core/dynamic_crop@v1","name":"{name}_crops","images":"{image}","predictions":"$steps.{name}_boxes.predictions"}}"#
        )
    };
    let row = |last: &str| {
        let (a, b) = (ask("a", "$inputs.image"), ask("b", "$steps.a_crops.crops"));
        format!("{a},{b},{}", ask("c", last))
    };
    assert_eq!(pointers(&told(&row("$steps.b_crops.crops"), "", &["FD0713"])), ["/steps/6/type"]);
    assert_eq!(pointers(&told(&row("$steps.a_crops.crops"), "", &["FD0713"])), [""; 0]);
}
