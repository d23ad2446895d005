//! Changes of a document as a tree: entries come, go, change places, and hold what a workflow may hold there.
use crate::{catalogue, words};
use fastrand::Rng;
use flowdeck_spec::catalogue::Block;
use flowdeck_spec::json::{self, Text};
use flowdeck_spec::{Catalogue, Node};
use std::rc::Rc;

/// A document after one to four changes; none when the text is no document.
#[must_use]
pub fn mutated(text: &str, seed: u64) -> Option<String> {
    let mut rng = Rng::with_seed(seed);
    // Now and then the bytes change, so that what is no document is tried too.
    if rng.u8(..) < 16 {
        return None;
    }
    let mut root = json::parse(text).root?;
    let catalogue = catalogue();
    for _ in 0..rng.usize(1..=4) {
        let selectors = selectors(&root, &catalogue);
        root = if rng.u8(..) < 24 {
            with_step(&root, &catalogue, &selectors, &mut rng)
        } else {
            let place = rng.usize(..size(&root));
            let donor = root.clone();
            at(&root, &mut { place }, &mut |node| change(node, &donor, &selectors, &mut rng))
        };
    }
    Some(root.to_compact())
}

/// The selectors that a document's own names make.
fn selectors(root: &Node, catalogue: &Catalogue) -> Vec<String> {
    let spec = root.get("specification").unwrap_or(root);
    let text = |node: &Node, key: &str| node.get(key).and_then(|value| value.as_str().map(String::from));
    let items = |key: &str| spec.get(key).map(Node::items).unwrap_or_default().iter();
    let mut out: Vec<String> =
        items("inputs").filter_map(|input| Some(format!("$inputs.{}", text(input, "name")?))).collect();
    for step in items("steps") {
        let Some(name) = text(step, "name") else { continue };
        let block = text(step, "type").and_then(|name| catalogue.block(&name));
        let outputs = block.map(|block| block.outputs.as_slice()).unwrap_or_default();
        out.extend(outputs.iter().map(|output| format!("$steps.{name}.{}", output.name)));
        out.push(format!("$steps.{name}.*"));
        out.push(format!("$steps.{name}"));
    }
    out
}

/// A value for a property: a selector as often as anything else.
#[must_use]
pub fn value(selectors: &[String], rng: &mut Rng) -> Node {
    match rng.u8(..12) {
        0..6 => Node::string(rng.choice(selectors).map_or("$inputs.image", String::as_str)),
        6 => Node::string(&words::any(rng)),
        7 => Node::Number(number(rng).into()),
        8 => Node::Bool(rng.bool()),
        9 => rng
            .choice([Node::Null, Node::Array(Rc::default()), Node::Object(Rc::default())])
            .unwrap_or(Node::Null),
        10 => Node::Array(Rc::new((0..rng.usize(1..4)).map(|_| value(selectors, rng)).collect())),
        _ => Node::Object(Rc::new(vec![(Text::new(&words::any(rng)), value(selectors, rng))])),
    }
}

fn number(rng: &mut Rng) -> String {
    const EDGES: &[&str] =
        &["0", "1", "-1", "0.5", "1.0", "-0.0", "1e400", "1e-400", "9223372036854775808", "3E2"];
    if rng.bool() {
        rng.choice(EDGES).map(|edge| (*edge).into()).unwrap_or_default()
    } else {
        rng.i16(..).to_string()
    }
}

/// A step of a block: what it needs, and now and then more.
#[must_use]
pub fn step(block: &Block, name: &str, value: &mut dyn FnMut(bool) -> Node) -> Node {
    let mut entries = vec![("type", Node::string(block.full_type())), ("name", Node::string(name))];
    for field in block.fields.iter().filter(|field| field.name() != "name") {
        entries.push((field.name(), value(field.default.is_none())));
    }
    Node::Object(Rc::new(entries.into_iter().map(|(key, value)| (Text::new(key), value)).collect()))
}

