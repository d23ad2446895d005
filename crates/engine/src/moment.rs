//! Moments as texts: ISO 8601, as the caller tells them.

/// Seconds since 1970 of `2026-11-24T10:20:30.5`, with or without a zone; nothing for what is no moment.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let (date, time) = text.split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let (clock, zone) = split_zone(time);
    let mut parts = clock.splitn(3, ':').map(str::parse::<f64>);
    let (hours, minutes) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let rest = parts.next().unwrap_or(Ok(0.0)).ok()?;
    let is_date = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| days(year, month, day) as f64 * 86_400.0 + hours * 3600.0 + minutes * 60.0 + rest - zone)
}

/// The clock, and how many seconds it is ahead of Greenwich.
fn split_zone(time: &str) -> (&str, f64) {
    if let Some(clock) = time.strip_suffix('Z') {
        return (clock, 0.0);
    }
    let Some(place) = time.rfind(['+', '-']) else { return (time, 0.0) };
    let (clock, zone) = time.split_at(place);
    let mut parts = zone[1..].splitn(2, ':').map(|part| part.parse::<f64>().unwrap_or(0.0));
    let ahead = parts.next().unwrap_or(0.0) * 3600.0 + parts.next().unwrap_or(0.0) * 60.0;
    (clock, if zone.starts_with('-') { -ahead } else { ahead })
}

/// Days since 1970, by the calendar that counts years from March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn moments_are_read() {
        assert_eq!(seconds("1970-01-01T00:00:00"), Some(0.0));
        assert_eq!(seconds("2026-11-24T10:20:30.5"), Some(1_795_515_630.5));
        assert_eq!(seconds("2024-02-29T23:59:59+02:00"), Some(1_709_243_999.0));
        assert_eq!(seconds("2024-02-29 21:59:59Z"), Some(1_709_243_999.0));
        for text in ["", "now", "2026-13-01T00:00:00", "2026-11-24T", "2026-11-24T+"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
