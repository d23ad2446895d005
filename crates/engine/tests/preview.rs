//! A pipeline that is edited shows what it would show if it were run from nothing, and runs again only what must be.
#![expect(clippy::unwrap_used, reason = "what a test does not expect stops it")]
#[expect(dead_code, reason = "shared with the other tests, each of which uses a part")]
mod support;

use flowdeck_engine::Options;
use flowdeck_engine::preview::{Fate, Frame, Preview};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{image_input, spec};

/// A picture with edges, so that every setting shows.
fn picture(width: u32, height: u32) -> Frame {
    let pixel = |at: u32| {
        let (x, y) = (at % width, at / width);
        [(x * 37 + y) as u8, if (x / 3 + y / 2).is_multiple_of(2) { 220 } else { 30 }, (y * 51) as u8, 255]
    };
    Frame { width, height, rgba: (0..width * height).flat_map(pixel).collect() }
}

fn blur(name: &str, image: &str, size: u64) -> Value {
    json!({"type": "roboflow_core/image_blur@v1", "name": name, "image": image, "blur_type": "average", "kernel_size": size})
}

fn gray(name: &str, image: &str) -> Value {
    json!({"type": "roboflow_core/convert_grayscale@v1", "name": name, "image": image})
}

fn threshold(name: &str, image: &str, level: u64) -> Value {
    json!({"type": "roboflow_core/threshold@v1", "name": name, "image": image, "threshold_type": "binary", "thresh_value": level})
}

fn with_picture() -> Preview {
    let mut preview = Preview::default();
    preview.set_images("image", vec![picture(24, 16)]);
    preview
}

fn run(preview: &mut Preview, steps: Value) -> Vec<(String, Fate)> {
    run_with(preview, &spec(image_input(), steps, &[]), &Map::new())
}

fn run_with(preview: &mut Preview, spec: &Value, values: &Map<String, Value>) -> Vec<(String, Fate)> {
    let reports = preview.run(spec, values, &Options::default()).unwrap();
    reports.into_iter().map(|report| (report.step, report.fate)).collect()
}

fn fates(found: &[(String, Fate)]) -> Vec<(&str, &Fate)> {
    found.iter().map(|(name, fate)| (name.as_str(), fate)).collect()
}

#[test]
fn only_what_changed_and_what_follows_it_runs_again() {
    let mut preview = with_picture();
    let steps = |size: u64, level: u64| {
        json!([
            blur("a", "$inputs.image", size),
            gray("g", "$steps.a.image"),
            threshold("t", "$steps.g.image", level)
        ])
    };
    let first = run(&mut preview, steps(3, 90));
    assert_eq!(fates(&first), [("a", &Fate::Ran), ("g", &Fate::Ran), ("t", &Fate::Ran)]);
    let level = run(&mut preview, steps(3, 120));
    assert_eq!(fates(&level), [("a", &Fate::Kept), ("g", &Fate::Kept), ("t", &Fate::Ran)]);
    let size = run(&mut preview, steps(5, 120));
    assert_eq!(fates(&size), [("a", &Fate::Ran), ("g", &Fate::Ran), ("t", &Fate::Ran)]);
    preview.set_images("image", vec![picture(10, 8)]);
    let image = run(&mut preview, steps(5, 120));
    assert!(image.iter().all(|(_, fate)| *fate == Fate::Ran), "{image:?}");
    assert_eq!(preview.frame("$steps.t.image").map(|frame| (frame.width, frame.height)), Some((10, 8)));
}

#[test]
fn what_cannot_run_here_is_told_and_so_is_what_waits_for_it() {
    let mut preview = with_picture();
    let found = run(
        &mut preview,
        json!([
            {"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model", "images": "$inputs.image", "model_id": "x/1"},
            {"type": "roboflow_core/bounding_box_visualization@v1", "name": "boxes", "image": "$inputs.image", "predictions": "$steps.model.predictions"},
            blur("after", "$steps.boxes.image", 3),
            blur("beside", "$inputs.image", 3),
            blur("dangling", "$steps.gone.image", 3),
            threshold("bad", "$inputs.image", 10),
            {"type": "roboflow_core/threshold@v1", "name": "empty", "image": "$inputs.image"},
        ]),
    );
    let of = |name: &str| found.iter().find(|(step, _)| step == name).map(|(_, fate)| fate.clone()).unwrap();
    assert_eq!(of("model"), Fate::NeedsServer);
    assert!(matches!(of("boxes"), Fate::Waits(why) if why.contains("model")));
    assert!(matches!(of("after"), Fate::Waits(why) if why.contains("boxes")));
    assert_eq!(of("beside"), Fate::Ran);
    assert!(matches!(of("dangling"), Fate::Failed { property: Some(property), .. } if property == "image"));
    assert_eq!(of("bad"), Fate::Ran);
    assert!(
        matches!(of("empty"), Fate::Failed { property: Some(property), .. } if property == "thresh_value")
    );
}

