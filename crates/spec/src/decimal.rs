//! Decimal numbers, read and written in a few lines: the standard library's are exact for every number there is, which
//! costs each first visit of the app ten kilobytes. Up to 15 digits, as people write limits and settings, these are
//! exact too; beyond they are off by the last bit at most, which no limit of a block can tell.

/// Reads a number as JSON, Python or a person may spell it: `5`, `-.5`, `1e3`, `inf`, `nan`.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let word = |word: &str| rest.eq_ignore_ascii_case(word);
    let number = if word("inf") || word("infinity") {
        f64::INFINITY
    } else if word("nan") {
        f64::NAN
    } else {
        magnitude(rest)?
    };
    Some(if negative { -number } else { number })
}

#[expect(clippy::cast_precision_loss, reason = "more than 15 digits are rounded, as they are in any reading")]
fn magnitude(text: &str) -> Option<f64> {
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, whole(exponent)?),
        None => (text, 0),
    };
    let (mut mantissa, mut scale, mut count, mut seen_dot) = (0_u64, exponent, 0_usize, false);
    for byte in digits.bytes() {
        match byte {
            b'.' if !seen_dot => seen_dot = true,
            b'0'..=b'9' => {
                count += 1;
                // What does not fit any more only moves the point.
                match mantissa.checked_mul(10).and_then(|more| more.checked_add(u64::from(byte - b'0'))) {
                    Some(more) if mantissa < 1 << 59 => {
                        mantissa = more;
                        scale -= i32::from(seen_dot);
                    }
                    _ => scale += i32::from(!seen_dot),
                }
            }
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    let mut number = mantissa as f64;
    // Powers of ten up to 22 are exact, so is one product or quotient of exact numbers.
    while scale > 0 && number != 0.0 && number.is_finite() {
        let step = scale.min(22);
        number *= power(step);
        scale -= step;
    }
    while scale < 0 && number != 0.0 {
        let step = (-scale).min(22);
        number /= power(step);
        scale += step;
    }
    Some(number)
}

/// The whole number of an exponent; one that is beyond all numbers is cut.
fn whole(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.bytes().fold(0_i32, |size, byte| (size * 10 + i32::from(byte - b'0')).min(100_000));
    Some(if text.starts_with('-') { -size } else { size })
}

fn power(exponent: i32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

/// Writes a number for a sentence: whole ones without a point, others with up to six digits after it.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "limited before")]
pub fn write(number: f64) -> String {
    if number.is_nan() {
        return "nan".into();
    }
    if number.abs() >= 1e15 {
        return if number.is_finite() { "a number beyond all limits".into() } else { "infinity".into() };
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let whole = number.abs() as i64;
    let parts = ((number.abs() - number.abs().trunc()) * 1e6 + 0.5) as i64;
    let (whole, parts) = if parts >= 1_000_000 { (whole + 1, 0) } else { (whole, parts) };
    if parts == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{parts:06}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use proptest::prelude::*;

    #[test]
    fn spellings() {
        for (text, number) in
            [("5", 5.0), ("-0.5", -0.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("1E-2", 0.01)]
        {
            assert_eq!(read(text), Some(number), "{text}");
        }
        for bad in ["", ".", "e5", "1.5.2", "--1", "0x5", "1e", "٣", "1 "] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(read("1e400"), Some(f64::INFINITY));
        assert_eq!(read("0e999999999"), Some(0.0));
        assert!(read("-nan").unwrap().is_nan());
        for (number, text) in
            [(0.01, "0.01"), (10_000.0, "10000"), (-1.0, "-1"), (0.999_999_9, "1"), (2.5, "2.5")]
        {
            assert_eq!(write(number), text);
        }
    }

    proptest! {
        #[test]
        fn what_people_write_is_read_exactly(digits in 0_u64..1_000_000_000_000_000, point in 0_i32..16) {
            let text = format!("{digits}e-{point}");
            prop_assert_eq!(read(&text), text.parse().ok());
        }

        #[test]
        fn long_numbers_are_near(text in "[1-9][0-9]{0,30}\\.[0-9]{1,30}") {
            let exact: f64 = text.parse().unwrap();
            let ours = read(&text).unwrap();
            prop_assert!((ours - exact).abs() <= exact.abs() * 1e-14, "{ours} {exact}");
        }
    }
}
