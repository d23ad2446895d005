//! Whole workflows on the embedded engine: shapes, batches, nesting, flow control, errors.
#![expect(clippy::unwrap_used, reason = "what a test does not expect stops it")]
mod support;

use serde_json::{Value, json};
use support::{decoded, go, image_input, plain, sheet, spec};

#[test]
fn codes_are_read_and_placed() {
    let spec = spec(
        image_input(),
        json!([{"type": "roboflow_core/qr_code_detector@v1", "name": "qr", "images": "$inputs.image"}]),
        &[("codes", "$steps.qr.predictions")],
    );
    let out = go(&spec, json!({"image": sheet(400, 200, &[("LEFT", 20, 30), ("RIGHT", 250, 40)])})).unwrap();
    let codes = &out[0]["codes"];
    assert_eq!(codes["image"], json!({"width": 400, "height": 200}));
    let texts: Vec<_> =
        codes["predictions"].as_array().unwrap().iter().map(|one| one["data"].clone()).collect();
    assert_eq!(texts, [json!("LEFT"), json!("RIGHT")]);
    let first = &codes["predictions"][0];
    assert_eq!((first["class"].clone(), first["confidence"].clone()), (json!("qr_code"), json!(1.0)));
    // A 21-module code of 4 pixels at (20, 30): its middle is at (62, 72).
    assert!((first["x"].as_f64().unwrap() - 62.0).abs() < 3.0, "{first}");
    assert!((first["y"].as_f64().unwrap() - 72.0).abs() < 3.0, "{first}");
    assert_eq!(first["parent_id"], "image");
}

#[test]
fn every_code_of_a_full_sheet_is_read_equal_and_large_ones_too() {
    let spec = spec(
        image_input(),
        json!([{"type": "roboflow_core/qr_code_detector@v1", "name": "qr", "images": "$inputs.image"}]),
        &[("codes", "$steps.qr.predictions")],
    );
    // 53 modules: one of those with marks of alignment and of the version.
    let long = "A long text in one code ".repeat(8);
    let codes =
        [("A", 20, 20), ("B", 150, 20), ("A", 280, 20), ("C", 20, 200), ("A", 150, 200), (&*long, 420, 20)];
    let out = go(&spec, json!({"image": sheet(720, 360, &codes)})).unwrap();
    let found = out[0]["codes"]["predictions"].as_array().unwrap();
    let mut texts: Vec<_> = found.iter().map(|one| one["data"].as_str().unwrap()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["A", "A", "A", &*long, "B", "C"]);
    let sides: Vec<_> =
        found.iter().map(|one| (one["width"].as_f64().unwrap(), one["height"].as_f64().unwrap())).collect();
    // From the first to the last dark pixel.
    assert_eq!(sides.iter().filter(|side| **side == (83.0, 83.0)).count(), 5, "{sides:?}");
    let side = f64::from(qrcode::QrCode::new(&long).unwrap().width() as u32 * 4 - 1);
    assert!(
        sides.iter().any(|(w, h)| (w - side).abs() <= 3.0 && (h - side).abs() <= 3.0),
        "{side} of {sides:?}"
    );
}

#[test]
fn without_a_row_only_the_inputs_image_has_a_size() {
    let mut spec = spec(
        image_input(),
        json!([{"type": "BarcodeDetector", "name": "bar", "image": "$inputs.image"}]),
        &[("codes", "$steps.bar.predictions"), ("own", "$steps.bar.predictions")],
    );
    spec["outputs"][1]["coordinates_system"] = json!("own");
    let out = go(&spec, json!({"image": plain(40, 30, [255; 3])})).unwrap();
    assert_eq!(out[0]["codes"], json!({"image": {"width": 40, "height": 30}, "predictions": []}));
    assert_eq!(out[0]["own"], json!({"image": {"width": null, "height": null}, "predictions": []}));
}

