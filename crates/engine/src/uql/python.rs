//! How the reference engine's language compares, prints, counts and rounds values: results depend on it.
use crate::data::Data;
use crate::detections::Detection;
use serde_json::{Number, Value};
use std::cmp::Ordering;
use std::rc::Rc;

/// Equality: 1 equals 1.0 and true, lists and objects by their parts; images and detections are themselves alone.
pub(crate) fn equal(a: &Data, b: &Data) -> bool {
    match (a, b) {
        (Data::Json(a), Data::Json(b)) => equal_json(a, b),
        (Data::Time(a), Data::Time(b)) => a == b,
        (Data::Image(a), Data::Image(b)) => Rc::ptr_eq(a, b),
        (Data::Detections(a), Data::Detections(b)) => Rc::ptr_eq(a, b) || a == b,
        (Data::Detection(a), Data::Detection(b)) => a == b,
        (Data::List(a), Data::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| equal(x, y)),
        _ => a.to_json().zip(b.to_json()).is_some_and(|(a, b)| equal_json(&a, &b)),
    }
}

pub(super) fn equal_json(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(x, y)| equal_json(x, y))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, x)| b.get(key).is_some_and(|y| equal_json(x, y)))
        }
        _ => match (as_number(a), as_number(b)) {
            (Some(x), Some(y)) => x == y,
            _ => a == b,
        },
    }
}

/// Order of numbers, of texts, and of lists by their first difference. Nothing for what has no order.
pub(super) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Array(a), Value::Array(b)) => {
            let differing = a.iter().zip(b).find(|(x, y)| !equal_json(x, y));
            differing.map_or_else(|| Some(a.len().cmp(&b.len())), |(x, y)| compare(x, y))
        }
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

/// The whole number of a whole number or of true and false.
pub(super) fn as_whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::Bool(on) => Some(i64::from(*on)),
        _ => None,
    }
}

/// What going through a value gives: items, characters, keys, detections.
pub(super) fn iterate(data: &Data) -> Option<Vec<Data>> {
    let text = |text: &str| Data::Json(Value::from(text));
    match data {
        Data::Json(Value::String(all)) => {
            Some(all.chars().map(|one| text(one.encode_utf8(&mut [0; 4]))).collect())
        }
        Data::Json(Value::Object(map)) => Some(map.keys().map(|key| text(key)).collect()),
        Data::Map(entries) => Some(entries.iter().map(|(key, _)| text(key)).collect()),
        other => other.items(),
    }
}

/// `len(value)`
pub(super) fn length(data: &Data) -> Option<usize> {
    match data {
        Data::Json(Value::String(text)) => Some(text.chars().count()),
        Data::Json(Value::Object(map)) => Some(map.len()),
        Data::Json(Value::Array(items)) => Some(items.len()),
        Data::Map(entries) => Some(entries.len()),
        Data::List(items) => Some(items.len()),
        Data::Detections(all) => Some(all.items.len()),
        // One detection is a row of six things there.
        Data::Detection(_) => Some(6),
        Data::Json(_) | Data::Image(_) | Data::Time(_) => None,
    }
}

/// `value[index]` for a place of a list or a text.
pub(super) fn at(data: &Data, index: usize) -> Option<Data> {
    match data {
        Data::Json(Value::Object(_)) | Data::Map(_) => None,
        Data::Json(Value::Array(items)) => items.get(index).cloned().map(Data::Json),
        Data::Detections(all) => {
            let one: &Detection = all.items.get(index)?;
            Some(Data::Detections(Rc::new(all.with(vec![one.clone()]))))
        }
        other => iterate(other)?.get(index).cloned(),
    }
}

/// `item in container`; an error where the language has one.
pub(super) fn contains(container: &Data, item: &Data) -> Result<bool, String> {
    match (container, item) {
        (Data::Json(Value::String(all)), Data::Json(Value::String(part))) => Ok(all.contains(part.as_str())),
        (Data::Json(Value::String(_)), other) => {
            Err(format!("{} cannot be looked for in a text", other.kind()))
        }
        (Data::Json(Value::Object(_)) | Data::Map(_), other) if !is_hashable(other) => {
            Err(format!("{} cannot be a key of an object", other.kind()))
        }
        (Data::Json(Value::Array(items)), Data::Json(item)) => {
            Ok(items.iter().any(|one| equal_json(one, item)))
        }
        (Data::Json(Value::Object(map)), item) => {
            Ok(matches!(item, Data::Json(Value::String(key)) if map.contains_key(key)))
        }
        (Data::List(items), item) => Ok(items.iter().any(|one| equal(one, item))),
        (all, item) => {
            let items = iterate(all).ok_or_else(|| format!("nothing can be looked for in {}", all.kind()))?;
            Ok(items.iter().any(|one| equal(one, item)))
        }
    }
}

/// Whether a value can be a key.
pub(super) fn is_hashable(data: &Data) -> bool {
    !matches!(
        data,
        Data::Json(Value::Array(_) | Value::Object(_)) | Data::List(_) | Data::Map(_) | Data::Detections(_)
    )
}

