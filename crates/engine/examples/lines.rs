//! The engine as a program for `cargo xtask agree`: a specification and inputs a line in, outputs or a failure a line
//! out. Images come out as BMP, which loses nothing. With `--blocks` it prints the types of its blocks; with
//! `--times FILE` it prints how long steps take on the image of that file, beyond decoding it.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flowdeck_engine::{CodeReader, Options, Sources, run, supported_blocks};
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, Write};
use std::panic;
#[expect(clippy::disallowed_types, reason = "a program of the host, where there is a clock")]
use std::time::Instant;

/// How often a step is run; the quickest time counts.
const ROUNDS: u32 = 5;
/// Steps that are timed: block and settings.
const TIMED: [(&str, &str); 15] = [
    ("convert_grayscale@v1", "{}"),
    ("image_blur@v1", r#"{"blur_type": "gaussian", "kernel_size": 5}"#),
    ("image_blur@v1", r#"{"blur_type": "gaussian", "kernel_size": 21}"#),
    ("image_blur@v1", r#"{"blur_type": "average", "kernel_size": 9}"#),
    ("image_blur@v1", r#"{"blur_type": "median", "kernel_size": 5}"#),
    ("image_blur@v1", r#"{"blur_type": "median", "kernel_size": 11}"#),
    ("image_blur@v1", r#"{"blur_type": "bilateral", "kernel_size": 5}"#),
    ("threshold@v1", r#"{"threshold_type": "binary", "thresh_value": 127}"#),
    ("morphological_transformation@v1", r#"{"operation": "Closing", "kernel_size": 5}"#),
    ("morphological_transformation@v2", r#"{"operation": "Opening then Closing", "kernel_size": 15}"#),
    ("contrast_enhancement@v1", r#"{"clip_limit": 2}"#),
    ("contrast_equalization@v1", r#"{"equalization_type": "Contrast Stretching"}"#),
    ("contrast_equalization@v1", r#"{"equalization_type": "Histogram Equalization"}"#),
    ("image_preprocessing@v1", r#"{"task_type": "resize", "width": 640, "height": 480}"#),
    ("image_preprocessing@v1", r#"{"task_type": "rotate", "rotation_degrees": 30}"#),
];

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if std::env::args().nth(1).as_deref() == Some("--blocks") {
        return writeln!(out, "{}", supported_blocks().join("\n"));
    }
    if let (Some("--times"), Some(file)) = (std::env::args().nth(1).as_deref(), std::env::args().nth(2)) {
        return times(&mut out, &file);
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
        codes: Some(CodeReader {
            qr: |gray, width, height| Ok(flowdeck_codes::qr(gray, width, height)),
            bar: |gray, width, height| Ok(flowdeck_codes::bar(gray, width, height)),
        }),
        ..Options::default()
    };
    match panic::catch_unwind(|| run(&specification, &inputs, &Sources::new(), &options)) {
        Ok(Ok(rows)) => json!({"id": id, "outputs": rows}),
        Ok(Err(failure)) => json!({"id": id, "failure": failure.message}),
        Err(_) => json!({"id": id, "failure": "panic"}),
    }
}

/// Prints a line for each timed step.
fn times(out: &mut impl Write, file: &str) -> io::Result<()> {
    let image = json!({"type": "base64", "value": STANDARD.encode(std::fs::read(file)?)});
    let inputs = Map::from_iter([(String::from("image"), image)]);
    // Decoding, and one number of the image as the only result.
    let size = json!({
        "type": "roboflow_core/property_definition@v1",
        "name": "size",
        "data": "$inputs.image",
        "operations": [{"type": "ExtractImageProperty", "property_name": "size"}],
    });
    let decoding = quickest(&inputs, std::slice::from_ref(&size));
    writeln!(out, "{decoding:7.1} ms  decoding")?;
    for (block, settings) in TIMED {
        let mut step: Value = serde_json::from_str(settings).unwrap_or_default();
        step["type"] = json!(format!("roboflow_core/{block}"));
        step["name"] = json!("s");
        step["image"] = json!("$inputs.image");
        let time = quickest(&inputs, &[size.clone(), step]) - decoding;
        writeln!(out, "{time:7.1} ms  {block} {settings}")?;
    }
    Ok(())
}

/// The milliseconds of a run of steps.
#[expect(clippy::disallowed_types, reason = "a program of the host, where there is a clock")]
fn quickest(inputs: &Map<String, Value>, steps: &[Value]) -> f64 {
    let specification = json!({
        "version": "1.0",
        "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": steps,
        "outputs": [{"type": "JsonField", "name": "size", "selector": "$steps.size.output"}],
    });
    let time = |_| {
        let start = Instant::now();
        if let Err(failure) = run(&specification, inputs, &Sources::new(), &Options::default()) {
            return Err(failure.message);
        }
        Ok(start.elapsed().as_secs_f64() * 1e3)
    };
    let times: Result<Vec<f64>, String> = (0..ROUNDS).map(time).collect();
    times.map_or(f64::NAN, |times| times.into_iter().fold(f64::INFINITY, f64::min))
}
