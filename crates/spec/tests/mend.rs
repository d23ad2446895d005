//! Fixes that need the whole workflow: wiring what is missing, a step that makes one kind of another, a free name. Each is
//! applied to the text and checked again.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::lint::{Finding, check_text};
use flowdeck_spec::{Catalogue, Severity};
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap())
}

fn errors(text: &str) -> Vec<Finding> {
    let found = check_text(text, catalogue());
    found.into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// The text with one fix of a finding in it.
fn mended(text: &str, finding: &Finding, title: &str) -> String {
    let titles: Vec<&str> = finding.fixes.iter().map(|fix| &*fix.title).collect();
    assert!(titles.iter().any(|known| known.starts_with(title)), "{title} is none of {titles:?}");
    let fix = finding.fixes.iter().find(|fix| fix.title.starts_with(title)).unwrap();
    let mut out = text.to_owned();
    for edit in fix.edits.iter().rev() {
        out.replace_range(edit.range.clone(), &edit.text);
    }
    out
}

fn workflow(steps: &[&str]) -> String {
    format!(
        "{{\"version\": \"1.0\",\n  \"inputs\": [{{\"type\": \"WorkflowImage\", \"name\": \"image\"}}],\n  \"steps\": [\n    {}\n  ],\n  \"outputs\": []}}",
        steps.join(",\n    ")
    )
}

const MODEL: &str = r#"{"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model", "images": "$inputs.image", "model_id": "yolov8n-640"}"#;

#[test]
fn data_of_another_kind_is_converted_in_a_step_of_its_own() {
    let classes = r#"{"type": "roboflow_core/roboflow_classification_model@v2", "name": "kind", "images": "$inputs.image", "model_id": "a/1"}"#;
    let grey = r#"{"type": "roboflow_core/convert_grayscale@v1", "name": "grey", "image": "$inputs.image"}"#;
    let qr = r#"{"type": "roboflow_core/qr_code_generator@v1", "name": "last", "text": "SELECTOR"}"#;
    let blur = r#"{"type": "roboflow_core/image_blur@v1", "name": "last", "image": "$inputs.image", "kernel_size": "SELECTOR"}"#;
    for (source, selector, last, title, name, operation) in [
        (MODEL, "$steps.model.predictions", blur, "Count the detections", "model_count", "SequenceLength"),
        (
            classes,
            "$steps.kind.predictions",
            qr,
            "Take the top class",
            "kind_class",
            "ClassificationPropertyExtract",
        ),
        (grey, "$steps.grey.image", qr, "Write it in base64", "grey_base64", "ConvertImageToBase64"),
    ] {
        let text = workflow(&[source, &last.replace("SELECTOR", selector)]);
        let found = errors(&text);
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["FD0205"], "{text}");
        let now = mended(&text, &found[0], title);
        assert!(errors(&now).is_empty(), "{now}: {:?}", errors(&now));
        let line = now.lines().find(|line| line.contains("property_definition")).unwrap();
        assert!(line.starts_with("    {") && line.ends_with("},"), "on a line of its own: {line}");
        assert!(line.contains(&format!("\"name\":\"{name}\"")) && line.contains(operation), "{line}");
        assert!(now.contains(&format!("\"$steps.{name}.output\"")), "{now}");
    }
}

#[test]
fn a_new_step_is_laid_out_as_the_one_after_it() {
    let blur = "{\n      \"type\": \"roboflow_core/image_blur@v1\",\n      \"name\": \"b\",\n      \"image\": \"$inputs.image\",\n      \"kernel_size\": \"$steps.model.predictions\"\n    }";
    let text = workflow(&[MODEL, blur]);
    let now = mended(&text, &errors(&text)[0], "Count");
    let want = "    {\n      \"type\": \"roboflow_core/property_definition@v1\",\n      \"name\": \"model_count\",\n";
    assert!(now.contains(want), "{now}");
    assert!(now.contains("      ]\n    },\n    {\n"), "{now}");
    let beside = text.replace("\n    ", " ").replace("\n  ", " ");
    let now = mended(&beside, &errors(&beside)[0], "Count");
    assert!(
        now.contains("}, {\"type\":\"roboflow_core/property_definition@v1\"") && now.contains("}]}, {"),
        "{now}"
    );
}

#[test]
fn a_conversion_takes_a_free_name_and_none_is_offered_where_it_could_not_be_right() {
    let blur = r#"{"type": "roboflow_core/image_blur@v1", "name": "model_count", "image": "$inputs.image", "kernel_size": "$steps.model.predictions"}"#;
    let text = workflow(&[MODEL, blur]);
    let now = mended(&text, &errors(&text)[0], "Count the detections, in a new step “model_count_2”");
    assert!(errors(&now).is_empty(), "{now}");
    // An image cannot be made of detections.
    let blur = r#"{"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$steps.model.predictions"}"#;
    let found = errors(&workflow(&[MODEL, blur]));
    let titles: Vec<&str> = found[0].fixes.iter().map(|fix| &*fix.title).collect();
    assert!(!titles.iter().any(|title| title.contains("new step")), "{titles:?}");
}

