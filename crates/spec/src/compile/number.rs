//! Numbers and truth values as pydantic takes them from JSON: texts, fractions and flags stand for each other
//! (engine contract §7; each line of the tests was run through pydantic 2.11).
use super::value::Fit;
use crate::decimal;
use crate::json::Node;

/// The number of a JSON number.
pub(super) fn plain(node: &Node) -> Option<f64> {
    match node {
        Node::Number(text) => decimal::read(text),
        _ => None,
    }
}

/// Whether a JSON number is spelt as a whole one.
pub(super) fn is_whole(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// As a whole number.
pub(super) fn as_int(node: &Node) -> Option<(f64, Fit)> {
    match node {
        Node::Number(text) => {
            let number = decimal::read(text)?;
            if is_whole(text) {
                return Some((number, Fit::Exact));
            }
            // A fraction beyond 64 bits is refused, a whole number is not.
            (number.fract() == 0.0 && number.abs() < 9.3e18).then_some((number, Fit::Lax))
        }
        Node::Bool(value) => Some((f64::from(u8::from(*value)), Fit::Lax)),
        Node::String(text) => int_of_text(&text.value()).map(|number| (number, Fit::Lax)),
        _ => None,
    }
}

/// As any number.
pub(super) fn as_float(node: &Node) -> Option<(f64, Fit)> {
    match node {
        Node::Number(text) => {
            let number = decimal::read(text)?;
            if !is_whole(text) {
                return Some((number, Fit::Exact));
            }
            number.is_finite().then_some((number, Fit::Strict))
        }
        Node::Bool(value) => Some((f64::from(u8::from(*value)), Fit::Lax)),
        Node::String(text) => float_of_text(&text.value()).map(|number| (number, Fit::Lax)),
        _ => None,
    }
}

/// As true or false.
pub(super) fn as_bool(node: &Node) -> Option<(bool, Fit)> {
    match node {
        Node::Bool(value) => Some((*value, Fit::Exact)),
        Node::Number(_) => match plain(node)? {
            0.0 => Some((false, Fit::Lax)),
            1.0 => Some((true, Fit::Lax)),
            _ => None,
        },
        Node::String(text) => {
            let text = text.value();
            let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
            if is(&["1", "true", "t", "yes", "y", "on"]) {
                Some((true, Fit::Lax))
            } else if is(&["0", "false", "f", "no", "n", "off"]) {
                Some((false, Fit::Lax))
            } else {
                None
            }
        }
        _ => None,
    }
}

fn int_of_text(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = match digits.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => digits,
    };
    // Python reads no longer ones.
    let good = !digits.is_empty()
        && text.len() <= 4300
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__")
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    if !good {
        return None;
    }
    let number = decimal::read(&digits.replace('_', ""))?;
    Some(if text.starts_with('-') { -number } else { number })
}

fn float_of_text(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.contains('_') {
        let good = !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
        return if good { decimal::read(&text.replace('_', "")) } else { None };
    }
    decimal::read(text)
}

#[cfg(test)]
mod tests {
    use super::{as_bool, as_float, as_int};
    use crate::json::Node;

    #[test]
    fn texts_for_whole_numbers() {
        for good in [
            "+5",
            "-5",
            "05",
            "5_0",
            "-0",
            " 5\n",
            "5.00",
            "1_0.0",
            "00",
            "0_0",
            "1_000_000",
            "\t7",
            "7\u{a0}",
        ] {
            assert!(as_int(&Node::string(good)).is_some(), "{good}");
        }
        for bad in [
            "5.", "_5", "5__0", "0x5", "", "1e0", "5.0_0", "--5", "+-5", "5 0", "-_5", "5_", "٣", ".0",
            "1,000",
        ] {
            assert!(as_int(&Node::string(bad)).is_none(), "{bad}");
        }
        for (number, good) in
            [("5.0", true), ("5.5", false), ("1e20", false), ("1e400", false), ("-0.0", true)]
        {
            assert_eq!(as_int(&Node::Number(number.into())).is_some(), good, "{number}");
        }
    }

    #[test]
    fn texts_for_numbers() {
        for good in [
            "5.", "5.0_0", "-_5", ".0", "-.0", "inf", "-inf", "Infinity", "nan", "-nan", "1E5", "1e+5",
            "1_e5", "1e400",
        ] {
            assert!(as_float(&Node::string(good)).is_some(), "{good}");
        }
        for bad in ["_5", "5__0", "0x5", "", "5_", "infi", ".", "e5", "1.5.2", "1,000", "٣"] {
            assert!(as_float(&Node::string(bad)).is_none(), "{bad}");
        }
    }

    #[test]
    fn words_for_true_and_false() {
        for good in ["TRUE", "yes", "oN", "t", "Y", "1"] {
            assert_eq!(as_bool(&Node::string(good)).map(|(value, _)| value), Some(true), "{good}");
        }
        for bad in [" true", "2", "", "maybe"] {
            assert!(as_bool(&Node::string(bad)).is_none(), "{bad}");
        }
    }
}
