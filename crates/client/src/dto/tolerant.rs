//! Reading what the cloud writes in more than one way.
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Above this a number of a moment counts milliseconds: as seconds it would be the year 5138.
const MILLISECONDS_FROM: f64 = 1e11;

/// A text; also a number, and null (empty).
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    })
}

/// A list; null is an empty one.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// A moment as RFC 3339: a text is taken as it is; also seconds or milliseconds since 1970, and
/// `{"_seconds": n}`. Anything else is empty.
pub(super) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Number(number) => number.as_f64().map(since_1970).unwrap_or_default(),
        Value::Object(map) => {
            let seconds = map.get("_seconds").or_else(|| map.get("seconds")).and_then(Value::as_f64);
            seconds.map(since_1970).unwrap_or_default()
        }
        _ => String::new(),
    })
}

fn since_1970(number: f64) -> String {
    let seconds = if number.abs() > MILLISECONDS_FROM { number / 1_000.0 } else { number };
    // The cast saturates; what is left of a hostile number is far from overflowing the calendar.
    rfc3339((seconds as i64).clamp(-62_135_596_800, 253_402_300_799))
}

/// A moment in seconds since 1970, as RFC 3339 in UTC.
fn rfc3339(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Civil date from a day count: eras of 400 years, counted from March.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::rfc3339;
    use crate::dto::WorkflowRow;

    #[test]
    fn moments_come_in_many_spellings() {
        let row: WorkflowRow = serde_json::from_str(
            r#"{"id":7,"name":null,"createdAt":{"_seconds":1793491200,"_nanoseconds":0},"updatedAt":"2026-11-24T00:00:00Z","future":[]}"#,
        )
        .unwrap();
        assert_eq!((row.id.as_str(), row.name.as_str()), ("7", ""));
        assert_eq!(row.created_at, "2026-11-01T00:00:00Z");
        assert_eq!(row.updated_at, "2026-11-24T00:00:00Z");
        let row: WorkflowRow =
            serde_json::from_str(r#"{"createdAt":1793491200000,"updatedAt":1793491200}"#).unwrap();
        assert_eq!((row.created_at.as_str(), &row.created_at), ("2026-11-01T00:00:00Z", &row.updated_at));
        let row: WorkflowRow = serde_json::from_str(r#"{"createdAt":1e300,"updatedAt":[]}"#).unwrap();
        assert_eq!((row.created_at.as_str(), row.updated_at.as_str()), ("9999-12-31T23:59:59Z", ""));
    }

    #[test]
    fn dates_far_and_near() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (4_102_444_800, "2100-01-01T00:00:00Z"),
        ] {
            assert_eq!(rfc3339(seconds), text);
        }
    }
}
