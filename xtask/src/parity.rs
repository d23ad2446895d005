//! `cargo xtask parity`: generated specifications through the real engine and through `flowdeck check`.
mod ask;
mod case;
mod compare;
mod described;
mod shipped;
mod shrink;

pub(crate) use shipped::shipped;

use crate::catalog;
use crate::shell::{Outcome, quiet, say, target, write};
use ask::Side;
use case::{Case, Verdict};
use compare::{Pair, join, report};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The engine's workers: each takes a core and most of a gigabyte.
const WORKERS: usize = 2;
/// How many disagreements are shrunk, and how many questions each may cost.
const SHRUNK: usize = 50;
const QUESTIONS: usize = 1500;

/// What was asked for.
#[derive(Debug)]
struct Options {
    cases: usize,
    seed: u64,
    corpora: Vec<PathBuf>,
    report: Option<PathBuf>,
    shrinks: bool,
}

impl Options {
    fn read(args: &[&str]) -> Outcome<Self> {
        let mut options = Self { cases: 2000, seed: 1, corpora: Vec::new(), report: None, shrinks: false };
        let mut args = args.iter().copied().peekable();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg {
                "--cases" => options.cases = number(arg, value()?)?,
                "--seed" => options.seed = number(arg, value()?)?,
                "--report" => options.report = Some(PathBuf::from(value()?)),
                "--shrink" => options.shrinks = true,
                "--corpus" => {
                    options.corpora.push(PathBuf::from(value()?));
                    while let Some(more) = args.next_if(|arg| !arg.starts_with("--")) {
                        options.corpora.push(PathBuf::from(more));
                    }
                }
                other => {
                    return Err(format!(
                        "parity knows --cases, --seed, --corpus, --report and --shrink, not {other}"
                    ));
                }
            }
        }
        Ok(options)
    }
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Outcome<T> {
    text.parse().map_err(|_| format!("{name} takes a number, not {text}"))
}

/// Compares the two, prints tables, and fails below the bars.
pub(crate) fn parity(args: &[&str]) -> Outcome {
    let options = Options::read(args)?;
    let dir = target().join("parity");
    std::fs::create_dir_all(&dir).map_err(|error| format!("{} cannot be made: {error}", dir.display()))?;
    let ours = ours(&dir)?;
    let needs_engine = options.corpora.is_empty() || options.shrinks;
    let python = if needs_engine { Some(catalog::python()?) } else { None };
    let cases = match &python {
        Some(python) if options.corpora.is_empty() => generated(python, &options, &dir)?,
        _ => corpora(&options.corpora)?,
    };
    let all: Vec<&Case> = cases.iter().collect();
    let open: Vec<&Case> = all.iter().copied().filter(|case| case.engine.is_none()).collect();
    let theirs = match &python {
        Some(python) => judged(python, &open, &dir)?,
        None if open.is_empty() => BTreeMap::new(),
        None => return Err(format!("{} rows of the corpus have no verdict", open.len())),
    };
    say(&format!("  asking {} about {} specifications", ours.name, all.len()));
    let answers = ours.ask_all(&all)?;
    let (pairs, unjudged) = join(&cases, &theirs, &answers);
    let disagreements: Vec<&Pair<'_>> = pairs.iter().filter(|pair| pair.is_disagreement()).collect();
    write(
        &dir.join("disagreements.jsonl"),
        lines(disagreements.iter().map(|pair| row(pair, &pair.case.spec))),
    )?;
    let report = report(&pairs, unjudged);
    say(&report.text);
    if let Some(file) = &options.report {
        write(file, format!("{}\n{}", heading(&options), report.text))?;
    }
    if let Some(python) = python.as_ref().filter(|_| options.corpora.is_empty()) {
        described::check(python, &cases, &theirs, &dir)?;
    }
    if let Some(python) = python.filter(|_| options.shrinks) {
        let minimal = minimal(&disagreements, &engine(python, dir.join("shrink.log")), &ours);
        say(&format!("  {} minimal cases in target/parity/minimal.jsonl", minimal.len()));
        write(&dir.join("minimal.jsonl"), lines(minimal.into_iter()))?;
    }
    if report.failures.is_empty() {
        return Ok(());
    }
    Err(format!("{}: see target/parity/disagreements.jsonl", report.failures.join("; ")))
}

fn heading(options: &Options) -> String {
    if options.corpora.is_empty() {
        return format!("`cargo xtask parity --cases {} --seed {}`\n", options.cases, options.seed);
    }
    let names = options.corpora.iter().filter_map(|file| file.file_name());
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    format!("`cargo xtask parity --corpus {}`\n", names.join(" "))
}

/// The release binary, or the program that `FLOWDECK_BIN` names.
fn flowdeck() -> Outcome<PathBuf> {
    let program =
        std::env::var_os("FLOWDECK_BIN").map_or_else(|| target().join("release/flowdeck"), PathBuf::from);
    if !program.is_file() {
        return Err(format!("{} is missing: run cargo xtask build", program.display()));
    }
    Ok(program)
}

/// Our side.
fn ours(dir: &Path) -> Outcome<Side> {
    let program = flowdeck()?;
    let command = move || {
        let mut command = Command::new(&program);
        command.args(["check", "--format", "jsonl"]);
        command
    };
    Ok(Side {
        name: "flowdeck",
        command: Box::new(command),
        read: Verdict::of_ours,
        log: dir.join("flowdeck.log"),
    })
}

