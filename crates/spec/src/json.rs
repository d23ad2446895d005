//! JSON that is kept as it was written: order, unknown fields, the spelling of numbers and of escapes.
//! Parts are shared, so a copy is cheap and two versions of a document share what did not change.
mod locate;
mod parse;
mod text;
mod write;

pub use locate::{Located, Locator, line_column, locate, utf16_offsets};
pub use parse::{MAX_DEPTH, Parsed, Problem, parse, parse_as_python};
pub use text::Text;

use std::rc::Rc;

/// A JSON value.
#[derive(Clone, Debug)]
pub enum Node {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was spelt.
    Number(Rc<str>),
    /// A string, as it was spelt.
    String(Text),
    /// An array.
    Array(Rc<Vec<Self>>),
    /// An object, in the order of its text.
    Object(Rc<Vec<(Text, Self)>>),
}

impl Node {
    /// A string.
    #[must_use]
    pub fn string(value: &str) -> Self {
        Self::String(Text::new(value))
    }

    /// An object of these entries.
    #[must_use]
    pub fn object(entries: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(Rc::new(entries.into_iter().map(|(key, value)| (Text::new(key), value)).collect()))
    }

    /// The entries of an object; nothing for any other value.
    #[must_use]
    pub fn entries(&self) -> &[(Text, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The items of an array; nothing for any other value.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// The value of a key. Of duplicate keys the last counts, as in the engine.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().rev().find(|(name, _)| *name == *key).map(|(_, value)| value)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::String(text) => Some(text.value()),
            _ => None,
        }
    }

    /// The same object with `key` set: in its place if it was there, else at the end.
    #[must_use]
    pub fn with(&self, key: &str, value: Self) -> Self {
        let mut entries = self.entries().to_vec();
        match entries.iter_mut().rev().find(|(name, _)| *name == *key) {
            Some(entry) => entry.1 = value,
            None => entries.push((Text::new(key), value)),
        }
        Self::Object(Rc::new(entries))
    }

    /// The value at a JSON pointer (RFC 6901).
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        let mut at = self;
        for token in pointer.split('/').skip(1) {
            let token = pointer_name(token);
            at = match at {
                Self::Array(items) => items.get(token.parse::<usize>().ok()?)?,
                Self::Object(_) => at.get(&token)?,
                _ => return None,
            };
        }
        Some(at)
    }

    /// What kind of value it is, in plain words with its article.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::String(_) => "a text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Array(a), Self::Array(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Object(a), Self::Object(b)) => Rc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}

/// What a token of a JSON pointer names, without escapes (RFC 6901).
#[must_use]
pub fn pointer_name(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// One token of a JSON pointer, escaped (RFC 6901).
#[must_use]
pub fn pointer_token(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
