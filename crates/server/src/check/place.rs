//! Lines and columns of a text, both from 1; a column counts characters. Asked in the order of the text it is cheap.
use std::cell::Cell;
use std::ops::Range;

/// The lines of a text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    /// The byte at which each line starts.
    starts: Vec<usize>,
    /// The answer before: byte and column. Lines of one file can be megabytes long.
    last: Cell<(usize, usize)>,
}

/// A place: where it begins, and the character after its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A byte-order mark is no column.
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { text, starts: starts.collect(), last: Cell::new((first, 1)) }
    }

    /// The place of a range.
    pub(super) fn of(&self, range: &Range<usize>) -> Place {
        let (line, column) = self.at(range.start);
        let (end_line, end_column) = self.at(range.end.max(range.start));
        // The next question is about what follows the beginning.
        self.at(range.start);
        Place { line, column, end_line, end_column }
    }

    /// A line from 1, without its end, and the byte at which it starts.
    pub(super) fn line(&self, line: usize) -> (&'a str, usize) {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end.max(start)).unwrap_or_default();
        (text.strip_suffix('\r').unwrap_or(text), start)
    }

    fn at(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let (known, column) = self.last.get();
        let (from, column) = if (start..=offset).contains(&known) { (known, column) } else { (start, 1) };
        let column = column + self.text.get(from..offset).map_or(0, |text| text.chars().count());
        self.last.set((offset, column));
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Places};

    #[test]
    fn places_do_not_depend_on_the_order_of_asking() {
        let text = "\u{feff}é\r\nx日y\n";
        let places = Places::new(text);
        let at = |line, column, end_line, end_column| Place { line, column, end_line, end_column };
        let questions = [
            (8..11, at(2, 2, 2, 3)),
            (3..5, at(1, 1, 1, 2)),
            (3..11, at(1, 1, 2, 3)),
            (11..12, at(2, 3, 2, 4)),
            (13..13, at(3, 1, 3, 1)),
            (99..99, at(3, 1, 3, 1)),
            (0..0, at(1, 1, 1, 1)),
        ];
        for (range, expected) in questions.iter().chain(questions.iter().rev()) {
            assert_eq!(places.of(range), *expected, "{range:?}");
        }
        assert_eq!(places.line(1), ("é", 3));
        assert_eq!(places.line(2), ("x日y", 7));
        assert_eq!(places.line(3), ("", 13));
    }
}
