//! `cargo xtask agree`: generated specifications through the real engine and through the embedded one.
use crate::catalog::{python, script};
use crate::shell::{Outcome, cargo, quiet, root, run, stage, target};

/// Builds the embedded engine as a program and has the Python side compare. Words are its own: see `agree.py`.
pub(crate) fn agree(args: &[&str]) -> Outcome {
    const KNOWN: [&str; 5] = ["--cases", "--seed", "--blocks", "--case", "--docs"];
    if let Some(word) = args.iter().find(|word| word.starts_with("--") && !KNOWN.contains(word)) {
        return Err(format!("agree knows {}, not {word}", KNOWN.join(", ")));
    }
    let python = python()?;
    stage("the embedded engine as a program", || {
        quiet(cargo().args(["build", "--quiet", "-p", "flowdeck-engine", "--example", "lines"]))
    })?;
    let mut command = script(&python, "agree/agree.py");
    command.env("PYTHONWARNINGS", "ignore").arg("--ours").arg(target().join("debug/examples/lines"));
    for word in args {
        // The page stands in the repository, from wherever the command is given.
        if *word == "--docs" {
            command.arg("--docs").arg(root().join("docs/embedded-engine.md"));
        } else {
            command.arg(word);
        }
    }
    run(&mut command)
}
