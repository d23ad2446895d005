//! `docs/diagnostics.md`: every code is there with an example that has it, and no code that is not.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::catalogue::Catalogue;
use flowdeck_spec::compile::compile;
use flowdeck_spec::{json, lint};
use std::collections::BTreeSet;
use std::path::Path;

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");
const PAGE: &str = include_str!("../../../docs/diagnostics.md");

/// Code and example of each part of the page.
fn parts() -> Vec<(&'static str, Option<&'static str>)> {
    PAGE.split("\n### ")
        .skip(1)
        .map(|part| {
            let code = part.split_whitespace().next().unwrap();
            let example =
                part.split_once("```json\n").and_then(|(_, rest)| Some(rest.split_once("\n```")?.0));
            (code, example)
        })
        .collect()
}

#[test]
fn every_example_has_its_code() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let mut wrong = Vec::new();
    for (code, example) in parts() {
        let Some(example) = example else { continue };
        let found: Vec<&str> = match json::parse(example).root {
            // What is about the text or the config around it is found there.
            Some(root) if !matches!(code, "FD0001" | "FD0002") => {
                compile(&root, &catalogue).1.iter().map(|finding| finding.code).collect()
            }
            _ => lint::check_text(example, &catalogue).iter().map(|finding| finding.code).collect(),
        };
        if !found.contains(&code) {
            wrong.push(format!("{code}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_of_the_sources_is_told_about_and_no_other() {
    let mut used = BTreeSet::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut used);
    let told: BTreeSet<String> = parts().into_iter().map(|(code, _)| code.to_owned()).collect();
    assert_eq!(used, told);
}

fn collect(dir: &Path, codes: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, codes);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let found = text.match_indices("\"FD").filter_map(|(at, _)| text.get(at + 1..at + 7));
            codes.extend(
                found.filter(|code| code[2..].bytes().all(|byte| byte.is_ascii_digit())).map(String::from),
            );
        }
    }
}
