//! Reading answers, tolerant of what the cloud writes in more than one way: unknown fields are ignored, missing
//! ones are empty, ids may be numbers, moments come in many spellings.
use flowdeck_spec::Node;

/// Above this a number of a moment counts milliseconds: as seconds it would be the year 5138.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// What can be read from an answer. Nothing is refused: what has another shape is empty.
pub(crate) trait Read: Sized {
    /// Reads it.
    fn read(node: &Node) -> Self;
}

/// `readable!(Type { field: how "key", … })`: reads each field by one of the functions below.
macro_rules! readable {
    ($name:ident { $($field:ident: $how:ident $key:literal,)+ }) => {
        impl $crate::dto::Read for $name {
            fn read(node: &flowdeck_spec::Node) -> Self {
                Self { $($field: $crate::dto::read::$how(node, $key)),+ }
            }
        }
    };
}
pub(crate) use readable;

/// A text; also a number. Null and anything else is empty.
pub(crate) fn text(node: &Node, key: &str) -> String {
    some_text(node, key).unwrap_or_default()
}

/// A text, if there is one.
pub(crate) fn some_text(node: &Node, key: &str) -> Option<String> {
    match node.get(key)? {
        Node::String(text) => Some(text.value().into_owned()),
        Node::Number(number) => Some(String::from(&**number)),
        _ => None,
    }
}

/// A list of texts.
pub(crate) fn texts(node: &Node, key: &str) -> Vec<String> {
    let items = node.get(key).map_or(&[][..], Node::items);
    items.iter().filter_map(|item| Some(item.as_str()?.into_owned())).collect()
}

/// True, or not.
pub(crate) fn flag(node: &Node, key: &str) -> bool {
    matches!(node.get(key), Some(Node::Bool(true)))
}

/// A whole number, if there is one.
pub(crate) fn count(node: &Node, key: &str) -> Option<u32> {
    match node.get(key)? {
        Node::Number(number) => number.parse().ok(),
        _ => None,
    }
}

/// A whole number; anything else is none.
pub(crate) fn number(node: &Node, key: &str) -> u32 {
    count(node, key).unwrap_or_default()
}

/// A list of objects; null is an empty one.
pub(crate) fn list<T: Read>(node: &Node, key: &str) -> Vec<T> {
    node.get(key).map_or(&[][..], Node::items).iter().map(T::read).collect()
}

/// An object, if there is one.
pub(crate) fn one<T: Read>(node: &Node, key: &str) -> Option<T> {
    node.get(key).filter(|value| matches!(value, Node::Object(_))).map(T::read)
}

/// An object; an empty one if there is none.
pub(crate) fn part<T: Read>(node: &Node, key: &str) -> T {
    T::read(node.get(key).unwrap_or(&Node::Null))
}

/// A moment as RFC 3339: a text is taken as it is; also seconds or milliseconds since 1970, and
/// `{"_seconds": n}`. Anything else is empty.
pub(crate) fn moment(node: &Node, key: &str) -> String {
    let seconds = match node.get(key) {
        Some(Node::String(text)) => return text.value().into_owned(),
        Some(Node::Number(number)) => whole(number),
        Some(object @ Node::Object(_)) => match object.get("_seconds").or_else(|| object.get("seconds")) {
            Some(Node::Number(number)) => whole(number),
            _ => None,
        },
        _ => None,
    };
    seconds.map(since_1970).unwrap_or_default()
}

/// The whole part of a number that is written without an exponent.
fn whole(number: &str) -> Option<i64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.contains(['e', 'E']) { None } else { whole.parse().ok() }
}

fn since_1970(number: i64) -> String {
    let seconds = if number.abs() > MILLISECONDS_FROM { number / 1_000 } else { number };
    // What is left of a hostile number is far from overflowing the calendar.
    rfc3339(seconds.clamp(-62_135_596_800, 253_402_300_799))
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
    use crate::dto::{Read, WorkflowRow};

    fn row(text: &str) -> WorkflowRow {
        WorkflowRow::read(&flowdeck_spec::config::read(text).unwrap())
    }

    #[test]
    fn moments_come_in_many_spellings() {
        let first = row(r#"{"id":7,"name":null,"createdAt":{"_seconds":1793491200,"_nanoseconds":0},
            "updatedAt":"2026-11-24T00:00:00Z","future":[]}"#);
        assert_eq!((first.id.as_str(), first.name.as_str()), ("7", ""));
        assert_eq!(first.created_at, "2026-11-01T00:00:00Z");
        assert_eq!(first.updated_at, "2026-11-24T00:00:00Z");
        let second = row(r#"{"createdAt":1793491200000,"updatedAt":1793491200.25}"#);
        assert_eq!(second.created_at, "2026-11-01T00:00:00Z");
        assert_eq!(second.updated_at, second.created_at);
        let third = row(r#"{"createdAt":9000000000000000000,"updatedAt":[]}"#);
        assert_eq!((third.created_at.as_str(), third.updated_at.as_str()), ("9999-12-31T23:59:59Z", ""));
        assert_eq!(row(r#"{"createdAt":1e300}"#).created_at, "");
    }

    #[test]
    fn another_shape_than_expected_is_empty_and_never_fails() {
        assert_eq!(row("[]"), WorkflowRow::default());
        let odd = r#"{"id":{},"public":1,"blockCount":-1,"blockTypes":["a",2,null,"b"],"problems":1.5}"#;
        let read = WorkflowRow { block_types: vec!["a".into(), "b".into()], ..WorkflowRow::default() };
        assert_eq!(row(odd), read);
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
