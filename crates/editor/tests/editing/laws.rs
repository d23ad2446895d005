//! What holds for every document and every command: nothing is lost, everything can be undone, wires keep their sense.
use crate::support::{catalogue, json};
use flowdeck_editor::clipboard::{copy, read};
use flowdeck_editor::command::{Command, InputKind, apply};
use flowdeck_editor::document::Document;
use flowdeck_editor::history::{History, State};
use flowdeck_editor::item::{Item, Items, Section, name_of};
use flowdeck_editor::layout::{Point, Rect};
use flowdeck_editor::selection::Selection;
use flowdeck_editor::wiring::{Reference, references};
use flowdeck_spec::compile::compile;
use flowdeck_spec::diagnostic::Edit;
use flowdeck_spec::selector::Selector;
use flowdeck_spec::{Catalogue, Node};
use proptest::prelude::*;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A step as text: few names, so that they meet; wires that may lead nowhere; keys that nobody knows.
fn any_step() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "a#2", "a.b", ""]);
    let type_name =
        prop::sample::select(vec!["t/blur@v1", "t/count@v1", "t/join@v1", "t/gate@v1", "t/unknown@v1"]);
    let source = prop::sample::select(vec![
        "$inputs.i",
        "$inputs.j",
        "$steps.a.image",
        "$steps.b.image",
        "$steps.c.number",
        "$steps.d.text",
        "$steps.e.*",
        "$steps.f",
        "$steps.g.x",
        "$steps.a#2.x",
        "text",
    ]);
    let sources = prop::collection::vec(source, 5);
    (name, type_name, sources, 0..10_u8, any::<bool>()).prop_map(|(name, type_name, sources, odd, twice)| {
        let [image, one, two, three, deep] = &sources[..] else { panic!() };
        if odd == 0 {
            return "7".to_owned();
        }
        let again = if twice { r#","size":1,"size":2"# } else { "" };
        format!(
            r#"{{"type":"{type_name}","x-note":"\u0041/$9","name":"{name}","image":"{image}","data":["{one}",1.50,"{two}"],
            "parameters":{{"p":"{three}","q~/r":{{"s":["{deep}"]}}}},"next_steps":["{two}"]{again}}}"#
        )
    })
}