/// The engine's side.
fn engine(python: PathBuf, log: PathBuf) -> Side {
    let command = move || catalog::script(&python, "parity/judge.py");
    Side { name: "the engine", command: Box::new(command), read: Verdict::of_engine, log }
}

fn generated(python: &Path, options: &Options, dir: &Path) -> Outcome<Vec<Case>> {
    say(&format!("  generating {} specifications, seed {}", options.cases, options.seed));
    let text = quiet(
        catalog::script(python, "parity/generate.py")
            .args(["--cases", &options.cases.to_string()])
            .args(["--seed", &options.seed.to_string()]),
    )?;
    write(&dir.join("cases.jsonl"), &text)?;
    text.lines().map(case::read_line).collect()
}

fn corpora(files: &[PathBuf]) -> Outcome<Vec<Case>> {
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        cases.extend(case::read_file(file)?);
    }
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    if ids.len() < cases.len() {
        return Err(String::from("two rows of the corpus have the same id"));
    }
    Ok(cases)
}

/// The engine's verdicts, from workers side by side.
fn judged(python: &Path, cases: &[&Case], dir: &Path) -> Outcome<BTreeMap<String, Verdict>> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    say(&format!("  asking the engine about {} specifications", cases.len()));
    let workers = if cases.len() < 500 { 1 } else { WORKERS };
    let shares: Vec<Vec<&Case>> =
        (0..workers).map(|worker| cases.iter().copied().skip(worker).step_by(workers).collect()).collect();
    let answers: Vec<Outcome<BTreeMap<String, Verdict>>> = std::thread::scope(|scope| {
        let running: Vec<_> = shares
            .iter()
            .enumerate()
            .map(|(number, share)| {
                let side = engine(python.to_path_buf(), dir.join(format!("engine-{number}.log")));
                scope.spawn(move || side.ask_all(share))
            })
            .collect();
        running
            .into_iter()
            .map(|worker| {
                worker.join().unwrap_or_else(|_| Err(String::from("a worker of the engine was lost")))
            })
            .collect()
    });
    let mut verdicts = BTreeMap::new();
    for answer in answers {
        verdicts.extend(answer?);
    }
    Ok(verdicts)
}

/// One line of a file of disagreements; the specification goes in as it is spelt.
fn row(pair: &Pair<'_>, spec: &str) -> String {
    let Pair { case, engine, ours } = pair;
    let head = json!({
        "id": case.id,
        "mutations": case.mutations,
        "engine": {"says": engine.word(), "phase": engine.phase, "message": engine.message},
        "ours": {"says": ours.word(), "code": ours.code, "pointer": ours.pointer, "message": ours.message},
    })
    .to_string();
    format!("{},\"spec\":{spec}}}", head.strip_suffix('}').unwrap_or(&head))
}

fn lines(rows: impl Iterator<Item = String>) -> String {
    rows.map(|row| row + "\n").collect()
}

/// The first disagreement of each sort, made small.
fn minimal(disagreements: &[&Pair<'_>], engine: &Side, ours: &Side) -> Vec<String> {
    let (mut ask_engine, mut ask_ours) = (engine.one_by_one(), ours.one_by_one());
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for pair in disagreements {
        let sort = (pair.case.mutations.join(" "), pair.engine.word(), pair.ours.word());
        if rows.len() == SHRUNK || !seen.insert(sort) {
            continue;
        }
        let mut last = (*pair).clone();
        let mut still = |spec: &Value| {
            let text = spec.to_string();
            let (Some(engine), Some(ours)) = (ask_engine(&text), ask_ours(&text)) else { return false };
            let is_same = engine.word() == pair.engine.word() && ours.word() == pair.ours.word();
            if is_same {
                (last.engine, last.ours) = (engine, ours);
            }
            is_same
        };
        let smaller = serde_json::from_str(&pair.case.spec)
            .ok()
            .and_then(|spec: Value| shrink::shrink(&spec, QUESTIONS, &mut still));
        rows.push(match smaller {
            Some(spec) => row(&last, &spec.to_string()),
            None => row(pair, &pair.case.spec),
        });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::compare::Pair;
    use super::compare::tests::verdict;
    use super::{Case, Options, row};
    use serde_json::Value;

    #[test]
    fn options_are_read_and_a_corpus_may_be_several_files() {
        let options = Options::read(&["--corpus", "a", "b", "--seed", "7", "--shrink"]).unwrap();
        assert_eq!((options.corpora.len(), options.seed, options.cases, options.shrinks), (2, 7, 2000, true));
        for wrong in [&["--cases"][..], &["--seed", "x"], &["--nope"], &["--corpus"]] {
            assert!(Options::read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_disagreement_keeps_the_spelling_of_its_specification() {
        let spec = r#"{"a":1e400}"#;
        let case = Case { id: String::from("x"), spec: String::from(spec), ..Case::default() };
        let pair = Pair { case: &case, engine: verdict("TypeError"), ours: verdict("valid") };
        let line = row(&pair, spec);
        assert!(line.ends_with(r#","spec":{"a":1e400}}"#), "{line}");
        let line: Value = serde_json::from_str(&line.replace("1e400", "1")).unwrap();
        assert_eq!((&line["engine"]["says"], &line["ours"]["says"]), (&"TypeError".into(), &"valid".into()));
    }
}
