//! Why a value does not fit a type, in plain words: what is expected, what is there, and where inside it.
use super::value::{Fit, field_fit, fit, given};
use crate::catalogue::{Bound, Catalogue, Field, Literal, Model, Shape, Size, Type, TypeId};
use crate::json::{Node, pointer_token};
use crate::wording::short;

/// A value that does not fit.
#[derive(Debug)]
pub(super) struct Misfit {
    /// Where inside the value, as the end of a JSON pointer.
    pub pointer: String,
    /// What is expected there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// The value of a choice that is near to what is there.
pub(super) fn near_choice(catalogue: &Catalogue, field: &Field, node: &Node) -> Option<Node> {
    let changed = super::value::rewritten(field, node);
    let (_, kind, node) = innermost(catalogue, field.kind, changed.as_ref().unwrap_or(node)).ok()?;
    let Node::String(text) = node else { return None };
    let mut all = Vec::new();
    gather(catalogue, kind, &mut all);
    let names = all.iter().filter_map(|literal| match literal {
        Literal::Str(name) => Some(&**name),
        _ => None,
    });
    crate::wording::nearest(&text.value(), names).map(Node::string)
}

/// Finds the innermost place at which a value that does not fit goes wrong.
pub(super) fn explain(catalogue: &Catalogue, kind: TypeId, node: &Node) -> Misfit {
    match innermost(catalogue, kind, node) {
        Ok((pointer, kind, node)) => {
            Misfit { pointer, expected: describe(catalogue, kind), found: found(node) }
        }
        Err(misfit) => misfit,
    }
}

/// The innermost place, with its type; or what is to be said already.
fn innermost<'a>(
    catalogue: &Catalogue,
    kind: TypeId,
    node: &'a Node,
) -> Result<(String, TypeId, &'a Node), Misfit> {
    let mut pointer = String::new();
    let (mut kind, mut node) = (kind, node);
    loop {
        match step_in(catalogue, kind, node) {
            Inner::Here => break,
            Inner::Same(inner) => kind = inner,
            Inner::Into(token, inner, value) => {
                pointer.push('/');
                pointer.push_str(&pointer_token(&token));
                kind = inner;
                node = value;
            }
            Inner::Said(expected) => {
                return Err(Misfit { pointer, expected, found: found(node) });
            }
        }
    }
    Ok((pointer, kind, node))
}

/// Where to look on.
enum Inner<'a> {
    Here,
    /// Into a member that has the right shape.
    Same(TypeId),
    /// Into a part of the value.
    Into(String, TypeId, &'a Node),
    /// The answer is found.
    Said(String),
}

fn step_in<'a>(catalogue: &Catalogue, kind: TypeId, node: &'a Node) -> Inner<'a> {
    match (catalogue.kind_of(kind), node) {
        (Type::Optional(inner), _) => Inner::Same(*inner),
        (Type::Union(members), _) => {
            // The member whose outer shape is right tells more than all together.
            let alike = members.iter().find(|member| has_parts(catalogue, **member, node));
            alike.map_or(Inner::Here, |member| Inner::Same(*member))
        }
        (Type::Limited(inner, bound), _) => {
            if fit(catalogue, *inner, node) <= Fit::No {
                return Inner::Same(*inner);
            }
            Inner::Said(format!("{} that is {}", describe(catalogue, *inner), bound.words()))
        }
        (Type::Filled(inner, least), _) => {
            if fit(catalogue, *inner, node) <= Fit::No {
                return Inner::Same(*inner);
            }
            Inner::Said(format!("{} with at least {least} in it", describe(catalogue, *inner)))
        }
        (Type::Reserved(inner), _) => {
            if fit(catalogue, *inner, node) <= Fit::No {
                return Inner::Same(*inner);
            }
            Inner::Said("a list without “error_status”, which the block gives itself".into())
        }
        (Type::List(item, size), Node::Array(items)) => {
            if !size.holds(items.len()) {
                return Inner::Said(format!("a list {}", sized(*size, "item")));
            }
            bad_part(catalogue, items.iter().enumerate().map(|(at, node)| (at.to_string(), *item, node)))
        }
        (Type::Tuple(kinds), Node::Array(items)) => {
            if kinds.len() != items.len() {
                return Inner::Said(format!("a list of exactly {} items", kinds.len()));
            }
            let parts = items.iter().zip(kinds).enumerate();
            bad_part(catalogue, parts.map(|(at, (node, kind))| (at.to_string(), *kind, node)))
        }
        (Type::Dict(_, value, size), Node::Object(entries)) => {
            if !size.holds(entries.len()) {
                return Inner::Said(format!("an object {}", sized(*size, "entry")));
            }
            bad_part(catalogue, entries.iter().map(|(name, node)| (name.value().into_owned(), *value, node)))
        }
        (Type::Model(id), Node::Object(_)) => {
            catalogue.model(*id).map_or(Inner::Here, |model| in_model(catalogue, model, node))
        }
        (Type::One(models), Node::Object(_)) => {
            let tag = node.get("type").and_then(Node::as_str);
            let mut known = models.iter().filter_map(|id| catalogue.model(*id));
            let found = tag
                .as_deref()
                .and_then(|tag| known.find(|model| model.tags.iter().any(|name| **name == *tag)));
            match (found, tag) {
                (Some(model), _) => in_model(catalogue, model, node),
                (None, Some(tag)) => {
                    let names: Vec<Node> = models
                        .iter()
                        .filter_map(|id| catalogue.model(*id))
                        .flat_map(|model| model.tags.iter().map(|tag| Node::string(tag)))
                        .collect();
                    Inner::Said(format!(
                        "an operation that is known ({}), not “{}”",
                        listed(&names),
                        short(&tag)
                    ))
                }
                (None, None) => Inner::Said("an object with a “type”".into()),
            }
        }
        _ => Inner::Here,
    }
}

