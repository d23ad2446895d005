//! Groups of statements: what has to hold.
use super::Scope;
use super::operations::{chain, lax_bool};
use super::python::{at, compare, contains, equal, iterate, length};
use crate::data::Data;
use crate::shapes;
use serde_json::Value;
use std::cmp::Ordering;

/// How deep groups may be nested.
const DEEPEST: usize = 64;

/// Whether a statement or a group of them holds.
pub(crate) fn holds(statement: &Value, scope: &Scope<'_>) -> Result<bool, String> {
    check(statement, scope, 0)
}

fn check(statement: &Value, scope: &Scope<'_>, depth: usize) -> Result<bool, String> {
    if depth > DEEPEST {
        return Err(format!("conditions are nested more than {DEEPEST} deep"));
    }
    match statement.get("type").and_then(Value::as_str) {
        Some("StatementGroup") => {
            let all = match statement.get("operator").and_then(Value::as_str) {
                Some("and") => true,
                Some("or") | None => false,
                Some(other) => {
                    return Err(format!("statements are joined by “and” or “or”, not by “{other}”"));
                }
            };
            let list = statement.get("statements").and_then(Value::as_array).filter(|list| !list.is_empty());
            // Each statement is looked at, so that an error in a later one is told.
            let outcomes =
                list.ok_or("a group has no statements")?.iter().map(|one| check(one, scope, depth + 1));
            let outcomes = outcomes.collect::<Result<Vec<bool>, String>>()?;
            Ok(if all { outcomes.iter().all(|one| *one) } else { outcomes.iter().any(|one| *one) })
        }
        Some("BinaryStatement") => {
            let left = operand(statement.get("left_operand"), scope)?;
            let right = operand(statement.get("right_operand"), scope)?;
            let comparator = kind(statement, "comparator")?;
            Ok(binary(comparator, &left, &right)? != is_negated(statement)?)
        }
        Some("UnaryStatement") => {
            let value = operand(statement.get("operand"), scope)?;
            Ok(unary(kind(statement, "operator")?, &value)? != is_negated(statement)?)
        }
        other => Err(format!("“{}” is no kind of condition", other.unwrap_or("nothing"))),
    }
}

fn is_negated(statement: &Value) -> Result<bool, String> {
    match statement.get("negate") {
        None => Ok(false),
        Some(value) => lax_bool(value).ok_or_else(|| String::from("“negate” is true or false")),
    }
}

fn kind<'a>(statement: &'a Value, key: &str) -> Result<&'a str, String> {
    let found = statement.get(key).and_then(|inner| inner.get("type")).and_then(Value::as_str);
    found.ok_or_else(|| format!("a condition has no {key}"))
}

fn operand(definition: Option<&Value>, scope: &Scope<'_>) -> Result<Data, String> {
    let definition = definition.ok_or("a condition lacks an operand")?;
    let start = match definition.get("type").and_then(Value::as_str) {
        Some("StaticOperand") => {
            let value = definition.get("value").cloned();
            Data::Json(value.ok_or("a StaticOperand has no “value”")?)
        }
        Some("DynamicOperand") => {
            let name = definition.get("operand_name").and_then(Value::as_str).unwrap_or("_");
            scope.value(name).map_err(|why| format!("in a condition {why}"))?.clone()
        }
        _ => return Err(String::from("an operand is a StaticOperand or a DynamicOperand")),
    };
    chain(start, definition.get("operations").unwrap_or(&Value::Null), scope)
}

fn binary(comparator: &str, left: &Data, right: &Data) -> Result<bool, String> {
    let cannot = || format!("{} and {} cannot be compared with “{comparator}”", left.kind(), right.kind());
    let order = |a: &Data, b: &Data| match (a, b) {
        (Data::Time(a), Data::Time(b)) => Ok(a.cmp(b)),
        _ => a.to_json().zip(b.to_json()).and_then(|(a, b)| compare(&a, &b)).ok_or_else(cannot),
    };
    let texts = || match (left, right) {
        (Data::Json(Value::String(a)), Data::Json(Value::String(b))) => Ok((a.as_str(), b.as_str())),
        _ => Err(cannot()),
    };
    let items = || iterate(left).ok_or_else(|| format!("“{comparator}” needs a list, not {}", left.kind()));
    Ok(match comparator {
        "==" | "(Number) ==" => equal(left, right),
        "!=" | "(Number) !=" => !equal(left, right),
        "(Number) >" => order(left, right)? == Ordering::Greater,
        "(Number) >=" => order(left, right)? != Ordering::Less,
        "(Number) <" => order(left, right)? == Ordering::Less,
        "(Number) <=" => order(left, right)? != Ordering::Greater,
        "(Number) in range" => {
            let limit =
                |index: usize| at(right, index).ok_or_else(|| String::from("a range has two numbers"));
            order(&limit(0)?, left)?.is_le() && order(left, &limit(1)?)?.is_le()
        }
        "(String) startsWith" => texts()?.0.starts_with(texts()?.1),
        "(String) endsWith" => texts()?.0.ends_with(texts()?.1),
        "(String) contains" => contains(left, right)?,
        "in (Sequence)" => contains(right, left)?,
        "any in (Sequence)" => {
            for item in items()? {
                if contains(right, &item)? {
                    return Ok(true);
                }
            }
            false
        }
        "all in (Sequence)" => {
            for item in items()? {
                if !contains(right, &item)? {
                    return Ok(false);
                }
            }
            true
        }
        "(Detection) in zone" => in_zone(left, right)?,
        other => return Err(format!("the embedded engine has no comparison “{other}”")),
    })
}

/// Whether a point lies within a polygon, its outline left out.
fn in_zone(left: &Data, right: &Data) -> Result<bool, String> {
    let point = |value: &Value| Some([value.get(0)?.as_f64()?, value.get(1)?.as_f64()?]);
    let place = left.to_json().as_ref().and_then(point);
    let place = place.ok_or_else(|| format!("“in zone” needs a point [x, y], not {}", left.kind()))?;
    let zone = right.to_json().unwrap_or(Value::Null);
    let corners: Option<Vec<[f64; 2]>> = zone.as_array().and_then(|list| list.iter().map(point).collect());
    let corners = corners.ok_or("a zone is a list of points [x, y]")?;
    match corners.len() {
        0 => Ok(false),
        1 | 2 => Err(String::from("a zone has at least three points")),
        _ => Ok(shapes::is_within(&corners, place)),
    }
}

fn unary(operator: &str, value: &Data) -> Result<bool, String> {
    let length = || length(value).ok_or_else(|| format!("“{operator}” needs a list, not {}", value.kind()));
    Ok(match operator {
        "Exists" => !value.is_null(),
        "DoesNotExist" => value.is_null(),
        "(Boolean) is True" => matches!(value, Data::Json(Value::Bool(true))),
        "(Boolean) is False" => matches!(value, Data::Json(Value::Bool(false))),
        "(Sequence) is empty" => length()? == 0,
        "(Sequence) is not empty" => length()? > 0,
        other => return Err(format!("the embedded engine has no test “{other}”")),
    })
}
