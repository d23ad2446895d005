//! Fuzzes the catalogue's reader: any text is a catalogue or refused, alone and as more blocks of another, and what it
//! describes can be compiled with.
#![no_main]
use flowdeck_fuzz::{few_blocks, laws, listing, mutated, text, tree};
use flowdeck_spec::catalogue::Block;
use flowdeck_spec::{Catalogue, Node};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::rc::Rc;

/// How many of the blocks get a step.
const STEPS: usize = 12;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes) else { return };
    match Catalogue::parse(text) {
        Ok(alone) => {
            let _ = laws::compiled(&document(&alone), &alone);
        }
        Err(why) => assert!(why.line <= text.lines().count() && !why.to_string().is_empty()),
    }
    let base = few_blocks();
    if let Ok(more) = base.extended(text) {
        assert!(more.blocks().len() >= base.blocks().len());
        let _ = laws::compiled(&document(&more), &more);
    }
});

/// A document with a step of each of the newest blocks.
fn document(catalogue: &Catalogue) -> Node {
    let image = Node::object([("type", Node::string("WorkflowImage")), ("name", Node::string("image"))]);
    let steps = catalogue.blocks().iter().rev().take(STEPS).enumerate().map(step).collect();
    Node::object([
        ("version", Node::string("1.0")),
        ("inputs", Node::Array(Rc::new(vec![image]))),
        ("steps", Node::Array(Rc::new(steps))),
        ("outputs", Node::Array(Rc::new(Vec::new()))),
    ])
}

/// A step whose fields hold this and that, without a choice of our own.
fn step((index, block): (usize, &Block)) -> Node {
    let name = format!("s{index}");
    let before = format!("$steps.s{}.*", index.wrapping_sub(1));
    let mut rng = fastrand::Rng::with_seed(index as u64);
    let selectors = [String::from("$inputs.image"), before];
    tree::step(block, &name, &mut |_| tree::value(&selectors, &mut rng))
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, |text| listing::mutated(text, u64::from(seed)))
});
