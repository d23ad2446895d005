//! How long a compilation takes in this browser. Not a test: `cargo xtask bench compile` asks for it by name.
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, json};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

const CATALOGUE: &str = include_str!("../../static/catalogue.txt");
const SPECIFICATIONS: [&str; 3] = [
    include_str!("../../xtask/bench/steps-3.json"),
    include_str!("../../xtask/bench/steps-11.json"),
    include_str!("../../xtask/bench/steps-18.json"),
];
/// Browsers round their clock: one reading is of many compilations.
const BATCH: u32 = 2000;

#[wasm_bindgen_test]
#[ignore = "measures instead of testing"]
fn compile_speed() {
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    for text in SPECIFICATIONS {
        let specification = json::parse(text).root.unwrap();
        let mut times: Vec<f64> = (0..9)
            .map(|_| {
                let start = js_sys::Date::now();
                for _ in 0..BATCH {
                    std::hint::black_box(compile(std::hint::black_box(&specification), &catalogue));
                }
                (js_sys::Date::now() - start) * 1e6 / f64::from(BATCH)
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let steps = specification.get("steps").unwrap().items().len();
        console_log!("SPEED {{\"steps\":{steps},\"ns\":{:.0}}}", times[4]);
    }
}
