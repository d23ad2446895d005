//! Addresses, built here and nowhere else.
use std::fmt::Write;

/// `base` and path parts, each percent-encoded, joined by slashes.
#[must_use]
pub fn join(base: &str, parts: &[&str]) -> String {
    let mut url = String::from(base.trim_end_matches('/'));
    for part in parts {
        url.push('/');
        encode(part, &mut url);
    }
    url
}

/// Adds query parameters; absent values are left out.
pub(crate) fn with_query(mut url: String, query: &[(&str, Option<&str>)]) -> String {
    let mut mark = '?';
    for (key, value) in query {
        if let Some(value) = value {
            url.push(mark);
            url.push_str(key);
            url.push('=');
            encode(value, &mut url);
            mark = '&';
        }
    }
    url
}

/// A text as a part of an address or as a value in its query.
#[must_use]
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    encode(text, &mut out);
    out
}

/// Percent-encodes everything but RFC 3986's unreserved characters. A part of dots only would climb the path.
pub(crate) fn encode(text: &str, out: &mut String) {
    let is_dots = matches!(text, "." | "..");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') || (byte == b'.' && !is_dots) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{join, with_query};

    #[test]
    fn no_part_leaves_its_place() {
        assert_eq!(
            join("http://h/api/", &["home", "workflows", "a/b?c#d"]),
            "http://h/api/home/workflows/a%2Fb%3Fc%23d"
        );
        assert_eq!(join("/api", &["..", "é"]), "/api/%2E%2E/%C3%A9");
        assert_eq!(
            with_query(String::from("/x"), &[("a", None), ("b", Some("1&2")), ("c", Some(""))]),
            "/x?b=1%262&c="
        );
    }
}