#[test]
fn a_crop_that_begins_before_the_image_is_cut_by_one_block_and_empty_by_another() {
    for (kind, place, size) in [
        ("absolute_static_crop", [10.0, 10.0, 30.0, 30.0], Some((25, 25))),
        ("absolute_static_crop", [38.0, 28.0, 10.0, 10.0], Some((7, 7))),
        ("absolute_static_crop", [90.0, 10.0, 30.0, 30.0], None),
        ("relative_statoic_crop", [0.5, 0.5, 0.5, 0.5], Some((20, 15))),
        ("relative_statoic_crop", [1.0, 1.0, 0.5, 0.5], Some((10, 8))),
        ("relative_statoic_crop", [0.0, 0.5, 0.5, 0.5], None),
    ] {
        let [x, y, width, height] = place;
        let step = json!({"type": format!("roboflow_core/{kind}@v1"), "name": "crop", "images": "$inputs.image",
            "x_center": x, "y_center": y, "width": width, "height": height});
        let spec = spec(image_input(), json!([step]), &[("crop", "$steps.crop.crops")]);
        let out = go(&spec, json!({"image": plain(40, 30, [9; 3])})).unwrap();
        let found = (!out[0]["crop"].is_null()).then(|| decoded(&out[0]["crop"]).dimensions());
        assert_eq!(found, size, "{kind} {place:?}");
    }
}

fn crop_each_code() -> Value {
    spec(
        image_input(),
        json!([
            {"type": "roboflow_core/qr_code_detector@v1", "name": "qr", "images": "$inputs.image"},
            {"type": "Crop", "name": "crop", "image": "$inputs.image", "detections": "$steps.qr.predictions"},
            {"type": "roboflow_core/qr_code_detector@v1", "name": "again", "images": "$steps.crop.crops"},
            {"type": "roboflow_core/property_definition@v1", "name": "count", "data": "$steps.qr.predictions",
             "operations": [{"type": "SequenceLength"}]}
        ]),
        &[
            ("crops", "$steps.crop.crops"),
            ("boxes", "$steps.crop.predictions"),
            ("count", "$steps.count.output"),
        ],
    )
}

#[test]
fn crops_are_one_level_deeper_and_know_where_they_come_from() {
    let two = sheet(400, 200, &[("A", 20, 30), ("B", 250, 40)]);
    let out = go(&crop_each_code(), json!({"image": [two, plain(50, 50, [255; 3])]})).unwrap();
    assert_eq!(out.len(), 2);
    assert_eq!((out[0]["count"].clone(), out[1]["count"].clone()), (json!(2), json!(0)));
    let crops = out[0]["crops"].as_array().unwrap();
    assert_eq!((crops.len(), out[1]["crops"].clone()), (2, json!([])));
    let root = &crops[1]["root_parent_origin"];
    assert_eq!((root["width"].clone(), root["height"].clone()), (json!(400), json!(200)));
    assert_eq!(crops[1]["root_parent_id"], "image.[0]");
    assert!((root["offset_x"].as_i64().unwrap() - 250).abs() < 4, "{root}");
    assert!(decoded(&crops[1]).width() > 70);
}

#[test]
fn a_batch_gives_what_single_runs_give() {
    let images = [sheet(200, 200, &[("A", 20, 30)]), sheet(300, 200, &[("B", 150, 40), ("C", 20, 20)])];
    let strip = |mut value: Value| {
        // Ids and the names of inputs in a batch differ, nothing else does.
        fn walk(value: &mut Value) {
            match value {
                Value::Object(map) => {
                    map.retain(|key, _| !key.ends_with("_id") && key != "video_metadata");
                    map.values_mut().for_each(walk);
                }
                Value::Array(items) => items.iter_mut().for_each(walk),
                _ => {}
            }
        }
        walk(&mut value);
        value
    };
    let together = go(&crop_each_code(), json!({"image": images})).unwrap();
    for (image, row) in images.iter().zip(together) {
        let alone = go(&crop_each_code(), json!({"image": image})).unwrap().remove(0);
        assert_eq!(strip(Value::Object(alone)), strip(Value::Object(row)));
    }
}