fn has_parts(catalogue: &Catalogue, kind: TypeId, node: &Node) -> bool {
    match catalogue.kind_of(kind) {
        Type::Optional(inner) | Type::Limited(inner, _) | Type::Filled(inner, _) => {
            has_parts(catalogue, *inner, node)
        }
        Type::List(..) | Type::Tuple(_) => matches!(node, Node::Array(_)),
        Type::Dict(..) | Type::Model(_) | Type::One(_) => matches!(node, Node::Object(_)),
        _ => false,
    }
}

fn bad_part<'a>(catalogue: &Catalogue, parts: impl Iterator<Item = (String, TypeId, &'a Node)>) -> Inner<'a> {
    for (token, kind, node) in parts {
        if fit(catalogue, kind, node) <= Fit::No {
            return Inner::Into(token, kind, node);
        }
    }
    Inner::Here
}

fn in_model<'a>(catalogue: &Catalogue, model: &Model, node: &'a Node) -> Inner<'a> {
    for field in &model.fields {
        match given(field, node) {
            None if field.default.is_none() => {
                return Inner::Said(format!("“{}” in {}", field.name(), model.name));
            }
            Some(value) if field_fit(catalogue, field, value) <= Fit::No => {
                let key = field.names.iter().find(|name| node.get(name).is_some());
                return Inner::Into(key.map_or("", |name| name).into(), field.kind, value);
            }
            _ => {}
        }
    }
    Inner::Here
}

/// A type in words, with its article: “a whole number of at least 1, or a selector”.
#[must_use]
pub fn describe(catalogue: &Catalogue, kind: TypeId) -> String {
    let mut parts = Vec::new();
    collect(catalogue, kind, &mut parts, 0);
    let mut seen: Vec<String> = Vec::new();
    for part in parts {
        if !seen.contains(&part) {
            seen.push(part);
        }
    }
    // A selector is what all may be: it is said last.
    crate::order::sort(&mut seen, |a, b| a.contains("selector").cmp(&b.contains("selector")));
    crate::wording::any_of(&seen)
}

