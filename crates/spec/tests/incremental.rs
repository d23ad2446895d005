//! A session that remembers gives what a compilation from nothing gives, whatever is done to the document.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::{Compiled, Session, compile};
use flowdeck_spec::json::{self, Text};
use flowdeck_spec::{Catalogue, Diagnostic, Node};
use proptest::prelude::*;
use std::rc::Rc;
use std::sync::OnceLock;

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");
const CASES: &str = include_str!("data/judged.jsonl");

/// Documents to begin with: those that the engine judged, inner workflows and Python blocks among them.
fn documents() -> &'static [&'static str] {
    static LIST: OnceLock<Vec<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| CASES.lines().collect())
}

/// One change of a document, its places as parts of a thousand.
#[derive(Clone, Debug)]
enum Command {
    RemoveStep(u16),
    CopyStep(u16, u16),
    RenameStep(u16, u8),
    SetProperty(u16, u16, Value),
    RemoveProperty(u16, u16),
    MoveStep(u16, u16),
    RemoveInput(u16),
    RenameInput(u16, u8),
    RemoveOutput(u16),
    Definitions(bool),
    Undo,
}

#[derive(Clone, Debug)]
enum Value {
    Text(&'static str),
    Number(&'static str),
    OfOther(u16, u16),
    List(&'static str),
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let texts = prop::sample::select(vec![
        "$inputs.image",
        "$steps.a.b",
        "$steps.crop",
        "x",
        "$inputs",
        "",
        "true",
        "5",
    ]);
    let value = prop_oneof![
        texts.clone().prop_map(Value::Text),
        prop::sample::select(vec!["0", "5", "5.0", "-1", "1e400", "0.5"]).prop_map(Value::Number),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Value::OfOther(a, b)),
        texts.prop_map(Value::List),
    ];
    let one = prop_oneof![
        any::<u16>().prop_map(Command::RemoveStep),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Command::CopyStep(a, b)),
        (any::<u16>(), any::<u8>()).prop_map(|(a, b)| Command::RenameStep(a, b)),
        (any::<u16>(), any::<u16>(), value).prop_map(|(a, b, value)| Command::SetProperty(a, b, value)),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Command::RemoveProperty(a, b)),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Command::MoveStep(a, b)),
        any::<u16>().prop_map(Command::RemoveInput),
        (any::<u16>(), any::<u8>()).prop_map(|(a, b)| Command::RenameInput(a, b)),
        any::<u16>().prop_map(Command::RemoveOutput),
        any::<bool>().prop_map(Command::Definitions),
        Just(Command::Undo),
    ];
    prop::collection::vec(one, 1..12)
}

fn at(place: u16, count: usize) -> usize {
    usize::from(place) % count.max(1)
}

fn with_list(document: &Node, key: &str, change: impl FnOnce(&mut Vec<Node>)) -> Node {
    let mut list = document.get(key).map(Node::items).unwrap_or_default().to_vec();
    change(&mut list);
    document.with(key, Node::Array(Rc::new(list)))
}

fn change_item(document: &Node, key: &str, place: u16, change: impl FnOnce(&Node) -> Node) -> Node {
    with_list(document, key, |list| {
        let place = at(place, list.len());
        if let Some(item) = list.get_mut(place).filter(|item| matches!(item, Node::Object(_))) {
            *item = change(item);
        }
    })
}

fn apply(document: &Node, command: &Command) -> Node {
    let remove = |key: &str, place: u16| {
        with_list(document, key, |list| {
            if !list.is_empty() {
                list.remove(at(place, list.len()));
            }
        })
    };
    let entry = |item: &Node, place: u16| item.entries().get(at(place, item.entries().len())).cloned();
    match command {
        Command::RemoveStep(place) => remove("steps", *place),
        Command::RemoveInput(place) => remove("inputs", *place),
        Command::RemoveOutput(place) => remove("outputs", *place),
        Command::CopyStep(from, to) => with_list(document, "steps", |list| {
            if let Some(step) = list.get(at(*from, list.len())).cloned() {
                list.insert(at(*to, list.len()), step);
            }
        }),
        Command::MoveStep(from, to) => with_list(document, "steps", |list| {
            if !list.is_empty() {
                let step = list.remove(at(*from, list.len()));
                list.insert(at(*to, list.len() + 1), step);
            }
        }),
        Command::RenameStep(place, name) => change_item(document, "steps", *place, |step| {
            step.with("name", Node::string(&format!("s{}", name % 4)))
        }),
        Command::RenameInput(place, name) => change_item(document, "inputs", *place, |input| {
            input.with("name", Node::string(&format!("i{}", name % 4)))
        }),
        Command::SetProperty(place, property, value) => {
            let value = match value {
                Value::Text(text) => Node::string(text),
                Value::Number(text) => Node::Number((*text).into()),
                Value::List(text) => Node::Array(Rc::new(vec![Node::string(text)])),
                Value::OfOther(step, property) => {
                    let steps = document.get("steps").map(Node::items).unwrap_or_default();
                    let step = steps.get(at(*step, steps.len()));
                    step.and_then(|step| entry(step, *property)).map_or(Node::Null, |(_, value)| value)
                }
            };
            change_item(document, "steps", *place, |step| {
                let key =
                    entry(step, *property).map_or_else(String::new, |(key, _)| key.value().into_owned());
                step.with(&key, value)
            })
        }
        Command::RemoveProperty(place, property) => change_item(document, "steps", *place, |step| {
            let key = entry(step, *property).map(|(key, _)| key);
            let kept: Vec<(Text, Node)> =
                step.entries().iter().filter(|(name, _)| Some(name) != key.as_ref()).cloned().collect();
            Node::Object(Rc::new(kept))
        }),
        Command::Definitions(keep) if *keep => document.clone(),
        Command::Definitions(_) => {
            document.with("dynamic_blocks_definitions", Node::Array(Rc::new(Vec::new())))
        }
        Command::Undo => document.clone(),
    }
}

/// All that a compilation says, as text.
fn told((compiled, found): &(Compiled, Vec<Diagnostic>), catalogue: &Catalogue) -> String {
    let mut out = format!("{found:#?}\n{:?}\n{:?}\n", compiled.order(), compiled.gates());
    for step in 0..compiled.step_count() {
        out.push_str(&format!(
            "{:?} {:?} {} {} {:?} {:?}\n",
            compiled.name(step),
            compiled.block_type(catalogue, step),
            compiled.depth(step),
            compiled.level(step),
            compiled.sources(step),
            compiled.step_outputs(catalogue, step),
        ));
    }
    out.push_str(&format!("{:?}\n{:?}", compiled.inputs(), compiled.outputs()));
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_session_says_what_a_compilation_from_nothing_says(first in any::<u16>(), list in commands()) {
        let catalogue = Rc::new(Catalogue::parse(CATALOGUE).unwrap());
        let row = json::parse(documents()[at(first, documents().len())]).root.unwrap();
        let mut document = row.get("spec").unwrap().clone();
        let mut session = Session::new(Rc::clone(&catalogue));
        let mut before = document.clone();
        for command in &list {
            let next = if matches!(command, Command::Undo) { before.clone() } else { apply(&document, command) };
            before = std::mem::replace(&mut document, next);
            let (remembered, anew) = (session.compile(&document), compile(&document, &catalogue));
            prop_assert_eq!(told(&remembered, &catalogue), told(&anew, &catalogue), "after {:?}", command);
        }
    }
}
