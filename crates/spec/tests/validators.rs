//! Every validator of a block and every output that its fields decide, each with its source in the engine's package
//! (roboflow-workflows 0.2.13). The verdicts and outputs in `validators/*.txt` are the engine's own, and
//! `cargo xtask catalog --check` asks it again. A file has these lines:
//!
//! ```text
//! block TYPE                       what follows is about this block
//! step JSON                        what all its steps have in common
//! with JSON                        steps that stand beside it, if it needs any
//! source FILE NAME                 the function in the package: file, then name in it
//! about WORDS                      an entry begins: what is demanded, in our own words
//! takes JSON                       with these fields the engine takes the step
//! refuses CLASS JSON               with these the function refuses it, with this class of error
//! refuses-elsewhere CLASS JSON     with these it is refused before the function is asked
//! gives JSON => NAME=KIND,… …      with these it has these outputs, in this order
//! ```
#![allow(clippy::unwrap_used, clippy::panic, reason = "what a test does not expect stops it")]
use flowdeck_spec::catalogue::Words;
use flowdeck_spec::compile::{Compiled, compile};
use flowdeck_spec::{Catalogue, Diagnostic, Node, Severity, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const CATALOGUE: &str = include_str!("../../../static/catalogue.txt");
/// What every specification declares: an image, a batch of anything, a value of any kind.
const INPUTS: &str = include_str!("validators/inputs.json");
/// The function that decides outputs.
const OUTPUTS: &str = "get_actual_outputs";

/// How many blocks of the package have validators, and how many have outputs of their own.
const WITH_VALIDATORS: usize = 84;
const WITH_OUTPUTS: usize = 18;
/// The one whose validator belongs to the type of a field: no decorator marks it, so it is not among the 84.
const WITH_TYPED_VALIDATOR: &str = "roboflow_core/json_parser@v1";
/// Those of the 84 that rewrite a value and demand nothing: the catalogue has no rule, but a `~` at the field.
const REWRITES_ONLY: [&str; 2] =
    ["roboflow_core/grid_visualization@v1", "roboflow_core/rich_label_visualization@v1"];

/// Rules that no step can break, as beginnings of lines: the types of their fields refuse it before.
const IDLE: [(&str, &str); 6] = [
    ("roboflow_core/mistral_vlm@v1", "levels "),
    ("roboflow_core/model_monitoring_inference_aggregator@v1", "filled model_id"),
    ("roboflow_core/qwen_vlm@v3", "if backend in [\"openrouter\"] levels "),
    ("roboflow_core/qwen_vlm@v4", "if backend in [\"openrouter\"] levels "),
    ("roboflow_core/zai_vlm@v1", "levels "),
    ("roboflow_core/zai_vlm@v2", "levels "),
];

/// One judged line.
#[derive(Clone, Debug, Default)]
struct Case {
    /// File and line number.
    place: String,
    block: String,
    source: String,
    about: String,
    says: Says,
    spec: String,
}

/// What the engine says.
#[derive(Clone, Debug, Default, PartialEq)]
enum Says {
    #[default]
    Takes,
    Refuses(String),
    RefusesElsewhere(String),
    Gives(String),
}

/// All judged lines of all files.
fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validators");
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = all.filter(|file| file.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn read(file: &Path) -> Vec<Case> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(file).unwrap();
    let (mut now, mut step, mut beside, mut found) = (Case::default(), "", "", Vec::new());
    for (number, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", number + 1);
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" | "#" => {}
            "block" => {
                (step, beside) = ("", "");
                now = Case { block: rest.into(), ..Case::default() };
            }
            "step" => step = rest,
            "with" => beside = rest,
            "source" => now.source = rest.into(),
            "about" => now.about = rest.into(),
            _ => {
                assert!(!now.source.is_empty() && !now.about.is_empty(), "{place}: it belongs to no entry");
                let (says, fields) = said(word, rest).unwrap_or_else(|| panic!("{place}: {line}"));
                let spec = specification(&now.block, step, fields, beside);
                found.push(Case { place, says, spec, ..now.clone() });
            }
        }
    }
    found
}

/// What a line says, and of which fields.
fn said<'a>(word: &str, rest: &'a str) -> Option<(Says, &'a str)> {
    Some(match word {
        "takes" => (Says::Takes, rest),
        "gives" => {
            let (fields, outputs) = rest.split_once(" =>")?;
            (Says::Gives(outputs.trim_start().into()), fields)
        }
        "refuses" | "refuses-elsewhere" => {
            let (class, fields) = rest.split_once(' ')?;
            let says = if word == "refuses" { Says::Refuses } else { Says::RefusesElsewhere };
            (says(class.into()), fields)
        }
        _ => return None,
    })
}

