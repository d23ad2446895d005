//! The outline of workflows, and walking through it by keys.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use expect_test::expect;
use flowdeck_editor::outline::{self, Key, Outline, Part, Tree};
use flowdeck_spec::compile::compile;
use flowdeck_spec::graph::{self, Graph, Role};
use flowdeck_spec::{Catalogue, json};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap())
}

fn read(text: &str) -> (Graph, Outline) {
    let root = json::parse(text).root.unwrap();
    let (compiled, problems) = compile(&root, catalogue());
    let graph = graph::of(&root);
    let outline = outline::of(&graph, &compiled, &problems);
    (graph, outline)
}

fn blur(name: &str, image: &str) -> String {
    format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"{name}","image":"{image}"}}"#)
}

fn workflow(steps: &[String], outputs: &str) -> String {
    let steps = steps.join(",");
    format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{steps}],"outputs":[{outputs}]}}"#
    )
}

fn items(outline: &Outline) -> Vec<&str> {
    outline.rows.iter().filter(|row| row.level == 1).map(|row| &*row.key).collect()
}

/// Three steps, the first decides about the last; one wire leads nowhere.
fn gated() -> Outline {
    let steps = [
        blur("late", "$steps.early.image"),
        r#"{"type":"roboflow_core/continue_if@v1","name":"gate","condition_statement":{"type":"StatementGroup","statements":[
            {"type":"UnaryStatement","operand":{"type":"DynamicOperand","operand_name":"x"},"operator":{"type":"Exists"}}]},
            "evaluation_parameters":{"x":"$inputs.gone"},"next_steps":["$steps.late"]}"#
            .to_owned(),
        blur("early", "$inputs.image"),
    ];
    let output = r#"{"type":"JsonField","name":"result","selector":"$steps.late.image"}"#;
    read(&workflow(&steps, output)).1
}

