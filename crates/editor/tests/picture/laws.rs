//! An edit draws the same as drawing the document anew.
use crate::moving::overlap;
use crate::support::{draw, read, told, with};
use flowdeck_editor::command::{Command, apply};
use flowdeck_editor::document::Document;
use flowdeck_editor::geometry::{Point, Rect, Size};
use flowdeck_editor::item::{Item, Items};
use flowdeck_editor::picture::tidy;
use flowdeck_editor::scene::Scene;
use flowdeck_editor::wiring::references;
use flowdeck_spec::Node;
use flowdeck_spec::json::parse;
use proptest::prelude::*;
use std::rc::Rc;

const TEXTS: [&str; 4] = [
    include_str!("../../../../static/samples/workflows/03-dock-label.json"),
    include_str!("../../../../static/samples/workflows/10-crop-and-classify.json"),
    include_str!("../../../../static/templates/two-models-agree.json"),
    r#"{"inputs":[{"type":"WorkflowImage","name":"a"}],"steps":[{"type":"acme/own@v1","name":"a","x":["$steps.gone.y","$inputs.a"],"next_steps":["$steps.c"]},
    {"type":"roboflow_core/expression@v1","name":"c","data":{"p":"$steps.a.z"},"switch":{}},{"type":"roboflow_core/inner_workflow@v1","name":"in","parameter_bindings":{"p":"$inputs.a"},
    "workflow_definition":{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"p"}],"steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.p"}],"outputs":[{"type":"JsonField","name":"soft","selector":"$steps.blur.image"}]}}],
    "outputs":[{"type":"JsonField","name":"o","selector":"$steps.in.soft"}]}"#,
];
const TYPES: [&str; 5] = [
    "roboflow_core/image_blur@v1",
    "roboflow_core/continue_if@v1",
    "roboflow_core/dynamic_crop@v1",
    "roboflow_core/property_definition@v1",
    "acme/none@v1",
];
const VALUES: [&str; 9] = [
    r#""$steps.a.image""#,
    "null",
    "[1]",
    r#"{"k":"$inputs.image"}"#,
    "7",
    r#""$steps.b""#,
    r#""text""#,
    "true",
    "[]",
];

type Seed = (u8, usize, usize, bool);

