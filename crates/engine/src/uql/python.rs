//! How the reference engine's language compares, prints and rounds values: results depend on it.
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// Equality: 1 equals 1.0 and true, lists and objects by their parts.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| equal(x, y)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, x)| b.get(key).is_some_and(|y| equal(x, y)))
        }
        _ => match (as_number(a), as_number(b)) {
            (Some(x), Some(y)) => x == y,
            _ => a == b,
        },
    }
}

/// Order of numbers, and of texts among themselves.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => as_number(a)?.partial_cmp(&as_number(b)?),
    }
}

/// The number of a number or of true and false.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::Bool(on) => Some(f64::from(u8::from(*on))),
        _ => None,
    }
}

/// `str(value)`
pub(super) fn print(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => repr(other),
    }
}

fn repr(value: &Value) -> String {
    match value {
        Value::Null => String::from("None"),
        Value::Bool(true) => String::from("True"),
        Value::Bool(false) => String::from("False"),
        Value::Number(number) => print_number(number),
        Value::String(text) => {
            let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
            let escaped = text.replace('\\', "\\\\").replace('\n', "\\n");
            let escaped = if quote == '\'' { escaped.replace('\'', "\\'") } else { escaped };
            format!("{quote}{escaped}{quote}")
        }
        Value::Array(items) => format!("[{}]", items.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| format!("{}: {}", repr(&Value::from(key.as_str())), repr(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn print_number(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e16 => format!("{float:.1}"),
        _ => number.to_string(),
    }
}

/// A float, as a JSON number.
pub(super) fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Rounds halves to even, as the language does; to whole numbers without decimal digits.
pub(super) fn round(value: &Value, digits: i64) -> Option<Value> {
    if value.is_i64() || value.is_u64() {
        return Some(value.clone());
    }
    let number = as_number(value)?;
    let scale = 10_f64.powi(i32::try_from(digits.clamp(-15, 15)).unwrap_or(0));
    Some(float((number * scale).round_ties_even() / scale))
}

#[cfg(test)]
mod tests {
    use super::{equal, print, round};
    use serde_json::json;

    #[test]
    fn values_print_and_compare_as_there() {
        assert_eq!(print(&json!({"a": [1, 2.0, "x", null, true]})), "{'a': [1, 2.0, 'x', None, True]}");
        assert_eq!(print(&json!("x")), "x");
        assert!(
            equal(&json!(1), &json!(1.0)) && equal(&json!(true), &json!(1)) && !equal(&json!("1"), &json!(1))
        );
        assert_eq!(round(&json!(2.5), 0), Some(json!(2.0)));
        assert_eq!(round(&json!(0.125), 2), Some(json!(0.12)));
    }
}
