//! `cargo xtask fuzz`: libFuzzer over the targets of `fuzz/src/bin`, each from its saved corpus.
//! The coverage is LLVM's own pass, which stable Rust has; cargo-fuzz would want nightly for the same.
pub(crate) mod corpus;
mod dictionary;
mod run;

use crate::shell::{Outcome, cargo, program, quiet, root, say, target};
use crate::test::Count;
use crate::tools;
use run::Target;
use std::path::PathBuf;

/// How long each target runs as part of `cargo xtask test`: a minute in all.
const SECONDS: u32 = 15;
/// How long it runs in `--soak`.
const SOAK: u32 = 3600;

/// What makes libFuzzer see which parts of our code an input reaches.
const COVERAGE: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
];

/// What was asked for.
#[derive(Debug)]
struct Options {
    seconds: u32,
    target: Option<String>,
    /// Run this input once, instead of looking for others.
    input: Option<PathBuf>,
    keep: bool,
    soak: bool,
}

impl Options {
    fn read(args: &[&str]) -> Outcome<Self> {
        let mut options = Self { seconds: SECONDS, target: None, input: None, keep: false, soak: false };
        let mut args = args.iter().copied();
        while let Some(arg) = args.next() {
            match arg {
                "--seconds" => {
                    let value = args.next().ok_or("--seconds needs a value")?;
                    options.seconds =
                        value.parse().map_err(|_| format!("--seconds takes a number, not {value}"))?;
                }
                "--soak" => (options.soak, options.seconds) = (true, SOAK),
                "--keep" => options.keep = true,
                name if name.starts_with('-') => {
                    return Err(format!("fuzz knows --seconds, --soak and --keep, not {name}"));
                }
                name if options.target.is_none() => options.target = Some(name.into()),
                file => {
                    options.input = Some(std::path::absolute(file).map_err(|why| format!("{file}: {why}"))?);
                }
            }
        }
        Ok(options)
    }
}

/// Runs the targets; fails when one of them found something.
pub(crate) fn fuzz(args: &[&str]) -> Outcome {
    let options = Options::read(args)?;
    let count = with(&options)?;
    if count.failed > 0 {
        return Err(format!("{} of the targets found something", count.failed));
    }
    Ok(())
}

/// The same as a stage of the tests, each target counted as one.
pub(crate) fn as_test(soak: bool) -> Outcome<Count> {
    let count = with(&Options::read(if soak { &["--soak"] } else { &[] })?)?;
    if count.failed > 0 {
        return Err(format!("{} of the targets found something", count.failed));
    }
    Ok(count)
}

/// A `cargo` for the package, which is no part of the workspace.
pub(crate) fn package(command: &str) -> std::process::Command {
    let mut cargo = cargo();
    cargo.args([command, "--manifest-path", "fuzz/Cargo.toml"]).env("CARGO_TARGET_DIR", dir().join("build"));
    cargo
}

fn dir() -> PathBuf {
    target().join("fuzz")
}

fn with(options: &Options) -> Outcome<Count> {
    let mut targets = build()?;
    if let Some(name) = &options.target {
        let names: Vec<String> = targets.iter().map(|target| target.name.clone()).collect();
        targets.retain(|target| target.name == *name);
        if targets.is_empty() {
            return Err(format!("“{name}” is no target: there are {}", names.join(", ")));
        }
    }
    if let (Some(input), [target]) = (&options.input, targets.as_slice()) {
        target.once(input)?;
        return Ok(Count { passed: 1, failed: 0 });
    }
    let words = dictionary::write(&dir().join("words.dict"))?;
    // An hour of each is an hour of all; a short look has the machine for itself.
    let at_once = if options.soak { targets.len() } else { 1 };
    let mut count = Count::default();
    for group in targets.chunks(at_once.max(1)) {
        let outcomes: Vec<Outcome<String>> = std::thread::scope(|scope| {
            let running: Vec<_> =
                group.iter().map(|target| scope.spawn(|| target.search(options.seconds, &words))).collect();
            let lost = || Err(String::from("its thread was lost"));
            running.into_iter().map(|thread| thread.join().unwrap_or_else(|_| lost())).collect()
        });
        for (target, outcome) in group.iter().zip(outcomes) {
            count.add(Count { passed: u32::from(outcome.is_ok()), failed: u32::from(outcome.is_err()) });
            let (Ok(line) | Err(line)) = outcome;
            say(&format!("  {}: {line}", target.name));
        }
    }
    if options.keep {
        targets.iter().try_for_each(corpus::keep)?;
    }
    Ok(count)
}

/// Builds the targets: those that there are.
fn build() -> Outcome<Vec<Target>> {
    tools::cxx()?;
    let about = quiet(program("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc tells no host")?;
    // With a named target the flags are not for build scripts.
    let mut command = package("build");
    command.args(["--release", "--locked", "--quiet", "--bins", "--target", host]);
    crate::shell::run(command.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\x1f")))?;
    let built = dir().join("build").join(host).join("release");
    let sources = crate::shell::files(&root().join("fuzz/src/bin"));
    let names = sources.iter().filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned()));
    Ok(names.map(|name| Target { program: built.join(&name), dir: dir().join(&name), name }).collect())
}
