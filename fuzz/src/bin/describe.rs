//! Fuzzes the merge of an engine's own description of its blocks: any answer is refused or makes a catalogue, which knows
//! the answer's blocks and can be compiled with.
#![no_main]
use flowdeck_fuzz::{few_blocks, laws, mutated, text, tree};
use flowdeck_spec::{Node, json};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::rc::Rc;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes) else { return };
    let Some(root) = json::parse(text).root else { return };
    let base = few_blocks();
    let described = match base.describe(&root) {
        Ok(described) => described,
        Err(why) => return assert!(!why.is_empty()),
    };
    let merged = base.extended(&described.text);
    assert!(merged.is_ok(), "{:?}\n{}", merged.err(), described.text);
    let Ok(merged) = merged else { return };
    for name in &described.added {
        assert!(merged.block(name).is_some_and(|block| block.partly_known), "{name} is not there");
    }
    for name in described.missing.iter().filter(|name| !described.added.contains(name)) {
        assert!(merged.block(name).is_none(), "{name} is still there");
    }
    let names = described.added.iter().chain(&described.changed).take(8);
    let steps: Vec<Node> = names
        .enumerate()
        .map(|(at, name)| {
            let name = ("type", Node::string(name));
            Node::object([
                name,
                ("name", Node::string(&format!("s{at}"))),
                ("image", Node::string("$inputs.image")),
            ])
        })
        .collect();
    let document = Node::object([("version", Node::string("1.0")), ("steps", Node::Array(Rc::new(steps)))]);
    let _ = laws::compiled(&document, &merged);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, |text| tree::mutated(text, u64::from(seed)))
});
