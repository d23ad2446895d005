//! Where in a text the value of a JSON pointer stands: for marks in the editor.
use std::collections::HashMap;
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

/// The same places counted in UTF-16 code units, as JavaScript counts, in the given order.
#[must_use]
pub fn utf16_offsets(text: &str, bytes: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bytes.len()).collect();
    crate::order::sort(&mut order, |a, b| bytes[*a].cmp(&bytes[*b]));
    let mut out = vec![0; bytes.len()];
    let mut chars = text.char_indices().peekable();
    let mut units = 0;
    for index in order {
        while let Some((_, c)) = chars.next_if(|(at, _)| *at < bytes[index]) {
            units += c.len_utf16();
        }
        out[index] = units;
    }
    out
}

/// Finds the entry of a pointer in a text that parses. Of duplicate keys the last one.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Option<Located> {
    Locator::new(text).locate(pointer)
}

/// Finds many entries of one text: each list and object on the way is read once.
#[derive(Debug)]
pub struct Locator<'a> {
    text: &'a str,
    /// What was read, by the byte at which it starts.
    read: HashMap<usize, Children>,
}

/// The entries of a list or object.
#[derive(Debug)]
enum Children {
    Items(Vec<Range<usize>>),
    Entries(HashMap<String, Located>),
}

impl<'a> Locator<'a> {
    /// A locator for a text that parses.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, read: HashMap::new() }
    }

    /// The places of a pointer's entry.
    pub fn locate(&mut self, pointer: &str) -> Option<Located> {
        let mut scan = Scan { bytes: self.text.as_bytes(), at: 0 };
        if self.text.starts_with('\u{feff}') {
            scan.at = '\u{feff}'.len_utf8();
        }
        scan.space();
        let mut start = scan.at;
        let mut found = None;
        for token in pointer.split('/').skip(1) {
            let token = super::pointer_name(token);
            let child = match self.children(start)? {
                Children::Items(items) => {
                    let value = items.get(token.parse::<usize>().ok()?)?.clone();
                    Located { key: None, value }
                }
                Children::Entries(entries) => entries.get(&token)?.clone(),
            };
            start = child.value.start;
            found = Some(child);
        }
        if found.is_none() {
            scan.skip_value()?;
            found = Some(Located { key: None, value: start..scan.at });
        }
        found
    }

    /// The entries of the list or object at a pointer, each from its name to the end of its value, in their order.
    pub fn children_of(&mut self, pointer: &str) -> Option<Vec<Range<usize>>> {
        let start = self.locate(pointer)?.value.start;
        let mut list: Vec<Range<usize>> = match self.children(start)? {
            Children::Items(items) => items.clone(),
            Children::Entries(entries) => entries
                .values()
                .map(|one| one.key.as_ref().map_or(one.value.start, |key| key.start)..one.value.end)
                .collect(),
        };
        crate::order::sort(&mut list, |a, b| a.start.cmp(&b.start));
        Some(list)
    }

    fn children(&mut self, start: usize) -> Option<&Children> {
        if !self.read.contains_key(&start) {
            let mut scan = Scan { bytes: self.text.as_bytes(), at: start };
            let children = scan.children(self.text)?;
            self.read.insert(start, children);
        }
        self.read.get(&start)
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// The entries of the list or object that starts here.
    fn children(&mut self, text: &str) -> Option<Children> {
        let mut children = match self.peek()? {
            b'{' => Children::Entries(HashMap::new()),
            b'[' => Children::Items(Vec::new()),
            _ => return None,
        };
        self.at += 1;
        loop {
            self.space();
            match self.peek()? {
                b'}' | b']' => return Some(children),
                b',' => self.at += 1,
                _ => match &mut children {
                    Children::Items(items) => {
                        let start = self.at;
                        self.skip_value()?;
                        items.push(start..self.at);
                    }
                    Children::Entries(entries) => {
                        let key = self.at;
                        self.skip_string()?;
                        let key = key..self.at;
                        self.space();
                        // The colon.
                        self.at += 1;
                        self.space();
                        let start = self.at;
                        self.skip_value()?;
                        let name = super::Text::from_raw(text.get(key.start + 1..key.end - 1)?);
                        let located = Located { key: Some(key), value: start..self.at };
                        entries.insert(name.value().into_owned(), located);
                    }
                },
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

#[cfg(test)]
mod tests {
    use super::{line_column, utf16_offsets};

    #[test]
    fn places_in_the_units_of_javascript() {
        // é is two bytes and one unit, 😀 four bytes and two units.
        assert_eq!(utf16_offsets("aé😀b", &[8, 0, 3, 7, 1, 99]), [5, 0, 2, 4, 1, 5]);
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        let places = [0, 3, 4, 100].map(|offset| line_column("é\nxy", offset));
        assert_eq!(places, [(1, 1), (2, 1), (2, 2), (2, 3)]);
    }
}
