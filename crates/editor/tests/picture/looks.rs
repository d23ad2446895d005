//! What cards, ports and links look like.
use crate::support::{catalogue, document, draw, draw_with, stored, told};
use expect_test::{Expect, expect};
use flowdeck_editor::document::Document;
use flowdeck_editor::item::Item;
use flowdeck_editor::scene::Side;
use flowdeck_spec::{Diagnostic, Severity};
use std::rc::Rc;

#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(document: &Document, expected: Expect) {
    let (picture, scene) = draw(document);
    expected.assert_eq(&told(&picture, &scene, true));
}

#[test]
fn two_models_agree() {
    check(
        &stored("templates/two-models-agree.json"),
        expect![[r#"
        Input $inputs.image image — Image [Image image] at 24 83
          > :image[]
        Input $inputs.confidence confidence — Parameter · 0.4 [Value number] at 24 187
          > :number
        Step $steps.first first — Object Detection Model · yolov8n-640 · custom [Find detections] at 292 75
          < images:image[], custom_confidence:number
          > inference_id:text[], predictions:detections[], model_id:text[]
        Step $steps.second second — Object Detection Model · yolov8s-640 · custom [Find detections] at 292 219
          < images:image[], custom_confidence:number
          > inference_id:text[], predictions:detections[], model_id:text[]
        Step $steps.agreed agreed — Detections Consensus · required votes 2 [Find detections] at 600 115
          < predictions_batches:detections[]
          > predictions:detections[], object_present:flow[], presence_confidence:number[]
        Step $steps.boxes boxes — Bounding Box Visualization [Image image] at 908 43
          < image:image[], predictions:detections[]
          > image:image[]
        Step $steps.labels labels — Label Visualization · Class and Confidence [Image image] at 1216 85
          < image:image[], predictions:detections[]
          > image:image[]
        Output $outputs.predictions predictions — $steps.agreed.predictions [Output any] at 1524 128
          < selector:any[]
        Output $outputs.confidence confidence — $steps.agreed.presence_confidence [Output any] at 1524 232
          < selector:any[]
        Output $outputs.picture picture — $steps.labels.image [Output any] at 1524 24
          < selector:any[]
        0.0 → 2.0 image: $steps.first/images = $inputs.image
        1.0 → 2.1 number: $steps.first/custom_confidence = $inputs.confidence
        0.0 → 3.0 image: $steps.second/images = $inputs.image
        1.0 → 3.1 number: $steps.second/custom_confidence = $inputs.confidence
        2.1 → 4.0 detections: $steps.agreed/predictions_batches/0 = $steps.first.predictions
        3.1 → 4.0 detections: $steps.agreed/predictions_batches/1 = $steps.second.predictions
        0.0 → 5.0 image: $steps.boxes/image = $inputs.image
        4.0 → 5.1 detections: $steps.boxes/predictions = $steps.agreed.predictions
        5.0 → 6.0 image: $steps.labels/image = $steps.boxes.image
        4.0 → 6.1 detections: $steps.labels/predictions = $steps.agreed.predictions
        4.0 → 7.0 detections: $outputs.predictions/selector = $steps.agreed.predictions
        4.2 → 8.0 number: $outputs.confidence/selector = $steps.agreed.presence_confidence
        6.0 → 9.0 image: $outputs.picture/selector = $steps.labels.image
    "#]],
    );
}

#[test]
fn a_gate_and_what_it_decides_about() {
    check(
        &stored("samples/workflows/03-dock-label.json"),
        expect![[r#"
        Input $inputs.image image — Image [Image image] at 24 80
          > :image[]
        Step $steps.barcode barcode — Barcode Detection [Barcode detections] at 292 80
          < images:image[]
          > predictions:detections[]
        Step $steps.found found — Continue If [Flow flow] at 600 48
          < evaluation_parameters:any[]
          > next_steps:flow ctrl
        Step $steps.class class — Property Definition [Block any] at 908 44
          < runs if:flow ctrl, data:any[]
          > output:any[]
        Step $steps.verdict verdict — First Non Empty Or Default · no barcode in this pict… [Block any] at 1216 38
          < data:any[]
          > output:any[]
        Output $outputs.barcodes barcodes — $steps.barcode.predictions [Output any] at 1524 128
          < selector:any[]
        Output $outputs.verdict verdict — $steps.verdict.output [Output any] at 1524 24
          < selector:any[]
        0.0 → 1.0 image: $steps.barcode/images = $inputs.image
        1.0 → 2.0 detections: $steps.found/evaluation_parameters/codes = $steps.barcode.predictions
        2.0 → 3.0 flow ctrl: $steps.found/next_steps/0 = $steps.class
        1.0 → 3.1 detections: $steps.class/data = $steps.barcode.predictions
        3.0 → 4.0 any: $steps.verdict/data/0 = $steps.class.output
        1.0 → 5.0 detections: $outputs.barcodes/selector = $steps.barcode.predictions
        4.0 → 6.0 any: $outputs.verdict/selector = $steps.verdict.output
    "#]],
    );
}

#[test]
fn crops_of_a_picture_are_batches() {
    check(
        &stored("samples/workflows/10-crop-and-classify.json"),
        expect![[r#"
        Input $inputs.image image — Image [Image image] at 24 99
          > :image[]
        Step $steps.detector detector — Object Detection Model · yolov8n-640 · bottle, cup [Find detections] at 292 24
          < images:image[]
          > inference_id:text[], predictions:detections[], model_id:text[]
        Step $steps.crops crops — Dynamic Crop [Crop image] at 600 69
          < images:image[], predictions:detections[]
          > crops:image[[]], predictions:detections[[]]
        Step $steps.classifier classifier — Single-Label Classification Model · bottle-states/2 [Find detections] at 908 56
          < images:image[[]]
          > predictions:detections[[]], inference_id:text[[]], model_id:text[[]]
        Step $steps.named named — Detections Classes Replacement [Find detections] at 1216 36
          < object_detection_predictions:detections[], classification_predictions:any[[]]
          > predictions:detections[]
        Step $steps.labels labels — Label Visualization [Image image] at 1524 110
          < image:image[], predictions:detections[]
          > image:image[]
        Output $outputs.named named — $steps.named.predictions [Output any] at 1832 31
          < selector:any[]
        Output $outputs.drawn drawn — $steps.labels.image [Output any] at 1832 135
          < selector:any[]
        0.0 → 1.0 image: $steps.detector/images = $inputs.image
        0.0 → 2.0 image: $steps.crops/images = $inputs.image
        1.1 → 2.1 detections: $steps.crops/predictions = $steps.detector.predictions
        2.0 → 3.0 image: $steps.classifier/images = $steps.crops.crops
        1.1 → 4.0 detections: $steps.named/object_detection_predictions = $steps.detector.predictions
        3.0 → 4.1 detections: $steps.named/classification_predictions = $steps.classifier.predictions
        0.0 → 5.0 image: $steps.labels/image = $inputs.image
        4.0 → 5.1 detections: $steps.labels/predictions = $steps.named.predictions
        4.0 → 6.0 detections: $outputs.named/selector = $steps.named.predictions
        5.0 → 7.0 image: $outputs.drawn/selector = $steps.labels.image
    "#]],
    );
}

#[test]
fn a_broken_document_is_drawn_too() {
    check(
        &document(
            r#"{"inputs":[{"name":"x"},7],"steps":[{"type":"acme/own@v1","name":"x#2","in":["$steps.gone.a","$inputs.no"],"next_steps":["$steps.gone","$steps.b"]},
            {"type":"roboflow_core/image_blur@v1","name":"b","image":"$steps.x#2.y","kernel_size":"$steps.b.size"},
            {"type":"roboflow_core/image_blur@v1","name":"b","images":"$steps.b.*"},{"type":5}],
            "outputs":[{"name":"o"},{"name":"o","selector":"$steps.x#2"}]}"#,
        ),
        expect![[r#"
            Input $inputs.x x — Input [Value any] at 24 24 1 errors 0 warnings
              > :any[]
            Input $inputs.#1 no name — Input [Value any] at 24 128 1 errors 0 warnings
              > :any
            Step $steps.x#2 x#2 — Own [Block any] at 292 212 4 errors 1 warnings
              < in:any
              > *:any, y:any, next_steps:flow ctrl
            Step $steps.b b — Image Blur [Image image] at 600 205 2 errors 0 warnings
              < runs if:flow ctrl, image:image, kernel_size:number
              > image:image, size:any!
            Step $steps.b#2 b — Image Blur [Image image] at 908 226 2 errors 0 warnings
              < images:image
              > image:image
            Step $steps.#3 no name — no block [Block any] at 292 365 2 errors 0 warnings
              > *:any
            Output $outputs.o o —  [Output any] at 1216 404 2 errors 0 warnings
              < selector:any!
            Output $outputs.o#2 o — $steps.x#2 [Output any] at 1216 300 3 errors 0 warnings
              < selector:any
            Missing $steps.gone gone — no step of this name [Missing any] at 620 101
              < runs if:flow ctrl
              > a:any
            Missing $inputs.no no — no input of this name [Missing any] at 24 232
              > :any
            8.0 → 2.0 any: $steps.x#2/in/0 = $steps.gone.a
            9.0 → 2.0 any: $steps.x#2/in/1 = $inputs.no
            2.2 → 8.0 flow ctrl: $steps.x#2/next_steps/0 = $steps.gone
            2.2 → 3.0 flow ctrl: $steps.x#2/next_steps/1 = $steps.b
            2.1 → 3.1 any: $steps.b/image = $steps.x#2.y
            3.1 → 3.2 any: $steps.b/kernel_size = $steps.b.size
            3.0 → 4.0 image: $steps.b#2/images = $steps.b.*
            2.0 → 7.0 any: $outputs.o#2/selector = $steps.x#2
        "#]],
    );
}

#[test]
fn steps_of_one_block_share_their_ports() {
    let (_, scene) = draw(&stored("templates/two-models-agree.json"));
    let ports = |id: u32| &scene.card(id).unwrap().ports;
    assert!(Rc::ptr_eq(ports(2), ports(3)));
}

#[test]
fn of_many_outputs_the_first_and_the_used_are_shown() {
    let (picture, scene) = draw(&document(
        r#"{"inputs":[],"steps":[{"type":"roboflow_core/visual_search_classifier@v1","name":"a"}],
        "outputs":[{"name":"o","selector":"$steps.a.PLACE"}]}"#
            .replace("PLACE", catalogue_outputs().last().unwrap())
            .as_str(),
    ));
    let shown: Vec<&str> = scene.card(0).unwrap().ports.outputs.iter().map(|port| &*port.name).collect();
    let all = catalogue_outputs();
    let mut wanted: Vec<&str> = all.iter().take(5).copied().collect();
    wanted.extend(all.last());
    assert_eq!(shown, wanted);
    assert_eq!(scene.links()[0].output, 5);
    let (source, ..) = picture.connection(&scene, (0, 5), (1, 0)).unwrap();
    assert_eq!(source, picture.wire(0).unwrap().selector);
}

fn catalogue_outputs() -> Vec<&'static str> {
    let block = catalogue().block("roboflow_core/visual_search_classifier@v1").unwrap();
    assert!(block.outputs.len() > 7);
    block.outputs.iter().map(|output| &*output.name).collect()
}

#[test]
fn secrets_and_defaults_are_not_told() {
    let (_, scene) = draw(&document(
        r#"{"inputs":[],"steps":[{"type":"roboflow_core/slack_notification@v1","name":"a","slack_token":"xoxb-123","channel":"alerts","message":"Hello","fire_and_forget":true},
        {"type":"roboflow_core/image_blur@v1","name":"b","image":"$inputs.i","blur_type":"gaussian","kernel_size":7},{"type":"acme/own@v1","name":"c","text":"x"}],"outputs":[]}"#,
    ));
    let details: Vec<&str> = scene.cards().iter().take(3).map(|card| &*card.detail).collect();
    assert_eq!(details, ["Slack Notification · alerts · Hello", "Image Blur · kernel size 7", "Own"]);
}

#[test]
fn findings_are_counted_where_they_belong() {
    let found = |severity, pointer: &str| Diagnostic::new("FD0001", severity, pointer.into(), String::new());
    let mut named = found(Severity::Warning, "/steps");
    named.step = Some("agreed".into());
    let list = [
        found(Severity::Error, "/steps/0/images"),
        found(Severity::Error, "/steps/0"),
        found(Severity::Note, "/steps/0"),
        found(Severity::Warning, "/inputs/1/kind"),
        found(Severity::Error, "/outputs/9"),
        found(Severity::Error, ""),
        named,
    ];
    let (picture, scene) = draw_with(&stored("templates/two-models-agree.json"), &list);
    let marks: Vec<_> = (0..)
        .zip(scene.cards())
        .filter(|(_, card)| card.marks.errors + card.marks.warnings > 0)
        .map(|(id, card)| (picture.item(id).unwrap().as_str(), card.marks.errors, card.marks.warnings))
        .collect();
    assert_eq!(marks, [("$inputs.confidence", 0, 1), ("$steps.first", 2, 0), ("$steps.agreed", 0, 1)]);
}

#[test]
fn a_link_between_ports_is_what_connect_is_told() {
    let (picture, scene) = draw(&stored("samples/workflows/03-dock-label.json"));
    let mut seen = 0;
    for (id, link) in (0..).zip(scene.links()) {
        let wire = picture.wire(id).unwrap();
        let made = picture.connection(&scene, (link.from, link.output), (link.to, link.input));
        if link.is_control {
            // The port that a gate leads to is no property, so the whole card will do.
            assert_eq!(picture.port(&scene, link.to, Side::In, link.input), None);
        }
        let (source, item, path) = made.unwrap();
        assert_eq!((source, item), (wire.selector, wire.item.clone()));
        assert!(wire.path.starts_with(&path), "{path} {}", wire.path);
        let card = picture.card(&wire.item).unwrap();
        assert!(picture.links_held_by(card).any(|held| held == id));
        seen += usize::from(link.is_control);
    }
    assert!(seen > 0);
    assert_eq!(picture.card(&Item::new("$steps.nobody")), None);
}
