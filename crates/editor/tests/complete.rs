//! What is offered and told while a workflow is written as text, with the catalogue that the app ships.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_editor::complete::{Completion, Completions, complete, hover};
use flowdeck_spec::Catalogue;
use flowdeck_spec::json::parse;
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap())
}

/// What is offered at the mark `|`, and the text without it.
fn offered(marked: &str) -> (String, Completions) {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let none = Completions { letters: offset, word: offset..offset, comma: None, items: Vec::new() };
    let found = complete(&text, offset, true, catalogue()).unwrap_or(none);
    (text, found)
}

fn labels(marked: &str) -> Vec<String> {
    offered(marked).1.items.into_iter().map(|one| one.label).collect()
}

fn offer(marked: &str, label: &str) -> Completion {
    let all = offered(marked).1.items;
    all.iter().find(|one| one.label == label).unwrap().clone()
}

#[test]
fn whoever_writes_a_text_is_not_disturbed() {
    let offered = |text: &str, is_asked: bool| {
        let step =
            format!(r#"{{"type": "roboflow_core/google_gemini@v3", "name": "here", "prompt": "{text}|"}}"#);
        let marked = around(&step);
        let offset = marked.find('|').unwrap();
        complete(&marked.replacen('|', "", 1), offset, is_asked, catalogue()).is_some()
    };
    assert!(offered("", false) && offered("$in", false) && offered("in", true));
    assert!(!offered("in", false) && !offered("Is there $", false));
}

/// The text after taking an offer, with the cursor as `|`.
fn taken(marked: &str, label: &str) -> String {
    let (mut text, all) = offered(marked);
    let one = all.items.iter().find(|one| one.label == label).unwrap();
    text.replace_range(all.word.clone(), &one.insert);
    text.insert(all.word.start + one.cursor, '|');
    if let Some(comma) = all.comma {
        text.insert(comma, ',');
    }
    text
}

/// A workflow around a step that is being written.
fn around(step: &str) -> String {
    let mut text = String::from(
        r#"{"specification": {"version": "1.0", "inputs": [
            {"type": "WorkflowImage", "name": "photo"},
            {"type": "WorkflowParameter", "name": "limit", "kind": ["float_zero_to_one"]},
            {"type": "WorkflowParameter", "name": "anything"}],
        "steps": [
            {"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model", "images": "$inputs.photo", "model_id": "yolov8n-640"},
            "#,
    );
    text.push_str(step);
    text.push_str(
        r#",
            {"type": "roboflow_core/image_blur@v1", "name": "after", "image": "$steps.here.crops"}],
        "outputs": [{"type": "JsonField", "name": "out", "selector": "$steps.after.image"}]}}"#,
    );
    text
}

