//! What a property takes, in a few quiet words beside its label: “image”, “0 – 1 · default 0.4”.
use flowdeck_editor::form::{Part, Widget};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Bound, Catalogue, Shape};
use flowdeck_spec::decimal;

/// The words.
pub(super) fn of(catalogue: &Catalogue, part: &Part) -> String {
    let mut out = String::new();
    let mut say = |text: &str| {
        if !text.is_empty() {
            out.push_str(if out.is_empty() { "" } else { " · " });
            out.push_str(text);
        }
    };
    let wire = part.slot.wire.filter(|_| part.slot.literal.is_none());
    match &part.slot.literal {
        Some(Widget::Number { whole, limits }) => {
            say(if *whole && limits.is_empty() { "whole number" } else { "" });
            say(&range(limits));
        }
        Some(Widget::List { .. } | Widget::Classes) => say("list"),
        Some(Widget::Drawn(_)) => say("points, in pixels"),
        Some(Widget::Map { .. }) => say("names and values"),
        Some(Widget::Json) => say("JSON"),
        _ => {}
    }
    if let Some(wire) = wire {
        if wire.shape == Shape::Step {
            say("step");
        } else {
            say(&kinds(catalogue, wire.kinds));
        }
    }
    if let Some(default) = part.default.as_ref().and_then(|node| short(&part.slot.literal, node)) {
        say(&["default ", &default].concat());
    }
    out
}

/// The names of kinds, three at most.
pub(super) fn kinds(catalogue: &Catalogue, kinds: flowdeck_spec::catalogue::KindSet) -> String {
    if kinds.is_any() {
        return "anything".into();
    }
    let mut out = String::new();
    for (index, name) in catalogue.kinds.names(kinds).enumerate() {
        if index == 3 {
            out.push('…');
            break;
        }
        out.push_str(if index > 0 { ", " } else { "" });
        out.push_str(&name.replace('_', " "));
    }
    out
}

/// The limits of a number: “0 – 1”, “at least 1”.
fn range(limits: &[Bound]) -> String {
    if let [Bound::Least(least), Bound::Most(most)] = limits {
        return [&*decimal::write(*least), " – ", &decimal::write(*most)].concat();
    }
    let mut out = String::new();
    for bound in limits {
        out.push_str(if out.is_empty() { "" } else { ", " });
        out.push_str(&bound.words());
    }
    out
}

/// A default where it is a word, in the words of its widget.
pub(super) fn short(widget: &Option<Widget>, node: &Node) -> Option<String> {
    let text = match (widget, node) {
        (Some(Widget::Choice { values, .. }), node) if values.iter().any(|pick| pick.value == *node) => {
            values.iter().find(|pick| pick.value == *node)?.label.clone()
        }
        (_, Node::String(text)) => text.value().into_owned(),
        (_, Node::Number(text)) => String::from(&**text),
        (_, Node::Bool(is_on)) => String::from(if *is_on { "on" } else { "off" }),
        _ => return None,
    };
    (!text.is_empty() && text.len() < 30).then_some(text)
}
