//! New entries, other names, other values.
use crate::support::{chain, document, item, json, real_catalogue, run, tell, told};
use expect_test::{Expect, expect};
use flowdeck_editor::command::{Command, InputKind, apply};
use flowdeck_editor::document::Document;
use flowdeck_editor::layout::{Point, Rect};
use flowdeck_spec::Node;
use flowdeck_spec::diagnostic::Edit;

fn step(block: &str) -> Command {
    Command::AddStep { block: block.into(), name: None, at: None, properties: Vec::new(), near: None }
}

#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(document: &Document, command: Command, expected: Expect) {
    expected.assert_eq(&told(document, &command));
}

#[test]
fn a_new_step_is_wired_where_only_one_source_fits() {
    let image = document(
        r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],"steps":[],"outputs":[]}"#,
    );
    check(
        &image,
        step("t/blur@v1"),
        expect![[r#"
        Add Blur
        + {"type":"t/blur@v1","name":"blur","image":"$inputs.image"}
        select [$steps.blur]
    "#]],
    );
    // Here two would fit.
    check(
        &chain(),
        step("t/blur@v1"),
        expect![[r#"
        Add Blur
        + {"type":"t/blur@v1","name":"blur_2"}
        select [$steps.blur_2]
    "#]],
    );
    // Unless the person is at one of them.
    let near = Command::AddStep {
        block: "t/count@v1".into(),
        name: Some("how many".into()),
        at: None,
        properties: Vec::new(),
        near: Some(item("$steps.blur")),
    };
    check(
        &chain(),
        near,
        expect![[r#"
        BadName: “how many” is no name for a step: names hold letters a–z, digits, - and _ only, such as “how_many”.
    "#]],
    );
    let near = Command::AddStep {
        block: "t/blur@v1".into(),
        name: Some("soft".into()),
        at: Some(Point { x: 10.0, y: 20.5 }),
        properties: vec![
            ("x".into(), json("1")),
            ("mode".into(), json("\"hard\"")),
            ("name".into(), json("5")),
        ],
        near: Some(item("$steps.blur")),
    };
    check(
        &chain(),
        near,
        expect![[r#"
        Add Blur
        + {"type":"t/blur@v1","name":"soft","image":"$steps.blur.image","mode":"hard","x":1}
        drawn {"$steps.soft":[10,20.5]}
        select [$steps.soft]
    "#]],
    );
    check(
        &chain(),
        step("t/none@v1"),
        expect![[r#"
        NoBlock: There is no block “t/none@v1” in this engine.
    "#]],
    );
}

#[test]
fn the_model_of_another_step_is_not_taken_for_the_model_of_a_new_one() {
    let catalogue = real_catalogue();
    let mut now = document(r#"{"inputs":[{"type":"WorkflowImage","name":"i"}],"steps":[],"outputs":[]}"#);
    for block in ["roboflow_object_detection_model@v3", "roboflow_classification_model@v3"] {
        now = apply(&now, &step(&format!("roboflow_core/{block}")), &catalogue).unwrap().document;
    }
    let classify = now.entry(&item("$steps.classification_model")).unwrap();
    assert_eq!(classify.get("images").and_then(Node::as_str).as_deref(), Some("$inputs.i"));
    assert_eq!(classify.get("model_id"), None);
}

#[test]
fn a_workflow_begins_from_nothing() {
    let mut now = document("{}");
    let commands = [
        Command::AddInput { kind: InputKind::Image, name: None, at: Some(Point { x: 0.0, y: 0.0 }) },
        step("roboflow_core/image_blur@v1"),
        Command::AddOutput { selector: "$steps.image_blur.image".into(), name: None, at: None },
    ];
    let catalogue = real_catalogue();
    for command in &commands {
        now = apply(&now, command, &catalogue).unwrap().document;
    }
    let (_, found) = flowdeck_spec::compile::compile(&now.specification, &catalogue);
    assert!(found.is_empty(), "{found:?}");
    expect![[r#"{"specification":{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],"steps":[{"type":"roboflow_core/image_blur@v1","name":"image_blur","image":"$inputs.image"}],"outputs":[{"type":"JsonField","name":"image","selector":"$steps.image_blur.image"}]},"flowdeck":{"$inputs.image":[0,0]}}"#]].assert_eq(&now.to_config(&json("{}")).to_compact());
}

#[test]
fn inputs_and_outputs_get_names_of_their_own() {
    check(
        &chain(),
        Command::AddInput { kind: InputKind::Image, name: None, at: None },
        expect![[r#"
        Add input image_2
        + {"type":"WorkflowImage","name":"image_2"}
        select [$inputs.image_2]
    "#]],
    );
    let parameter = Command::AddInput { kind: InputKind::Parameter, name: Some("limit".into()), at: None };
    check(
        &chain(),
        parameter,
        expect![[r#"
        Add input limit
        + {"type":"WorkflowParameter","name":"limit"}
        select [$inputs.limit]
    "#]],
    );
    let output = |selector: &str, name: Option<&str>| Command::AddOutput {
        selector: selector.into(),
        name: name.map(Into::into),
        at: None,
    };
    check(
        &chain(),
        output("$steps.blur.image", None),
        expect![[r#"
        Add output image
        + {"type":"JsonField","name":"image","selector":"$steps.blur.image"}
        select [$outputs.image]
    "#]],
    );
    check(
        &chain(),
        output("$steps.blur.*", None),
        expect![[r#"
        Add output blur
        + {"type":"JsonField","name":"blur","selector":"$steps.blur.*"}
        select [$outputs.blur]
    "#]],
    );
    check(
        &chain(),
        output("$inputs.image", Some("n")),
        expect![[r#"
        Add output n_2
        + {"type":"JsonField","name":"n_2","selector":"$inputs.image"}
        select [$outputs.n_2]
    "#]],
    );
    check(
        &chain(),
        output("$steps.blur", None),
        expect![[r#"
        NoSource: “$steps.blur” leads nowhere: choose an input or an output of a step.
    "#]],
    );
    check(
        &chain(),
        output("$steps.blur.none", None),
        expect![[r#"
        NoSource: “$steps.blur.none” leads nowhere: choose an input or an output of a step.
    "#]],
    );
    let broken = document(r#"{"steps":5}"#);
    check(
        &broken,
        step("t/blur@v1"),
        expect![[r#"
        Broken: “steps” is no list in brackets: mend it in the text first.
    "#]],
    );
}

#[test]
fn every_selector_follows_a_new_name_and_no_other() {
    let document = document(
        r#"{"specification":{"inputs":[{"type":"WorkflowImage","name":"a"}],"steps":[{"type":"t/blur@v1","name":"a","image":"$inputs.a"},
        {"type":"t/blur@v1","name":"ab","image":"$steps.a.image","text":"$steps.a"},
        {"type":"t/gate@v1","name":"g","parameters":{"x":"$steps.a.image","y":"$steps.ab.image"},"next_steps":["$steps.a","$steps.ab"]},
        {"type":"u","name":"u","workflow_definition":{"steps":[{"image":"$steps.a.image"}]},"deep":[[{"x":"$steps.\u0061.image"}]]}],
        "outputs":[{"type":"JsonField","name":"a","selector":"$steps.a.*"}]},
        "flowdeck":{"$steps.a":[1,2],"$inputs.a":[3,4],"$steps.b":[9,9],"groups":[{"id":"g1","name":"G","items":["$steps.a","$steps.ab"]}]}}"#,
    );
    let rename = |from: &str, name: &str| Command::Rename { item: item(from), name: name.into() };
    check(
        &document,
        rename("$steps.a", "b"),
        expect![[r#"
        Rename a to b
        - {"type":"t/blur@v1","name":"a","image":"$inputs.a"}
        - {"type":"t/blur@v1","name":"ab","image":"$steps.a.image","text":"$steps.a"}
        - {"type":"t/gate@v1","name":"g","parameters":{"x":"$steps.a.image","y":"$steps.ab.image"},"next_steps":["$steps.a","$steps.ab"]}
        - {"type":"u","name":"u","workflow_definition":{"steps":[{"image":"$steps.a.image"}]},"deep":[[{"x":"$steps.\u0061.image"}]]}
        + {"type":"t/blur@v1","name":"b","image":"$inputs.a"}
        + {"type":"t/blur@v1","name":"ab","image":"$steps.b.image","text":"$steps.b"}
        + {"type":"t/gate@v1","name":"g","parameters":{"x":"$steps.b.image","y":"$steps.ab.image"},"next_steps":["$steps.b","$steps.ab"]}
        + {"type":"u","name":"u","workflow_definition":{"steps":[{"image":"$steps.a.image"}]},"deep":[[{"x":"$steps.b.image"}]]}
        - {"type":"JsonField","name":"a","selector":"$steps.a.*"}
        + {"type":"JsonField","name":"a","selector":"$steps.b.*"}
        drawn {"$steps.b":[1,2],"$inputs.a":[3,4],"groups":[{"id":"g1","name":"G","items":["$steps.b","$steps.ab"]}]}
        renamed [($steps.a, $steps.b)]
    "#]],
    );
    check(
        &document,
        rename("$inputs.a", "picture"),
        expect![[r#"
        Rename a to picture
        - {"type":"WorkflowImage","name":"a"}
        + {"type":"WorkflowImage","name":"picture"}
        - {"type":"t/blur@v1","name":"a","image":"$inputs.a"}
        + {"type":"t/blur@v1","name":"a","image":"$inputs.picture"}
        drawn {"$steps.a":[1,2],"$inputs.picture":[3,4],"$steps.b":[9,9],"groups":[{"id":"g1","name":"G","items":["$steps.a","$steps.ab"]}]}
        renamed [($inputs.a, $inputs.picture)]
    "#]],
    );
    check(
        &document,
        rename("$outputs.a", "all of it"),
        expect![[r#"
        Rename a to all of it
        - {"type":"JsonField","name":"a","selector":"$steps.a.*"}
        + {"type":"JsonField","name":"all of it","selector":"$steps.a.*"}
        renamed [($outputs.a, $outputs.all of it)]
    "#]],
    );
    check(
        &document,
        rename("$groups.g1", "First"),
        expect![[r#"
        Rename group to First
        drawn {"$steps.a":[1,2],"$inputs.a":[3,4],"$steps.b":[9,9],"groups":[{"id":"g1","name":"First","items":["$steps.a","$steps.ab"]}]}
    "#]],
    );
    check(
        &document,
        rename("$steps.a", "ab"),
        expect![[r#"
        NameTaken: There is another step called “ab”: choose another name.
    "#]],
    );
    check(
        &document,
        rename("$steps.a", "a.b"),
        expect![[r#"
        BadName: “a.b” is no name for a step: names hold letters a–z, digits, - and _ only, such as “a_b”.
    "#]],
    );
    check(
        &document,
        rename("$inputs.a", " "),
        expect![[r#"
        BadName: The name is empty: type one.
    "#]],
    );
    check(
        &document,
        rename("$steps.none", "x"),
        expect![[r#"
        NoItem: There is no “$steps.none” any more.
    "#]],
    );
    let same = run(&document, &rename("$steps.a", "a")).unwrap();
    assert!(same.document.same(&document));
}

#[test]
fn of_two_alike_the_first_is_what_selectors_lead_to() {
    let document = document(
        r#"{"specification":{"steps":[{"name":"a"},{"name":"a"},{"type":"u","name":"u","x":"$steps.a.y"},7]},
        "flowdeck":{"$steps.a":[1,1],"$steps.a#2":[2,2]}}"#,
    );
    let rename = |from: &str, name: &str| Command::Rename { item: item(from), name: name.into() };
    check(
        &document,
        rename("$steps.a#2", "b"),
        expect![[r#"
        Rename a#2 to b
        + {"name":"b"}
        drawn {"$steps.a":[1,1],"$steps.b":[2,2]}
        renamed [($steps.a#2, $steps.b)]
    "#]],
    );
    check(
        &document,
        rename("$steps.a", "b"),
        expect![[r#"
        Rename a to b
        - {"type":"u","name":"u","x":"$steps.a.y"}
        + {"name":"b"}
        + {"type":"u","name":"u","x":"$steps.b.y"}
        drawn {"$steps.b":[1,1],"$steps.a":[2,2]}
        renamed [($steps.a, $steps.b), ($steps.a#2, $steps.a)]
    "#]],
    );
    check(
        &document,
        rename("$steps.#3", "b"),
        expect![[r#"
        Broken: This step is a number: mend it in the text first.
    "#]],
    );
    // A fix names it by its place.
    let edits = vec![Edit::Set { pointer: "/steps/1/name".into(), value: json("\"c\"") }];
    check(
        &document,
        Command::Fix { title: "Rename this one to c".into(), edits },
        expect![[r#"
        Rename this one to c
        + {"name":"c"}
        drawn {"$steps.a":[1,1],"$steps.c":[2,2]}
        renamed [($steps.a#2, $steps.c)]
    "#]],
    );
}

#[test]
fn values_are_put_and_taken() {
    let set = |path: &str, value: &str| Command::Set {
        item: item("$steps.blur"),
        path: path.into(),
        value: json(value),
    };
    check(
        &chain(),
        set("/size", "7"),
        expect![[r#"
        Set size of blur
        - {"type":"t/blur@v1","name":"blur","image":"$inputs.image"}
        + {"type":"t/blur@v1","name":"blur","image":"$inputs.image","size":7}
    "#]],
    );
    check(
        &chain(),
        set("/zones/0/x", "[1]"),
        expect![[r#"
        Set zones of blur
        - {"type":"t/blur@v1","name":"blur","image":"$inputs.image"}
        + {"type":"t/blur@v1","name":"blur","image":"$inputs.image","zones":[{"x":[1]}]}
    "#]],
    );
    check(
        &chain(),
        set("/name", "\"smooth\""),
        expect![[r#"
        Rename blur to smooth
        - {"type":"t/blur@v1","name":"blur","image":"$inputs.image"}
        - {"type":"t/count@v1","name":"count","image":"$steps.blur.image"}
        + {"type":"t/blur@v1","name":"smooth","image":"$inputs.image"}
        + {"type":"t/count@v1","name":"count","image":"$steps.smooth.image"}
        - {"type":"JsonField","name":"soft","selector":"$steps.blur.image"}
        + {"type":"JsonField","name":"soft","selector":"$steps.smooth.image"}
        renamed [($steps.blur, $steps.smooth)]
    "#]],
    );
    check(
        &chain(),
        set("/name", "5"),
        expect![[r#"
        NoPlace: “blur” has no place /name.
    "#]],
    );
    check(
        &chain(),
        set("/image/x", "5"),
        expect![[r#"
        NoPlace: “blur” has no place /image/x.
    "#]],
    );
    let deep = format!("{}{}", "[".repeat(505), "]".repeat(505));
    check(
        &chain(),
        set("/size", &deep),
        expect![[r#"
        TooDeep: This is nested more than 500 levels deep: flatten it.
    "#]],
    );
    let same = run(&chain(), &set("/image", "\"$inputs.image\"")).unwrap();
    assert_eq!(same.document, chain());
    check(
        &chain(),
        Command::Unset { item: item("$steps.blur"), path: "/image".into() },
        expect![[r#"
        Remove image of blur
        - {"type":"t/blur@v1","name":"blur","image":"$inputs.image"}
        + {"type":"t/blur@v1","name":"blur"}
    "#]],
    );
    let start = chain();
    let same = run(&start, &Command::Unset { item: item("$steps.blur"), path: "/none".into() }).unwrap();
    assert!(same.document.same(&start));
}

#[test]
fn notes_groups_and_places_are_drawn_and_nothing_else_changes() {
    let start =
        document(r#"{"specification":{"steps":[{"name":"a"},{"name":"b"}]},"flowdeck":{"$steps.a":[0,0]}}"#);
    let mut now = start.clone();
    let mut out = String::new();
    for command in [
        Command::AddNote {
            at: Rect { x: 1.0, y: 2.0, width: 100.0, height: 50.0 },
            text: "Look".into(),
            color: "yellow".into(),
        },
        Command::EditNote { id: "n1".into(), at: None, text: Some("Look here".into()), color: None },
        Command::Group {
            items: vec![item("$steps.a"), item("$steps.b"), item("$notes.n1")],
            name: "Both".into(),
        },
        Command::Group { items: vec![item("$steps.b")], name: "One".into() },
        Command::Move {
            items: vec![item("$steps.a"), item("$steps.b"), item("$notes.n1")],
            by: Point { x: 16.0, y: -4.0 },
        },
        Command::Place { places: vec![(item("$steps.b"), Point { x: 5.0, y: 5.0 })] },
        Command::Ungroup { id: "g1".into() },
        Command::Tidy { places: vec![(item("$steps.b"), Point { x: 0.0, y: 0.0 })] },
        Command::Remove { items: vec![item("$notes.n1"), item("$groups.g2")], reconnect: false },
    ] {
        let outcome = run(&now, &command).unwrap();
        out.push_str(&tell(&now, Ok(outcome.clone())));
        now = outcome.document;
        assert_eq!(now.specification, start.specification);
    }
    for command in [
        Command::EditNote { id: "n9".into(), at: None, text: None, color: None },
        Command::Move { items: vec![item("$steps.a")], by: Point { x: 1.0, y: 0.0 } },
        Command::Ungroup { id: "g9".into() },
        Command::Group { items: Vec::new(), name: "None".into() },
    ] {
        out.push_str(&told(&now, &command));
    }
    expect![[r#"
        Add a note
        drawn {"$steps.a":[0,0],"notes":[{"id":"n1","at":[1,2,100,50],"text":"Look","color":"yellow"}]}
        select [$notes.n1]
        Edit a note
        drawn {"$steps.a":[0,0],"notes":[{"id":"n1","at":[1,2,100,50],"text":"Look here","color":"yellow"}]}
        Group Both
        drawn {"$steps.a":[0,0],"notes":[{"id":"n1","at":[1,2,100,50],"text":"Look here","color":"yellow"}],"groups":[{"id":"g1","name":"Both","items":["$steps.a","$steps.b","$notes.n1"]}]}
        select [$steps.a, $steps.b, $notes.n1]
        Group One
        drawn {"$steps.a":[0,0],"notes":[{"id":"n1","at":[1,2,100,50],"text":"Look here","color":"yellow"}],"groups":[{"id":"g1","name":"Both","items":["$steps.a","$notes.n1"]},{"id":"g2","name":"One","items":["$steps.b"]}]}
        select [$steps.b]
        Move 2 items
        drawn {"$steps.a":[16,-4],"notes":[{"id":"n1","at":[17,-2,100,50],"text":"Look here","color":"yellow"}],"groups":[{"id":"g1","name":"Both","items":["$steps.a","$notes.n1"]},{"id":"g2","name":"One","items":["$steps.b"]}]}
        Move b
        drawn {"$steps.a":[16,-4],"notes":[{"id":"n1","at":[17,-2,100,50],"text":"Look here","color":"yellow"}],"groups":[{"id":"g1","name":"Both","items":["$steps.a","$notes.n1"]},{"id":"g2","name":"One","items":["$steps.b"]}],"$steps.b":[5,5]}
        Ungroup Both
        drawn {"$steps.a":[16,-4],"notes":[{"id":"n1","at":[17,-2,100,50],"text":"Look here","color":"yellow"}],"groups":[{"id":"g2","name":"One","items":["$steps.b"]}],"$steps.b":[5,5]}
        select [$steps.a, $notes.n1]
        Tidy up
        drawn {"notes":[{"id":"n1","at":[17,-2,100,50],"text":"Look here","color":"yellow"}],"groups":[{"id":"g2","name":"One","items":["$steps.b"]}],"$steps.b":[0,0]}
        Delete 2 items
        drawn {"$steps.b":[0,0]}
        NoItem: There is no “$notes.n9” any more.
        Nothing: There is nothing to move.
        NoItem: There is no such group any more.
        Nothing: There is nothing to group.
    "#]].assert_eq(&out);
}
