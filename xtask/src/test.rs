//! `cargo xtask test`: what CI does, cheapest first, and the runners' own counts at the end.
use crate::shell::{Outcome, cargo, exists, program, quiet, run, say, stage, target, tee};
use crate::{bench, catalog, e2e, fuzz, parity, peer, tidy, tools};
use std::process::Command;

/// What was asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Options {
    quick: bool,
    engine: bool,
    soak: bool,
}

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs everything; the first stage that fails ends it.
pub(crate) fn test(args: &[&str]) -> Outcome {
    let mut options = Options::default();
    for arg in args {
        match *arg {
            "--quick" => options.quick = true,
            "--engine" => options.engine = true,
            "--soak" => options.soak = true,
            other => return Err(format!("test knows --quick, --engine and --soak, not {other}")),
        }
    }
    let mut total = Count::default();
    let outcome = stages(options, &mut total);
    if outcome.is_err() {
        total.failed = total.failed.max(1);
    }
    say(&format!("\n{} passed, {} failed", total.passed, total.failed));
    outcome
}

fn stages(options: Options, total: &mut Count) -> Outcome {
    stage("Format", || {
        run(cargo().args(["fmt", "--all", "--check"]))?;
        run(fuzz::package("fmt").arg("--check"))
    })?;
    stage("Tidy", tidy::tidy)?;
    stage("Tools", tools::for_app)?;
    stage("Clippy, native", || {
        clippy(&["--workspace", "--all-targets"])?;
        run(fuzz::package("clippy").args(["--quiet", "--locked", "--", "-D", "warnings"]))
    })?;
    stage("Clippy, wasm", || {
        let packages =
            ["", "-spec", "-editor", "-client", "-engine", "-codes"].map(|end| format!("flowdeck{end}"));
        let mut args = vec!["--target", "wasm32-unknown-unknown"];
        packages.iter().for_each(|package| args.extend(["--package", package]));
        clippy(&args)
    })?;
    let has_postgres = has_postgres();
    total.add(stage("Tests, native", || native(options.soak, has_postgres))?);
    if has_postgres {
        total.add(stage("Tests, on PostgreSQL", on_postgres)?);
    }
    total.add(stage("Tests, in the browser", browser)?);
    if options.quick && options.engine {
        return Err(String::from("--engine tests the release build, which --quick leaves out: choose one"));
    }
    if !options.quick {
        total.add(stage("Fuzzing, from the saved corpus", || fuzz::as_test(options.soak))?);
        release()?;
        stage("Sizes", || bench::bench(&["size"]))?;
        total.add(stage("Tests, end to end", || e2e::e2e(options.soak))?);
        total.add(stage("Tests, the public Python client", peer::client)?);
        stage("Catalogue, against the engine's package", || catalog::catalog(&["--check"]))?;
        total.add(stage("Tests, the maker of specifications", peer::generator)?);
        stage("What we ship, by the engine's verdict", parity::shipped)?;
        stage("Parity with the engine", || parity::parity(&["--cases", PARITY_CASES]))?;
        if options.engine {
            total.add(stage("Tests, the real engine", peer::engine)?);
        }
    }
    stage("Licences, bans, sources", deny)?;
    Ok(())
}

/// How many generated specifications the real engine and the compiler both judge here.
const PARITY_CASES: &str = "2000";

/// Keys that lie about while a release is built: none of them may end up in it (`tests/e2e/leaks.spec.js`).
const BUILD_CANARY: &str = "bUiLd4c9f2e7d1a6b3c8055KeyAtBuild";

/// A release, built in a process of its own with keys in its environment.
fn release() -> Outcome {
    let this = std::env::current_exe().map_err(|error| format!("xtask does not find itself: {error}"))?;
    let mut command = program(this);
    for name in ["ROBOFLOW_API_KEY", "FLOWDECK_API_KEY", "FLOWDECK_ENGINE_KEY"] {
        command.env(name, BUILD_CANARY);
    }
    run(command.arg("build"))
}

fn clippy(args: &[&str]) -> Outcome {
    run(cargo().arg("clippy").arg("--quiet").args(args).args(["--", "-D", "warnings"]))
}

/// Whether the tests on PostgreSQL can be run; when not, says why.
fn has_postgres() -> bool {
    match tools::postgres() {
        Ok(()) => true,
        Err(why) => {
            say(&format!("Tests on PostgreSQL are skipped: {why}"));
            false
        }
    }
}

