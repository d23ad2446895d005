//! Whether a value fits a type: pydantic's lax rules (engine contract §3 C, §7), without a word of memory taken.
use super::number;
use crate::catalogue::{Bound, Catalogue, Field, Literal, Model, Rewrite, Shape, Type, TypeId};
use crate::json::Node;

/// How well a value fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The engine crashes on it.
    Crash,
    /// Not at all.
    No,
    /// After a conversion.
    Lax,
    /// A whole number for a fraction.
    Strict,
    /// As it is.
    Exact,
}

impl Fit {
    const fn when(holds: bool, fit: Self) -> Self {
        if holds { fit } else { Self::No }
    }
}

/// How a value fits a type.
pub(super) fn fit(catalogue: &Catalogue, kind: TypeId, node: &Node) -> Fit {
    match catalogue.kind_of(kind) {
        Type::Any => Fit::Exact,
        Type::Null => Fit::when(matches!(node, Node::Null), Fit::Exact),
        Type::Never => Fit::No,
        Type::Str => Fit::when(matches!(node, Node::String(_)), Fit::Exact),
        Type::Selector(shape) => match node {
            Node::String(text) => Fit::when(has_shape(*shape, &text.value()), Fit::Exact),
            _ => Fit::No,
        },
        Type::Bool => number::as_bool(node).map_or(Fit::No, |(_, fit)| fit),
        Type::Int(bounds) => bounded(number::as_int(node), bounds),
        Type::Float(bounds) => bounded(number::as_float(node), bounds),
        Type::Literal(literals) => literal(literals, node),
        Type::List(item, size) => match node {
            Node::Array(items) if size.holds(items.len()) => {
                all(items.iter().map(|node| fit(catalogue, *item, node)))
            }
            _ => Fit::No,
        },
        Type::Dict(key, value, size) => match node {
            Node::Object(entries) if size.holds(entries.len()) => all(entries.iter().map(|(name, node)| {
                let key = fit(catalogue, *key, &Node::String(name.clone()));
                if key <= Fit::No { key } else { fit(catalogue, *value, node) }
            })),
            _ => Fit::No,
        },
        Type::Tuple(kinds) => match node {
            Node::Array(items) if items.len() == kinds.len() => {
                all(items.iter().zip(kinds).map(|(node, kind)| fit(catalogue, *kind, node)))
            }
            _ => Fit::No,
        },
        Type::Union(members) => union(catalogue, members, node),
        Type::Optional(inner) => match node {
            Node::Null => Fit::Exact,
            _ => fit(catalogue, *inner, node),
        },
        Type::Model(id) => catalogue.model(*id).map_or(Fit::No, |model| of_model(catalogue, model, node)),
        Type::One(models) => {
            let Some(tag) = node.get("type").and_then(Node::as_str) else { return Fit::No };
            let found = models.iter().filter_map(|id| catalogue.model(*id));
            let mut found = found.filter(|model| model.tags.iter().any(|known| **known == *tag));
            found.next().map_or(Fit::No, |model| of_model(catalogue, model, node))
        }
        Type::Limited(inner, bound) => match fit(catalogue, *inner, node) {
            poor @ (Fit::Crash | Fit::No) => poor,
            good => match comparable(catalogue, *inner, node) {
                Some(number) => Fit::when(bound.holds(number), good),
                None => Fit::Crash,
            },
        },
        Type::Filled(inner, least) => match fit(catalogue, *inner, node) {
            poor @ (Fit::Crash | Fit::No) => poor,
            good => match node {
                Node::String(text) => Fit::when(text.value().chars().count() >= *least, good),
                Node::Array(items) => Fit::when(items.len() >= *least, good),
                Node::Object(entries) => Fit::when(entries.len() >= *least, good),
                _ => Fit::Crash,
            },
        },
        Type::Reserved(inner) => match fit(catalogue, *inner, node) {
            poor @ (Fit::Crash | Fit::No) => poor,
            good => Fit::when(
                !node.items().iter().any(|item| item.as_str().is_some_and(|name| name == "error_status")),
                good,
            ),
        },
    }
}

/// Of a union the best member counts; one that crashes takes all with it.
fn union(catalogue: &Catalogue, members: &[TypeId], node: &Node) -> Fit {
    let mut best = Fit::No;
    for member in members {
        match fit(catalogue, *member, node) {
            Fit::Crash => return Fit::Crash,
            Fit::Exact => return Fit::Exact,
            other => best = best.max(other),
        }
    }
    best
}

/// Of parts the worst counts; a crash comes before a plain no, but only if it is met first or no part stops before.
fn all(parts: impl Iterator<Item = Fit>) -> Fit {
    let mut worst = Fit::Exact;
    for part in parts {
        if part == Fit::Crash {
            return Fit::Crash;
        }
        worst = worst.min(part);
    }
    worst
}

/// The value that a field has in an object: by the first of its names that is given, the last of equal keys.
pub(super) fn given<'a>(field: &Field, object: &'a Node) -> Option<&'a Node> {
    field.names.iter().find_map(|name| object.get(name))
}