#[test]
fn a_circle_an_absent_image_and_a_step_that_failed_end_nothing_else() {
    let mut preview = Preview::default();
    let found = run(
        &mut preview,
        json!([
            blur("a", "$steps.b.image", 3),
            blur("b", "$steps.a.image", 3),
            blur("c", "$inputs.image", 3),
        ]),
    );
    assert!(matches!(&found[0].1, Fate::Failed { why, .. } if why.contains("circle")), "{found:?}");
    assert!(matches!(&found[2].1, Fate::Waits(why) if why.contains("image")), "{found:?}");
    let mut preview = with_picture();
    let steps = |kind: &str| {
        json!([
            {"type": "roboflow_core/image_blur@v1", "name": "a", "image": "$inputs.image", "blur_type": kind},
            gray("g", "$steps.a.image"),
        ])
    };
    let found = run(&mut preview, steps("smudge"));
    assert!(matches!(&found[0].1, Fate::Failed { property: Some(property), .. } if property == "blur_type"));
    assert!(matches!(&found[1].1, Fate::Waits(_)));
    assert_eq!(preview.frame("$steps.g.image"), None);
    assert_eq!(fates(&run(&mut preview, steps("median"))), [("a", &Fate::Ran), ("g", &Fate::Ran)]);
}

#[test]
fn parameters_and_gates_decide_what_runs() {
    let mut preview = with_picture();
    let spec = spec(
        json!([{"type": "WorkflowImage", "name": "image"}, {"type": "WorkflowParameter", "name": "size", "default_value": 3}]),
        json!([
            {"type": "roboflow_core/continue_if@v1", "name": "gate", "next_steps": ["$steps.a"], "evaluation_parameters": {"size": "$inputs.size"},
             "condition_statement": {"type": "StatementGroup", "statements": [{"type": "BinaryStatement",
                "left_operand": {"type": "DynamicOperand", "operand_name": "size"}, "comparator": {"type": "(Number) <"},
                "right_operand": {"type": "StaticOperand", "value": 9}}]}},
            {"type": "roboflow_core/image_blur@v1", "name": "a", "image": "$inputs.image", "kernel_size": "$inputs.size"},
        ]),
        &[],
    );
    let at = |size: u64| json!({"size": size}).as_object().unwrap().clone();
    let first = run_with(&mut preview, &spec, &Map::new());
    assert_eq!(fates(&first), [("gate", &Fate::Ran), ("a", &Fate::Ran)]);
    let same = run_with(&mut preview, &spec, &at(3));
    assert_eq!(fates(&same), [("gate", &Fate::Kept), ("a", &Fate::Kept)]);
    let large = run_with(&mut preview, &spec, &at(11));
    assert_eq!(fates(&large), [("gate", &Fate::Ran), ("a", &Fate::Skipped)]);
    assert_eq!(preview.frame("$steps.a.image"), None);
}

/// An edit of the chain: which of its steps, to what; no level leaves a step without what it needs, and a circle may be
/// closed.
fn chain() -> impl Strategy<Value = (u64, Option<u64>, usize, bool, bool)> {
    (1..9_u64, prop::option::weighted(0.7, 0..255_u64), 0..3_usize, any::<bool>(), prop::bool::weighted(0.3))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever was shown before, a preview shows what one that begins with this shows.
    #[test]
    fn edited_is_as_if_new(edits in prop::collection::vec(chain(), 1..8)) {
        let mut preview = with_picture();
        for (size, level, from, is_there, is_circle) in edits {
            let source = ["$inputs.image", "$steps.a.image", "$steps.g.image"][from];
            let first = if is_circle { "$steps.g.image" } else { "$inputs.image" };
            let mut steps = vec![
                blur("a", first, size),
                threshold("t", source, level.unwrap_or_default()),
                blur("b", "$steps.t.image", 3),
            ];
            if level.is_none() {
                steps[1].as_object_mut().unwrap().remove("thresh_value");
            }
            if is_there || is_circle || from == 2 {
                steps.push(gray("g", "$steps.a.image"));
            }
            let specification = spec(image_input(), Value::Array(steps), &[]);
            let mut fresh = with_picture();
            let (ours, new) = (
                preview.run(&specification, &Map::new(), &Options::default()).unwrap(),
                fresh.run(&specification, &Map::new(), &Options::default()).unwrap(),
            );
            prop_assert_eq!(ours.len(), new.len());
            for (ours, new) in ours.iter().zip(&new) {
                prop_assert_eq!(&ours.step, &new.step);
                let (a, b) = (ours.fate == Fate::Kept || ours.fate == Fate::Ran, new.fate == Fate::Ran);
                prop_assert!(a == b, "{:?} {:?}", ours, new);
                if !a {
                    prop_assert_eq!(&ours.fate, &new.fate);
                }
                prop_assert_eq!(&ours.images, &new.images);
                prop_assert_eq!(&ours.values, &new.values);
            }
            for selector in ["$inputs.image", "$steps.a.image", "$steps.g.image", "$steps.t.image", "$steps.b.image"] {
                prop_assert_eq!(preview.frame(selector), fresh.frame(selector), "{}", selector);
            }
        }
    }
}

