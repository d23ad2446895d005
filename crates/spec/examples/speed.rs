//! How long a compilation takes: one line of JSON for each file. `cargo xtask bench compile` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_types,
    reason = "a native tool that measures"
)]
use flowdeck_spec::compile::{Session, compile};
use flowdeck_spec::{Catalogue, Node, json};
use std::hint::black_box;
use std::rc::Rc;
use std::time::Instant;

/// Nanoseconds of one run: the median of batches of a thousand.
fn ns(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let start = Instant::now();
            (0..1000).for_each(|_| run());
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[10]
}

/// A chain of a hundred steps, and the same with the kernel of the fiftieth changed.
fn chain() -> (Node, Node) {
    let spec = |kernel: u32| {
        let steps: Vec<String> = (0..100)
            .map(|index| {
                let image = if index == 0 { "$inputs.image".into() } else { format!("$steps.b{}.image", index - 1) };
                let size = if index == 50 { kernel } else { 5 };
                format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"b{index}","image":"{image}","kernel_size":{size}}}"#)
            })
            .collect();
        let text = format!(
            r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{}],"outputs":[{{"type":"JsonField","name":"out","selector":"$steps.b99.image"}}]}}"#,
            steps.join(",")
        );
        json::parse(&text).root.unwrap()
    };
    let (first, second) = (spec(5), spec(7));
    // One command changes one step; the others are the very same.
    let steps = second.get("steps").unwrap().items();
    let mut mixed = first.get("steps").unwrap().items().to_vec();
    mixed[50] = steps[50].clone();
    (first.clone(), first.with("steps", Node::Array(Rc::new(mixed))))
}

fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let catalogue = Rc::new(Catalogue::parse(&text).unwrap());
    for path in std::env::args().skip(2) {
        let text = std::fs::read_to_string(&path).unwrap();
        let spec = json::parse(&text).root.unwrap();
        let steps = spec.get("steps").unwrap().items().len();
        let compiled = ns(|| drop(black_box(compile(black_box(&spec), &catalogue))));
        let parsed = ns(|| drop(black_box(json::parse(black_box(&text)))));
        println!(r#"{{"steps":{steps},"ns":{compiled:.0},"parse_ns":{parsed:.0}}}"#);
    }
    let start = Instant::now();
    (0..20).for_each(|_| drop(black_box(Catalogue::parse(black_box(&text)).unwrap())));
    let load = start.elapsed().as_secs_f64() / 20.0;
    let (before, after) = chain();
    let mut session = Session::new(Rc::clone(&catalogue));
    let mut flip = false;
    let edit = ns(|| {
        flip = !flip;
        black_box(session.compile(if flip { &after } else { &before }));
    });
    println!(r#"{{"load_ms":{:.2},"edit_ns":{edit:.0}}}"#, load * 1e3);
}
