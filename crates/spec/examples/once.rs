fn main() {
    let catalogue = flowdeck_spec::catalogue::Catalogue::parse(&std::fs::read_to_string("static/catalogue.txt").unwrap()).unwrap();
    let spec = flowdeck_spec::json::parse(&std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap()).root.unwrap();
    for _ in 0..3000 { std::hint::black_box(flowdeck_spec::compile::compile(std::hint::black_box(&spec), &catalogue)); }
}
