//! Where a wire from a source may lead: what lights up while one is drawn, and what a drop on a card means.
use super::taker::{key_in, of_field};
use super::waits::{Way, reach};
use super::{Facts, Takes};
use crate::item::{Item, Items, Section};
use crate::naming::fit;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Catalogue, Field, KindSet, Place};
use flowdeck_spec::json::{Text, pointer_token};
use flowdeck_spec::selector::Selector;

/// A card that takes a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The card.
    pub item: Item,
    /// The place for the wire, as `Command::Connect` takes it: of those that fit the first that must be given and is
    /// free, else the first that is free, else the first.
    pub path: String,
    /// Something stands there, which the wire would take the place of.
    pub replaces: bool,
}

/// The cards that a wire from this source may lead to, in the order of the document, each once. Steps that the
/// source waits for are not among them, nor are those of unknown blocks, of which nobody knows a place. `$steps.x`
/// itself may be gated.
#[must_use]
pub fn targets(specification: &Node, source: &str, catalogue: &Catalogue) -> Vec<Target> {
    let facts = Facts::of(specification, catalogue);
    let Some(selector) = Selector::parse(source) else { return Vec::new() };
    let Some(kinds) = facts.kinds(selector) else { return Vec::new() };
    let (step, way) = match selector {
        Selector::Input(_) => (None, Way::Before),
        Selector::StepOutput(name, _) => (facts.index(Section::Steps, name), Way::Before),
        Selector::Step(name) => (facts.index(Section::Steps, name), Way::After),
    };
    let closed = step.map(|step| reach(specification, &facts, step, way)).unwrap_or_default();
    let items = Items::of(specification);
    let wire = Wire { selector, kinds, text: source };
    let mut out = Vec::new();
    for (index, entry) in Section::Steps.entries(specification).iter().enumerate() {
        if closed.get(index) == Some(&true) {
            continue;
        }
        let type_name = entry.get("type").and_then(Node::as_str);
        let Some(block) = type_name.and_then(|name| catalogue.block(&name)) else { continue };
        let places = || block.fields.iter().filter_map(|field| Some((field, wire.place(field, entry)?)));
        let must = |(field, _): &(&Field, (String, bool))| field.default.is_none();
        let is_free = |(_, (_, replaces)): &(&Field, (String, bool))| !replaces;
        let best = places()
            .filter(is_free)
            .find(must)
            .or_else(|| places().find(is_free))
            .or_else(|| places().next());
        if let (Some((_, (path, replaces))), Some(item)) = (best, items.item(Section::Steps, index)) {
            out.push(Target { item: item.clone(), path, replaces });
        }
    }
    if !matches!(selector, Selector::Step(_)) {
        for (entry, item) in
            Section::Outputs.entries(specification).iter().zip(items.of_section(Section::Outputs))
        {
            if matches!(entry, Node::Object(_)) {
                let replaces = entry.get("selector").is_some();
                out.push(Target { item: item.clone(), path: String::from("/selector"), replaces });
            }
        }
    }
    out
}

/// One end of a wire.
struct Wire<'a> {
    selector: Selector<'a>,
    kinds: KindSet,
    text: &'a str,
}

impl Wire<'_> {
    /// Where in a field the wire would go, and whether it would take the place of something.
    fn place(&self, field: &Field, entry: &Node) -> Option<(String, bool)> {
        let place = match (of_field(field), self.selector) {
            (Takes::Steps(place), Selector::Step(_)) => place,
            (Takes::Data(..), Selector::Step(_) | Selector::StepOutput(_, "*")) => return None,
            (Takes::Data(kinds, place), _) if kinds.meets(self.kinds) => place,
            _ => return None,
        };
        let key = key_in(field, entry);
        let held = entry.get(key);
        let is_this = |node: &Node| matches!(node, Node::String(text) if *text == *self.text);
        let mut path = String::from("/");
        path.push_str(&pointer_token(key));
        match place {
            Place::Whole => Some((path, held.is_some())),
            // It is there already.
            Place::Items if held.is_some_and(|held| is_this(held) || held.items().iter().any(is_this)) => {
                None
            }
            Place::Items => Some((path, false)),
            Place::Values => {
                let name = fit(self.text.rsplit('.').next().unwrap_or_default());
                path.push('/');
                path.push_str(&free_key(&name, held.map(Node::entries).unwrap_or_default()));
                Some((path, false))
            }
        }
    }
}

/// A name that no entry has.
fn free_key(name: &str, entries: &[(Text, Node)]) -> String {
    let mut out = String::from(name);
    let mut number = 2;
    while entries.iter().any(|(key, _)| *key == *out) {
        out.truncate(name.len());
        out.push('_');
        out.push_str(&i32::to_string(&number));
        number += 1;
    }
    out
}
