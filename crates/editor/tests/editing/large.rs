//! A hundred thousand steps: no command may take time that grows faster than the document.
use crate::support::{catalogue, item};
use flowdeck_editor::clipboard::{copy, read};
use flowdeck_editor::command::{Command, apply};
use flowdeck_editor::document::Document;
use flowdeck_editor::item::Items;
use flowdeck_editor::layout::Point;
use flowdeck_editor::selection::Selection;
use flowdeck_spec::Node;
use std::rc::Rc;

fn long(count: usize) -> Document {
    let step = |index: usize| {
        let source = match index {
            0 => "$inputs.image".to_owned(),
            index => format!("$steps.blur_{}.image", index - 1),
        };
        Node::object([
            ("type", Node::string("t/blur@v1")),
            ("name", Node::string(&format!("blur_{index}"))),
            ("image", Node::string(&source)),
        ])
    };
    let input = Node::object([("type", Node::string("WorkflowImage")), ("name", Node::string("image"))]);
    Document::new(Node::object([
        ("inputs", Node::Array(Rc::new(vec![input]))),
        ("steps", Node::Array(Rc::new((0..count).map(step).collect()))),
        ("outputs", Node::Array(Rc::new(Vec::new()))),
    ]))
}

/// Every command here goes over the whole document, most of them several times. One that did so for each step would go
/// over it a hundred thousand times, and this test would not end within the hour.
#[test]
fn a_hundred_thousand_steps_are_edited() {
    let count = 100_000;
    let start = long(count);
    let catalogue = catalogue();
    let items = Items::of(&start.specification);
    let steps: Vec<_> = items.all().iter().skip(1).cloned().collect();
    let half: Vec<_> = steps.iter().step_by(2).cloned().collect();
    let places: Vec<_> = steps.iter().map(|item| (item.clone(), Point { x: 1.0, y: 2.0 })).collect();
    let placed = apply(&start, &Command::Tidy { places }, &catalogue).unwrap().document;
    let clip = read(&copy(&placed, &half)).unwrap();
    let commands = [
        Command::Rename { item: item("$steps.blur_50000"), name: "middle".into() },
        Command::Remove { items: half, reconnect: true },
        Command::Paste { clip, at: None, keep_wires: true },
        Command::Move { items: steps.clone(), by: Point { x: 1.0, y: 1.0 } },
        Command::Connect {
            source: "$inputs.image".into(),
            item: item("$steps.blur_99999"),
            path: "/image".into(),
        },
        Command::Group { items: steps.clone(), name: "All".into() },
        Command::Set { item: item("$steps.blur_99999"), path: "/size".into(), value: Node::Null },
    ];
    for command in &commands {
        let outcome = apply(&placed, command, &catalogue).unwrap();
        assert!(!outcome.document.same(&placed));
        let selection = Selection::of(&steps).after(&outcome.document, &outcome.renamed);
        assert!(selection.len() <= count);
    }
    let circle = Command::Connect {
        source: "$steps.blur_99999.image".into(),
        item: item("$steps.blur_0"),
        path: "/image".into(),
    };
    assert!(apply(&placed, &circle, &catalogue).is_err());
}
