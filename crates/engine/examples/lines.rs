//! The engine as a program for `cargo xtask agree`: a specification and inputs a line in, outputs or a failure a line
//! out. Images come out as BMP, which loses nothing. With `--blocks` it prints the types of its blocks; with
//! `--times FILE` it prints how long the steps of image blocks take on that image.
use flowdeck_engine::{Options, Sources, run, supported_blocks};
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Write};
use std::panic;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if std::env::args().nth(1).as_deref() == Some("--blocks") {
        return writeln!(out, "{}", supported_blocks().join("\n"));
    }
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?))?;
        out.flush()?;
    }
    Ok(())
}

/// The answer to one line. A panic is an answer too: the cases after it are still asked.
fn answer(line: &str) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({"id": null, "failure": format!("no JSON: {error}")}),
    };
    let id = case.get("id").cloned().unwrap_or_default();
    let specification = case.get("spec").cloned().unwrap_or_default();
    let inputs: Map<String, Value> =
        case.get("inputs").and_then(Value::as_object).cloned().unwrap_or_default();
    let options = Options {
        now: String::from("2026-11-24T00:00:00.000"),
        seed: 7,
        lossless_images: true,
        ..Options::default()
    };
    match panic::catch_unwind(|| run(&specification, &inputs, &Sources::new(), &options)) {
        Ok(Ok(rows)) => json!({"id": id, "outputs": rows}),
        Ok(Err(failure)) => json!({"id": id, "failure": failure.message}),
        Err(_) => json!({"id": id, "failure": "panic"}),
    }
}