/// `bool(value)`
pub(super) fn truth(data: &Data) -> bool {
    match data {
        Data::Json(Value::Null) => false,
        Data::Json(value) if as_number(value).is_some() => as_number(value) != Some(0.0),
        other => length(other).is_none_or(|length| length > 0),
    }
}

/// `str(value)`
pub(crate) fn print(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => repr(other),
    }
}

/// `repr(value)`
pub(crate) fn repr(value: &Value) -> String {
    match value {
        Value::Null => String::from("None"),
        Value::Bool(true) => String::from("True"),
        Value::Bool(false) => String::from("False"),
        Value::Number(number) => print_number(number),
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("{}: {}", quoted(key), repr(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for one in text.chars() {
        match one {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            one if one == quote => out.extend(['\\', one]),
            one if one.is_control() || one == '\u{a0}' || one == '\u{ad}' => {
                out.push_str(&format!("\\x{:02x}", u32::from(one)));
            }
            one => out.push(one),
        }
    }
    out.push(quote);
    out
}

fn print_number(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => print_float(float),
        _ => number.to_string(),
    }
}

/// The shortest digits that read back, with an exponent for what is very large or very small.
pub(super) fn print_float(float: f64) -> String {
    let size = float.abs();
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{float:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |rest| ('-', rest));
        return format!("{digits}e{sign}{exponent:0>2}");
    }
    if float.fract() == 0.0 { format!("{float:.1}") } else { float.to_string() }
}

/// A float, as a JSON number.
pub(super) fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// `round(value, digits)`: halves of what the number really is go to the even digit.
pub(super) fn round(value: &Value, digits: i64) -> Option<Value> {
    // How many digits before the point go, as far as that makes a difference.
    let lost = digits.unsigned_abs().min(400) as u32;
    if let Some(whole) = as_whole(value) {
        if digits >= 0 {
            return Some(Value::from(whole));
        }
        // More digits than a number has: nothing is left of it.
        let Some(scale) = 10_i128.checked_pow(lost) else { return Some(Value::from(0)) };
        let (whole, half) = (i128::from(whole), scale / 2);
        let (down, rest) = (whole.div_euclid(scale), whole.rem_euclid(scale));
        let is_up = rest > half || (rest == half && down % 2 != 0);
        return i64::try_from((down + i128::from(is_up)) * scale).ok().map(Value::from);
    }
    let number = as_number(value)?;
    if digits >= 0 {
        let digits = usize::try_from(digits).unwrap_or(0).min(340);
        return format!("{number:.digits$}").parse().ok().map(float);
    }
    let scale = 10_f64.powi(lost as i32);
    if scale.is_infinite() {
        return Some(float(0.0));
    }
    Some(float((number / scale).round_ties_even() * scale))
}

/// `json.dumps(value)`: spaces after commas and colons, nothing but ASCII.
pub(super) fn dumps(value: &Value) -> String {
    match value {
        Value::Number(number) => print_number(number),
        Value::String(text) => dumped(text),
        Value::Array(items) => format!("[{}]", items.iter().map(dumps).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("{}: {}", dumped(key), dumps(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

fn dumped(text: &str) -> String {
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(one),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{dumps, equal_json, print, round};
    use serde_json::json;

    #[test]
    fn values_print_and_compare_as_there() {
        assert_eq!(print(&json!({"a": [1, 2.0, "x", null, true]})), "{'a': [1, 2.0, 'x', None, True]}");
        assert_eq!(print(&json!("x")), "x");
        assert_eq!(
            print(&json!([1e16, 1e-5, 1.5e300, 0.1, "it's \"\n"])),
            "[1e+16, 1e-05, 1.5e+300, 0.1, 'it\\'s \"\\n']"
        );
        assert!(equal_json(&json!(1), &json!(1.0)) && equal_json(&json!(true), &json!(1)));
        assert!(!equal_json(&json!("1"), &json!(1)));
        assert_eq!(dumps(&json!({"é": [1.0, "𝄞"]})), "{\"\\u00e9\": [1.0, \"\\ud834\\udd1e\"]}");
    }

    #[test]
    fn halves_go_to_the_even_digit_of_what_the_number_is() {
        for (number, digits, rounded) in [
            (json!(2.5), 0, json!(2.0)),
            (json!(3.5), 0, json!(4.0)),
            (json!(0.125), 2, json!(0.12)),
            (json!(2.675), 2, json!(2.67)),
            (json!(1250.0), -2, json!(1200.0)),
            (json!(1250), -2, json!(1200)),
            (json!(1350), -2, json!(1400)),
            (json!(-15), -1, json!(-20)),
            (json!(7), 3, json!(7)),
            (json!(7), -60, json!(0)),
            (json!(7), -(1 << 40), json!(0)),
            (json!(7), i64::MIN, json!(0)),
            (json!(7.5), i64::MIN, json!(0.0)),
            (json!(7), i64::MAX, json!(7)),
        ] {
            assert_eq!(round(&number, digits), Some(rounded), "{number} {digits}");
        }
    }
}