fn collect(catalogue: &Catalogue, kind: TypeId, parts: &mut Vec<String>, depth: usize) {
    let part = match catalogue.kind_of(kind) {
        Type::Any => "any value".into(),
        Type::Null => "null".into(),
        Type::Never => return,
        Type::Str => "a text".into(),
        Type::Selector(Shape::Data) => "a selector such as $inputs.name or $steps.name.output".into(),
        Type::Selector(Shape::Input) => "a selector of an input, $inputs.name".into(),
        Type::Selector(Shape::Output) => "a selector of a step's output, $steps.name.output".into(),
        Type::Selector(Shape::Step) => "a selector of a step, $steps.name".into(),
        Type::Bool => "true or false".into(),
        Type::Int(bounds) => limited("a whole number", bounds),
        Type::Float(bounds) => limited("a number", bounds),
        Type::Literal(literals) => {
            let names: Vec<Node> = literals.iter().map(node_of).collect();
            format!("one of {}", listed(&names))
        }
        Type::List(item, size) => {
            let of = if depth < 2 {
                format!(" of {}", plural(&inner(catalogue, *item, depth)))
            } else {
                String::new()
            };
            format!(
                "a list{of}{}",
                if size.least > 0 { format!(", {}", sized(*size, "item")) } else { String::new() }
            )
        }
        Type::Dict(..) => "an object".into(),
        Type::Tuple(kinds) => format!("a list of exactly {} items", kinds.len()),
        Type::Union(members) => {
            for member in members {
                collect(catalogue, *member, parts, depth);
            }
            return;
        }
        Type::Optional(inner) | Type::Filled(inner, _) | Type::Reserved(inner) => {
            return collect(catalogue, *inner, parts, depth);
        }
        Type::Limited(inner, bound) => {
            let before = parts.len();
            collect(catalogue, *inner, parts, depth);
            for part in parts.iter_mut().skip(before).filter(|part| part.contains("number")) {
                let joint = if part.contains("least") || part.contains("most") { " and" } else { " of" };
                part.push_str(&format!("{joint} {}", bound.words()));
            }
            return;
        }
        Type::Model(id) => {
            catalogue.model(*id).map_or("an object".into(), |model| format!("an object ({})", model.name))
        }
        Type::One(_) => "an operation".into(),
    };
    parts.push(part);
}

fn inner(catalogue: &Catalogue, kind: TypeId, depth: usize) -> String {
    let mut parts = Vec::new();
    collect(catalogue, kind, &mut parts, depth + 1);
    crate::wording::any_of(&parts)
}

fn plural(part: &str) -> String {
    match part {
        "a text" => "texts".into(),
        "a whole number" => "whole numbers".into(),
        "a number" => "numbers".into(),
        "an operation" => "operations".into(),
        "any value" => "any values".into(),
        "an object" => "objects".into(),
        other => format!("items, each {other}"),
    }
}

fn limited(what: &str, bounds: &[Bound]) -> String {
    if bounds.is_empty() {
        return what.into();
    }
    let words: Vec<String> = bounds.iter().map(|bound| bound.words()).collect();
    format!("{what} of {}", words.join(" and "))
}

fn sized(size: Size, item: &str) -> String {
    let count = |number: usize| {
        let word = match (item, number) {
            (word, 1) => word.to_owned(),
            ("entry", _) => "entries".into(),
            (word, _) => format!("{word}s"),
        };
        format!("{number} {word}")
    };
    match (size.least, size.most) {
        (least, None) => format!("with at least {}", count(least)),
        (least, Some(most)) if least == most => format!("with exactly {}", count(most)),
        (_, Some(most)) => format!("with at most {}", count(most)),
    }
}

/// Up to eight values by their spelling.
pub(super) fn listed(values: &[Node]) -> String {
    const SHOWN: usize = 8;
    let names: Vec<String> = values.iter().take(SHOWN).map(|value| short(&value.to_compact())).collect();
    match values.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{} and {more} more", names.join(", ")),
        _ => names.join(", "),
    }
}

fn node_of(literal: &Literal) -> Node {
    match literal {
        Literal::Str(text) => Node::string(text),
        Literal::Int(number) => Node::Number(number.to_string().into()),
        Literal::Bool(value) => Node::Bool(*value),
        Literal::Null => Node::Null,
    }
}

/// What stands there, short.
pub(super) fn found(node: &Node) -> String {
    match node {
        Node::String(text) => format!("“{}”", short(&text.value())),
        Node::Number(text) => short(text),
        Node::Bool(value) => value.to_string(),
        Node::Null => "null".into(),
        Node::Array(items) if items.is_empty() => "an empty list".into(),
        Node::Array(_) => "a list".into(),
        Node::Object(_) => "an object".into(),
    }
}

fn gather<'a>(catalogue: &'a Catalogue, kind: TypeId, out: &mut Vec<&'a Literal>) {
    match catalogue.kind_of(kind) {
        Type::Literal(literals) => out.extend(literals),
        Type::Union(members) => members.iter().for_each(|member| gather(catalogue, *member, out)),
        Type::Optional(inner) | Type::Limited(inner, _) => gather(catalogue, *inner, out),
        _ => {}
    }
}