fn command(document: &Document, (kind, a, b, flag): Seed) -> Option<Command> {
    let items = Items::of(&document.specification);
    let wires = references(&document.specification, &items);
    let item = items.all().get(a % items.all().len().max(1)).cloned();
    let wire = wires.get(b % wires.len().max(1)).cloned();
    let point = Point { x: (a * 37 % 900) as f64, y: (b * 53 % 700) as f64 };
    let block = String::from(TYPES[b % TYPES.len()]);
    let key = |item: &Item| {
        let entries = document.entry(item).map(Node::entries).unwrap_or_default();
        entries.get(b % entries.len().max(1)).map(|(key, _)| format!("/{}", key.value()))
    };
    let source = wire.as_ref().map_or_else(|| "$inputs.a".into(), |wire| wire.selector.clone());
    Some(match kind {
        0 => {
            Command::AddStep { block, name: None, at: flag.then_some(point), properties: vec![], near: item }
        }
        1 => Command::Remove { items: vec![item?], reconnect: flag },
        2 => Command::Rename { item: item?, name: ["a", "b", "new", "b#2"][b % 4].into() },
        3..=5 => {
            let item = item?;
            let path = key(&item)?;
            Command::Set { path, item, value: parse(VALUES[(a + b) % VALUES.len()]).root.unwrap() }
        }
        6 => Command::Unset { path: key(item.as_ref()?)?, item: item? },
        7 => Command::Connect {
            source,
            path: if flag { "/image".into() } else { key(item.as_ref()?)? },
            item: item?,
        },
        8 => {
            let wire = wire?;
            Command::Disconnect { item: wire.item, path: wire.path }
        }
        9 => Command::Place { places: vec![(item?, point)] },
        10 => Command::ReplaceBlock { item: item?, block },
        11 => Command::Duplicate { items: vec![item?] },
        12 => {
            let wire = wire?;
            Command::InsertBlock { source: wire.selector, item: wire.item, path: wire.path, block, at: None }
        }
        15 => Command::AddNote {
            at: Rect::at(point, Size { width: 200.0, height: 90.0 }),
            text: "why".into(),
            color: String::new(),
        },
        16 => {
            let note = document.drawing.notes().get(a % document.drawing.notes().len().max(1))?;
            match b % 3 {
                0 => Command::Remove { items: vec![Item::of_note(&note.id)], reconnect: flag },
                1 => Command::Place { places: vec![(Item::of_note(&note.id), point)] },
                _ => Command::EditNote {
                    id: note.id.clone(),
                    at: flag.then_some(Rect { width: 300.0, ..note.at }),
                    text: Some(format!("note {b}")),
                    color: Some(["blue", "pink", ""][a % 3].into()),
                },
            }
        }
        17 => Command::Group {
            items: vec![item?, items.all().get(b % items.all().len().max(1))?.clone()],
            name: "both".into(),
        },
        18 => Command::Ungroup { id: document.drawing.groups().first()?.id.clone() },
        _ => {
            let own = r#"[{"type":"DynamicBlockDefinition","manifest":{"type":"ManifestDescription","block_type":"acme/none@v1","outputs":{"q":{"type":"DynamicOutputDefinition","kind":["string"]}}},"code":{"type":"PythonCode","run_function_code":"def run(self): pass"}}]"#;
            let value = if flag { parse(own).root.unwrap() } else { Node::Array(Rc::new(vec![])) };
            Command::ReplaceAll {
                specification: document.specification.with("dynamic_blocks_definitions", value),
            }
        }
    })
}

/// What is in which frame. That a frame is around its cards is looked at too.
fn framed(scene: &Scene) -> Vec<(&str, &[u32])> {
    let all = scene.frames().iter().map(|frame| {
        for card in &frame.cards {
            assert!(frame.rect.holds(scene.card(*card).unwrap().rect()), "{frame:?}");
        }
        (&*frame.name, &*frame.cards)
    });
    all.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_draws_what_drawing_anew_draws(
        first in 0..TEXTS.len(),
        seeds in prop::collection::vec((0..19_u8, 0..1000_usize, 0..1000_usize, any::<bool>()), 1..10),
    ) {
        let mut now = read(TEXTS[first]);
        let mut before = now.clone();
        let (mut picture, mut scene) = draw(&now);
        for seed in seeds {
            let next = if seed.0 == 14 {
                before.clone()
            } else {
                let Some(command) = command(&now, seed) else { continue };
                let Ok(outcome) = apply(&now, &command, crate::support::catalogue()) else { continue };
                outcome.document
            };
            before = std::mem::replace(&mut now, next);
            let old: Vec<_> = scene.cards().to_vec();
            let change = with(&now, |basis| picture.update(basis, &mut scene));
            let (anew, wanted) = draw(&now);
            prop_assert_eq!(told(&picture, &scene, false), told(&anew, &wanted, false), "after {:?}", seed);
            prop_assert_eq!(framed(&scene), framed(&wanted), "after {:?}", seed);
            for (id, card) in (0..).zip(scene.cards()) {
                let drawn = now.drawing.place(picture.item(id).unwrap());
                prop_assert!(drawn.is_none_or(|at| at == card.at));
                // What is not told looks as it did.
                if !change.structure && !change.cards.contains(&id) {
                    prop_assert_eq!(&old[id as usize], card);
                }
            }
            // Cards overlap only where the document says so.
            if !now.drawing.has_places() {
                prop_assert_eq!(overlap(&scene), None);
            }
        }
        let places = tidy(&picture, &scene);
        prop_assert_eq!(&places, &tidy(&picture, &scene));
    }
}
