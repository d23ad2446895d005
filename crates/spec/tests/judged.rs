//! Specifications that the real engine has judged (inference 1.8.3, roboflow-workflows 0.2.13), a few hundred of those
//! that `cargo xtask parity --seed 1` makes: every block, every class of error, most mutations. The verdict must be the
//! engine's, and of a refusal the class of what it raises first.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, Severity, json};

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");
const CASES: &str = include_str!("data/judged.jsonl");

#[test]
fn verdicts_and_classes_are_the_engines() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in CASES.lines() {
        let row = json::parse(line).root.unwrap();
        let text = |key: &str| row.get(key).and_then(Node::as_str).unwrap().into_owned();
        let (id, engine) = (text("id"), text("engine"));
        let (_, found) = compile(row.get("spec").unwrap(), &catalogue);
        let first = found.iter().find(|finding| finding.severity == Severity::Error);
        let ours = first.map_or("valid", |finding| finding.class.map_or("?", |class| class.name()));
        if ours != engine {
            wrong.push(format!("{id}: the engine says {engine}, we say {ours}: {first:?}"));
        }
        count += 1;
    }
    assert!(count > 300, "{count}");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// All blocks of the catalogue occur in specifications that the engine takes.
#[test]
fn every_block_is_among_the_valid_ones() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let mut seen = std::collections::HashSet::new();
    for line in CASES.lines() {
        let row = json::parse(line).root.unwrap();
        if row.get("engine").and_then(Node::as_str).unwrap() == "valid" {
            for step in row.pointer("/spec/steps").unwrap().items() {
                if let Some(block) = catalogue.block(&step.get("type").and_then(Node::as_str).unwrap()) {
                    seen.insert(block.full_type().to_owned());
                }
            }
        }
    }
    let missing: Vec<&str> = catalogue
        .blocks()
        .iter()
        .map(|block| block.full_type())
        .filter(|name| !seen.contains(*name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