#[test]
fn blocks_by_their_types_old_ones_last() {
    let marked = around(r#"{"type": "|"}"#);
    let all = labels(&marked);
    assert!(all.len() > 150, "{}", all.len());
    let place = |name: &str| all.iter().position(|one| one == name).unwrap();
    assert!(
        place("roboflow_core/dynamic_crop@v1") < place("roboflow_core/roboflow_object_detection_model@v1")
    );
    assert_eq!(offer(&marked, "roboflow_core/dynamic_crop@v1").detail, "Dynamic Crop");
    assert!(
        taken(&marked, "roboflow_core/dynamic_crop@v1")
            .contains(r#"{"type": "roboflow_core/dynamic_crop@v1"|}"#)
    );
    // Quotes come with what is taken where none are typed.
    assert!(
        taken(&around(r#"{"type": |}"#), "roboflow_core/image_blur@v1")
            .contains(r#": "roboflow_core/image_blur@v1"|}"#)
    );
    // A text that is not closed yet.
    assert!(
        taken(&around(r#"{"type": "dyn|, "name": "x"}"#), "roboflow_core/dynamic_crop@v1")
            .contains(r#"{"type": "roboflow_core/dynamic_crop@v1"|, "name": "x"}"#)
    );
}

#[test]
fn a_workflows_own_blocks_are_among_them() {
    let text =
        r#"{"dynamic_blocks_definitions": [{"manifest": {"block_type": "Mine"}}], "steps": [{"type": "|"}]}"#;
    assert_eq!(labels(text).first().map(String::as_str), Some("Mine"));
}

#[test]
fn properties_that_are_missing_required_ones_first() {
    let all = labels(&around(r#"{"type": "roboflow_core/image_blur@v1", "name": "here", |}"#));
    assert_eq!(all, ["image", "blur_type", "kernel_size"]);
    let all = labels(&around(r#"{"type": "roboflow_core/image_blur@v1", "images": "$inputs.photo", "|"}"#));
    assert_eq!(all, ["name", "blur_type", "kernel_size"], "another name of the same property is there");
    assert_eq!(labels(&around("{|}")), ["type", "name"]);
}

#[test]
fn a_property_comes_with_what_is_written_first() {
    let step = |rest: &str| around(&format!(r#"{{"type": "roboflow_core/image_blur@v1", {rest}}}"#));
    for (rest, name, expected) in [
        (r#""ker|""#, "kernel_size", r#""kernel_size": 5|"#),
        ("ker|", "kernel_size", r#""kernel_size": 5|"#),
        (r#""name": "here" |"#, "kernel_size", r#""name": "here", "kernel_size": 5|"#),
        (r#"| "name": "here""#, "kernel_size", r#""kernel_size": 5|, "name": "here""#),
        (r#""kern|": 7"#, "kernel_size", r#""kernel_size"|: 7"#),
        // There is one image in the workflow that this step can have: what waits for it is none.
        (r#""name": "here", |"#, "image", r#""image": "$inputs.photo"|"#),
        ("|", "name", r#""name": "|""#),
    ] {
        let text = taken(&step(rest), name);
        assert!(text.contains(expected), "{rest}: {text}");
    }
}

#[test]
fn selectors_by_kinds_never_in_a_circle() {
    let here = |property: &str| {
        around(&format!(r#"{{"type": "roboflow_core/dynamic_crop@v1", "name": "here", "{property}": "|"}}"#))
    };
    assert_eq!(labels(&here("images")), ["$inputs.photo", "$inputs.anything"]);
    assert_eq!(labels(&here("predictions")), ["$steps.model.predictions", "$inputs.anything"]);
    assert_eq!(offer(&here("images"), "$inputs.photo").detail, "image");
    // A dollar alone, without quotes.
    let bare = around(r#"{"type": "roboflow_core/dynamic_crop@v1", "name": "here", "predictions": $|}"#);
    assert!(
        taken(&bare, "$steps.model.predictions").contains(r#""predictions": "$steps.model.predictions"|}"#)
    );
    // Before another item.
    let list =
        r#"{"type": "roboflow_core/continue_if@v1", "name": "here", "next_steps": [| "$steps.model"]}"#;
    assert!(taken(&around(list), "$steps.after").contains(r#"["$steps.after"|, "$steps.model"]"#));
    // A number or a selector: only the selector can be within quotes.
    let blur =
        r#"{"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "here", "confidence": "|"}"#;
    assert!(labels(&around(blur)).contains(&"$inputs.limit".into()), "{:?}", labels(&around(blur)));
}

#[test]
fn steps_as_targets_of_a_condition() {
    let step = around(r#"{"type": "roboflow_core/continue_if@v1", "name": "here", "next_steps": ["|"]}"#);
    assert_eq!(labels(&step), ["$steps.model", "$steps.after"]);
    let step = around(
        r#"{"type": "roboflow_core/continue_if@v1", "name": "here", "evaluation_parameters": {"x": "$steps.model.predictions"}, "next_steps": ["|"]}"#,
    );
    assert_eq!(labels(&step), ["$steps.after"], "what it waits for cannot wait for it");
    let values = around(
        r#"{"type": "roboflow_core/continue_if@v1", "name": "here", "evaluation_parameters": {"x": "$|"}}"#,
    );
    assert!(labels(&values).contains(&"$steps.model.predictions".into()));
}

#[test]
fn choices_and_plain_values() {
    let blur = |rest: &str| around(&format!(r#"{{"type": "roboflow_core/image_blur@v1", {rest}}}"#));
    let all = labels(&blur(r#""blur_type": |"#));
    assert_eq!(all[..4], ["average", "gaussian", "median", "bilateral"]);
    assert_eq!(offer(&blur(r#""blur_type": |"#), "gaussian").detail, "default");
    let draw = r#"{"type": "roboflow_core/bounding_box_visualization@v1", "copy_image": |}"#;
    assert_eq!(labels(&around(draw))[..2], ["true", "false"]);
    assert_eq!(offer(&around(draw), "true").detail, "default");
    assert!(taken(&around(draw), "false").contains(r#""copy_image": false|}"#));
}

#[test]
fn operations_and_conditions_as_deep_as_they_go() {
    let step = |rest: &str| {
        around(&format!(
            r#"{{"type": "roboflow_core/property_definition@v1", "name": "here", "operations": [{rest}]}}"#
        ))
    };
    let types = labels(&step(r#"{"type": "|"}"#));
    assert!(types.len() > 30 && types.contains(&"DetectionsPropertyExtract".into()), "{types:?}");
    assert_eq!(labels(&step("{|}")), ["type"]);
    let extract = |rest: &str| step(&format!(r#"{{"type": "DetectionsPropertyExtract", {rest}}}"#));
    assert_eq!(labels(&extract("|")), ["property_name"]);
    assert!(labels(&extract(r#""property_name": "|""#)).contains(&"class_name".into()));
    let filter = step(
        r#"{"type": "DetectionsFilter", "filter_operation": {"type": "StatementGroup", "statements": [{"type": "BinaryStatement", "comparator": {"type": "|"}}]}}"#,
    );
    assert!(labels(&filter).contains(&"(Number) >=".into()), "{:?}", labels(&filter));
}

#[test]
fn inputs_outputs_and_the_outline() {
    let types = labels(r#"{"inputs": [{"type": "|"}]}"#);
    assert_eq!(
        types[..4],
        ["WorkflowImage", "WorkflowParameter", "WorkflowBatchInput", "WorkflowVideoMetadata"]
    );
    assert_eq!(labels(r#"{"inputs": [{"type": "WorkflowImage", |}]}"#), ["name"]);
    let parameter = r#"{"inputs": [{"type": "WorkflowParameter", "name": "x", |}]}"#;
    assert_eq!(labels(parameter), ["kind", "default_value"]);
    assert_eq!(
        taken(parameter, "kind"),
        r#"{"inputs": [{"type": "WorkflowParameter", "name": "x", "kind": ["|"]}]}"#
    );
    let kinds = labels(r#"{"inputs": [{"type": "WorkflowParameter", "kind": ["integer", "|"]}]}"#);
    assert!(kinds.contains(&"float".into()) && !kinds.contains(&"integer".into()));
    assert_eq!(labels(r#"{"outputs": [{"type": "|"}]}"#), ["JsonField"]);
    assert_eq!(labels(r#"{"outputs": [{"coordinates_system": "|"}]}"#), ["parent", "own"]);
    let all = labels(&around("{}").replace("$steps.after.image", "|"));
    for one in ["$inputs.photo", "$steps.model.predictions", "$steps.model.*", "$steps.after.image"] {
        assert!(all.contains(&one.into()), "{one} in {all:?}");
    }
    assert_eq!(labels(r#"{"specification": {"version": "1.0", |}}"#), ["inputs", "steps", "outputs"]);
    assert_eq!(labels("{|}"), ["version", "inputs", "steps", "outputs"]);
    assert_eq!(
        taken(r#"{"outputs": [|]}"#, r#"{"type": "JsonField", "name": "", "selector": ""}"#),
        r#"{"outputs": [{"type": "JsonField", "name": "|", "selector": ""}]}"#
    );
}

#[test]
fn an_inner_workflow_has_names_of_its_own() {
    let step = around(
        r#"{"type": "roboflow_core/inner_workflow@v1", "name": "here", "workflow_definition": {"inputs": [{"type": "WorkflowImage", "name": "own"}], "steps": [{"type": "roboflow_core/image_blur@v1", "name": "b", "image": "|"}]}}"#,
    );
    assert_eq!(labels(&step), ["$inputs.own"]);
}

#[test]
fn nothing_is_offered_unasked_or_where_nobody_knows() {
    let text = r#"{"steps": [{"type": "roboflow_core/image_blur@v1", }]}"#;
    assert_eq!(complete(text, text.find(" }").unwrap(), false, catalogue()), None);
    let number = r#"{"steps": [{"type": "roboflow_core/image_blur@v1", "kernel_size": 5}]}"#;
    let behind = number.find("}]").unwrap();
    assert_eq!(complete(number, behind, false, catalogue()), None);
    assert!(complete(number, behind, true, catalogue()).is_some());
    for text in [
        r#"{"steps": [{"name": "|"}]}"#,
        r#"{"steps": [{"type": "acme/own@v1", "odd": "x|"}]}"#,
        r#"{"a": 1} |"#,
        r#"{"flowdeck": {"x": "|"}}"#,
    ] {
        assert_eq!(labels(text), Vec::<String>::new(), "{text}");
    }
    // A dollar is meant for a selector, whatever the block.
    let text = r#"{"inputs": [{"type": "WorkflowImage", "name": "i"}], "steps": [{"type": "acme/own@v1", "odd": "$|"}]}"#;
    assert_eq!(labels(text), ["$inputs.i"]);
}

fn told(marked: &str) -> String {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    match hover(&text, offset, catalogue()) {
        Some(found) => format!("{}\n{}", found.title, found.lines.join("\n")),
        None => String::new(),
    }
}

#[test]
fn what_is_under_the_pointer() {
    for (step, expected) in [
        (
            r#"{"type": "roboflow_core/image_blur@v1", "kernel|_size": 7}"#,
            "kernel_size\nHow far the effect reaches around each pixel; larger is stronger.\n\
             Takes a whole number or a selector such as $inputs.name or $steps.name.output. \
             A selector must give integer. The default is 5.",
        ),
        (
            r#"{"type": "roboflow_core/image|_blur@v1"}"#,
            "Image Blur\nSmooths the image.\nGives image (image).",
        ),
        (
            r#"{"type": "roboflow_core/image_blur@v1", "image": "$inputs.|photo"}"#,
            "The input “photo”\nIt gives image.",
        ),
        (
            r#"{"type": "roboflow_core/dynamic_crop@v1", "predictions": "$steps.model.|predictions"}"#,
            "Output “predictions” of the step “model”, Object Detection Model\nIt gives object_detection_prediction.",
        ),
        (r#"{"type": "roboflow_core/image_blur@v1", "image": "$inputs.|none"}"#, ""),
        (r#"{"type": "roboflow_core/image_blur@v1", | "x": 1}"#, ""),
    ] {
        assert_eq!(told(&around(step)), expected, "{step}");
    }
    assert_eq!(told(r#"{"outputs": [{"coordinates_system": "ow|n"}]}"#), "own\nPixels of the crop.");
    assert_eq!(told(r#"{"st|eps": []}"#), "steps\nWhat is done, each step by one block.");
}

#[test]
fn whatever_is_taken_in_a_text_that_parses_leaves_one_that_parses() {
    let texts = [
        around(
            r#"{"type": "roboflow_core/image_blur@v1", "name": "here", "kernel_size": 3, "image": "$inputs.photo"}"#,
        ),
        around(
            r#"{"type": "roboflow_core/property_definition@v1", "name": "here", "data": "$steps.model.predictions", "operations": [{"type": "SequenceLength"}]}"#,
        ),
    ];
    for text in texts {
        assert!(parse(&text).root.is_some());
        for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
            let Some(all) = complete(&text, offset, true, catalogue()) else { continue };
            assert!(all.word.start <= offset && offset <= all.word.end && all.letters <= offset);
            for one in all.items.iter().step_by(7) {
                let mut changed = text.clone();
                changed.replace_range(all.word.clone(), &one.insert);
                if let Some(comma) = all.comma {
                    changed.insert(comma, ',');
                }
                let is_whole = parse(&changed).root.is_some();
                // A value that the person has to write, or another value that a comma is to follow, is left to them.
                let is_open = one.insert.ends_with(": ") || one.insert.ends_with(": ,");
                assert!(is_whole || is_open, "{offset} {one:?}\n{changed}");
            }
        }
    }
}
