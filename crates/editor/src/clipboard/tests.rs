use super::{copy, read};
use crate::document::Document;
use crate::item::{Item, Items};
use crate::layout::Point;
use flowdeck_spec::json::parse;

fn items(text: &str) -> Vec<String> {
    let clip = read(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
    let items = Items::of(&clip.document().specification);
    items.all().iter().map(|item| item.as_str().to_owned()).collect()
}

const STEP: &str = r#"{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image"}"#;

#[test]
fn what_people_have_at_hand_can_be_pasted() {
    let input = r#"{"type":"WorkflowImage","name":"image"}"#;
    let output = r#"{"type":"JsonField","name":"out","selector":"$steps.blur.image"}"#;
    for text in [
        STEP.to_owned(),
        format!("[{STEP}]"),
        format!("{STEP},"),
        format!("\"steps\": [{STEP}],"),
        format!("{{\"version\":\"1.0\",\"steps\":[{STEP}]}}"),
        format!("{{\"specification\":{{\"steps\":[{STEP}]}},\"flowdeck\":{{}}}}"),
        format!("Try this:\n\n```json\n{STEP}\n```\nand run it."),
        format!("```\n{STEP}"),
        STEP.replace("\"name\"", "// its name\n /* or \" */ \"name\"").replace('}', ",\n}"),
    ] {
        assert_eq!(items(&text), ["$steps.blur"], "{text}");
    }
    assert_eq!(
        items(&format!("{STEP}, {output},\n{input}")),
        ["$inputs.image", "$steps.blur", "$outputs.out"]
    );
    // What looks like a comment in a text is none.
    let text = STEP.replace("$inputs.image", "http://x/a#b,}");
    assert_eq!(
        read(&text.replace('}', ",}"))
            .unwrap()
            .document()
            .specification
            .pointer("/steps/0/image")
            .unwrap()
            .as_str()
            .unwrap(),
        "http://x/a#b,,}"
    );
}

#[test]
fn what_cannot_be_pasted_is_told_in_a_sentence() {
    for (text, sentence) in [
        ("", "This is no JSON: copy a step's JSON, or a whole workflow."),
        ("hello", "This is no JSON: copy a step's JSON, or a whole workflow."),
        (
            "[1, 2]",
            "There is no step, input or output in this text: copy a step's JSON, or a whole workflow.",
        ),
        (
            "{\"steps\": []}",
            "There is no step, input or output in this text: copy a step's JSON, or a whole workflow.",
        ),
    ] {
        assert_eq!(read(text).unwrap_err(), sentence, "{text}");
    }
    let problem = read("{\"type\": \"x\"\n  \"name\": 1}").unwrap_err();
    assert!(problem.ends_with("(line 2, column 3)."), "{problem}");
}

#[test]
fn a_copy_is_a_config_with_what_belongs_to_it() {
    let config = parse(
        r#"{"specification":{"version":"1.1","inputs":[{"type":"WorkflowImage","name":"image"}],
        "steps":[{"type":"mine","name":"a","x":"$inputs.image"},{"type":"t","name":"b"}],"outputs":[],
        "dynamic_blocks_definitions":[{"manifest":{"block_type":"mine"}},{"manifest":{"block_type":"other"}}]},
        "flowdeck":{"$steps.a":[1,2],"$steps.b":[3,4],"groups":[{"id":"g1","name":"G","items":["$steps.a"]},{"id":"g2","name":"H","items":["$steps.a","$steps.b"]}]}}"#,
    )
    .root
    .unwrap();
    let document = Document::from_config(&config).unwrap();
    let text = copy(&document, &[Item::new("$steps.a"), Item::new("$steps.gone")]);
    let clip = read(&text).unwrap();
    let expected = r#"{"version":"1.1","inputs":[],"steps":[{"type":"mine","name":"a","x":"$inputs.image"}],"outputs":[],"dynamic_blocks_definitions":[{"manifest":{"block_type":"mine"}}]}"#;
    assert_eq!(clip.document().specification.to_compact(), expected);
    assert_eq!(clip.document().drawing.place(&Item::new("$steps.a")), Some(Point { x: 1.0, y: 2.0 }));
    assert_eq!(clip.document().drawing.place(&Item::new("$steps.b")), None);
    assert_eq!(clip.document().drawing.groups().len(), 1);
}
