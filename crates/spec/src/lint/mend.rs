//! Fixes as changes of the text: only what the fix is about changes, all else stays to the byte.
use super::TextFix;
use crate::diagnostic::{Edit, Fix};
use crate::json::{self, Locator, Node};
use std::ops::Range;

/// One piece of text in the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What goes, in bytes of the text that was checked.
    pub range: Range<usize>,
    /// What comes.
    pub text: String,
}

/// A fix in terms of the text; none when a place is not there.
pub(super) fn text_fix(text: &str, locator: &mut Locator<'_>, fix: &Fix) -> Option<TextFix> {
    let edits = fix.edits.iter().map(|edit| text_edit(text, locator, edit)).collect::<Option<_>>()?;
    Some(TextFix { title: fix.title.clone(), edits })
}

fn text_edit(text: &str, locator: &mut Locator<'_>, edit: &Edit) -> Option<TextEdit> {
    match edit {
        Edit::Set { pointer, value } => {
            if let Some(place) = locator.locate(pointer) {
                return Some(TextEdit { range: place.value, text: value.to_compact() });
            }
            let (parent, key) = pointer.rsplit_once('/')?;
            let key = Node::string(&json::pointer_name(key));
            let entry = format!("{}: {}", key.to_compact(), value.to_compact());
            insert(text, locator, parent, &entry)
        }
        Edit::Insert { pointer, value } => before(text, locator, pointer, value),
        Edit::Remove { pointer } => remove(locator, pointer),
    }
}

/// A new entry at the end of a list or object, laid out as the one before it.
fn insert(text: &str, locator: &mut Locator<'_>, parent: &str, entry: &str) -> Option<TextEdit> {
    let whole = locator.locate(parent)?.value;
    let siblings = locator.children_of(parent)?;
    let Some(last) = siblings.last() else {
        let at = whole.start + 1;
        return Some(TextEdit { range: at..at, text: entry.to_owned() });
    };
    let gap = own_line(text.get(..last.start)?).unwrap_or(" ");
    Some(TextEdit { range: last.end..last.end, text: format!(",{gap}{entry}") })
}

/// A new item before another, laid out as that one: on lines of its own, on one line, or beside it.
fn before(text: &str, locator: &mut Locator<'_>, pointer: &str, value: &Node) -> Option<TextEdit> {
    let next = locator.locate(pointer)?.value;
    let gap = own_line(text.get(..next.start)?);
    let value = match gap {
        Some(gap) if text.get(next.clone())?.contains('\n') => value.to_pretty().replace('\n', gap),
        _ => value.to_compact(),
    };
    Some(TextEdit { range: next.start..next.start, text: format!("{value},{}", gap.unwrap_or(" ")) })
}

/// The line's end and the room that a thing begins with, where it has a line of its own.
fn own_line(before: &str) -> Option<&str> {
    // With the carriage return, where the file's lines end with one.
    let at = before.rfind('\n')?;
    let line = &before[before[..at].trim_end_matches('\r').len()..];
    line.trim().is_empty().then_some(line)
}

/// Takes an entry away, with one of the commas around it.
fn remove(locator: &mut Locator<'_>, pointer: &str) -> Option<TextEdit> {
    let (parent, _) = pointer.rsplit_once('/')?;
    let value = locator.locate(pointer)?.value;
    let siblings = locator.children_of(parent)?;
    let index = siblings.iter().position(|sibling| sibling.end == value.end)?;
    let own = siblings.get(index)?.clone();
    let range = match (index.checked_sub(1).and_then(|before| siblings.get(before)), siblings.get(index + 1))
    {
        (_, Some(next)) => own.start..next.start,
        (Some(before), None) => before.end..own.end,
        (None, None) => own,
    };
    Some(TextEdit { range, text: String::new() })
}