fn any_document() -> impl Strategy<Value = Document> {
    let output = prop::sample::select(vec!["$steps.a.image", "$steps.b.*", "$inputs.i", "$steps.g.x", "odd"]);
    let output = (prop::sample::select(vec!["o", "p", "q r", ""]), output).prop_map(|(name, selector)| {
        format!(r#"{{"type":"JsonField","name":"{name}","selector":"{selector}","x":{{}}}}"#)
    });
    let inputs = r#"[{"type":"WorkflowImage","name":"i","y":1},{"type":"WorkflowParameter","name":"j","kind":["integer"]}]"#;
    let place = (
        prop::sample::select(vec!["$steps.a", "$steps.b", "$steps.a#2", "$outputs.o", "$inputs.i", "zoom"]),
        0..99,
    );
    let lists = (
        prop::collection::vec(any_step(), 0..7),
        prop::collection::vec(output, 0..4),
        prop::collection::vec(place, 0..4),
    );
    lists.prop_map(move |(steps, outputs, places)| {
        let mut seen = HashSet::new();
        let mut drawn: Vec<String> = places
            .iter()
            .filter(|(key, _)| seen.insert(*key))
            .map(|(key, at)| format!("\"{key}\":[{at},{at}.50]"))
            .collect();
        drawn.push(r#""notes":[{"id":"n1","at":[1,2,3,4],"text":"t","pin":1}],"groups":[{"id":"g7","name":"G","items":["$steps.a","$steps.c"]}]"#.into());
        let text = format!(
            r#"{{"x-top":[1.0,2e0],"specification":{{"version":"1.0","x-note":{{"k":"\/"}},"inputs":{inputs},"steps":[{}],"outputs":[{}]}},"flowdeck":{{{}}}}}"#,
            steps.join(","), outputs.join(","), drawn.join(",")
        );
        Document::from_config(&json(&text)).unwrap()
    })
}

/// A command to be made for the document that it meets.
type Seed = (u8, usize, usize, usize, bool);

fn any_seed() -> impl Strategy<Value = Seed> {
    (0..24_u8, 0..1000_usize, 0..1000_usize, 0..1000_usize, any::<bool>())
}

fn pick<T: Clone>(list: &[T], at: usize) -> Option<T> {
    list.get(at % list.len().max(1)).cloned()
}

const NAMES: [&str; 8] = ["a", "b", "c", "z", "a_2", "a.b", "", "new name"];
const TYPES: [&str; 6] = ["t/blur@v1", "t/sharpen@v1", "t/count@v1", "t/join@v1", "t/gate@v1", "t/none@v1"];
const PATHS: [&str; 8] =
    ["/image", "/data", "/data/0", "/parameters/p", "/next_steps", "/size", "/x/0/y", "/selector"];

fn command(document: &Document, (kind, a, b, c, flag): Seed) -> Option<Command> {
    let items = Items::of(&document.specification);
    let wires = references(&document.specification, &items);
    let item = pick(items.all(), a);
    let some: Vec<Item> = items.all().iter().skip(a % 3).step_by(1 + b % 3).cloned().collect();
    let point = Point { x: b as f64, y: c as f64 / 4.0 };
    let corner = flag.then_some(point);
    let path = String::from(PATHS[b % PATHS.len()]);
    let name = String::from(NAMES[b % NAMES.len()]);
    let block = String::from(TYPES[c % TYPES.len()]);
    let source = pick(&wires, c).map_or_else(|| "$inputs.i".into(), |wire| wire.selector);
    let values = [r#""$steps.a.image""#, "null", "[1]", r#"{"k":"$inputs.i"}"#, "1.50", r#""\u0041""#];
    let value = json(values[c % values.len()]);
    let rect = Rect { x: point.x, y: point.y, width: 80.0, height: 40.0 };
    Some(match kind {
        0 => Command::AddStep {
            block,
            name: flag.then_some(name),
            at: corner,
            properties: vec![(path[1..].replace('/', ""), value)],
            near: item,
        },
        1 => Command::AddInput {
            kind: if flag { InputKind::Image } else { InputKind::Batch },
            name: flag.then_some(name),
            at: corner,
        },
        2 => Command::AddOutput { selector: source, name: flag.then_some(name), at: corner },
        3 | 4 => Command::Remove { items: some, reconnect: flag },
        5 | 6 => Command::Rename { item: item?, name },
        7 => Command::Set { item: item?, path, value },
        8 => Command::Unset { item: item?, path },
        9..=11 => {
            let sources = ["$steps.a.image", "$steps.b", "$inputs.j", "$steps.c.number"];
            let source = if flag { sources[c % sources.len()].into() } else { source };
            Command::Connect { source, item: item?, path }
        }
        12 => {
            let wire = pick(&wires, c)?;
            Command::Disconnect { item: wire.item, path: wire.path }
        }
        13 => Command::Move { items: some, by: point },
        14 => Command::Place { places: some.into_iter().map(|item| (item, point)).collect() },
        15 => Command::Tidy { places: some.into_iter().map(|item| (item, point)).collect() },
        16 => Command::AddNote { at: rect, text: name, color: String::new() },
        17 => Command::EditNote { id: "n1".into(), at: corner.map(|_| rect), text: Some(name), color: None },
        18 => {
            if flag {
                Command::Group { items: some, name }
            } else {
                Command::Ungroup { id: "g7".into() }
            }
        }
        19 => Command::Paste { clip: read(&copy(document, &some)).ok()?, at: corner, keep_wires: flag },
        20 => Command::Duplicate { items: some },
        21 => {
            let wire = pick(&wires, b)?;
            Command::InsertBlock {
                source: wire.selector,
                item: wire.item,
                path: wire.path,
                block,
                at: corner,
            }
        }
        22 => Command::ReplaceBlock { item: item?, block },
        _ => {
            let (section, index) = items.place(&item?)?;
            let pointer = format!("/{}/{index}{path}", section.key());
            Command::Fix { title: "Fix".into(), edits: vec![Edit::Set { pointer, value }] }
        }
    })
}

fn text(document: &Document) -> String {
    document.to_config(&json(r#"{"x-top":[1.0,2e0],"specification":{}}"#)).to_compact()
}

/// The list and the name that a wire leads to.
fn target(wire: &Reference) -> (Section, String) {
    match Selector::parse(&wire.selector).unwrap() {
        Selector::Input(name) => (Section::Inputs, name.into()),
        Selector::Step(name) | Selector::StepOutput(name, _) => (Section::Steps, name.into()),
    }
}

/// Wires that lead nowhere, by their text.
fn dangling(document: &Document) -> HashSet<String> {
    let spec = &document.specification;
    let wires = references(spec, &Items::of(spec)).into_iter();
    let leads = |wire: &Reference| {
        let (section, name) = target(wire);
        section.entries(spec).iter().any(|entry| name_of(entry).as_deref() == Some(&*name))
    };
    wires.filter(|wire| !leads(wire)).map(|wire| wire.selector).collect()
}

/// What the compiler says against the wires: kinds, circles, no such target or output, a step in the place of data, a
/// target twice.
fn miswired(document: &Document, catalogue: &Catalogue) -> String {
    let found = compile(&document.specification, catalogue).1.into_iter();
    let wrong = found.filter(|finding| {
        ["FD0205", "FD0209", "FD0201", "FD0203", "FD0204", "FD0206", "FD0207"].contains(&finding.code)
    });
    wrong.map(|finding| finding.message).collect()
}

/// A document with all kinds of wires, all of them right.
fn right() -> Document {
    let document = crate::support::document(
        r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"i"},{"type":"WorkflowParameter","name":"j","kind":["integer"]}],
        "steps":[{"type":"t/blur@v1","name":"a","image":"$inputs.i","size":"$inputs.j"},{"type":"t/blur@v1","name":"b","image":"$steps.a.image"},
        {"type":"t/count@v1","name":"c","image":"$steps.b.image"},{"type":"t/join@v1","name":"d","data":["$steps.c.number","$steps.a.image"]},
        {"type":"t/gate@v1","name":"e","parameters":{"p":"$steps.c.number"},"next_steps":["$steps.f","$steps.d"]},
        {"type":"t/sharpen@v1","name":"f","images":"$inputs.i","amount":"$steps.c.number"}],
        "outputs":[{"type":"JsonField","name":"o","selector":"$steps.f.*"},{"type":"JsonField","name":"p","selector":"$steps.d.text"}]}"#,
    );
    assert_eq!(miswired(&document, &catalogue()), "");
    document
}

/// What nobody here knows: keys beside the known ones, spelt as they are.
fn unknown(document: &Document, section: Section) -> Vec<String> {
    let key = match section {
        Section::Inputs => "y",
        Section::Steps => "x-note",
        Section::Outputs => "x",
    };
    let entries = section.entries(&document.specification).iter();
    entries.map(|entry| entry.get(key).map(ToString::to_string).unwrap_or_default()).collect()
}

/// Applies commands one after the other, and checks after each what holds after all.
fn walk(
    start: &Document,
    seeds: &[Seed],
    mut after: impl FnMut(&Document, &Command, &Document) -> Result<(), TestCaseError>,
) -> Result<(Document, History), TestCaseError> {
    let catalogue = catalogue();
    let mut now = start.clone();
    let mut history = History::default();
    let mut selection = Selection::default();
    for seed in seeds {
        let Some(command) = command(&now, *seed) else { continue };
        let Ok(outcome) = apply(&now, &command, &catalogue) else { continue };
        let again = apply(&now, &command, &catalogue).unwrap();
        prop_assert_eq!(&again, &outcome);
        prop_assert_eq!(text(&again.document), text(&outcome.document));
        after(&now, &command, &outcome.document)?;
        for item in &outcome.select {
            prop_assert!(outcome.document.has(item), "{:?} selects {:?}", command, item);
        }
        let before = State { document: now, selection: selection.clone() };
        selection = selection.after(&outcome.document, &outcome.renamed);
        selection.extend(&outcome.select);
        let state = State { document: outcome.document, selection: selection.clone() };
        history.record(&outcome.title, before, state.clone(), None, 0.0);
        now = state.document;
    }
    Ok((now, history))
}

proptest! {
    #[test]
    fn whatever_was_done_is_undone_and_done_again(start in any_document(), seeds in prop::collection::vec(any_seed(), 1..12)) {
        let (end, mut history) = walk(&start, &seeds, |_, _, _| Ok(()))?;
        let done = history.done();
        let mut states = vec![text(&end)];
        while let Some(state) = history.undo() {
            states.push(text(&state.document));
        }
        prop_assert_eq!(states.len(), done + 1);
        prop_assert_eq!(history.document().unwrap_or(&start), &start);
        prop_assert_eq!(states.pop(), Some(text(&start)));
        while let Some(state) = history.redo() {
            prop_assert_eq!(Some(text(&state.document)), states.pop());
        }
        prop_assert!(states.is_empty());
        prop_assert_eq!(history.document().unwrap_or(&end), &end);
    }

    #[test]
    fn a_document_is_what_its_text_says(start in any_document(), seeds in prop::collection::vec(any_seed(), 1..12)) {
        walk(&start, &seeds, |_, command, after| {
            let read = Document::from_config(&json(&text(after))).unwrap();
            prop_assert_eq!(&read, after, "{:?}", command);
            prop_assert_eq!(text(&read), text(after));
            let items = Items::of(&after.specification);
            let different: HashSet<&Item> = items.all().iter().collect();
            prop_assert_eq!(different.len(), items.all().len());
            Ok(())
        })?;
    }

    #[test]
    fn what_nobody_knows_and_what_nobody_touched_stays(start in any_document(), seeds in prop::collection::vec(any_seed(), 1..12)) {
        walk(&start, &seeds, |before, command, after| {
            prop_assert_eq!(before.specification.get("x-note"), after.specification.get("x-note"));
            let keys = |document: &Document| document.specification.entries().iter().map(|(key, _)| key.value().into_owned()).collect::<Vec<_>>();
            prop_assert!(keys(after).starts_with(&keys(before)));
            for section in Section::ALL {
                let (old, new) = (unknown(before, section), unknown(after, section));
                match command {
                    Command::Remove { .. } => {
                        let mut left = old.iter();
                        prop_assert!(new.iter().all(|kept| left.any(|old| old == kept)));
                    }
                    Command::Set { .. } | Command::Unset { .. } | Command::Connect { .. } | Command::Fix { .. } => {
                        prop_assert_eq!(new.len(), old.len());
                    }
                    _ => prop_assert!(new.starts_with(&old), "{:?} {:?} {:?}", command, old, new),
                }
                // What is equal is the very same, for the compiler remembers parts by their place in memory.
                let (old, new) = (section.entries(&before.specification), section.entries(&after.specification));
                for (index, entry) in new.iter().enumerate() {
                    let is_it = |other: &&Node| match command {
                        Command::Remove { .. } => *other == entry,
                        _ => old.get(index).is_some_and(|old| std::ptr::eq(old, *other) && old == entry),
                    };
                    let same = |other: &Node| match (other, entry) {
                        (Node::Object(a), Node::Object(b)) => Rc::ptr_eq(a, b),
                        _ => true,
                    };
                    let alike: Vec<&Node> = old.iter().filter(is_it).collect();
                    prop_assert!(alike.is_empty() || alike.into_iter().any(same), "{:?}", command);
                }
            }
            if before == after {
                prop_assert!(matches!(command, Command::Fix { .. }) || Rc::ptr_eq(parts(before), parts(after)), "{:?}", command);
            }
            Ok(())
        })?;
    }

    #[test]
    fn no_command_leaves_wires_that_lead_nowhere(start in any_document(), seeds in prop::collection::vec(any_seed(), 1..12)) {
        walk(&start, &seeds, |before, command, after| {
            if matches!(command, Command::Set { .. } | Command::Fix { .. } | Command::AddStep { .. }) {
                return Ok(());
            }
            let known = dangling(before);
            let new: Vec<String> = dangling(after).into_iter().filter(|selector| !known.contains(selector)).collect();
            prop_assert!(new.is_empty(), "{:?}: {:?}", command, new);
            Ok(())
        })?;
    }

    #[test]
    fn a_workflow_that_is_wired_right_stays_so(seeds in prop::collection::vec(any_seed(), 1..24)) {
        let catalogue = catalogue();
        // Values that are set may be anything, and another block may give anything else.
        let seeds: Vec<Seed> = seeds.into_iter().filter(|seed| !matches!(seed.0, 0 | 7 | 22 | 23)).collect();
        walk(&right(), &seeds, |_, command, after| {
            let wrong = miswired(after, &catalogue);
            prop_assert!(wrong.is_empty(), "{:?} {} {}", command, wrong, text(after));
            Ok(())
        })?;
    }

    #[test]
    fn a_copy_has_the_wires_of_the_original(start in any_document(), skip in 0..3_usize, step in 1..3_usize) {
        let items = Items::of(&start.specification);
        let some: Vec<Item> = items.all().iter().skip(skip).step_by(step).cloned().collect();
        let Ok(clip) = read(&copy(&start, &some)) else { return Ok(()) };
        let inside = Items::of(&clip.document().specification);
        let tail = |wire: &Reference| match Selector::parse(&wire.selector) {
            Some(Selector::StepOutput(_, output)) => output.to_owned(),
            _ => String::new(),
        };
        let paste = Command::Paste { clip: clip.clone(), at: None, keep_wires: false };
        let Ok(outcome) = apply(&start, &paste, &catalogue()) else { return Ok(()) };
        let after = Items::of(&outcome.document.specification);
        // The new cards, in the order of the clip, and the old ones by what wires call them: the first of a name.
        let mut cards: HashMap<Item, Item> = HashMap::new();
        let mut ends: HashMap<(Section, String), Item> = HashMap::new();
        for section in [Section::Inputs, Section::Steps] {
            let new = &after.of_section(section)[items.of_section(section).len()..];
            let entries = section.entries(&clip.document().specification).iter().zip(inside.of_section(section));
            let old: Vec<_> = entries.filter(|(entry, _)| matches!(entry, Node::Object(_))).collect();
            prop_assert_eq!(old.len(), new.len());
            for ((entry, old), new) in old.into_iter().zip(new) {
                cards.insert(old.clone(), new.clone());
                if let Some(name) = name_of(entry) {
                    ends.entry((section, name.into_owned())).or_insert_with(|| new.clone());
                }
            }
        }
        let mut expected: Vec<(Item, Item, String)> = references(&clip.document().specification, &inside)
            .iter()
            .filter_map(|wire| Some((cards.get(&wire.item)?.clone(), ends.get(&target(wire))?.clone(), tail(wire))))
            .collect();
        let new: HashSet<&Item> = cards.values().collect();
        let mut got: Vec<(Item, Item, String)> = references(&outcome.document.specification, &after)
            .iter()
            .filter(|wire| new.contains(&wire.item))
            .map(|wire| {
                let (section, name) = target(wire);
                (wire.item.clone(), Item::named(section, &name), tail(wire))
            })
            .collect();
        expected.sort();
        got.sort();
        prop_assert_eq!(got, expected);
        let kept = outcome.document.specification.get("steps").unwrap().items();
        prop_assert_eq!(&kept[..items.of_section(Section::Steps).len()], start.specification.get("steps").unwrap().items());
    }
}

fn parts(document: &Document) -> &Rc<Vec<(flowdeck_spec::json::Text, Node)>> {
    match &document.specification {
        Node::Object(entries) => entries,
        other => panic!("{other:?}"),
    }
}
