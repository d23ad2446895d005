//! Groups of statements: what has to hold.
use super::operations::{chain, names};
use super::python::{compare, equal};
use crate::data::Data;
use serde_json::Value;
use std::cmp::Ordering;

/// How deep groups may be nested.
const DEEPEST: usize = 64;

/// Whether a statement or a group of them holds for the named values.
pub(crate) fn holds(statement: &Value, values: &[(String, Data)]) -> Result<bool, String> {
    check(statement, values, 0)
}

fn check(statement: &Value, values: &[(String, Data)], depth: usize) -> Result<bool, String> {
    if depth > DEEPEST {
        return Err(format!("conditions are nested more than {DEEPEST} deep"));
    }
    match statement.get("type").and_then(Value::as_str) {
        Some("StatementGroup") => {
            let all = statement.get("operator").and_then(Value::as_str) == Some("and");
            let list =
                statement.get("statements").and_then(Value::as_array).ok_or("a group has no statements")?;
            let mut outcome = all;
            for one in list {
                let one = check(one, values, depth + 1)?;
                outcome = if all { outcome && one } else { outcome || one };
            }
            Ok(outcome)
        }
        Some("BinaryStatement") => {
            let left = operand(statement.get("left_operand"), values)?;
            let right = operand(statement.get("right_operand"), values)?;
            let comparator = kind(statement, "comparator")?;
            Ok(binary(comparator, &left, &right)? != is_negated(statement))
        }
        Some("UnaryStatement") => {
            let value = operand(statement.get("operand"), values)?;
            Ok(unary(kind(statement, "operator")?, &value)? != is_negated(statement))
        }
        other => Err(format!("“{}” is no kind of condition", other.unwrap_or("nothing"))),
    }
}

fn is_negated(statement: &Value) -> bool {
    statement.get("negate").and_then(Value::as_bool).unwrap_or(false)
}

fn kind<'a>(statement: &'a Value, key: &str) -> Result<&'a str, String> {
    let found = statement.get(key).and_then(|inner| inner.get("type")).and_then(Value::as_str);
    found.ok_or_else(|| format!("a condition has no {key}"))
}

fn operand(definition: Option<&Value>, values: &[(String, Data)]) -> Result<Data, String> {
    let definition = definition.ok_or("a condition lacks an operand")?;
    let start = match definition.get("type").and_then(Value::as_str) {
        Some("StaticOperand") => Data::Json(definition.get("value").cloned().unwrap_or(Value::Null)),
        Some("DynamicOperand") => {
            let name = definition.get("operand_name").and_then(Value::as_str).unwrap_or("_");
            let found = values.iter().rev().find(|(key, _)| key == name).map(|(_, data)| data.clone());
            found.ok_or_else(|| {
                format!("a condition names “{name}”, which is not among the parameters ({})", names(values))
            })?
        }
        _ => return Err(String::from("an operand is a StaticOperand or a DynamicOperand")),
    };
    chain(start, definition.get("operations").unwrap_or(&Value::Null), values)
}

fn binary(comparator: &str, left: &Data, right: &Data) -> Result<bool, String> {
    if comparator == "(Detection) in zone" {
        return in_zone(left, right);
    }
    let plain = |data: &Data| {
        data.to_json().ok_or_else(|| format!("{} cannot be compared with “{comparator}”", data.kind()))
    };
    let (a, b) = (plain(left)?, plain(right)?);
    let order = || {
        compare(&a, &b).ok_or_else(|| {
            format!("{} and {} cannot be compared with “{comparator}”", left.kind(), right.kind())
        })
    };
    let texts = || match (&a, &b) {
        (Value::String(a), Value::String(b)) => Ok((a, b)),
        _ => Err(format!("“{comparator}” compares texts, not {} and {}", left.kind(), right.kind())),
    };
    let list = |value: &Value, data: &Data| match value {
        Value::Array(items) => Ok(items.clone()),
        Value::Object(map) => Ok(map.keys().map(|key| Value::from(key.as_str())).collect()),
        _ => Err(format!("“{comparator}” needs a list, not {}", data.kind())),
    };
    let contains = |items: &[Value], value: &Value| items.iter().any(|item| equal(item, value));
    Ok(match comparator {
        "==" | "(Number) ==" => equal(&a, &b),
        "!=" | "(Number) !=" => !equal(&a, &b),
        "(Number) >" => order()? == Ordering::Greater,
        "(Number) >=" => order()? != Ordering::Less,
        "(Number) <" => order()? == Ordering::Less,
        "(Number) <=" => order()? != Ordering::Greater,
        "(Number) in range" => {
            let range = list(&b, right)?;
            let [low, high] = &range[..] else { return Err(String::from("a range has two numbers")) };
            compare(low, &a).is_some_and(Ordering::is_le) && compare(&a, high).is_some_and(Ordering::is_le)
        }
        "(String) startsWith" => texts()?.0.starts_with(texts()?.1.as_str()),
        "(String) endsWith" => texts()?.0.ends_with(texts()?.1.as_str()),
        "(String) contains" => texts()?.0.contains(texts()?.1.as_str()),
        "in (Sequence)" => match (&a, &b) {
            (Value::String(a), Value::String(b)) => b.contains(a.as_str()),
            _ => contains(&list(&b, right)?, &a),
        },
        "any in (Sequence)" => {
            let items = list(&b, right)?;
            list(&a, left)?.iter().any(|item| contains(&items, item))
        }
        "all in (Sequence)" => {
            let items = list(&b, right)?;
            list(&a, left)?.iter().all(|item| contains(&items, item))
        }
        other => return Err(format!("the embedded engine has no comparison “{other}”")),
    })
}

/// Whether a detection's bottom middle lies in a polygon.
fn in_zone(left: &Data, right: &Data) -> Result<bool, String> {
    let Data::Detection(one) = left else {
        return Err(format!("“in zone” needs a detection, not {}", left.kind()));
    };
    let zone = right.to_json().unwrap_or(Value::Null);
    let points: Option<Vec<(f64, f64)>> = zone.as_array().and_then(|list| {
        list.iter().map(|point| Some((point.get(0)?.as_f64()?, point.get(1)?.as_f64()?))).collect()
    });
    let points = points.ok_or("a zone is a list of points [x, y]")?;
    let (x, y) = one.center();
    let mut inside = false;
    for (index, (x1, y1)) in points.iter().enumerate() {
        let (x2, y2) = points[(index + 1) % points.len()];
        if (*y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
            inside = !inside;
        }
    }
    Ok(inside)
}

fn unary(operator: &str, value: &Data) -> Result<bool, String> {
    let length = || -> Result<usize, String> {
        match value {
            Data::Json(Value::String(text)) => Ok(text.chars().count()),
            Data::Json(Value::Object(map)) => Ok(map.len()),
            Data::Map(entries) => Ok(entries.len()),
            other => other
                .items()
                .map(|items| items.len())
                .ok_or_else(|| format!("“{operator}” needs a list, not {}", other.kind())),
        }
    };
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
