//! A JSON string as it was spelt: escapes, lone surrogates and all.
use std::borrow::Cow;
use std::rc::Rc;

/// A string, kept as the characters between its quotes.
#[derive(Clone, Debug)]
pub struct Text {
    raw: Rc<str>,
    /// There is an escape in it; most texts have none, and are what they look like.
    is_escaped: bool,
}

impl Text {
    /// The JSON spelling of `value`.
    #[must_use]
    pub fn new(value: &str) -> Self {
        // Images come as megabytes without anything to escape.
        if !value.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            return Self { raw: value.into(), is_escaped: false };
        }
        let mut raw = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '"' => raw.push_str("\\\""),
                '\\' => raw.push_str("\\\\"),
                '\n' => raw.push_str("\\n"),
                '\r' => raw.push_str("\\r"),
                '\t' => raw.push_str("\\t"),
                c if c < ' ' => raw.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => raw.push(c),
            }
        }
        Self::from_raw(&raw)
    }

    /// A spelling that the parser has checked.
    pub(super) fn from_raw(raw: &str) -> Self {
        Self { raw: raw.into(), is_escaped: raw.contains('\\') }
    }

    /// The characters between the quotes.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// What the string says. A lone surrogate, which no Rust string can hold, is shown as U+FFFD.
    #[must_use]
    pub fn value(&self) -> Cow<'_, str> {
        if self.is_escaped { Cow::Owned(decode(&self.raw).0) } else { Cow::Borrowed(&self.raw) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        if Rc::ptr_eq(&self.raw, &other.raw) || self.raw == other.raw {
            return true;
        }
        if !self.is_escaped && !other.is_escaped {
            return false;
        }
        // Two different lone surrogates are shown alike and are not alike.
        let ((a, a_whole), (b, b_whole)) = (decode(&self.raw), decode(&other.raw));
        a_whole && b_whole && a == b
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        if self.is_escaped { self.value() == other } else { *self.raw == *other }
    }
}

/// The decoded string, and whether every escape stood for a character.
fn decode(raw: &str) -> (String, bool) {
    let mut out = String::with_capacity(raw.len());
    let mut whole = true;
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        let mut used = 2;
        match escape {
            b'n' => out.push('\n'),
            b't' => out.push('\t'),
            b'r' => out.push('\r'),
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'u' => {
                let unit = code_unit(rest, at);
                used = 6;
                let low = code_unit(rest, at + 6);
                match (unit, low) {
                    (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) => {
                        let point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                        out.push(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
                        used = 12;
                    }
                    (Some(unit), _) => match char::from_u32(unit) {
                        Some(c) => out.push(c),
                        None => {
                            out.push(char::REPLACEMENT_CHARACTER);
                            whole = false;
                        }
                    },
                    (None, _) => whole = false,
                }
            }
            other => out.push(char::from(other)),
        }
        rest = rest.get(at + used..).unwrap_or("");
    }
    out.push_str(rest);
    (out, whole)
}

/// The value of the `\uXXXX` at byte `at`.
fn code_unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn what_a_string_says_does_not_depend_on_its_spelling() {
        assert_eq!(Text::from_raw("\\u00e9"), Text::new("é"));
        assert_eq!(Text::from_raw("\\ud83d\\ude00"), Text::new("😀"));
        assert_eq!(Text::from_raw("a\\/b").value(), "a/b");
        assert_eq!(Text::new("\"\\\n\u{1}").value(), "\"\\\n\u{1}");
    }

    #[test]
    fn lone_surrogates_stay_apart() {
        assert_ne!(Text::from_raw("\\ud800"), Text::from_raw("\\ud801"));
        assert_eq!(Text::from_raw("\\ud800").value(), "\u{fffd}");
        assert_eq!(Text::from_raw("\\ud800x").raw(), "\\ud800x");
    }
}