fn of_model(catalogue: &Catalogue, model: &Model, node: &Node) -> Fit {
    if !matches!(node, Node::Object(_)) {
        return Fit::No;
    }
    all(model.fields.iter().map(|field| match given(field, node) {
        Some(value) => field_fit(catalogue, field, value),
        None => Fit::when(field.default.is_some(), Fit::Exact),
    }))
}

/// How a value fits a field, which may put another in its place first.
pub(super) fn field_fit(catalogue: &Catalogue, field: &Field, node: &Node) -> Fit {
    match rewritten(field, node) {
        Some(other) => fit(catalogue, field.kind, &other),
        None => fit(catalogue, field.kind, node),
    }
}

/// What the engine puts in the place of a value; none when it stays.
pub(super) fn rewritten(field: &Field, node: &Node) -> Option<Node> {
    let text = match (&field.rewrite, node) {
        (Some(_), Node::String(text)) => text.value(),
        _ => return None,
    };
    match field.rewrite.as_ref()? {
        Rewrite::Wrap => Some(Node::Array(std::rc::Rc::new(vec![node.clone()]))),
        Rewrite::Texts(table) => {
            table.iter().find(|(old, _)| **old == *text).map(|(_, new)| Node::string(new))
        }
    }
}

fn bounded(number: Option<(f64, Fit)>, bounds: &[Bound]) -> Fit {
    match number {
        Some((number, fit)) => Fit::when(bounds.iter().all(|bound| bound.holds(number)), fit),
        None => Fit::No,
    }
}

fn literal(literals: &[Literal], node: &Node) -> Fit {
    match node {
        Node::String(text) => {
            let text = text.value();
            let found = literals.iter().any(|known| matches!(known, Literal::Str(known) if **known == *text));
            Fit::when(found, Fit::Exact)
        }
        Node::Null => Fit::when(literals.contains(&Literal::Null), Fit::Exact),
        Node::Number(_) | Node::Bool(_) => {
            // Python compares 1, 1.0 and True as equal.
            let number = match node {
                Node::Bool(value) => f64::from(u8::from(*value)),
                _ => number::plain(node).unwrap_or(f64::NAN),
            };
            #[expect(clippy::cast_precision_loss, reason = "numbers of a choice are small")]
            let same = |known: &Literal| match known {
                Literal::Int(known) => *known as f64 == number,
                Literal::Bool(known) => f64::from(u8::from(*known)) == number,
                _ => false,
            };
            Fit::when(literals.iter().any(same), Fit::Lax)
        }
        _ => Fit::No,
    }
}

/// The number that a fitting value becomes; none where it stays something that cannot be compared.
fn comparable(catalogue: &Catalogue, kind: TypeId, node: &Node) -> Option<f64> {
    match catalogue.kind_of(kind) {
        Type::Int(_) => number::as_int(node).map(|(number, _)| number),
        Type::Float(_) => number::as_float(node).map(|(number, _)| number),
        Type::Bool => number::as_bool(node).map(|(value, _)| f64::from(u8::from(value))),
        Type::Limited(inner, _) => comparable(catalogue, *inner, node),
        Type::Optional(inner) if !matches!(node, Node::Null) => comparable(catalogue, *inner, node),
        Type::Union(members) => {
            let best = best_member(catalogue, members, node)?;
            comparable(catalogue, best, node)
        }
        Type::Any => match node {
            Node::Number(_) => number::plain(node),
            Node::Bool(value) => Some(f64::from(u8::from(*value))),
            _ => None,
        },
        _ => None,
    }
}

/// The member of a union that takes the value: the best, of equals the first.
pub(super) fn best_member(catalogue: &Catalogue, members: &[TypeId], node: &Node) -> Option<TypeId> {
    let mut best = (Fit::No, None);
    for member in members {
        let fit = fit(catalogue, *member, node);
        if fit > best.0 {
            best = (fit, Some(*member));
        }
    }
    best.1
}

/// Whether a text has the shape of a selector. In `$inputs.` the engine's pattern lets the dot be any letter.
pub(super) fn has_shape(shape: Shape, text: &str) -> bool {
    match shape {
        Shape::Data => is_output(text) || is_input(text),
        Shape::Input => is_input(text),
        Shape::Output => is_output(text),
        Shape::Step => {
            text.strip_prefix("$steps.").is_some_and(|rest| rest.bytes().next().is_some_and(in_name))
        }
    }
}

const fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn is_input(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("$inputs") else { return false };
    let mut letters = rest.chars();
    if letters.next().is_none_or(|dot| dot == '\n') {
        return false;
    }
    let name = letters.as_str();
    !name.is_empty() && name.bytes().all(in_name)
}

fn is_output(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("$steps.") else { return false };
    let Some((step, output)) = rest.split_once('.') else { return false };
    !step.is_empty()
        && !output.is_empty()
        && step.bytes().all(in_name)
        && output.bytes().all(|byte| in_name(byte) || byte == b'*')
}