/// The document with one step more, of any block.
fn with_step(root: &Node, catalogue: &Catalogue, selectors: &[String], rng: &mut Rng) -> Node {
    let spec = root.get("specification").unwrap_or(root);
    let mut steps = spec.get("steps").map(Node::items).unwrap_or_default().to_vec();
    let Some(block) = rng.choice(catalogue.blocks()) else { return root.clone() };
    let name = format!("n{}", rng.u8(..8));
    let mut made = step(block, &name, &mut |_| value(selectors, rng));
    if let Node::Object(entries) = &made {
        let is_needed = |key: &Text| {
            let place = block.field_index(&key.value());
            place.is_none_or(|place| block.fields[place].default.is_none())
        };
        let kept = entries.iter().filter(|(key, _)| is_needed(key) || rng.u8(..4) == 0).cloned().collect();
        made = Node::Object(Rc::new(kept));
    }
    steps.insert(rng.usize(..=steps.len()), made);
    let grown = spec.with("steps", Node::Array(Rc::new(steps)));
    if root.get("specification").is_some() { root.with("specification", grown) } else { grown }
}

/// How many values a document holds, itself among them.
fn size(node: &Node) -> usize {
    let items: usize = node.items().iter().map(size).sum();
    let entries: usize = node.entries().iter().map(|(_, value)| size(value)).sum();
    1 + items + entries
}

/// The document with the value of that number, counted from the root down, changed.
fn at(node: &Node, place: &mut usize, change: &mut dyn FnMut(&Node) -> Node) -> Node {
    if *place == 0 {
        *place = usize::MAX;
        return change(node);
    }
    *place -= 1;
    // Whoever holds the place has been found when it has passed.
    let mut down = |child: &Node| if *place == usize::MAX { child.clone() } else { at(child, place, change) };
    match node {
        Node::Array(items) => Node::Array(Rc::new(items.iter().map(&mut down).collect())),
        Node::Object(entries) => {
            let changed = entries.iter().map(|(key, value)| (key.clone(), down(value)));
            Node::Object(Rc::new(changed.collect()))
        }
        leaf => leaf.clone(),
    }
}

/// One value after a change.
fn change(node: &Node, root: &Node, selectors: &[String], rng: &mut Rng) -> Node {
    match node {
        Node::Object(entries) if rng.u8(..8) != 0 => {
            let mut entries = entries.to_vec();
            let key = |rng: &mut Rng| Text::new(&words::any(rng));
            let place = rng.usize(..entries.len().max(1));
            match rng.u8(..5) {
                0 if !entries.is_empty() => drop(entries.remove(place)),
                1 if !entries.is_empty() => entries[place].0 = key(rng),
                2 if !entries.is_empty() => entries[place].1 = any(root, selectors, rng),
                3 => rng.shuffle(&mut entries),
                _ => entries.push((key(rng), any(root, selectors, rng))),
            }
            Node::Object(Rc::new(entries))
        }
        Node::Array(items) if rng.u8(..8) != 0 => {
            let mut items = items.to_vec();
            let place = rng.usize(..items.len().max(1));
            match rng.u8(..5) {
                0 if !items.is_empty() => drop(items.remove(place)),
                1 if !items.is_empty() => items.insert(place, items[rng.usize(..items.len())].clone()),
                2 => rng.shuffle(&mut items),
                _ => items.insert(place.min(items.len()), any(root, selectors, rng)),
            }
            Node::Array(Rc::new(items))
        }
        _ if rng.u8(..8) == 0 => Node::Array(Rc::new(vec![node.clone()])),
        _ => any(root, selectors, rng),
    }
}

/// Any value: one that a property may hold, or one that stands elsewhere in the document.
fn any(root: &Node, selectors: &[String], rng: &mut Rng) -> Node {
    if rng.u8(..3) != 0 {
        return value(selectors, rng);
    }
    let mut found = Node::Null;
    let place = rng.usize(..size(root));
    at(root, &mut { place }, &mut |node| {
        found = node.clone();
        Node::Null
    });
    found
}
