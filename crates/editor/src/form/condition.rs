//! Conditions: groups of statements joined by “and” or “or”. A statement compares two operands or asks something of
//! one; an operand is a fixed value, or a value of the workflow with operations on it. The values themselves are
//! changed with [`super::edit`]; its places are `/statements/0/left_operand` and the like.
use super::edit;
use super::operations::{self, Data};
use super::sample::written;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Catalogue;
use std::rc::Rc;

/// A way to compare or to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparator {
    /// Its `type`.
    pub tag: &'static str,
    /// In words, between two operands or after one.
    pub label: &'static str,
    /// What the first operand may be.
    pub left: Data,
    /// What the second may be; none where there is one operand only.
    pub right: Option<Data>,
    /// The engine's model of it.
    model: &'static str,
}

const fn two(
    model: &'static str,
    tag: &'static str,
    label: &'static str,
    left: Data,
    right: Data,
) -> Comparator {
    Comparator { tag, label, left, right: Some(right), model }
}

const fn one(model: &'static str, tag: &'static str, label: &'static str, left: Data) -> Comparator {
    Comparator { tag, label, left, right: None, model }
}

/// All comparators, the usual ones first.
pub const COMPARATORS: [Comparator; 20] = [
    two("Equals", "==", "is", Data::ANY, Data::ANY),
    two("NotEquals", "!=", "is not", Data::ANY, Data::ANY),
    two("NumberGreater", "(Number) >", "is more than", Data::NUMBER, Data::NUMBER),
    two("NumberGreaterEqual", "(Number) >=", "is at least", Data::NUMBER, Data::NUMBER),
    two("NumberLower", "(Number) <", "is less than", Data::NUMBER, Data::NUMBER),
    two("NumberLowerEqual", "(Number) <=", "is at most", Data::NUMBER, Data::NUMBER),
    two("NumberInRange", "(Number) in range", "is between", Data::NUMBER, Data::LIST),
    two("StringContains", "(String) contains", "contains", Data::TEXT, Data::TEXT),
    two("StringStartsWith", "(String) startsWith", "starts with", Data::TEXT, Data::TEXT),
    two("StringEndsWith", "(String) endsWith", "ends with", Data::TEXT, Data::TEXT),
    two("In", "in (Sequence)", "is one of", Data::ANY, Data::LIST),
    two("AnyInSequence", "any in (Sequence)", "has any of", Data::LIST, Data::LIST),
    two("AllInSequence", "all in (Sequence)", "is all within", Data::LIST, Data::LIST),
    two("DetectionInZone", "(Detection) in zone", "is in the zone", Data::DETECTION, Data::LIST),
    one("IsTrue", "(Boolean) is True", "is true", Data::TRUTH),
    one("IsFalse", "(Boolean) is False", "is false", Data::TRUTH),
    one("IsEmpty", "(Sequence) is empty", "is empty", Data::LIST),
    one("IsNotEmpty", "(Sequence) is not empty", "is not empty", Data::LIST),
    one("Exists", "Exists", "is there", Data::ANY),
    one("DoesNotExist", "DoesNotExist", "is not there", Data::ANY),
];

/// The comparator of a `type`; both spellings of equality are one.
#[must_use]
pub fn find(tag: &str) -> Option<&'static Comparator> {
    let tag = match tag {
        "(Number) ==" => "==",
        "(Number) !=" => "!=",
        tag => tag,
    };
    COMPARATORS.iter().find(|comparator| comparator.tag == tag)
}

/// The comparators for such data, as the engine has them.
#[must_use]
pub fn fitting(catalogue: &Catalogue, left: Data) -> Vec<&'static Comparator> {
    let fits = |comparator: &&Comparator| {
        comparator.left.meets(left) && catalogue.model_named(comparator.model).is_some()
    };
    COMPARATORS.iter().filter(fits).collect()
}

/// A new group with one statement about nothing in particular.
#[must_use]
pub fn group() -> Node {
    written(r#"{"type":"StatementGroup","operator":"and","statements":[]}"#)
        .with("statements", Node::Array(Rc::new(vec![statement("_", Data::ANY)])))
}

/// A new statement about a value of that name: `_` is the one that is worked on, as in a filter. Of a detection it is what
/// is asked most: whether it is sure enough.
#[must_use]
pub fn statement(operand: &str, data: Data) -> Node {
    /// A detection that is at least as likely as not.
    const SURE: &str = r#"{"type":"BinaryStatement","left_operand":{"type":"DynamicOperand","operand_name":"_",
        "operations":[{"type":"ExtractDetectionProperty","property_name":"confidence"}]},
        "comparator":{"type":"(Number) >="},"right_operand":{"type":"StaticOperand","value":0.5}}"#;
    if data == Data::DETECTION {
        let operand = Node::string(operand);
        let left = written(SURE);
        let named = left.get("left_operand").map(|left| left.with("operand_name", operand));
        return named.map_or_else(|| left.clone(), |named| left.with("left_operand", named));
    }
    binary(dynamic(operand), "==", data)
}

/// An operand that is a fixed value.
#[must_use]
pub fn fixed(value: Node) -> Node {
    tagged("StaticOperand").with("value", value)
}

/// An operand that is a value of the workflow, by its name.
#[must_use]
pub fn dynamic(name: &str) -> Node {
    tagged("DynamicOperand").with("operand_name", Node::string(name))
}

