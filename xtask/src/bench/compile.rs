//! The compiler against the engine's own static phase, on the same specifications in one run: natively, as wasm in
//! Chromium, and after one edit of a hundred steps.
use crate::catalog;
use crate::shell::{Outcome, cargo, quiet, root, say};
use crate::test;
use serde_json::Value;

/// By how much ours must be quicker.
const NATIVE: f64 = 100.0;
const WASM: f64 = 40.0;
/// One edit, nanoseconds; loading the catalogue, milliseconds.
const EDIT: f64 = 100_000.0;
const LOAD: f64 = 5.0;
/// Engine and compiler take turns, so that what else the machine does meets both.
const ROUNDS: usize = 3;

pub(super) fn compile() -> Outcome {
    let python = catalog::python()?;
    let files: Vec<_> =
        [3, 11, 18].map(|steps| root().join(format!("xtask/bench/steps-{steps}.json"))).into();
    let catalogue = root().join("static/catalogue.txt");
    let (mut engine, mut native, mut extra) = (Vec::new(), Vec::new(), Value::Null);
    for _ in 0..ROUNDS {
        engine.push(lines(&quiet(catalog::script(&python, "parity/speed.py").args(&files))?, ""));
        let mut ours = cargo();
        ours.args(["run", "--quiet", "--release", "--package", "flowdeck-spec", "--example", "speed", "--"]);
        let mut all = lines(&quiet(ours.arg(&catalogue).args(&files))?, "");
        extra = all.pop().unwrap_or_default();
        native.push(all);
    }
    let wasm = lines(&in_browser()?, "SPEED ");
    let mut missed = Vec::new();
    say("  steps      engine    native            as wasm           (our text parsing)");
    for (index, _) in files.iter().enumerate() {
        let number = |rounds: &[Vec<Value>], key: &str| {
            let mut list: Vec<f64> =
                rounds.iter().filter_map(|round| round.get(index)?.get(key)?.as_f64()).collect();
            list.sort_by(f64::total_cmp);
            list.get(list.len() / 2).copied().unwrap_or(f64::NAN)
        };
        let (theirs, ours) = (number(&engine, "ns"), number(&native, "ns"));
        let (parse, steps) = (number(&native, "parse_ns"), number(&native, "steps"));
        let browser = wasm.get(index).and_then(|line| line.get("ns")?.as_f64()).unwrap_or(f64::NAN);
        say(&format!(
            "  {steps:>5}  {:>7.0} µs  {:>6.1} µs {:>5.0}×  {:>6.1} µs {:>5.0}×   {:>6.1} µs",
            theirs / 1e3,
            ours / 1e3,
            theirs / ours,
            browser / 1e3,
            theirs / browser,
            parse / 1e3
        ));
        for (what, ratio, least) in [("native", theirs / ours, NATIVE), ("wasm", theirs / browser, WASM)] {
            if ratio.is_nan() || ratio < least {
                missed.push(format!("{what} at {steps} steps: {ratio:.0}× of {least}×"));
            }
        }
    }
    let figure = |key: &str| extra.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let (edit, load) = (figure("edit_ns"), figure("load_ms"));
    say(&format!("  one edit of 100 steps: {:.1} µs; the catalogue loads in {load:.1} ms", edit / 1e3));
    if edit.is_nan() || edit > EDIT {
        missed.push(format!("one edit takes {:.0} µs", edit / 1e3));
    }
    if load.is_nan() || load > LOAD {
        missed.push(format!("the catalogue takes {load:.1} ms"));
    }
    if missed.is_empty() { Ok(()) } else { Err(missed.join("; ")) }
}

/// The JSON in lines that hold it after a mark.
fn lines(text: &str, mark: &str) -> Vec<Value> {
    let found = text.lines().filter_map(|line| line.split_once(mark).map(|(_, rest)| rest));
    found.filter_map(|line| serde_json::from_str(line.trim()).ok()).collect()
}

/// The browser's own figures, from a test that is left out otherwise.
fn in_browser() -> Outcome<String> {
    quiet(test::in_browser()?.args(["--release", "--", "--include-ignored", "compile_speed", "--nocapture"]))
}