/// For all pairs of a conversion's kinds that a block of the catalogue gives and another takes.
#[test]
fn every_conversion_that_is_offered_mends() {
    let mut tried = std::collections::BTreeSet::new();
    let from: Vec<(String, String)> = [
        (MODEL, "$steps.model.predictions"),
        (r#"{"type": "roboflow_core/roboflow_classification_model@v2", "name": "model", "images": "$inputs.image", "model_id": "a/1"}"#, "$steps.model.predictions"),
        (r#"{"type": "roboflow_core/convert_grayscale@v1", "name": "model", "image": "$inputs.image"}"#, "$steps.model.image"),
        (r#"{"type": "roboflow_core/template_matching@v1", "name": "model", "image": "$inputs.image", "template": "$inputs.image"}"#, "$steps.model.number_of_matches"),
        (r#"{"type": "roboflow_core/ocr_model@v1", "name": "model", "images": "$inputs.image"}"#, "$steps.model.result"),
        (r#"{"type": "roboflow_core/dominant_color@v1", "name": "model", "image": "$inputs.image"}"#, "$steps.model.rgb_color"),
    ].map(|(step, selector)| (step.to_owned(), selector.to_owned())).into();
    for block in catalogue().blocks().iter().filter(|block| !block.deprecated) {
        for field in &block.fields {
            if field.reference.is_none_or(|reference| reference.is_step || reference.kinds.is_any()) {
                continue;
            }
            for (source, selector) in &from {
                let step = format!(
                    r#"{{"type": "{}", "name": "last", "{}": "{selector}"}}"#,
                    block.full_type(),
                    field.name()
                );
                let text = workflow(&[source, &step]);
                let found = errors(&text);
                for finding in found.iter().filter(|finding| finding.code == "FD0205") {
                    for fix in finding.fixes.iter().filter(|fix| fix.title.contains("in a new step")) {
                        let now = mended(&text, finding, &fix.title);
                        // What the step lacks beside it stays; the conversion brings nothing new.
                        let known = |left: &Finding| {
                            found
                                .iter()
                                .any(|known| known.code == left.code && known.property == left.property)
                        };
                        let left: Vec<_> = errors(&now)
                            .into_iter()
                            .filter(|left| {
                                left.code == "FD0205" && left.property == finding.property || !known(left)
                            })
                            .collect();
                        assert!(left.is_empty(), "{now}\n{left:?}");
                        tried.insert(fix.title.clone());
                    }
                }
            }
        }
    }
    assert!(tried.len() >= 8, "{tried:?}");
}

#[test]
fn what_is_missing_is_wired_to_what_fits() {
    let text = workflow(&[r#"{"type": "roboflow_core/image_blur@v1", "name": "b"}"#]);
    let found = errors(&text);
    assert_eq!((found[0].code, found[0].fixes.len()), ("FD0302", 1));
    let now = mended(&text, &found[0], "Wire “image” to $inputs.image");
    assert!(errors(&now).is_empty(), "{now}");
    let text = workflow(&[
        MODEL,
        r#"{"type": "roboflow_core/bounding_box_visualization@v1", "name": "b", "image": "$inputs.image"}"#,
    ]);
    let now = mended(&text, &errors(&text)[0], "Wire “predictions” to $steps.model.predictions");
    assert!(errors(&now).is_empty(), "{now}");
}

#[test]
fn a_second_of_a_name_gets_one_that_is_free() {
    let blur = |name: &str| {
        format!(r#"{{"type": "roboflow_core/image_blur@v1", "name": "{name}", "image": "$inputs.image"}}"#)
    };
    let text = workflow(&[&blur("a"), &blur("a"), &blur("a_2")]);
    let now = mended(&text, &errors(&text)[0], "Rename this one to a_3");
    assert!(errors(&now).is_empty(), "{now}");
}

/// Steps of inner workflows go by other names in the compilation than in the text.
#[test]
fn no_fix_names_a_step_of_an_inner_workflow() {
    let sound = r#"{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image"}"#;
    let kind = r#"{"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$steps.blur.image", "kernel_size": "$steps.blur.image"}"#;
    let text = r#"{"type": "roboflow_core/qr_code_generator@v1", "name": "b", "text": "$steps.inner.image"}"#;
    let bare = r#"{"type": "roboflow_core/image_blur@v1", "name": "b"}"#;
    for (within, last, code) in [
        (kind, sound, "FD0205"),
        (bare, sound, "FD0302"),
        (sound, sound, "FD0101"),
        (sound, text, "FD0205"),
        (sound, bare, "FD0302"),
    ] {
        let inner = format!(
            r#"{{"type": "roboflow_core/inner_workflow@v1", "name": "inner", "parameter_bindings": {{"image": "$inputs.image"}},
            "workflow_definition": {{"version": "1.0", "inputs": [{{"type": "WorkflowImage", "name": "image"}}],
            "steps": [{sound}, {within}], "outputs": [{{"type": "JsonField", "name": "image", "selector": "$steps.blur.image"}}]}}}}"#
        );
        let found = check_text(&workflow(&[&inner, last]), catalogue());
        let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&code) || code == "FD0101", "{code}: {codes:?}");
        for fix in found.iter().flat_map(|finding| &finding.fixes) {
            let text: String = fix.edits.iter().map(|edit| &*edit.text).collect();
            assert!(!text.contains("__") && !fix.title.contains("__"), "{fix:?}");
        }
    }
}