/// The statement with another comparator: operands and negation stay as far as there is a place for them.
#[must_use]
pub fn with_comparator(statement: &Node, tag: &str) -> Option<Node> {
    let comparator = find(tag)?;
    let left = ["left_operand", "operand"].into_iter().find_map(|key| statement.get(key).cloned());
    let left = left.unwrap_or_else(|| dynamic("_"));
    let is_two = statement.get("left_operand").is_some();
    if is_two == comparator.right.is_some() {
        let key = if is_two { "comparator" } else { "operator" };
        return Some(statement.with(key, tagged(tag)));
    }
    let mut new = match comparator.right {
        Some(right) => binary(left, tag, right),
        None => tagged("UnaryStatement").with("operand", left).with("operator", tagged(tag)),
    };
    if let Some(negate) = statement.get("negate") {
        new = new.with("negate", negate.clone());
    }
    Some(new)
}

/// The statement turned into its opposite, or back.
#[must_use]
pub fn negated(statement: &Node) -> Node {
    if matches!(statement.get("negate"), Some(Node::Bool(true))) {
        edit::remove(statement, "/negate").unwrap_or_else(|| statement.clone())
    } else {
        statement.with("negate", Node::Bool(true))
    }
}

/// What an operand is after its operations; `named` tells what a value of the workflow is.
#[must_use]
pub fn data_of(operand: &Node, named: &dyn Fn(&str) -> Data) -> Data {
    let start = match operand.get("value") {
        Some(value) => match value {
            Node::String(_) => Data::TEXT,
            Node::Number(_) => Data::NUMBER,
            Node::Bool(_) => Data::TRUTH,
            Node::Array(_) => Data::LIST,
            Node::Object(_) => Data::TABLE,
            Node::Null => Data::ANY,
        },
        None => named(&operand.get("operand_name").and_then(Node::as_str).unwrap_or("_".into())),
    };
    let chain = operand.get("operations").unwrap_or(&Node::Null);
    operations::flow(chain, start).last().copied().unwrap_or(start)
}

/// A condition in words: “count is more than 3 and not (door is open)”.
#[must_use]
pub fn words(condition: &Node) -> String {
    let mut out = String::new();
    say(condition, 0, &mut out);
    out
}

fn say(node: &Node, depth: u32, out: &mut String) {
    // A hostile document is nested without end; people read three levels at most.
    if depth > 8 {
        out.push('…');
        return;
    }
    let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default();
    if let Some(statements) = node.get("statements") {
        let join = if text("operator") == "and" { " and " } else { " or " };
        let inner = statements.items().len() > 1 && depth > 0;
        out.push_str(if inner { "(" } else { "" });
        for (index, statement) in statements.items().iter().enumerate() {
            out.push_str(if index > 0 { join } else { "" });
            say(statement, depth + 1, out);
        }
        out.push_str(if inner { ")" } else { "" });
        return;
    }
    let is_negated = matches!(node.get("negate"), Some(Node::Bool(true)));
    out.push_str(if is_negated { "not (" } else { "" });
    let first = node.get("left_operand").or_else(|| node.get("operand")).unwrap_or(&Node::Null);
    say_operand(first, out);
    let compared = node.get("comparator").or_else(|| node.get("operator")).unwrap_or(&Node::Null);
    let tag = compared.get("type").and_then(Node::as_str).unwrap_or_default();
    out.push(' ');
    out.push_str(find(&tag).map_or(&tag, |comparator| comparator.label));
    if let Some(right) = node.get("right_operand") {
        out.push(' ');
        say_operand(right, out);
    }
    out.push_str(if is_negated { ")" } else { "" });
}

fn say_operand(operand: &Node, out: &mut String) {
    match operand.get("value") {
        Some(Node::String(text)) => {
            out.push('“');
            out.push_str(&text.value());
            out.push('”');
        }
        Some(value) => out.push_str(&value.to_compact()),
        None => {
            let name = operand.get("operand_name").and_then(Node::as_str).unwrap_or("_".into());
            let chain = operand.get("operations").map(Node::items).unwrap_or_default();
            // The one that is worked on needs no name where something is taken of it.
            if *name != *"_" || chain.is_empty() {
                out.push_str(if *name == *"_" { "it" } else { &name });
            }
            for (index, operation) in chain.iter().enumerate() {
                out.push_str(if index > 0 || *name != *"_" { " → " } else { "" });
                let property = operation.get("property_name").and_then(Node::as_str);
                match property {
                    Some(property) => {
                        out.push_str(&flowdeck_spec::fold(&super::label::of_property(&property)));
                    }
                    None => out.push_str(&operations::words(operation)),
                }
            }
        }
    }
}

fn binary(left: Node, tag: &str, right: Data) -> Node {
    tagged("BinaryStatement")
        .with("left_operand", left)
        .with("comparator", tagged(tag))
        .with("right_operand", fixed(blank(right)))
}

fn tagged(tag: &str) -> Node {
    edit::object(vec![("type".into(), Node::string(tag))])
}

/// A value to begin with.
fn blank(data: Data) -> Node {
    match data {
        Data::NUMBER => Node::Number("0".into()),
        Data::TRUTH => Node::Bool(true),
        Data::LIST => Node::Array(Rc::new(Vec::new())),
        _ => Node::string(""),
    }
}
