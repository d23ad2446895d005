//! A chain of operations: a card for each, with what goes in and what comes out, and a list of what may come next.
use super::act::{Act, Row};
use super::object;
use super::simple::select;
use super::spot::Spot;
use flowdeck_editor::form::edit;
use flowdeck_editor::form::operations::{self, Data};
use flowdeck_spec::Node;
use flowdeck_spec::json::pointer_token;
use std::rc::Rc;
use yew::prelude::*;

/// What data is called.
const NAMES: [(Data, &str); 12] = [
    (Data::ANY, "anything"),
    (Data::TEXT, "text"),
    (Data::NUMBER, "number"),
    (Data::TRUTH, "yes or no"),
    (Data::LIST, "list"),
    (Data::TABLE, "table"),
    (Data::DETECTIONS, "detections"),
    (Data::DETECTION, "detection"),
    (Data::CLASSES, "classification"),
    (Data::IMAGE, "image"),
    (Data::BYTES, "file"),
    (Data::TIME, "time"),
];

/// Data in a word or two.
pub(super) fn word(data: Data) -> String {
    if data == Data::ANY {
        return "anything".into();
    }
    let mut out = String::new();
    for (_, name) in NAMES.iter().filter(|(known, _)| *known != Data::ANY && known.meets(data)) {
        out.push_str(if out.is_empty() { "" } else { " or " });
        out.push_str(name);
    }
    out
}

/// The chain of a property.
pub(super) fn show(spot: &Spot<'_>) -> Html {
    let selector = spot.row.near.as_ref().and_then(Node::as_str).unwrap_or_default();
    chain(spot, data_of(spot.row, &selector))
}

/// What a selector's data is.
pub(super) fn data_of(row: &Row, selector: &str) -> Data {
    let sources = if selector.is_empty() {
        Vec::new()
    } else {
        row.tools.sources.emit(flowdeck_editor::form::Wire::anything())
    };
    let source = sources.iter().find(|source| source.selector == *selector);
    source.map_or(Data::ANY, |source| Data::of_kinds(&row.tools.catalogue, source.kinds))
}

/// A chain at a place that begins with such data.
pub(super) fn chain(spot: &Spot<'_>, begin: Data) -> Html {
    let none = Node::Array(Rc::default());
    let chain = spot.value().unwrap_or(&none);
    let flow = operations::flow(chain, begin);
    let broken = operations::broken(chain, begin);
    let count = chain.items().len();
    let catalogue = &spot.row.tools.catalogue;
    let last = flow.last().copied().unwrap_or(begin);
    let mut options = vec![(String::new(), String::from("Add an operation…"), true)];
    options.extend(
        operations::fitting(catalogue, last).into_iter().map(|one| (one.tag.into(), one.label.into(), false)),
    );
    let at = String::from(spot.at);
    let add = move |row: &Row, tag: String| {
        let Some(new) = fresh(row, &tag) else { return };
        match row.at(&at) {
            Some(Node::Array(_)) => row.act(&Act::Insert(at.clone(), count, new)),
            _ => row.set(&at, Some(Node::Array(Rc::new(vec![new])))),
        }
    };
    html! {
        <div class="fd-chain" role="group" aria-label={String::from(spot.name)}>
            if count > 0 { <p class="fd-chain__data">{ word(begin) }</p> }
            <>{ for chain.items().iter().enumerate().map(|(index, operation)| {
                let after = flow.get(index + 1).copied().unwrap_or(Data::ANY);
                one(spot, (index, count), operation, after, broken == Some(index))
            }) }</>
            if !spot.locked() { { select(spot, [&*spot.id(), "-add"].concat(), Some(["Add an operation to ", spot.name].concat()), &options, add) } }
        </div>
    }
}

/// A new operation; one that cannot be made complete begins with what it is.
fn fresh(row: &Row, tag: &str) -> Option<Node> {
    if tag.is_empty() {
        return None;
    }
    let made = operations::fresh(&row.tools.catalogue, tag);
    Some(made.unwrap_or_else(|| edit::object(vec![("type".into(), Node::string(tag))])))
}

fn one(
    spot: &Spot<'_>,
    (index, count): (usize, usize),
    operation: &Node,
    after: Data,
    is_broken: bool,
) -> Html {
    let tag = operation.get("type").and_then(Node::as_str).unwrap_or_default();
    let (at, name) = (spot.inner(&index.to_string()), operations::name(&tag));
    let card = Spot { at: &at, name: &name, ..*spot };
    let nested = operations::nested(&tag);
    let mut parts = operations::parts(&spot.row.tools.catalogue, &tag);
    parts.retain(|part| nested.is_none_or(|(key, _)| *part.name != *key));
    html! {
        <div class={classes!("fd-chain__card", is_broken.then_some("is-broken"))} key={index}>
            <div class="fd-chain__head"><span class="fd-prop__label">{ &name }</span>{ card.item_buttons(spot.at, index, count, true) }</div>
            if is_broken {
                <p class="fd-field__problem">{ "It does not work on what comes before it: move it, or take it away." }</p>
            }
            { object::parts(&card, &parts) }
            if let Some((key, data)) = nested {
                { inner(&card, key, data) }
            }
            <p class="fd-chain__data">{ ["→ ", &word(after)].concat() }</p>
        </div>
    }
}

/// The chain or the condition within an operation.
fn inner(card: &Spot<'_>, key: &str, data: Data) -> Html {
    let at = [card.at, "/", &pointer_token(key)].concat();
    let spot = Spot { at: &at, ..*card };
    if key == "operations" { chain(&spot, data) } else { super::condition::inner(&spot, data) }
}
