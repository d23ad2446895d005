//! What becomes of wires when what they lead to goes.
use crate::support::{chain, document, item, told};
use expect_test::{Expect, expect};
use flowdeck_editor::command::Command;
use flowdeck_editor::document::Document;

#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(document: &Document, items: &[&str], reconnect: bool, expected: Expect) {
    let items = items.iter().map(|text| item(text)).collect();
    expected.assert_eq(&told(document, &Command::Remove { items, reconnect }));
}

#[test]
fn wires_to_what_goes_are_cut_where_they_stand() {
    let document = document(
        r#"{"specification":{"inputs":[{"type":"WorkflowImage","name":"image"}],"steps":[{"type":"t/blur@v1","name":"a","image":"$inputs.image"},
        {"type":"t/join@v1","name":"j","data":["$inputs.image","$steps.a.image"]},
        {"type":"t/gate@v1","name":"g","parameters":{"x":"$steps.a.image","y":1},"next_steps":["$steps.a","$steps.j"]},
        {"type":"t/blur@v1","name":"b","image":"$steps.a.image","size":3}],
        "outputs":[{"type":"JsonField","name":"o","selector":"$steps.a.*"},{"type":"JsonField","name":"p","selector":"$steps.b.image"}]},
        "flowdeck":{"$steps.a":[1,2],"$outputs.o":[3,4],"$steps.b":[5,6],"groups":[{"id":"g1","name":"G","items":["$steps.a"]}]}}"#,
    );
    check(
        &document,
        &["$steps.a"],
        false,
        expect![[r#"
        Delete a
        - {"type":"t/blur@v1","name":"a","image":"$inputs.image"}
        - {"type":"t/join@v1","name":"j","data":["$inputs.image","$steps.a.image"]}
        - {"type":"t/gate@v1","name":"g","parameters":{"x":"$steps.a.image","y":1},"next_steps":["$steps.a","$steps.j"]}
        - {"type":"t/blur@v1","name":"b","image":"$steps.a.image","size":3}
        + {"type":"t/join@v1","name":"j","data":["$inputs.image"]}
        + {"type":"t/gate@v1","name":"g","parameters":{"y":1},"next_steps":["$steps.j"]}
        + {"type":"t/blur@v1","name":"b","size":3}
        - {"type":"JsonField","name":"o","selector":"$steps.a.*"}
        drawn {"$steps.b":[5,6]}
    "#]],
    );
    check(
        &document,
        &["$inputs.image"],
        true,
        expect![[r#"
        Delete image
        - {"type":"WorkflowImage","name":"image"}
        - {"type":"t/blur@v1","name":"a","image":"$inputs.image"}
        - {"type":"t/join@v1","name":"j","data":["$inputs.image","$steps.a.image"]}
        + {"type":"t/blur@v1","name":"a"}
        + {"type":"t/join@v1","name":"j","data":["$steps.a.image"]}
    "#]],
    );
    check(
        &document,
        &["$outputs.o", "$steps.b"],
        false,
        expect![[r#"
        Delete 2 items
        - {"type":"t/blur@v1","name":"b","image":"$steps.a.image","size":3}
        - {"type":"JsonField","name":"o","selector":"$steps.a.*"}
        - {"type":"JsonField","name":"p","selector":"$steps.b.image"}
        drawn {"$steps.a":[1,2],"groups":[{"id":"g1","name":"G","items":["$steps.a"]}]}
    "#]],
    );
    check(
        &document,
        &["$steps.none"],
        false,
        expect![[r#"
        NoItem: There is no “$steps.none” any more.
    "#]],
    );
    check(
        &document,
        &[],
        false,
        expect![[r#"
        Nothing: There is nothing to delete.
    "#]],
    );
}

#[test]
fn neighbours_are_reconnected_where_kinds_meet() {
    check(
        &chain(),
        &["$steps.blur"],
        true,
        expect![[r#"
        Delete blur
        - {"type":"t/blur@v1","name":"blur","image":"$inputs.image"}
        - {"type":"t/count@v1","name":"count","image":"$steps.blur.image"}
        + {"type":"t/count@v1","name":"count","image":"$inputs.image"}
        - {"type":"JsonField","name":"soft","selector":"$steps.blur.image"}
        + {"type":"JsonField","name":"soft","selector":"$inputs.image"}
    "#]],
    );
    // The count is no image.
    check(
        &chain(),
        &["$steps.count"],
        true,
        expect![[r#"
        Delete count
        - {"type":"t/count@v1","name":"count","image":"$steps.blur.image"}
        - {"type":"JsonField","name":"n","selector":"$steps.count.number"}
    "#]],
    );
    let long = document(
        r#"{"inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"n","kind":["integer"]}],
        "steps":[{"type":"t/blur@v1","name":"a","size":"$inputs.n","image":"$inputs.image"},{"type":"t/blur@v1","name":"b","image":"$steps.a.image"},
        {"type":"t/blur@v1","name":"c","image":"$steps.b.image"},{"type":"t/join@v1","name":"j","data":["$steps.b.image"]}],
        "outputs":[{"type":"JsonField","name":"all","selector":"$steps.b.*"}]}"#,
    );
    check(
        &long,
        &["$steps.a", "$steps.b"],
        true,
        expect![[r#"
        Delete 2 items
        - {"type":"t/blur@v1","name":"a","size":"$inputs.n","image":"$inputs.image"}
        - {"type":"t/blur@v1","name":"b","image":"$steps.a.image"}
        - {"type":"t/blur@v1","name":"c","image":"$steps.b.image"}
        - {"type":"t/join@v1","name":"j","data":["$steps.b.image"]}
        + {"type":"t/blur@v1","name":"c","image":"$inputs.image"}
        + {"type":"t/join@v1","name":"j","data":["$inputs.image"]}
        - {"type":"JsonField","name":"all","selector":"$steps.b.*"}
    "#]],
    );
}

#[test]
fn of_two_alike_the_other_takes_the_name() {
    let document = document(
        r#"{"specification":{"steps":[{"name":"a"},{"name":"a","k":1},{"type":"u","name":"u","x":"$steps.a.y"},{}]},
        "flowdeck":{"$steps.a":[1,1],"$steps.a#2":[2,2],"$steps.#3":[3,3]}}"#,
    );
    check(
        &document,
        &["$steps.a"],
        false,
        expect![[r#"
        Delete a
        - {"name":"a"}
        drawn {"$steps.a":[2,2],"$steps.#2":[3,3]}
        renamed [($steps.a#2, $steps.a), ($steps.#3, $steps.#2)]
    "#]],
    );
    check(
        &document,
        &["$steps.a", "$steps.a#2"],
        false,
        expect![[r#"
        Delete 2 items
        - {"name":"a"}
        - {"name":"a","k":1}
        - {"type":"u","name":"u","x":"$steps.a.y"}
        + {"type":"u","name":"u"}
        drawn {"$steps.#1":[3,3]}
        renamed [($steps.#3, $steps.#1)]
    "#]],
    );
}
