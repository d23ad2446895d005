//! How editors show blocks: what the catalogue's text says of it is read, all of it.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::Catalogue;
use flowdeck_spec::catalogue::{Hint, SECTIONS, section_name};

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");

#[test]
fn every_fact_for_editors_is_understood() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let (mut said, mut sections, mut ranks, mut words) = (0, 0, 0, 0);
    for fact in CATALOGUE.lines().filter_map(|line| line.strip_prefix("\t:ui ")) {
        let (word, rest) = fact.split_once(' ').unwrap();
        match word {
            "section" => sections += 1,
            "rank" => ranks += 1,
            "words" => words += 1,
            "always" | "multiline" | "private" | "hidden" | "apart" => said += rest.split(' ').count(),
            _ => said += 1,
        }
    }
    let blocks = catalogue.blocks();
    let known: usize =
        blocks.iter().map(|block| (0..block.fields.len()).flat_map(|at| block.hints(at)).count()).sum();
    assert_eq!(known, said);
    assert_eq!(blocks.iter().filter(|block| !block.shown.section.is_empty()).count(), sections);
    assert_eq!(blocks.iter().filter(|block| block.shown.rank.is_some()).count(), ranks);
    assert_eq!(blocks.iter().filter(|block| !block.shown.words.is_empty()).count(), words);
    assert!(said > 500 && sections > 200 && ranks > 200 && words > 100);
}

#[test]
fn every_section_of_the_engine_has_a_name_of_ours() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    for block in catalogue.blocks() {
        let section = &*block.shown.section;
        assert!(SECTIONS.iter().any(|(known, _)| *known == section), "{section}");
    }
    assert_eq!(section_name("model"), "Models");
    assert_eq!(section_name("quantum"), "quantum");
}

#[test]
fn fields_depend_on_others_by_their_values() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let claude = catalogue.block("roboflow_core/anthropic_claude@v1").unwrap();
    let prompt = claude.field_index("prompt").unwrap();
    let when = claude.hints(prompt).find_map(|hint| match hint {
        Hint::When(when) => Some(when),
        _ => None,
    });
    let when = when.unwrap();
    assert_eq!(claude.fields[usize::from(when.field)].name(), "task_type");
    assert!(when.required && when.values.len() == 2);
}
