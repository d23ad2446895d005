//! Keys that an object has twice. The engine's reader of JSON keeps the last value of them, at the place of the first,
//! so the others are nothing that the engine could refuse.
use crate::hash::FastMap;
use crate::json::{Node, Text};
use std::rc::Rc;

/// Up to this many entries keys are compared pairwise; above, by a map.
const FEW: usize = 16;

/// The same value with every key once; none when it is so already, which is nearly always. `is_known` says it of a
/// value `levels` below, so that what was looked at before is not looked at again.
pub(super) fn once(node: &Node, levels: Option<u8>, is_known: &dyn Fn(&Node) -> bool) -> Option<Node> {
    if levels == Some(0) && is_known(node) {
        return None;
    }
    let below = |child: &Node| once(child, levels.and_then(|levels| levels.checked_sub(1)), is_known);
    match node {
        Node::Array(items) => {
            let mut changed = None;
            for (index, item) in items.iter().enumerate() {
                if let Some(item) = below(item) {
                    changed.get_or_insert_with(|| items.to_vec())[index] = item;
                }
            }
            changed.map(|items| Node::Array(Rc::new(items)))
        }
        Node::Object(entries) => {
            let mut changed = has_twice(entries).then(|| merged(entries));
            for index in 0..changed.as_deref().unwrap_or(entries).len() {
                if let Some(value) = below(&changed.as_deref().unwrap_or(entries)[index].1) {
                    changed.get_or_insert_with(|| entries.to_vec())[index].1 = value;
                }
            }
            changed.map(|entries| Node::Object(Rc::new(entries)))
        }
        _ => None,
    }
}

fn has_twice(entries: &[(Text, Node)]) -> bool {
    if entries.len() > FEW {
        return merged(entries).len() < entries.len();
    }
    let mut rest = entries;
    while let [(key, _), after @ ..] = rest {
        if after.iter().any(|(other, _)| other == key) {
            return true;
        }
        rest = after;
    }
    false
}

fn merged(entries: &[(Text, Node)]) -> Vec<(Text, Node)> {
    let mut places: FastMap<Box<str>, u32> = FastMap::default();
    let mut out: Vec<(Text, Node)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let next = u32::try_from(out.len()).unwrap_or(u32::MAX);
        let place = *places.entry(key.value().into()).or_insert(next);
        match out.get_mut(place as usize) {
            // Two different lone surrogates are shown alike and are not alike.
            Some((known, old)) if known == key => *old = value.clone(),
            _ => out.push((key.clone(), value.clone())),
        }
    }
    out
}
