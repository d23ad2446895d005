//! Where in a text the value of a JSON pointer stands: for marks in the editor.
use std::ops::Range;

/// The places of an entry, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The name of the entry with its quotes; none for the root and for items of a list.
    pub key: Option<Range<usize>>,
    /// The value.
    pub value: Range<usize>,
}

/// The line and column, both from 1, of a byte of the text. A column counts characters.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Finds the entry of a pointer in a text that parses. Of duplicate keys the last one.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Option<Located> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    if text.starts_with('\u{feff}') {
        scan.at = '\u{feff}'.len_utf8();
    }
    scan.space();
    let start = scan.at;
    scan.skip_value()?;
    let mut found = Located { key: None, value: start..scan.at };
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        found = scan.child(text, found.value.start, &token)?;
    }
    Some(found)
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// The entry `token` of the value that starts at `start`.
    fn child(&mut self, text: &str, start: usize, token: &str) -> Option<Located> {
        self.at = start;
        let is_object = match self.peek()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        let wanted: Option<usize> = token.parse().ok();
        self.at += 1;
        let mut found = None;
        let mut index = 0;
        loop {
            self.space();
            match self.peek()? {
                b'}' | b']' => return found,
                b',' => self.at += 1,
                _ => {
                    let mut key = None;
                    if is_object {
                        let from = self.at;
                        self.skip_string()?;
                        key = Some(from..self.at);
                        self.space();
                        self.at += 1;
                        self.space();
                    }
                    let from = self.at;
                    self.skip_value()?;
                    let matches = match &key {
                        Some(key) => super::Text::from_raw(text.get(key.start + 1..key.end - 1)?) == *token,
                        None => wanted == Some(index),
                    };
                    if matches {
                        found = Some(Located { key, value: from..self.at });
                    }
                    index += 1;
                }
            }
        }
    }

    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' => self.at += 1,
                _ => {
                    while !matches!(
                        self.peek(),
                        None | Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' | b']' | b'}')
                    ) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}
