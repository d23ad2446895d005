//! Numbers of drawings as texts, through whole numbers: Rust's own code for floats would be a twentieth of the app.

/// A number with two decimals at most.
#[must_use]
pub fn short(number: f64) -> String {
    // The cast saturates: no picture is that large.
    let hundredths = (number.abs() * 100.0).round() as u64;
    let sign = if number < 0.0 && hundredths > 0 { "-" } else { "" };
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        (whole, rest) => format!("{sign}{whole}.{rest:02}"),
    }
}

/// A number without decimals.
#[must_use]
pub fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn two_decimals_at_most() {
        for (number, text) in [
            (0.0, "0"),
            (-0.001, "0"),
            (12.0, "12"),
            (12.5, "12.5"),
            (12.345, "12.35"),
            (-1.05, "-1.05"),
            (0.005, "0.01"),
            (1e300, "184467440737095516.15"),
        ] {
            assert_eq!(short(number), text, "{number}");
        }
    }
}
