//! How long the editor's own parts take: one line of JSON for each. `cargo run --release --example picture_speed -p
//! flowdeck-editor` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_types,
    reason = "a native tool that measures"
)]
use flowdeck_editor::document::Document;
use flowdeck_editor::layout::{Lane, Size, Spacing, places};
use flowdeck_editor::picture::{Basis, Picture, tidy};
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, Node, json};
use std::hint::black_box;
use std::rc::Rc;
use std::time::Instant;

type Nodes = Vec<(Size, Lane)>;
type Edges = Vec<(usize, usize)>;

/// A graph in layers: each node takes from up to three of the few hundred before it. Always the same for a size.
fn graph(count: usize) -> (Nodes, Edges) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    let nodes = (0..count).map(|_| (Size { width: 220.0, height: 80.0 }, Lane::Free)).collect();
    let mut edges = Vec::new();
    for to in 1..count {
        for _ in 0..=random(3) {
            edges.push((to - 1 - random(to.min(300)), to));
        }
    }
    (nodes, edges)
}

/// Milliseconds on the processor, where the system tells them: others who work beside do not count.
fn clock() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}

fn milliseconds(run: impl FnOnce()) -> f64 {
    let (start, before) = (Instant::now(), clock());
    run();
    match (before, clock()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed().as_secs_f64() * 1e3,
    }
}

/// A workflow of so many steps, each of which takes from one of the thirty before it.
fn workflow(count: usize) -> Document {
    let (_, edges) = graph(count);
    let mut source = vec![None; count];
    for (from, to) in edges {
        source[to].get_or_insert(from);
    }
    let step = |(index, source): (usize, &Option<usize>)| {
        let image = source.map_or_else(|| "$inputs.image".into(), |from| format!("$steps.blur_{from}.image"));
        format!(
            r#"{{"type":"roboflow_core/image_blur@v1","name":"blur_{index}","image":"{image}","kernel_size":7}}"#
        )
    };
    let steps: Vec<String> = source.iter().enumerate().map(step).collect();
    let text = format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{}],"outputs":[]}}"#,
        steps.join(",")
    );
    Document::new(json::parse(&text).root.unwrap())
}

/// The document with another value of one step.
fn edited(document: &Document, step: usize, key: &str, value: &str) -> Document {
    let specification = &document.specification;
    let mut steps = specification.get("steps").unwrap().items().to_vec();
    steps[step] = steps[step].with(key, json::parse(value).root.unwrap());
    Document { specification: specification.with("steps", Node::Array(Rc::new(steps))), ..document.clone() }
}

fn pictures(catalogue: &Catalogue, count: usize) {
    let first = workflow(count);
    let second = edited(&first, count / 2, "kernel_size", "9");
    let third = edited(&first, count / 2, "image", r#""$inputs.image""#);
    let all = [first, second, third].map(|document| {
        let (compiled, found) = compile(&document.specification, catalogue);
        (document, compiled, found)
    });
    let basis = |place: usize| {
        let (document, compiled, found) = &all[place];
        Basis { document, catalogue, compiled, found }
    };
    let mut made = None;
    let builds = u32::try_from(100_000 / count).unwrap();
    let build =
        milliseconds(|| (0..builds).for_each(|_| made = Some(Picture::of(&basis(0))))) / f64::from(builds);
    let (mut picture, mut scene) = made.unwrap();
    let mut each = |a: usize, b: usize| {
        // The clock ticks every few milliseconds.
        let runs = u32::try_from(4_000_000 / count).unwrap().clamp(20, 10_000);
        let run = |run: u32| {
            drop(black_box(picture.update(&basis(if run.is_multiple_of(2) { a } else { b }), &mut scene)));
        };
        milliseconds(|| (0..runs).for_each(run)) / f64::from(runs)
    };
    let (keystroke, wire) = (each(1, 0) * 1e3, each(2, 0));
    let tidied = milliseconds(|| drop(black_box(tidy(&picture, &scene))));
    println!(
        r#"{{"picture":{count},"build_ms":{build:.2},"keystroke_us":{keystroke:.1},"wire_ms":{wire:.2},"tidy_ms":{tidied:.1}}}"#
    );
}

fn main() {
    let text = include_str!("../../../static/catalogue.txt");
    let catalogue = Catalogue::parse(text).unwrap();
    for count in [100, 500, 5_000, 100_000] {
        pictures(&catalogue, count);
    }
    for count in [500, 3_000, 20_000, 100_000] {
        let (nodes, edges) = graph(count);
        let runs = u32::try_from(100_000 / count).unwrap();
        let lay_out = |_| drop(black_box(places(&nodes, &edges, Spacing::default(), None)));
        let ms = milliseconds(|| (0..runs).for_each(lay_out)) / f64::from(runs);
        println!(r#"{{"layout":{count},"edges":{},"ms":{ms:.1}}}"#, edges.len());
    }
}