#[test]
fn an_item_says_what_it_is_what_it_takes_and_gives_and_what_is_wrong() {
    let mut out = String::new();
    for row in &gated().rows {
        out.push_str(&"  ".repeat(row.level - 1));
        out.push_str(&format!("{}/{} {}\n", row.place, row.siblings, row.sentence));
    }
    expect![[r#"
        1/6 image, Image input. Goes to early.
          1/1 goes to early, image.
        2/6 gate, Continue if, step. Takes evaluation_parameters/x from $inputs.gone. Decides whether to run late. 1 problem: There is no input “gone”: there is “image”.
          1/2 evaluation_parameters/x from $inputs.gone. 1 problem: There is no input “gone”: there is “image”.
          2/2 decides whether to run late.
        3/6 early, Image blur, step. Takes image from $inputs.image. Gives image to late.
          1/2 image from $inputs.image.
          2/2 image to late, image.
        4/6 late, Image blur, step. Takes image from $steps.early.image. Runs only if gate lets it. Gives image to output result.
          1/3 image from $steps.early.image.
          2/3 runs if gate lets it.
          3/3 image to output result.
        5/6 result, output. Takes $steps.late.image.
          1/1 selector from $steps.late.image.
        6/6 gone, not defined. Goes to gate.
          1/1 goes to gate, evaluation_parameters/x.
    "#]].assert_eq(&out);
}

#[test]
fn steps_stand_in_the_order_in_which_they_run_and_cycles_last() {
    let steps = [
        blur("b", "$steps.a.image"),
        blur("x", "$steps.y.image"),
        blur("y", "$steps.x.image"),
        blur("a", "$inputs.image"),
    ];
    let (_, outline) =
        read(&workflow(&steps, r#"{"type":"JsonField","name":"o","selector":"$steps.b.image"}"#));
    assert_eq!(
        items(&outline),
        ["$inputs.image", "$steps.a", "$steps.b", "$steps.x", "$steps.y", "$outputs.o"]
    );
}

#[test]
fn an_inner_workflow_stands_where_its_steps_run() {
    let inner = r#"{"type":"roboflow_core/inner_workflow@v1","name":"inner","parameter_bindings":{"picture":"$steps.first.image"},
        "workflow_definition":{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"picture"}],
            "steps":[{"type":"roboflow_core/image_blur@v1","name":"soft","image":"$inputs.picture"}],
            "outputs":[{"type":"JsonField","name":"image","selector":"$steps.soft.image"}]}}"#;
    let steps = [blur("last", "$steps.inner.image"), inner.to_owned(), blur("first", "$inputs.image")];
    let (_, outline) = read(&workflow(&steps, ""));
    assert_eq!(items(&outline)[1..], ["$steps.first", "$steps.inner", "$steps.last"]);
}

#[test]
fn items_of_one_name_and_without_one_have_rows_of_their_own() {
    let steps = [blur("a", "$inputs.image"), blur("a", "$inputs.image"), r#"{"type":"x"}"#.to_owned()];
    let (_, outline) = read(&workflow(&steps, ""));
    let keys: HashSet<&str> = outline.rows.iter().map(|row| &*row.key).collect();
    assert_eq!(keys.len(), outline.rows.len());
    assert!(outline.rows.iter().any(|row| row.sentence.starts_with("(no name), X, step.")));
}

#[test]
fn a_long_list_is_cut_in_the_sentence_alone() {
    let steps: Vec<String> = (0..9).map(|place| blur(&format!("s{place}"), "$inputs.image")).collect();
    let (_, outline) = read(&workflow(&steps, ""));
    let image = &outline.rows[0];
    assert_eq!(image.sentence, "image, Image input. Goes to s0, s1, s2, s3, s4, s5 and 3 more.");
    assert_eq!(image.children, 9);
}

#[test]
fn keys_walk_as_the_pattern_of_a_tree_has_it() {
    let outline = gated();
    let mut tree = Tree::default();
    let mut walk = |keys: &[Key]| -> String {
        for &key in keys {
            assert!(tree.press(&outline, key));
        }
        let row = &outline.rows[tree.active(&outline).unwrap()];
        format!("{} {}", row.item, row.name)
    };
    assert_eq!(walk(&[Key::Up]), "$inputs.image image");
    assert_eq!(walk(&[Key::Down]), "$steps.gate gate");
    // Opens, then goes in; a wire has nothing to open.
    assert_eq!(walk(&[Key::Right]), "$steps.gate gate");
    assert_eq!(walk(&[Key::Right, Key::Right]), "$steps.gate evaluation_parameters/x");
    assert_eq!(walk(&[Key::Down]), "$steps.gate decides");
    assert_eq!(walk(&[Key::Left]), "$steps.gate gate");
    assert_eq!(walk(&[Key::Left, Key::Left]), "$steps.gate gate");
    assert_eq!(walk(&[Key::Down]), "$steps.early early");
    assert_eq!(walk(&[Key::End]), "$inputs.gone gone");
    assert_eq!(walk(&[Key::Home]), "$inputs.image image");
    assert_eq!(walk(&[Key::Letter('L', 0)]), "$steps.late late");
    assert_eq!(walk(&[Key::Letter('g', 5_000), Key::Letter('G', 5_100)]), "$steps.gate gate");
    assert_eq!(
        walk(&[Key::Letter('g', 9_000), Key::Letter('a', 9_100), Key::Letter('t', 9_200)]),
        "$steps.gate gate"
    );
    assert_eq!(walk(&[Key::Letter('q', 20_000)]), "$steps.gate gate");
    assert_eq!(walk(&[Key::OpenAll, Key::Home, Key::Down]), "$inputs.image goes");
}

#[test]
fn the_focus_outlives_edits() {
    let outline = gated();
    let mut tree = Tree::default();
    let wire = outline.rows.iter().find(|row| row.part == Part::Taken && row.item == "$steps.late").unwrap();
    tree.go(&outline, &wire.key);
    assert!(tree.is_open("$steps.late"));
    assert_eq!(outline.rows[tree.active(&outline).unwrap()].key, wire.key);
    // The wire is gone, then the step.
    let (_, cut) = read(&workflow(&[blur("new", ""), blur("late", "")], ""));
    assert_eq!(cut.rows[tree.active(&cut).unwrap()].key, "$steps.late");
    let (_, none) = read(&workflow(&[], ""));
    assert_eq!(none.rows[tree.active(&none).unwrap()].key, "$inputs.image");
    assert_eq!(tree.active(&Outline::default()), None);
    assert!(!tree.press(&Outline::default(), Key::Down));
    assert_eq!(outline.rows[tree.active(&outline).unwrap()].key, wire.key);
    tree.set_open("$steps.late", false);
    assert_eq!(outline.rows[tree.active(&outline).unwrap()].key, "$steps.late");
}

#[test]
fn keys_of_the_browser() {
    assert_eq!(Key::of("ArrowLeft", 0), Some(Key::Left));
    assert_eq!(Key::of("é", 7), Some(Key::Letter('é', 7)));
    for key in [" ", "Enter", "F2", "Tab", "", "Escape"] {
        assert_eq!(Key::of(key, 0), None, "{key}");
    }
}

/// A workflow of steps that take from any others, themselves included.
fn any_workflow() -> impl Strategy<Value = String> {
    prop::collection::vec((0_u8..6, 0_u8..8), 0..8).prop_map(|steps| {
        let steps: Vec<String> = steps
            .into_iter()
            .map(|(name, from)| match from {
                6 => blur(&format!("s{name}"), "$inputs.image"),
                7 => blur(&format!("s{name}"), "$inputs.gone"),
                from => blur(&format!("s{name}"), &format!("$steps.s{from}.image")),
            })
            .collect();
        workflow(&steps, r#"{"type":"JsonField","name":"o","selector":"$steps.s0.image"}"#)
    })
}

fn any_key() -> impl Strategy<Value = Key> {
    prop_oneof![
        Just(Key::Up),
        Just(Key::Down),
        Just(Key::Left),
        Just(Key::Right),
        Just(Key::Home),
        Just(Key::End),
        Just(Key::OpenAll),
        ("[sio]", 0_u64..3_000).prop_map(|(letter, now)| Key::Letter(letter.chars().next().unwrap(), now)),
    ]
}

proptest! {
    #[test]
    fn every_item_has_one_row_and_every_wire_one_at_each_end(text in any_workflow()) {
        let (graph, outline) = read(&text);
        let rows = &outline.rows;
        prop_assert_eq!(rows.iter().filter(|row| row.level == 1).count(), graph.nodes.len());
        for part in [Part::Taken, Part::Given] {
            prop_assert_eq!(rows.iter().filter(|row| row.part == part).count(), graph.edges.len());
        }
        let keys: HashSet<&str> = rows.iter().map(|row| &*row.key).collect();
        prop_assert_eq!(keys.len(), rows.len());
        for (place, row) in rows.iter().enumerate() {
            let wires = rows[place + 1..].iter().take_while(|below| below.level > row.level).count();
            prop_assert_eq!(wires, row.children);
            prop_assert!(row.place >= 1 && row.place <= row.siblings);
            prop_assert!(row.other.as_ref().is_none_or(|other| rows.iter().any(|row| row.key == *other)));
        }
    }

    #[test]
    fn no_step_stands_before_what_it_needs_unless_on_or_behind_a_cycle(text in any_workflow()) {
        let (graph, outline) = read(&text);
        let place = |key: &str| outline.rows.iter().position(|row| row.key == key).unwrap();
        let mut ready: HashSet<usize> = HashSet::new();
        let is_step = |at: usize| graph.nodes[at].role == Role::Step;
        for _ in 0..graph.nodes.len() {
            let more = (0..graph.nodes.len()).filter(|&at| {
                graph.edges.iter().filter(|edge| edge.to == at).all(|edge| ready.contains(&edge.from))
            });
            ready = more.collect();
        }
        let names: HashSet<&str> = graph.nodes.iter().map(|node| &*node.key).collect();
        prop_assume!(names.len() == graph.nodes.len());
        for edge in graph.edges.iter().filter(|edge| is_step(edge.from) && is_step(edge.to) && ready.contains(&edge.to)) {
            prop_assert!(place(&graph.nodes[edge.from].key) < place(&graph.nodes[edge.to].key));
        }
    }

    #[test]
    fn the_focus_is_always_on_a_row_that_is_shown(text in any_workflow(), keys in prop::collection::vec(any_key(), 0..30)) {
        let (_, outline) = read(&text);
        let mut tree = Tree::default();
        for key in keys {
            let before = tree.active(&outline).unwrap();
            prop_assert!(tree.press(&outline, key));
            let shown = tree.shown(&outline);
            let after = tree.active(&outline).unwrap();
            prop_assert!(shown.contains(&after));
            match key {
                Key::Home => prop_assert_eq!(Some(&after), shown.first()),
                Key::End => prop_assert_eq!(Some(&after), shown.last()),
                Key::Up => prop_assert!(after <= before),
                Key::Down => prop_assert!(after >= before),
                _ => {}
            }
        }
    }
}
