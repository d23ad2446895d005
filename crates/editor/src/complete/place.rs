//! Which entry of the workflow a cursor is in, and where an entry stands in the text.
use super::scan::{At, Token, read};
use crate::item::Section;
use flowdeck_spec::json::Locator;
use std::ops::Range;

/// An input, step or output by its place in its list, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its list.
    pub section: Section,
    /// Its place in it.
    pub index: usize,
}

impl Place {
    /// Its JSON pointer within the specification, such as `/steps/3`.
    #[must_use]
    pub fn pointer(self) -> String {
        crate::item::pointer(self.section, self.index)
    }
}

/// The entry that a cursor is in, at a byte of the text, which may be broken. None between entries.
#[must_use]
pub fn place(text: &str, offset: usize) -> Option<Place> {
    let context = read(text, offset, true).context;
    let path = match context.path.as_slice() {
        [Token::Key(first), rest @ ..] if first == "specification" => rest,
        path => path,
    };
    let [Token::Key(list), Token::Index(index), rest @ ..] = path else { return None };
    // The space between two entries belongs to neither.
    if rest.is_empty() && context.at == At::Value && context.word.is_empty() {
        return None;
    }
    let section = Section::ALL.into_iter().find(|section| section.key() == list)?;
    Some(Place { section, index: *index })
}

/// The bytes of the value at a pointer within the specification, in a text that parses: of the config or of the bare
/// specification.
#[must_use]
pub fn range(text: &str, pointer: &str) -> Option<Range<usize>> {
    let mut locator = Locator::new(text);
    let mut whole = String::from("/specification");
    if locator.locate(&whole).is_none() {
        whole.clear();
    }
    whole.push_str(pointer);
    locator.locate(&whole).map(|located| located.value)
}