fn gated() -> Value {
    spec(
        json!([{"type": "WorkflowImage", "name": "image"}, {"type": "WorkflowParameter", "name": "least", "default_value": 1}]),
        json!([
            {"type": "roboflow_core/qr_code_detector@v1", "name": "qr", "images": "$inputs.image"},
            {"type": "ContinueIf", "name": "any", "condition_statement": {"type": "StatementGroup", "statements": [
                {"type": "BinaryStatement", "comparator": {"type": "(Number) >="},
                 "left_operand": {"type": "DynamicOperand", "operand_name": "codes", "operations": [{"type": "SequenceLength"}]},
                 "right_operand": {"type": "DynamicOperand", "operand_name": "least"}}]},
             "evaluation_parameters": {"codes": "$steps.qr.predictions", "least": "$inputs.least"},
             "next_steps": ["$steps.text"]},
            {"type": "PropertyDefinition", "name": "text", "data": "$steps.qr.predictions",
             "operations": [{"type": "DetectionsPropertyExtract", "property_name": "class_name"}, {"type": "SequenceAggregate", "mode": "first"}]},
            {"type": "FirstNonEmptyOrDefault", "name": "answer", "data": ["$steps.text.output"], "default": "nothing"}
        ]),
        &[("text", "$steps.text.output"), ("answer", "$steps.answer.output"), ("all", "$steps.text.*")],
    )
}

#[test]
fn a_closed_gate_leaves_null_and_the_default_steps_in() {
    let full = sheet(200, 200, &[("A", 20, 30)]);
    let out = go(&gated(), json!({"image": [full, plain(60, 60, [255; 3])]})).unwrap();
    assert_eq!(out[0]["answer"], "qr_code");
    assert_eq!((out[1]["text"].clone(), out[1]["answer"].clone()), (Value::Null, json!("nothing")));
    assert_eq!(out[1]["all"], json!({"output": null}));
    let out = go(&gated(), json!({"image": sheet(200, 200, &[("A", 20, 30)]), "least": 2})).unwrap();
    assert_eq!(out[0]["answer"], "nothing");
}

#[test]
fn an_expression_chooses_among_cases() {
    let spec = spec(
        json!([{"type": "WorkflowParameter", "name": "count"}]),
        json!([{"type": "roboflow_core/expression@v1", "name": "verdict", "data": {"n": "$inputs.count"},
            "data_operations": {"n": [{"type": "ToNumber", "cast_to": "int"}]},
            "switch": {"type": "CasesDefinition", "cases": [{"type": "CaseDefinition",
                "condition": {"type": "StatementGroup", "operator": "and", "statements": [
                    {"type": "BinaryStatement", "left_operand": {"type": "DynamicOperand", "operand_name": "n"},
                     "comparator": {"type": "(Number) in range"}, "right_operand": {"type": "StaticOperand", "value": [2, 4]}}]},
                "result": {"type": "StaticCaseResult", "value": "few"}}],
              "default": {"type": "DynamicCaseResult", "parameter_name": "n", "operations": [{"type": "Multiply", "other": 10}]}}}]),
        &[("verdict", "$steps.verdict.output")],
    );
    assert_eq!(go(&spec, json!({"count": "3"})).unwrap()[0]["verdict"], "few");
    assert_eq!(go(&spec, json!({"count": 7})).unwrap()[0]["verdict"], 70);
    let failure = go(&spec, json!({"count": "x"})).unwrap_err();
    assert_eq!(failure.error_type, "StepExecutionError");
    assert_eq!(failure.blocks_errors[0].property_name.as_deref(), Some("data_operations"));
}

#[test]
fn a_filter_keeps_what_its_condition_asks_for() {
    let spec = spec(
        image_input(),
        json!([
            {"type": "roboflow_core/qr_code_detector@v1", "name": "qr", "images": "$inputs.image"},
            {"type": "DetectionsFilter", "name": "left", "predictions": "$steps.qr.predictions",
             "operations": [{"type": "DetectionsFilter", "filter_operation": {"type": "StatementGroup", "statements": [
                {"type": "BinaryStatement", "comparator": {"type": "(Number) <"},
                 "left_operand": {"type": "DynamicOperand", "operations": [{"type": "ExtractDetectionProperty", "property_name": "x_min"}]},
                 "right_operand": {"type": "DynamicOperand", "operand_name": "limit"}}]}}],
             "operations_parameters": {"limit": 100}}
        ]),
        &[("left", "$steps.left.predictions")],
    );
    let out = go(&spec, json!({"image": sheet(400, 200, &[("A", 20, 30), ("B", 250, 40)])})).unwrap();
    let kept = out[0]["left"]["predictions"].as_array().unwrap();
    assert_eq!((kept.len(), kept[0]["data"].clone()), (1, json!("A")));
}

