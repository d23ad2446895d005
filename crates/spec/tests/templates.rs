//! The starters that a new workflow can be made from: each is a workflow that the engine takes as it is, of the newest
//! blocks, small, and listed.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::{Catalogue, Node, Severity, compile::compile, json};
use std::collections::HashSet;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../static/templates"))
}

fn catalogue() -> Catalogue {
    Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap()
}

fn read(file: &str) -> Node {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    let parsed = json::parse(&text);
    assert!(parsed.duplicates.is_empty() && parsed.error.is_none(), "{file}");
    parsed.root.unwrap()
}

fn text(node: &Node, key: &str) -> String {
    node.get(key).unwrap().as_str().unwrap().into_owned()
}

/// Each entry of the list with its slug and its workflow.
fn starters() -> Vec<(Node, String, Node)> {
    let index = read("index.json");
    let read = |entry: &Node| {
        let slug = text(entry, "slug");
        let workflow = read(&format!("{slug}.json"));
        (entry.clone(), slug, workflow)
    };
    index.items().iter().map(read).collect()
}

#[test]
fn every_starter_is_taken_without_a_word() {
    let catalogue = catalogue();
    for (_, slug, workflow) in starters() {
        let (compiled, mut found) = compile(&workflow, &catalogue);
        found.retain(|finding| finding.severity != Severity::Note);
        assert!(found.is_empty(), "{slug}: {found:#?}");
        assert!(compiled.step_count() > 0 && !compiled.outputs().is_empty(), "{slug}");
    }
}

#[test]
fn they_are_made_of_the_newest_blocks_by_their_full_names() {
    let catalogue = catalogue();
    let number =
        |full: &str| full.rsplit_once("@v").map(|(base, n)| (base.to_owned(), n.parse::<u32>().unwrap()));
    for (_, slug, workflow) in starters() {
        for step in workflow.get("steps").unwrap().items() {
            let full = text(step, "type");
            let block = catalogue.block(&full).unwrap();
            assert_eq!(block.full_type(), full, "{slug}");
            assert!(!block.deprecated, "{slug}: {full}");
            let (base, own) = number(&full).unwrap();
            let newest = catalogue.blocks().iter().filter_map(|block| number(block.full_type()));
            let newest = newest.filter(|(other, _)| *other == base).map(|(_, n)| n).max();
            assert_eq!(newest, Some(own), "{slug}: {full}");
        }
    }
}

#[test]
fn all_they_have_is_used() {
    for (_, slug, workflow) in starters() {
        let graph = flowdeck_spec::graph::of(&workflow);
        for (place, node) in graph.nodes.iter().enumerate() {
            let is_end = node.role == flowdeck_spec::graph::Role::Output
                || ["_sink@", "_notification@"].iter().any(|sink| node.type_name.contains(sink));
            assert!(is_end || graph.edges.iter().any(|edge| edge.from == place), "{slug}: {}", node.key);
        }
        assert!(graph.nodes.iter().any(|node| node.key == "$inputs.image"), "{slug}");
    }
}

#[test]
fn the_list_names_every_file_once_in_a_few_words() {
    let starters = starters();
    assert!(starters.len() >= 12);
    let mut slugs = HashSet::new();
    for (entry, slug, _) in &starters {
        assert!(slugs.insert(format!("{slug}.json")), "{slug} is listed twice");
        let (name, about) = (text(entry, "name"), text(entry, "about"));
        assert!((3..=40).contains(&name.chars().count()), "{slug}: {name}");
        assert!(about.chars().count() <= 120 && about.ends_with('.'), "{slug}: {about}");
        if let Some(sample) = entry.get("sample") {
            let image = folder().join("../samples").join(&*sample.as_str().unwrap());
            assert!(image.is_file(), "{slug}: {image:?}");
        }
        let tags = entry.get("tags").unwrap().items();
        assert!((1..=5).contains(&tags.len()), "{slug}");
        assert_eq!(flowdeck_spec::slug::problem(slug), None, "{slug}");
    }
    for file in std::fs::read_dir(folder()).unwrap() {
        let (file, name) = file.map(|file| (file.path(), file.file_name().into_string().unwrap())).unwrap();
        assert!(name == "index.json" || slugs.contains(&name), "{name} is not listed");
        assert!(name == "index.json" || file.metadata().unwrap().len() <= 4096, "{name} is long");
    }
}
