//! `cargo xtask catalog`: the block catalogue, read out of the real engine.
use crate::shell::{Outcome, program, quiet, read, root, say, write};
use crate::venv::{self, Requirements};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the catalogue is kept, below the root.
const CATALOGUE: &str = "static/catalogue.txt";
/// What it says to people in our own words.
const WORDS: &str = "xtask/catalog/words.txt";
/// The validators and outputs of blocks with the engine's verdicts, for the tests of the compiler.
const VALIDATORS: &str = "crates/spec/tests/validators";
/// What the script says of facts that it saw and could not read.
const UNREAD: &str = "not read:";

/// Writes the catalogue, or with `--check` says whether it is still the engine's, and the table of validators too.
pub(crate) fn catalog(args: &[&str]) -> Outcome {
    let is_check = match args {
        [] => false,
        ["--check"] => true,
        _ => return Err(String::from("catalog knows --check and nothing else")),
    };
    let made = extract()?;
    let file = root().join(CATALOGUE);
    if !is_check {
        write(&file, &made)?;
        say(&format!("  {CATALOGUE}: {} blocks, {} bytes", count(&made), made.len()));
        return Ok(());
    }
    // Both are told: an upgrade of the engine changes both.
    let failures: Vec<String> =
        [unchanged(&read(&file)?, &made), validators()].into_iter().filter_map(Result::err).collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n")) }
}

/// Fails where the catalogue that is kept is not the one that the engine makes.
fn unchanged(kept: &str, made: &str) -> Outcome {
    match first_difference(kept, made) {
        None => Ok(()),
        Some(difference) => {
            Err(format!("{CATALOGUE} is not what the engine says. {difference}\nRun cargo xtask catalog."))
        }
    }
}

/// Has the engine judge the table of validators and outputs again, and shows what changed.
fn validators() -> Outcome {
    let found = quiet(script(&python()?, "parity/validators.py").env("PYTHONWARNINGS", "ignore"))
        .map_err(|why| format!("{why}: {VALIDATORS} must say what the engine says, see above."))?;
    say(found.trim_end());
    Ok(())
}

/// A Python that has the engine: the one that `FLOWDECK_SPEC_PYTHON` names, or an environment of ours.
pub(crate) fn python() -> Outcome<PathBuf> {
    if let Some(named) = std::env::var_os("FLOWDECK_SPEC_PYTHON").filter(|named| !named.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let dir = root().join("xtask/catalog");
    let lists = [
        Requirements { file: &dir.join("engine.txt"), is_complete: true },
        Requirements { file: &dir.join("requirements.txt"), is_complete: false },
    ];
    Ok(venv::with("spec-venv", &lists, true)?.join("bin/python"))
}

/// A script of ours, run by a Python that has the engine.
pub(crate) fn script(python: &Path, script: &str) -> Command {
    let mut command = program(python);
    command
        .arg(root().join("xtask").join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // Some of the engine's literals are made from sets: their order is part of what is compared.
        .env("PYTHONHASHSEED", "0");
    if std::env::var_os("FLOWDECK_SPEC_PYTHON").is_none_or(|named| named.is_empty()) {
        command.env("PYTHONPATH", root().join("xtask/catalog/stubs"));
    }
    command
}

/// The catalogue as the engine of the environment has it, with our own words.
fn extract() -> Outcome<String> {
    let output = script(&python()?, "catalog/extract.py")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("Python cannot be started: {error}"))?;
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        say(&complaints);
        return Err(format!("extract.py failed ({})", output.status));
    }
    let unread: Vec<&str> = complaints.lines().filter(|line| line.starts_with(UNREAD)).collect();
    if !unread.is_empty() {
        return Err(format!("The engine has rules that rules.py does not know:\n{}", unread.join("\n")));
    }
    let facts =
        String::from_utf8(output.stdout).map_err(|error| format!("extract.py wrote no UTF-8: {error}"))?;
    Ok(facts + &read(&root().join(WORDS))?)
}

fn count(catalogue: &str) -> usize {
    catalogue.lines().filter(|line| line.starts_with("block ")).count()
}

/// The first line in which two catalogues differ, as a sentence.
fn first_difference(kept: &str, made: &str) -> Option<String> {
    if kept == made {
        return None;
    }
    let (mut a, mut b) = (kept.lines(), made.lines());
    for number in 1.. {
        match (a.next(), b.next()) {
            (None, None) => break,
            (ours, theirs) if ours != theirs => {
                let shown = |line: Option<&str>| line.map_or_else(|| String::from("no line"), shortened);
                return Some(format!("Line {number}: {} there, {} now.", shown(ours), shown(theirs)));
            }
            _ => {}
        }
    }
    Some(String::from("They differ in line ends only."))
}

/// A line, not too long for a sentence.
fn shortened(line: &str) -> String {
    let line = line.trim();
    let short: String = line.chars().take(100).collect();
    format!("“{short}{}”", if short.len() < line.len() { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_line_that_differs_is_shown() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        let found = first_difference("a\nb\nc\n", "a\nB\nc\n").unwrap();
        assert_eq!(found, "Line 2: “b” there, “B” now.");
        let found = first_difference("a\n", "a\nb\n").unwrap();
        assert_eq!(found, "Line 2: no line there, “b” now.");
        assert_eq!(first_difference("a\n", "a").unwrap(), "They differ in line ends only.");
    }
}
