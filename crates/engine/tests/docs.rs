//! The page about the embedded engine names every block that it has.

#[test]
fn every_block_is_in_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/embedded-engine.md");
    let page = std::fs::read_to_string(path).unwrap();
    let missing: Vec<&str> = flowdeck_engine::supported_blocks()
        .into_iter()
        .filter_map(|name| name.strip_prefix("roboflow_core/"))
        .filter(|name| !page.contains(&format!("| `{name}` |")))
        .collect();
    assert!(missing.is_empty(), "run cargo xtask agree --docs: {missing:?} are missing");
}
