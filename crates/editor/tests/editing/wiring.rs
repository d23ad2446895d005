//! Wires drawn, refused and cut; blocks put between and replaced.
use crate::support::{chain, document, item, json, run, told};
use expect_test::{Expect, expect};
use flowdeck_editor::command::Command;
use flowdeck_editor::document::Document;
use flowdeck_editor::wiring::targets;
use flowdeck_spec::Node;

#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(document: &Document, command: Command, expected: Expect) {
    expected.assert_eq(&told(document, &command));
}

fn connect(source: &str, to: &str, path: &str) -> Command {
    Command::Connect { source: source.into(), item: item(to), path: path.into() }
}

fn all() -> Document {
    document(
        r#"{"inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"size","kind":["integer"]}],
        "steps":[{"type":"t/blur@v1","name":"a","images":"$inputs.image"},{"type":"t/blur@v1","name":"b","image":"$steps.a.image"},
        {"type":"t/join@v1","name":"j","data":["$steps.b.image"]},{"type":"t/gate@v1","name":"g","next_steps":["$steps.b"]},
        {"type":"other","name":"o"}],
        "outputs":[{"type":"JsonField","name":"out","selector":"$steps.j.text"}]}"#,
    )
}

#[test]
fn wires_are_drawn_where_the_engine_takes_them() {
    let all = all();
    check(
        &all,
        connect("$inputs.size", "$steps.a", "/size"),
        expect![[r#"
            Connect size to a
            - {"type":"t/blur@v1","name":"a","images":"$inputs.image"}
            + {"type":"t/blur@v1","name":"a","images":"$inputs.image","size":"$inputs.size"}
        "#]],
    );
    check(
        &all,
        connect("$steps.b.image", "$outputs.out", "/selector"),
        expect![[r#"
            Connect b.image to out
            - {"type":"JsonField","name":"out","selector":"$steps.j.text"}
            + {"type":"JsonField","name":"out","selector":"$steps.b.image"}
        "#]],
    );
    check(
        &all,
        connect("$steps.b.*", "$outputs.out", "/selector"),
        expect![[r#"
            Connect b.* to out
            - {"type":"JsonField","name":"out","selector":"$steps.j.text"}
            + {"type":"JsonField","name":"out","selector":"$steps.b.*"}
        "#]],
    );
    check(
        &all,
        connect("$inputs.size", "$steps.j", "/data"),
        expect![[r#"
            Connect size to j
            - {"type":"t/join@v1","name":"j","data":["$steps.b.image"]}
            + {"type":"t/join@v1","name":"j","data":["$steps.b.image","$inputs.size"]}
        "#]],
    );
    check(
        &all,
        connect("$inputs.size", "$steps.j", "/data/0"),
        expect![[r#"
            Connect size to j
            - {"type":"t/join@v1","name":"j","data":["$steps.b.image"]}
            + {"type":"t/join@v1","name":"j","data":["$inputs.size"]}
        "#]],
    );
    check(
        &all,
        connect("$inputs.size", "$steps.g", "/parameters/limit"),
        expect![[r#"
            Connect size to g
            - {"type":"t/gate@v1","name":"g","next_steps":["$steps.b"]}
            + {"type":"t/gate@v1","name":"g","next_steps":["$steps.b"],"parameters":{"limit":"$inputs.size"}}
        "#]],
    );
    check(
        &all,
        connect("$steps.j", "$steps.g", "/next_steps"),
        expect![[r#"
            Connect j to g
            - {"type":"t/gate@v1","name":"g","next_steps":["$steps.b"]}
            + {"type":"t/gate@v1","name":"g","next_steps":["$steps.b","$steps.j"]}
        "#]],
    );
    check(
        &all,
        connect("$steps.j.text", "$steps.o", "/any/thing"),
        expect![[r#"
            Connect j.text to o
            - {"type":"other","name":"o"}
            + {"type":"other","name":"o","any":{"thing":"$steps.j.text"}}
        "#]],
    );
    // The property has the name that the step gave it.
    check(
        &all,
        connect("$inputs.image", "$steps.a", "/image"),
        expect![[r#"
            Connect image to a
        "#]],
    );
}

#[test]
fn a_wire_that_the_engine_would_refuse_is_refused_with_the_reason() {
    let all = all();
    for command in [
        connect("$inputs.size", "$steps.a", "/image"),
        connect("$steps.b.image", "$steps.a", "/image"),
        connect("$steps.a.image", "$steps.a", "/image"),
        connect("$steps.g", "$steps.g", "/next_steps"),
        connect("$steps.a", "$steps.b", "/image"),
        connect("$steps.a.*", "$steps.b", "/image"),
        connect("$inputs.size", "$steps.a", "/mode"),
        connect("$inputs.size", "$steps.a", "/none"),
        connect("$inputs.size", "$inputs.image", "/kind"),
        connect("$inputs.none", "$steps.a", "/image"),
        connect("$steps.a.none", "$steps.b", "/image"),
        connect("image", "$steps.a", "/image"),
        connect("$inputs.size", "$steps.g", "/parameters"),
        connect("$inputs.size", "$steps.g", "/next_steps"),
        connect("$steps.b", "$steps.g", "/next_steps"),
        connect("$inputs.size", "$steps.j", "/data/7"),
        connect("$inputs.size", "$steps.gone", "/data"),
        connect("$steps.a", "$outputs.out", "/selector"),
    ] {
        assert!(run(&all, &command).is_err(), "{command:?}");
    }
    let told: String = [
        connect("$inputs.size", "$steps.a", "/image"),
        connect("$steps.b.image", "$steps.a", "/image"),
        connect("$steps.a.image", "$steps.a", "/image"),
        connect("$steps.a", "$steps.b", "/image"),
        connect("$inputs.size", "$steps.a", "/mode"),
        connect("$inputs.none", "$steps.a", "/image"),
        connect("$inputs.size", "$steps.g", "/parameters"),
        connect("$inputs.size", "$steps.g", "/next_steps"),
        connect("$steps.b", "$steps.g", "/next_steps"),
    ]
    .iter()
    .map(|command| told(&all, command))
    .collect();
    expect![[r#"
        Kinds: $inputs.size gives integer; “images” of “a” takes image: choose another source.
        Cycle: “b” waits for “a” already: this wire would close a circle, and neither would run.
        Cycle: “a” would wait for itself: choose another step.
        Kinds: $steps.a gives a step itself; “image” of “b” takes image: choose one of its outputs.
        NotWired: “mode” of “a” takes no wires: set its value in the form instead.
        NoSource: “$inputs.none” leads nowhere: choose an input or an output of a step.
        NeedsKey: “parameters” holds values by name: give this one a name.
        Kinds: $inputs.size gives integer; “next_steps” of “g” takes steps: choose a step.
        Twice: $steps.b leads to “next_steps” of “g” already.
    "#]]
    .assert_eq(&told);
    // A gate may not wait for what it gates.
    let gated = document(
        r#"{"inputs":[{"type":"WorkflowImage","name":"image"}],"steps":[{"type":"t/gate@v1","name":"g","next_steps":["$steps.a"]},
        {"type":"t/blur@v1","name":"a","image":"$inputs.image"},{"type":"t/count@v1","name":"c","image":"$steps.a.image"}],"outputs":[]}"#,
    );
    check(
        &gated,
        connect("$steps.c.number", "$steps.g", "/parameters/n"),
        expect![[r#"
        Cycle: “c” waits for “g” already: this wire would close a circle, and neither would run.
    "#]],
    );
}

#[test]
fn a_wire_is_cut_where_it_stands() {
    let all = all();
    let cut = |from: &str, path: &str| Command::Disconnect { item: item(from), path: path.into() };
    check(
        &all,
        cut("$steps.a", "/images"),
        expect![[r#"
        Disconnect images of a
        - {"type":"t/blur@v1","name":"a","images":"$inputs.image"}
        + {"type":"t/blur@v1","name":"a"}
    "#]],
    );
    check(
        &all,
        cut("$steps.g", "/next_steps/0"),
        expect![[r#"
        Disconnect next_steps of g
        - {"type":"t/gate@v1","name":"g","next_steps":["$steps.b"]}
        + {"type":"t/gate@v1","name":"g","next_steps":[]}
    "#]],
    );
    check(
        &all,
        cut("$outputs.out", "/selector"),
        expect![[r#"
        Disconnect selector of out
        - {"type":"JsonField","name":"out","selector":"$steps.j.text"}
        + {"type":"JsonField","name":"out"}
    "#]],
    );
    check(
        &all,
        cut("$steps.a", "/size"),
        expect![[r#"
        NoPlace: “a” has no place /size.
    "#]],
    );
}

#[test]
fn a_block_goes_into_a_wire() {
    let insert = |source: &str, to: &str, path: &str, block: &str| Command::InsertBlock {
        source: source.into(),
        item: item(to),
        path: path.into(),
        block: block.into(),
        at: None,
    };
    check(
        &chain(),
        insert("$steps.blur.image", "$steps.count", "/image", "t/sharpen@v1"),
        expect![[r#"
        Insert Sharpen
        - {"type":"t/count@v1","name":"count","image":"$steps.blur.image"}
        + {"type":"t/count@v1","name":"count","image":"$steps.sharpen.image"}
        + {"type":"t/sharpen@v1","name":"sharpen","images":"$steps.blur.image"}
        select [$steps.sharpen]
    "#]],
    );
    check(
        &chain(),
        insert("$steps.count.number", "$outputs.n", "/selector", "t/join@v1"),
        expect![[r#"
        Insert Join
        + {"type":"t/join@v1","name":"join","data":["$steps.count.number"]}
        - {"type":"JsonField","name":"n","selector":"$steps.count.number"}
        + {"type":"JsonField","name":"n","selector":"$steps.join.text"}
        select [$steps.join]
    "#]],
    );
    check(
        &chain(),
        insert("$steps.blur.image", "$steps.count", "/image", "t/count@v1"),
        expect![[r#"
        Kinds: Count gives no image, which “count” takes: choose another block.
    "#]],
    );
    check(
        &chain(),
        insert("$steps.count.number", "$outputs.n", "/selector", "t/blur@v1"),
        expect![[r#"
        Insert Blur
        + {"type":"t/blur@v1","name":"blur_2","size":"$steps.count.number"}
        - {"type":"JsonField","name":"n","selector":"$steps.count.number"}
        + {"type":"JsonField","name":"n","selector":"$steps.blur_2.image"}
        select [$steps.blur_2]
    "#]],
    );
    check(
        &chain(),
        insert("$inputs.image", "$steps.count", "/image", "t/blur@v1"),
        expect![[r#"
        NoPlace: “count” has no place /image.
    "#]],
    );
    check(
        &chain(),
        insert("$steps.blur.image", "$steps.count", "/image", "t/none@v1"),
        expect![[r#"
        NoBlock: There is no block “t/none@v1” in this engine.
    "#]],
    );
}

#[test]
fn a_step_becomes_another_block_and_keeps_what_both_have() {
    let document = document(
        r#"{"steps":[{"name":"a","x-mine":1,"type":"t/blur@v1","image":"$inputs.image","size":3,"mode":"soft"}]}"#,
    );
    let replace = |block: &str| Command::ReplaceBlock { item: item("$steps.a"), block: block.into() };
    check(
        &document,
        replace("t/sharpen@v1"),
        expect![[r#"
        Replace a with Sharpen
        - {"name":"a","x-mine":1,"type":"t/blur@v1","image":"$inputs.image","size":3,"mode":"soft"}
        + {"name":"a","x-mine":1,"type":"t/sharpen@v1","image":"$inputs.image"}
    "#]],
    );
    check(
        &document,
        replace("t/join@v1"),
        expect![[r#"
        Replace a with Join
        - {"name":"a","x-mine":1,"type":"t/blur@v1","image":"$inputs.image","size":3,"mode":"soft"}
        + {"name":"a","x-mine":1,"type":"t/join@v1"}
    "#]],
    );
    check(
        &document,
        replace("t/none@v1"),
        expect![[r#"
        NoBlock: There is no block “t/none@v1” in this engine.
    "#]],
    );
}

#[test]
fn the_text_side_keeps_what_did_not_change() {
    let before = chain();
    let text = before.specification.to_pretty().replace("\"blur\"", "\"bl\\u0075r\"");
    let all = Command::ReplaceAll { specification: json(&text) };
    let outcome = run(&before, &all).unwrap();
    assert!(outcome.document.specification.to_compact().contains("bl\\u0075r"));
    let steps = |document: &Document| document.specification.get("steps").unwrap().items().to_vec();
    let (Node::Object(a), Node::Object(b)) = (&steps(&before)[1], &steps(&outcome.document)[1]) else {
        panic!()
    };
    assert!(std::rc::Rc::ptr_eq(a, b));
    let same = run(&before, &Command::ReplaceAll { specification: json(&before.specification.to_pretty()) })
        .unwrap();
    assert!(same.document.same(&before));
    check(
        &before,
        Command::ReplaceAll { specification: json("[]") },
        expect![[r#"
        Broken: A specification is an object in braces; this is a list.
    "#]],
    );
    // A name that is typed takes its place along.
    let drawn = document(
        r#"{"specification":{"steps":[{"name":"blu"},{"name":"x"}]},"flowdeck":{"$steps.blu":[1,2]}}"#,
    );
    let typed = Command::ReplaceAll { specification: json(r#"{"steps":[{"name":"blur"},{"name":"x"}]}"#) };
    check(
        &drawn,
        typed,
        expect![[r#"
        Edit the text
        - {"name":"blu"}
        + {"name":"blur"}
        drawn {"$steps.blur":[1,2]}
        renamed [($steps.blu, $steps.blur)]
    "#]],
    );
    let swapped = Command::ReplaceAll { specification: json(r#"{"steps":[{"name":"x"},{"name":"blu"}]}"#) };
    assert_eq!(run(&drawn, &swapped).unwrap().document.drawing, drawn.drawing);
}

#[test]
fn cards_that_a_wire_may_lead_to_are_known_while_it_is_drawn() {
    let document = all();
    let catalogue = crate::support::catalogue();
    let told = |source: &str| {
        let found = targets(&document.specification, source, &catalogue);
        for target in &found {
            let command = connect(source, target.item.as_str(), &target.path);
            assert!(run(&document, &command).is_ok(), "{command:?}");
        }
        let words = found.iter().map(|target| {
            let replaces = if target.replaces { "!" } else { "" };
            format!("{}{}{replaces}", target.item.label(), target.path)
        });
        words.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(told("$inputs.image"), "a/images! b/image! j/data g/parameters/image out/selector!");
    assert_eq!(told("$inputs.size"), "a/size b/size j/data g/parameters/size out/selector!");
    // Not those that it waits for, nor where it leads already.
    assert_eq!(told("$steps.b.image"), "out/selector!");
    assert_eq!(told("$steps.a.*"), "out/selector!");
    assert_eq!(told("$steps.a"), "g/next_steps");
    assert_eq!(told("$steps.none.x"), "");
}