/// A small whole specification around a step.
fn specification(block: &str, common: &str, own: &str, beside: &str) -> String {
    let (common, own) = (json::parse(common).root.unwrap(), json::parse(own).root.unwrap());
    let kept = common.entries().iter().filter(|(name, _)| own.get(&name.value()).is_none());
    let fields: String = kept
        .chain(own.entries())
        .map(|(name, value)| format!(",{}:{}", Node::string(&name.value()).to_compact(), value.to_compact()))
        .collect();
    let step = format!(r#"{{"type":"{block}","name":"step"{fields}}}"#);
    let beside: String = match json::parse(beside).root {
        Some(list) => list.items().iter().map(|step| format!(",{}", step.to_compact())).collect(),
        None => String::new(),
    };
    format!(r#"{{"version":"1.0","inputs":{INPUTS},"steps":[{step}{beside}],"outputs":[]}}"#)
}

/// Why we do not say of a case what the engine says.
fn difference(case: &Case, catalogue: &Catalogue) -> Option<String> {
    let (compiled, found) = compile(&json::parse(&case.spec).root.unwrap(), catalogue);
    let first = found.iter().find(|finding| finding.severity == Severity::Error);
    let ours = match (&case.says, first) {
        (Says::Takes, None) => return None,
        (Says::Gives(outputs), None) => {
            let ours = outputs_of(&compiled, catalogue);
            if ours == *outputs {
                return None;
            }
            format!("we give {ours}")
        }
        (Says::Refuses(class) | Says::RefusesElsewhere(class), Some(first)) => {
            let code = match case.says {
                Says::Refuses(_) if case.block == WITH_TYPED_VALIDATOR => "FD0303",
                Says::Refuses(_) => "FD0304",
                _ => first.code,
            };
            let wrong = wrong_refusal(first, class, code);
            format!("{}: {} {}", wrong?, first.code, first.message)
        }
        (_, first) => first.map_or_else(
            || "we take it".into(),
            |first| format!("we refuse it: {} {}", first.code, first.message),
        ),
    };
    let Case { place, block, source, about, says, .. } = case;
    Some(format!("{place}: {block}, {about} ({source}): the engine says {says:?}, {ours}"))
}

/// What is wrong with a refusal of ours: its class, its place, or its code, which tells rules from all else.
fn wrong_refusal(first: &Diagnostic, class: &str, code: &str) -> Option<&'static str> {
    let is_inside = first.pointer == "/steps/0" || first.pointer.starts_with("/steps/0/");
    if first.class.is_none_or(|ours| ours.name() != class) {
        Some("our class is another")
    } else if !is_inside {
        Some("we point elsewhere")
    } else if first.code != code {
        Some("something else of ours refuses it")
    } else {
        None
    }
}

/// The outputs of the first step, as a `gives` line has them.
fn outputs_of(compiled: &Compiled, catalogue: &Catalogue) -> String {
    let outputs = compiled.step_outputs(catalogue, 0).iter().map(|output| {
        let mut kinds: Vec<&str> = catalogue.kinds.names(output.kinds).collect();
        kinds.sort_unstable();
        format!("{}={}", output.name, kinds.join(","))
    });
    outputs.collect::<Vec<_>>().join(" ")
}

#[test]
fn steps_are_taken_and_refused_as_by_the_engine() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let cases = cases();
    let wrong: Vec<String> = cases.iter().filter_map(|case| difference(case, &catalogue)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Every entry is seen from both sides: a step that is taken, and one that is refused.
#[test]
fn every_entry_takes_and_refuses() {
    let mut entries: BTreeMap<_, (u32, u32)> = BTreeMap::new();
    for case in cases() {
        if matches!(case.says, Says::Gives(_)) {
            continue;
        }
        let count = entries.entry((case.block, case.source, case.about)).or_default();
        match case.says {
            Says::Takes => count.0 += 1,
            _ => count.1 += 1,
        }
    }
    let wrong: Vec<_> = entries.iter().filter(|(_, (takes, refuses))| takes * refuses == 0).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn every_block_with_validators_or_outputs_of_its_own_has_an_entry() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    let (mut judged, mut giving) = (BTreeSet::new(), BTreeSet::new());
    for case in cases() {
        let set = if case.source.ends_with(OUTPUTS) { &mut giving } else { &mut judged };
        set.insert(case.block);
    }
    let blocks = |has: fn(&flowdeck_spec::catalogue::Block) -> bool| -> BTreeSet<String> {
        catalogue
            .blocks()
            .iter()
            .filter(|block| has(block))
            .map(|block| block.full_type().to_owned())
            .collect()
    };
    let mut ruled = blocks(|block| !block.rules.is_empty());
    assert_eq!(ruled.len(), WITH_VALIDATORS - REWRITES_ONLY.len());
    ruled.extend(blocks(|block| block.fields.iter().any(|field| field.rewrite.is_some())));
    assert_eq!(ruled.len(), WITH_VALIDATORS);
    assert!(ruled.insert(WITH_TYPED_VALIDATOR.into()));
    assert_eq!(judged, ruled);
    assert_eq!(giving, blocks(|block| !block.gives.is_empty()));
    assert_eq!(giving.len(), WITH_OUTPUTS);
}

/// No rule of the catalogue can be left out without an entry noticing.
#[test]
fn every_rule_is_needed_by_an_entry() {
    let (head, blocks) = parts();
    let mut cases_of: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in cases() {
        cases_of.entry(case.block.clone()).or_default().push(case);
    }
    let (mut unseen, mut count) = (BTreeSet::new(), 0);
    for (name, cases) in &cases_of {
        // Only the blocks that occur: a catalogue is read for every rule.
        let used = blocks.iter().filter(|(other, _)| cases.iter().any(|case| case.spec.contains(**other)));
        let others: String =
            used.filter(|(other, _)| *other != name).map(|(_, text)| text.as_str()).collect();
        let text = &blocks[name.as_str()];
        for line in text.lines() {
            let Some(lesser) = without_rule(line) else { continue };
            count += 1;
            let text = text.replacen(&format!("{line}\n"), &lesser, 1);
            let catalogue = Catalogue::parse(&format!("{head}{others}{text}")).unwrap();
            if cases.iter().all(|case| difference(case, &catalogue).is_none()) {
                unseen.insert((name.as_str(), line.trim_start_matches(['\t', ':'])));
            }
        }
    }
    assert!(count > 300, "{count}");
    let is_idle = |(block, line): &(&str, &str)| {
        IDLE.iter().any(|(other, start)| other == block && line.starts_with(start))
    };
    let wrong: Vec<_> = unseen.iter().filter(|found| !is_idle(found)).collect();
    assert!(wrong.is_empty(), "no entry sees that these are gone: {wrong:#?}");
    assert_eq!(unseen.len(), IDLE.len(), "a rule is called idle and is not: {unseen:#?}");
}

/// The catalogue's text in parts: what stands before its blocks, and each block.
fn parts() -> (String, BTreeMap<&'static str, String>) {
    let (mut head, mut blocks, mut open) = (String::new(), BTreeMap::<&str, String>::new(), None);
    for line in CATALOGUE.lines() {
        if let Some(types) = line.strip_prefix("block ") {
            open = types.split(' ').next();
        }
        let text = open.map_or(&mut head, |name| blocks.entry(name).or_default());
        text.push_str(line);
        text.push('\n');
    }
    (head, blocks)
}

/// A line of a block without the rule in it; nothing where there is none.
fn without_rule(line: &str) -> Option<String> {
    const FACTS: [&str; 14] = [
        "restricted",
        "takes-empty",
        "called",
        "family",
        "engine",
        "deprecated",
        "batches",
        "takes-batches",
        "takes-both",
        "makes-batches",
        "offset",
        "reference",
        "result-offset",
        "ui",
    ];
    let line = line.strip_prefix('\t')?;
    if let Some(fact) = line.strip_prefix(':') {
        let is_rule = !FACTS.contains(&fact.split(' ').next()?);
        return is_rule.then(String::new);
    }
    let words: Vec<&str> = Words::of(line).collect();
    let lesser: Vec<&str> = words
        .iter()
        .filter(|word| !word.starts_with('~'))
        .map(|word| word.strip_prefix("reserved<").and_then(|word| word.strip_suffix('>')).unwrap_or(word))
        .collect();
    (lesser != words).then(|| format!("\t{}\n", lesser.join(" ")))
}