#[test]
fn image_steps_keep_sizes_and_colours_in_order() {
    let spec = spec(
        image_input(),
        json!([
            {"type": "roboflow_core/convert_grayscale@v1", "name": "gray", "image": "$inputs.image"},
            {"type": "roboflow_core/threshold@v1", "name": "mask", "image": "$steps.gray.image", "threshold_type": "binary", "thresh_value": "100"},
            {"type": "roboflow_core/image_preprocessing@v1", "name": "small", "image": "$steps.mask.image", "task_type": "resize", "width": 10, "height": null},
            {"type": "roboflow_core/dominant_color@v1", "name": "color", "image": "$inputs.image", "color_clusters": 1},
            {"type": "RelativeStaticCrop", "name": "part", "images": "$inputs.image", "x_center": 0.5, "y_center": 0.5, "width": 0.5, "height": 0.5},
            {"type": "AbsoluteStaticCrop", "name": "outside", "images": "$inputs.image", "x_center": 500, "y_center": 500, "width": 10, "height": 10}
        ]),
        &[
            ("small", "$steps.small.image"),
            ("color", "$steps.color.rgb_color"),
            ("part", "$steps.part.crops"),
            ("outside", "$steps.outside.crops"),
        ],
    );
    let out = go(&spec, json!({"image": plain(40, 20, [200, 150, 10])})).unwrap();
    assert_eq!(decoded(&out[0]["small"]).dimensions(), (10, 5));
    assert!(decoded(&out[0]["small"]).pixels().all(|pixel| pixel.0.iter().all(|value| *value > 250)));
    assert_eq!(out[0]["color"], json!([200, 150, 10]));
    assert_eq!(decoded(&out[0]["part"]).dimensions(), (20, 10));
    assert_eq!(out[0]["outside"], Value::Null);
}

#[test]
fn boxes_and_labels_are_drawn_where_things_are() {
    for label in ["roboflow_core/label_visualization@v1", "roboflow_core/label_visualization@v2"] {
        let spec = spec(
            image_input(),
            json!([
                {"type": "roboflow_core/qr_code_detector@v1", "name": "qr", "images": "$inputs.image"},
                {"type": "roboflow_core/bounding_box_visualization@v1", "name": "boxes", "image": "$inputs.image",
                 "predictions": "$steps.qr.predictions", "color_palette": "CUSTOM", "custom_colors": ["#ff0000"], "thickness": 4},
                {"type": label, "name": "labels", "image": "$steps.boxes.image", "predictions": "$steps.qr.predictions", "text": "Class and Confidence"}
            ]),
            &[("drawn", "$steps.labels.image")],
        );
        let out = go(&spec, json!({"image": sheet(200, 200, &[("A", 60, 90)])})).unwrap();
        let image = decoded(&out[0]["drawn"]);
        let [r, g, b] = image.get_pixel(60, 130).0;
        assert!(r > 180 && g < 90 && b < 90, "no red edge: {r} {g} {b}");
        let colored = image.enumerate_pixels().filter(|(_, y, p)| *y < 88 && p.0[1] < 200).count();
        assert!(colored > 300, "no label above the box: {colored}");
    }
}

