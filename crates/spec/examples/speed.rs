use std::hint::black_box;
use std::time::Instant;
fn main() {
    let catalogue =
        flowdeck_spec::catalogue::Catalogue::parse(&std::fs::read_to_string("static/catalogue.txt").unwrap())
            .unwrap();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let spec = flowdeck_spec::json::parse(&text).root.unwrap();
        let steps = spec.get("steps").unwrap().items().len();
        for _ in 0..1 {
            black_box(flowdeck_spec::compile::compile(black_box(&spec), &catalogue));
        }
        let mut best = f64::MAX;
        for _ in 0..200 {
            let start = Instant::now();
            for _ in 0..1000 {
                black_box(flowdeck_spec::compile::compile(black_box(&spec), &catalogue));
            }
            best = best.min(start.elapsed().as_secs_f64() / 1000.0);
        }
        let start = Instant::now();
        for _ in 0..1000 {
            black_box(flowdeck_spec::json::parse(black_box(&text)));
        }
        let parse = start.elapsed().as_secs_f64() / 1000.0;
        println!(
            "{path}: {steps} steps {:.2} us ({:.0} ns/step), parse {:.2} us",
            best * 1e6,
            best * 1e9 / steps as f64,
            parse * 1e6
        );
    }
}
