//! What goes in and comes out, as the real engine's `describe_interface` says it (roboflow-workflows 0.2.13) of the valid
//! specifications in `judged.jsonl`. The engine gives kinds in no order, so they are compared sorted.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::{Given, interface};
use flowdeck_spec::{Catalogue, Node, json};
use std::collections::{BTreeMap, HashMap};

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");
const CASES: &str = include_str!("data/judged.jsonl");
const INTERFACES: &str = include_str!("data/interfaces.jsonl");

#[test]
fn inputs_and_outputs_have_the_engines_kinds() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let read = |line: &str| json::parse(line).root.unwrap();
    let id = |row: &Node| row.get("id").and_then(Node::as_str).unwrap().into_owned();
    let specs: HashMap<String, Node> =
        CASES.lines().map(read).map(|row| (id(&row), row.get("spec").unwrap().clone())).collect();
    let mut wrong = Vec::new();
    for row in INTERFACES.lines().map(read) {
        let found = interface(&specs[&id(&row)], &catalogue);
        let ours: BTreeMap<String, String> = found
            .inputs
            .iter()
            .map(|(name, kinds)| (format!("in {name}"), words(kinds.clone())))
            .chain(found.outputs.iter().map(|(name, given)| (format!("out {name}"), ours(given))))
            .collect();
        let engines: BTreeMap<String, String> = ["inputs", "outputs"]
            .iter()
            .flat_map(|&side| {
                let prefix = side.trim_end_matches("puts");
                row.get(side)
                    .unwrap()
                    .entries()
                    .iter()
                    .map(move |(name, kinds)| (format!("{prefix} {}", name.value()), engines(kinds)))
            })
            .collect();
        for (port, kinds) in &engines {
            if ours.get(port) != Some(kinds) {
                wrong.push(format!("{}: {port}: the engine {kinds}, ours {:?}", id(&row), ours.get(port)));
            }
        }
        if ours.len() != engines.len() {
            wrong.push(format!("{}: {} ports, the engine has {}", id(&row), ours.len(), engines.len()));
        }
    }
    assert!(INTERFACES.lines().count() > 100);
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

fn words(mut kinds: Vec<String>) -> String {
    kinds.sort_unstable();
    kinds.join(",")
}

fn ours(given: &Given) -> String {
    match given {
        Given::Kinds(kinds) => words(kinds.clone()),
        Given::Fields(fields) => {
            words(fields.iter().map(|(name, kinds)| format!("{name}={}", words(kinds.clone()))).collect())
        }
    }
}

fn engines(node: &Node) -> String {
    match node {
        Node::Object(fields) => {
            words(fields.iter().map(|(name, kinds)| format!("{}={}", name.value(), engines(kinds))).collect())
        }
        list => words(list.items().iter().map(|kind| kind.as_str().unwrap().into_owned()).collect()),
    }
}