#[test]
fn what_cannot_be_run_is_refused_by_name() {
    let steps = |step: Value| spec(image_input(), json!([step]), &[]);
    let model = json!({"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "model", "images": "$inputs.image"});
    for (spec, inputs, class, said) in [
        (steps(model), json!({}), "BlockNotEmbeddedError", "model"),
        (
            steps(json!({"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$inputs.nope"})),
            json!({}),
            "InvalidReferenceTargetError",
            "$inputs.nope",
        ),
        (
            steps(json!({"type": "roboflow_core/image_blur@v1", "name": "b"})),
            json!({}),
            "WorkflowSyntaxError",
            "image",
        ),
        (
            steps(json!({"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$steps.b.image"})),
            json!({}),
            "ExecutionGraphStructureError",
            "circle",
        ),
        (
            steps(json!({"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$inputs.image"})),
            json!({}),
            "RuntimeInputError",
            "“image” is missing",
        ),
        (
            steps(json!({"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$inputs.image"})),
            json!({"image": {"type": "base64", "value": "bm9wZQ=="}}),
            "RuntimeInputError",
            "cannot be decoded",
        ),
        (json!(5), json!({}), "WorkflowSyntaxError", "object"),
    ] {
        let failure = go(&spec, inputs).unwrap_err();
        assert_eq!(failure.error_type, class, "{failure}");
        assert!(failure.message.contains(said), "{failure}");
    }
}

#[test]
fn a_failing_step_is_named_with_its_property() {
    let spec = spec(
        image_input(),
        json!([{"type": "roboflow_core/threshold@v1", "name": "cut", "thresh_value": 9, "image": "$inputs.image", "threshold_type": "otsu"}]),
        &[],
    );
    let failure = go(&spec, json!({"image": plain(8, 8, [1, 2, 3])})).unwrap_err();
    let block = &failure.blocks_errors[0];
    assert_eq!((block.block_id.as_str(), block.property_name.as_deref()), ("cut", Some("threshold_type")));
    assert!(failure.message.contains("Convert grayscale"));
}

#[test]
fn excluded_fields_and_a_stopped_run() {
    let spec = spec(
        image_input(),
        json!([{"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$inputs.image"}]),
        &[("out", "$steps.b.image")],
    );
    let Value::Object(inputs) = json!({"image": plain(8, 8, [1, 2, 3])}) else { unreachable!() };
    let mut options =
        flowdeck_engine::Options { excluded_fields: vec![String::from("out")], ..Default::default() };
    let out = flowdeck_engine::run(&spec, &inputs, &Default::default(), &options).unwrap();
    assert!(out[0].is_empty());
    options.stop = std::sync::Arc::new(true.into());
    assert_eq!(flowdeck_engine::run(&spec, &inputs, &Default::default(), &options).unwrap_err().status, 504);
}

#[test]
fn a_measured_run_gives_the_same_and_tells_what_took_how_long_by_the_callers_clock() {
    let spec = spec(
        image_input(),
        json!([
            {"type": "roboflow_core/image_blur@v1", "name": "b", "image": "$inputs.image"},
            {"type": "roboflow_core/convert_grayscale@v1", "name": "g", "image": "$steps.b.image"},
        ]),
        &[("out", "$steps.g.image")],
    );
    let Value::Object(inputs) = json!({"image": plain(8, 8, [1, 2, 3])}) else { unreachable!() };
    let (options, sources) = (flowdeck_engine::Options::default(), Default::default());
    let plain = flowdeck_engine::run(&spec, &inputs, &sources, &options).unwrap();
    let ticks = std::cell::Cell::new(0);
    let now = || ticks.replace(ticks.get() + 10);
    let (outputs, events) = flowdeck_engine::run_measured(&spec, &inputs, &sources, &options, &now).unwrap();
    assert_eq!(outputs, plain);
    let told =
        |event: &Value| (event["name"].clone(), event["args"]["step_selector"].clone(), event["ts"].clone());
    let told: Vec<_> = events.iter().map(told).collect();
    assert_eq!(
        told,
        [
            (json!("workflow_compilation"), Value::Null, json!(0)),
            (json!("workflow_input_assembly"), Value::Null, json!(20)),
            (json!("step_execution"), json!("$steps.b"), json!(40)),
            (json!("step_execution"), json!("$steps.g"), json!(60)),
            (json!("outputs_construction"), Value::Null, json!(80)),
        ]
    );
    assert!(events.iter().all(|event| event["ph"] == "X" && event["dur"] == 10), "{events:?}");
}
