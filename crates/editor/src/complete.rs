//! Help while a workflow is written as text: what may stand at the cursor, what the word under the pointer means, and
//! which entry of the workflow the cursor is in. The text may be broken: it is being typed.
mod expect;
mod hover;
mod offer;
mod place;
mod scan;
mod sources;

pub use hover::hover;
pub use place::{Place, place, range};
pub use scan::{At, Context, Token};

use flowdeck_spec::Catalogue;
use std::ops::Range;

/// What is offered at a cursor. All places are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// Where the letters begin that labels are compared with; they end at the cursor.
    pub letters: usize,
    /// What an offer takes the place of.
    pub word: Range<usize>,
    /// Where a comma has to be put first.
    pub comma: Option<usize>,
    /// The offers, the best first.
    pub items: Vec<Completion>,
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is listed, and compared with what is typed.
    pub label: String,
    /// A few words beside it; may be empty.
    pub detail: String,
    /// More on it, by lines; may be empty.
    pub info: String,
    /// What is put in the place of the word, with its quotes.
    pub insert: String,
    /// Where the cursor goes within it, in bytes.
    pub cursor: usize,
    /// There is more to choose where the cursor goes.
    pub again: bool,
}

/// What is told of the word under the pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The word with its quotes, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub title: String,
    /// Sentences on it.
    pub lines: Vec<String>,
}

/// Where a cursor stands, at a byte of the text.
#[must_use]
pub fn context(text: &str, offset: usize) -> Context {
    scan::read(text, offset, true).context
}

/// What may stand at the cursor, at a byte of the text. Unless it is asked for, nothing is offered before something is
/// typed. None where there is nothing to offer.
#[must_use]
pub fn complete(text: &str, offset: usize, is_asked: bool, catalogue: &Catalogue) -> Option<Completions> {
    let read = scan::read(text, offset, false);
    let context = &read.context;
    let word = hover::word(text, context.letters, &context.word, context.in_text);
    // A number is written quicker than chosen.
    let is_worth_it =
        context.in_text || !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    if !is_asked && !is_worth_it {
        return None;
    }
    let rest = text.as_bytes().get(context.word.end..).unwrap_or_default();
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    let (space, rest) = rest.split_at(rest.iter().take_while(|byte| is_space(byte)).count());
    let follows = rest.first().copied().unwrap_or_default();
    let is_before_another =
        context.at == At::Value && context.word.is_empty() && !matches!(follows, 0 | b',' | b']' | b'}');
    let is_item = matches!(context.path.last(), Some(Token::Index(_)));
    // A value that is there already; on a line of its own it is more likely the name of the next entry.
    if is_before_another && !is_item && (context.path.is_empty() || !space.contains(&b'\n')) {
        return None;
    }
    let spot = expect::at(catalogue, &read.root, &context.path);
    let mut items = offer::Place { catalogue, context, spot: &spot, word, follows, is_asked }.offers();
    if items.is_empty() {
        return None;
    }
    if is_before_another && is_item {
        items.iter_mut().for_each(|item| item.insert.push(','));
    }
    let (letters, word, comma) = (context.letters, context.word.clone(), context.comma);
    Some(Completions { letters, word, comma, items })
}
