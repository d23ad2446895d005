//! Reads one `{"id","spec"}` per line and writes one verdict per line: the compiler's core without the server.
use std::io::{BufRead, Write};
fn main() {
    let text = std::fs::read_to_string("static/catalogue.txt").unwrap();
    let started = std::time::Instant::now();
    let catalogue = flowdeck_spec::catalogue::Catalogue::parse(&text).unwrap();
    eprintln!("loaded in {:?}", started.elapsed());
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let root = flowdeck_spec::json::parse_as_python(&line).root;
        let Some(root) = root else {
            writeln!(out, "{{\"id\":null}}").unwrap();
            continue;
        };
        let null = flowdeck_spec::Node::Null;
        let (_, found) = flowdeck_spec::compile::compile(root.get("spec").unwrap_or(&null), &catalogue);
        let errors: Vec<String> = found.iter().filter(|f| f.severity == flowdeck_spec::Severity::Error).map(|f| {
            serde_json::json!({"code": f.code, "engine_class": f.class.map(|c| c.name()), "pointer": f.pointer, "message": f.message}).to_string()
        }).collect();
        let warnings: Vec<String> = found
            .iter()
            .filter(|f| f.severity != flowdeck_spec::Severity::Error)
            .map(|f| {
                serde_json::json!({"code": f.code, "pointer": f.pointer, "message": f.message}).to_string()
            })
            .collect();
        writeln!(
            out,
            "{{\"id\":{},\"valid\":{},\"errors\":[{}],\"advice\":[{}]}}",
            root.get("id").unwrap_or(&null),
            errors.is_empty(),
            errors.join(","),
            warnings.join(",")
        )
        .unwrap();
    }
}
