//! Fuzzes the compiler: any document has a verdict, told at places that are there, and a session that remembers has the
//! same one after every edit.
#![no_main]
use flowdeck_fuzz::{catalogue, few_blocks, laws, mutated, text, tree};
use flowdeck_spec::compile::Session;
use flowdeck_spec::{Node, json, lint};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::rc::Rc;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes) else { return };
    let Some(root) = json::parse(text).root else { return };
    // A document with Python blocks has the whole catalogue read again: a hundred lines of it do as well.
    let has_own = text.contains("dynamic_blocks_definitions");
    let catalogue = if has_own { few_blocks() } else { catalogue() };
    let anew = laws::compiled(&root, &catalogue);
    let mut session = Session::new(Rc::clone(&catalogue));
    laws::same(&session.compile(&root), &anew, &catalogue);
    let edited = edit(&root, bytes);
    laws::same(&session.compile(&edited), &laws::compiled(&edited, &catalogue), &catalogue);
    laws::same(&session.compile(&root), &anew, &catalogue);
    laws::placed(text, &lint::check_text(text, &catalogue));
});

/// The document after an edit that depends on nothing but the input; steps that stay are shared.
fn edit(root: &Node, bytes: &[u8]) -> Node {
    let sum = bytes.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let mut steps = root.get("steps").map(Node::items).unwrap_or_default().to_vec();
    if steps.is_empty() {
        return root.with("steps", Node::Array(Rc::new(Vec::new())));
    }
    let place = sum / 5 % steps.len();
    match sum % 5 {
        0 => drop(steps.remove(place)),
        1 => steps.insert(place, steps[(place + 1) % steps.len()].clone()),
        2 => steps.reverse(),
        3 => steps[place] = steps[place].with("name", Node::string("renamed")),
        _ => return root.with("dynamic_blocks_definitions", Node::Array(Rc::new(Vec::new()))),
    }
    root.with("steps", Node::Array(Rc::new(steps)))
}

// Bytes that change at random are hardly ever a document, so most changes are made to the tree.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutated(data, size, max_size, |text| tree::mutated(text, u64::from(seed)))
});