/// The server's tests again, on a PostgreSQL, but those that are about files, processes, or PostgreSQL already.
fn on_postgres() -> Outcome<Count> {
    let mut command = cargo();
    command.args(["test", "--package", "flowdeck-server", "--test", "suite", "--quiet", "--"]);
    for subject in ["copies", "disk", "doctor", "files", "kill", "logs", "publications", "start"] {
        command.args(["--skip", &format!("{subject}::")]);
    }
    counted(tee(command.env("FLOWDECK_TEST_STORE", "postgres"))?)
}

fn native(soak: bool, has_postgres: bool) -> Outcome<Count> {
    let mut command = cargo();
    if exists("cargo-nextest") {
        command.args([
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "fail",
            "--final-status-level",
            "fail",
        ]);
    } else {
        command.args(["test", "--workspace", "--quiet"]);
    }
    if has_postgres {
        // Then no test may skip itself.
        command.env("FLOWDECK_NEEDS_POSTGRES", "1");
    }
    if soak {
        command.env("FLOWDECK_SOAK", "1").env("PROPTEST_CASES", "20000");
    }
    counted(tee(&mut command)?)
}

fn browser() -> Outcome<Count> {
    counted(tee(&mut in_browser()?)?)
}

/// The tests of `tests/browser.rs`, in headless Chromium; what follows `--` may be added.
pub(crate) fn in_browser() -> Outcome<Command> {
    let driver = tools::chromedriver()?;
    tools::chromium()?;
    let runner = target().join("tools/bin/wasm-bindgen-test-runner");
    let runner = if runner.is_file() { runner } else { "wasm-bindgen-test-runner".into() };
    let mut command = cargo();
    command
        .args(["test", "--package", "flowdeck", "--target", "wasm32-unknown-unknown", "--test", "browser"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(command)
}

fn deny() -> Outcome {
    tools::cargo_deny()?;
    for package in ["Cargo.toml", "fuzz/Cargo.toml"] {
        // A licence that one of the two does not need is no news.
        let quietly = ["-A", "license-not-encountered", "-A", "license-exception-not-encountered"];
        let mut command = program("cargo-deny");
        command.args(["--offline", "--manifest-path", package, "check", "--hide-inclusion-graph"]);
        run(command.args(quietly).args(["bans", "licenses", "sources"]))?;
    }
    match quiet(program("cargo-deny").args(["check", "advisories"])) {
        Ok(_) => say("  advisories: none"),
        Err(_) => {
            say("  advisories: skipped, their database cannot be reached from here (or see the lines above)");
        }
    }
    Ok(())
}

/// The counts in a runner's output, and an error when it failed.
pub(crate) fn counted((is_success, output): (bool, String)) -> Outcome<Count> {
    let count = count(&output);
    if !is_success {
        return Err(format!("{} passed, {} failed", count.passed, count.failed.max(1)));
    }
    if count.passed == 0 {
        return Err(String::from("no test ran"));
    }
    Ok(count)
}

/// Reads the closing lines of nextest, cargo test, Playwright and unittest.
fn count(output: &str) -> Count {
    let mut count = Count::default();
    // Nextest shows the lines of the tests that failed, with counts of their own.
    let is_nextest = output.lines().any(|line| line.trim_start().starts_with("Summary ["));
    for line in output.lines().map(str::trim) {
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        let before = |name: &str| {
            words
                .windows(2)
                .find(|pair| pair[1] == name)
                .and_then(|pair| pair[0].parse::<u32>().ok())
                .unwrap_or(0)
        };
        let is_summary = line.starts_with("Summary [")
            || (line.starts_with("test result:") && !is_nextest)
            || (words.len() >= 2 && matches!(words[1], "passed" | "failed") && words.len() <= 3);
        if is_summary {
            count.passed += before("passed");
            count.failed += before("failed");
        } else if line.starts_with("Ran ") && line.contains(" test") {
            count.passed += words.get(1).and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{Count, count};

    #[test]
    fn the_closing_lines_of_each_runner_are_read() {
        for (output, passed, failed) in [
            ("     Summary [   2.5s] 31 tests run: 30 passed, 1 failed, 0 skipped", 30, 1),
            (
                "test result: FAILED. 0 passed; 1 failed;\n Summary [ 1s] 2 tests run: 1 passed, 1 failed",
                1,
                1,
            ),
            ("test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured", 7, 0),
            ("test result: ok. 2 passed; 0 failed;\nx\ntest result: FAILED. 1 passed; 3 failed;", 3, 3),
            ("  12 passed (34.2s)", 12, 0),
            ("  1 failed\n    some › test\n  11 passed (3s)", 11, 1),
            ("Ran 9 tests in 3.1s\n\nOK", 9, 0),
            ("nothing here passed by", 0, 0),
        ] {
            assert_eq!(count(output), Count { passed, failed }, "{output}");
        }
    }
}
