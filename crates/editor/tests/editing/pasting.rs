//! Copy, paste, duplicate.
use crate::support::{chain, document, item, told};
use expect_test::{Expect, expect};
use flowdeck_editor::clipboard::{copy, read};
use flowdeck_editor::command::Command;
use flowdeck_editor::document::Document;
use flowdeck_editor::layout::Point;

#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(document: &Document, text: &str, keep_wires: bool, at: Option<Point>, expected: Expect) {
    let command = Command::Paste { clip: read(text).unwrap(), at, keep_wires };
    expected.assert_eq(&told(document, &command));
}

#[test]
fn what_is_pasted_gets_free_names_and_keeps_its_wires() {
    let text = copy(&chain(), &[item("$steps.blur"), item("$steps.count"), item("$outputs.n")]);
    check(
        &chain(),
        &text,
        true,
        None,
        expect![[r#"
        Paste 3 items
        + {"type":"t/blur@v1","name":"blur_2","image":"$inputs.image"}
        + {"type":"t/count@v1","name":"count_2","image":"$steps.blur_2.image"}
        + {"type":"JsonField","name":"n_2","selector":"$steps.count_2.number"}
        select [$steps.blur_2, $steps.count_2, $outputs.n_2]
    "#]],
    );
    check(
        &chain(),
        &text,
        false,
        None,
        expect![[r#"
        Paste 3 items
        + {"type":"t/blur@v1","name":"blur_2"}
        + {"type":"t/count@v1","name":"count_2","image":"$steps.blur_2.image"}
        + {"type":"JsonField","name":"n_2","selector":"$steps.count_2.number"}
        select [$steps.blur_2, $steps.count_2, $outputs.n_2]
    "#]],
    );
    // Elsewhere there is no such input.
    check(
        &document("{}"),
        &text,
        true,
        Some(Point { x: 100.0, y: 50.0 }),
        expect![[r#"
        Paste 3 items
        + {"type":"t/blur@v1","name":"blur"}
        + {"type":"t/count@v1","name":"count","image":"$steps.blur.image"}
        + {"type":"JsonField","name":"n","selector":"$steps.count.number"}
        drawn {"$steps.blur":[100,50],"$steps.count":[100,146],"$outputs.n":[100,242]}
        select [$steps.blur, $steps.count, $outputs.n]
    "#]],
    );
    check(
        &document(r#"{"outputs":{}}"#),
        &text,
        true,
        None,
        expect![[r#"
        Broken: “outputs” is no list in brackets: mend it in the text first.
    "#]],
    );
}

#[test]
fn a_piece_of_documentation_is_pasted() {
    let text = "```json\n{\"type\": \"t/blur@v1\", \"name\": \"my blur\", \"image\": \"$inputs.image\", \"odd\": 1e3,}\n```";
    check(
        &chain(),
        text,
        true,
        Some(Point { x: 1.0, y: 2.0 }),
        expect![[r#"
        Paste my_blur
        + {"type":"t/blur@v1","name":"my_blur","image":"$inputs.image","odd":1e3}
        drawn {"$steps.my_blur":[1,2]}
        select [$steps.my_blur]
    "#]],
    );
    check(
        &chain(),
        r#"[{"type":"t/blur@v1"},{"type":"WorkflowImage"}]"#,
        true,
        None,
        expect![[r#"
        Paste 2 items
        + {"type":"WorkflowImage","name":"input"}
        + {"type":"t/blur@v1","name":"blur_2"}
        select [$inputs.input, $steps.blur_2]
    "#]],
    );
}

#[test]
fn drawings_and_python_blocks_come_along() {
    let config = r#"{"specification":{"steps":[{"type":"mine","name":"a"},{"type":"mine","name":"b","x":"$steps.a.y"}],
        "dynamic_blocks_definitions":[{"manifest":{"block_type":"mine"}}]},
        "flowdeck":{"$steps.a":[10,20],"$steps.b":[110,20],"notes":[{"id":"n1","at":[0,0,50,50],"text":"t","pinned":1}],"groups":[{"id":"g1","name":"G","items":["$steps.a"]}]}}"#;
    check(
        &document("{}"),
        config,
        true,
        Some(Point { x: 100.0, y: 100.0 }),
        expect![[r#"
        Paste 3 items
        + {"type":"mine","name":"a"}
        + {"type":"mine","name":"b","x":"$steps.a.y"}
        drawn {"$steps.a":[110,120],"$steps.b":[210,120],"notes":[{"id":"n1","at":[100,100,50,50],"text":"t"}],"groups":[{"id":"g1","name":"G","items":["$steps.a"]}]}
        select [$steps.a, $steps.b, $notes.n1]
    "#]],
    );
    check(
        &document(config),
        config,
        true,
        None,
        expect![[r#"
        Paste 3 items
        + {"type":"mine","name":"a_2"}
        + {"type":"mine","name":"b_2","x":"$steps.a_2.y"}
        drawn {"$steps.a":[10,20],"$steps.b":[110,20],"notes":[{"id":"n1","at":[0,0,50,50],"text":"t","pinned":1},{"id":"n2","at":[32,32,50,50],"text":"t"}],"groups":[{"id":"g1","name":"G","items":["$steps.a"]},{"id":"g2","name":"G","items":["$steps.a_2"]}],"$steps.a_2":[42,52],"$steps.b_2":[142,52]}
        select [$steps.a_2, $steps.b_2, $notes.n2]
    "#]],
    );
    let pasted = Command::Paste { clip: read(config).unwrap(), at: None, keep_wires: true };
    let after = crate::support::run(&document("{}"), &pasted).unwrap().document;
    assert!(after.specification.get("dynamic_blocks_definitions").is_some());
}

#[test]
fn a_duplicate_stands_beside_with_all_wires() {
    let config = r#"{"specification":{"inputs":[{"name":"i"}],"steps":[{"name":"a","x":"$inputs.i"},{"name":"a_2","x":"$steps.a.y"}]},"flowdeck":{"$steps.a":[1,2],"$steps.a_2":[3,4]}}"#;
    let duplicate =
        |items: &[&str]| Command::Duplicate { items: items.iter().map(|text| item(text)).collect() };
    expect![[r#"
        Duplicate 2 items
        + {"name":"a_3","x":"$inputs.i"}
        + {"name":"a_4","x":"$steps.a_3.y"}
        drawn {"$steps.a":[1,2],"$steps.a_2":[3,4],"$steps.a_3":[33,34],"$steps.a_4":[35,36]}
        select [$steps.a_3, $steps.a_4]
    "#]]
    .assert_eq(&told(&document(config), &duplicate(&["$steps.a", "$steps.a_2"])));
    expect![[r#"
        NoItem: There is no “$steps.none” any more.
    "#]]
    .assert_eq(&told(&document(config), &duplicate(&["$steps.none"])));
}