#[test]
fn what_a_server_gave_feeds_the_steps_that_follow() {
    let mut preview = with_picture();
    let steps = json!([
        {"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model", "images": "$inputs.image", "model_id": "x/1"},
        {"type": "roboflow_core/bounding_box_visualization@v1", "name": "boxes", "image": "$inputs.image", "predictions": "$steps.model.predictions"},
    ]);
    let found = |x: u32| {
        json!({"$steps.model.predictions": {"image": {"width": 24, "height": 16}, "predictions": [
            {"x": x, "y": 8, "width": 6, "height": 6, "confidence": 0.9, "class_id": 0, "class": "nut", "detection_id": "a", "parent_id": "image"}]}})
    };
    let give = |value: Value, preview: &mut Preview| {
        preview.set_answers(value.as_object().unwrap());
        let fates = run(preview, steps.clone());
        (fates, preview.frame("$steps.boxes.image"))
    };
    let (first, drawn) = give(found(8), &mut preview);
    assert_eq!(fates(&first), [("model", &Fate::Answered), ("boxes", &Fate::Ran)]);
    assert!(drawn.is_some() && drawn != preview.frame("$inputs.image"));
    let (same, _) = give(found(8), &mut preview);
    assert_eq!(fates(&same), [("model", &Fate::Answered), ("boxes", &Fate::Kept)]);
    let (moved, elsewhere) = give(found(14), &mut preview);
    assert_eq!(fates(&moved), [("model", &Fate::Answered), ("boxes", &Fate::Ran)]);
    assert_ne!(drawn, elsewhere);
    let (gone, nothing) = give(json!({}), &mut preview);
    assert_eq!(gone[0].1, Fate::NeedsServer);
    assert!(matches!(gone[1].1, Fate::Waits(_)));
    assert_eq!(nothing, None);
    let (broken, _) = give(
        json!({"$steps.model.predictions": {"image": {}, "predictions": [{"x": "?", "width": 1}]}}),
        &mut preview,
    );
    assert_eq!(broken[0].1, Fate::NeedsServer, "what cannot be read is not there");
}

#[test]
fn a_step_that_runs_once_for_the_whole_batch_has_run() {
    let mut preview = with_picture();
    let spec = spec(
        json!([{"type": "WorkflowImage", "name": "image"}, {"type": "WorkflowParameter", "name": "size", "default_value": 3}]),
        json!([{"type": "roboflow_core/csv_formatter@v1", "name": "rows", "columns_data": {"size": "$inputs.size"}}]),
        &[],
    );
    let reports = preview.run(&spec, &Map::new(), &Options::default()).unwrap();
    assert_eq!(reports[0].fate, Fate::Ran);
    assert!(!reports[0].values.is_empty());
    assert_eq!(fates(&run_with(&mut preview, &spec, &Map::new())), [("rows", &Fate::Kept)]);
}

#[test]
fn what_a_server_gave_for_a_step_that_is_gone_feeds_nothing() {
    let mut preview = with_picture();
    let model = json!({"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model", "images": "$inputs.image", "model_id": "x/1"});
    let boxes = json!({"type": "roboflow_core/bounding_box_visualization@v1", "name": "boxes", "image": "$inputs.image", "predictions": "$steps.model.predictions"});
    let answers =
        json!({"$steps.model.predictions": {"image": {"width": 24, "height": 16}, "predictions": []}});
    preview.set_answers(answers.as_object().unwrap());
    let both = run(&mut preview, json!([model, boxes]));
    assert_eq!(fates(&both), [("model", &Fate::Answered), ("boxes", &Fate::Ran)]);
    let alone = run(&mut preview, json!([boxes]));
    assert!(
        matches!(&alone[0].1, Fate::Failed { property: Some(property), .. } if property == "predictions")
    );
    assert_eq!(preview.frame("$steps.boxes.image"), None);
}
