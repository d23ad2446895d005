//! What was done, to undo it: a list of documents, which share what did not change. One action of a person is one
//! entry; typing in one property is one entry until something else happens.
use crate::document::Document;
use crate::selection::Selection;
use std::collections::VecDeque;

/// So many actions are kept.
pub const LIMIT: usize = 500;

/// A document and what was selected in it.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The document.
    pub document: Document,
    /// What was selected.
    pub selection: Selection,
}

/// One action.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was done, in a person's words.
    pub title: String,
    /// How it was before.
    pub before: State,
    /// How it was after it.
    pub after: State,
    /// When it was done last, in milliseconds since 1970.
    pub at: f64,
    /// What it may be merged with.
    key: Option<String>,
}

/// The actions on one document.
#[derive(Clone, Debug, Default)]
pub struct History {
    entries: VecDeque<Entry>,
    /// So many of them are done; the rest is undone.
    done: usize,
    /// Whether the last one may still grow.
    is_open: bool,
}

impl History {
    /// Notes an action. Nothing is noted where nothing changed. With a key, such as the pointer of the property
    /// that is typed in, it becomes one with the last action, if that has the same key and nothing else happened
    /// since. What was undone before is forgotten.
    pub fn record(&mut self, title: &str, before: State, after: State, key: Option<&str>, at: f64) {
        if before.document.same(&after.document) || before.document == after.document {
            return;
        }
        self.entries.truncate(self.done);
        let is_open = self.is_open && key.is_some();
        if let Some(last) = self.entries.back_mut().filter(|last| is_open && last.key.as_deref() == key) {
            last.after = after;
            last.at = at;
            // Typed and taken back: nothing happened.
            if last.before.document == last.after.document {
                self.entries.pop_back();
                self.done = self.entries.len();
                self.is_open = false;
            }
            return;
        }
        let key = key.map(String::from);
        self.entries.push_back(Entry { title: String::from(title), before, after, at, key });
        if self.entries.len() > LIMIT {
            self.entries.pop_front();
        }
        self.done = self.entries.len();
        self.is_open = true;
    }

    /// Ends merging: the next action is one of its own. When the focus leaves a field, when the document is saved.
    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// Undoes the last action and gives what is there now; nothing where there is none.
    pub fn undo(&mut self) -> Option<&State> {
        self.go(self.done.checked_sub(1)?)
    }

    /// Does the action again that was undone last.
    pub fn redo(&mut self) -> Option<&State> {
        self.go(self.done + 1)
    }

    /// Goes to where so many of the actions are done, and gives what is there.
    pub fn go(&mut self, done: usize) -> Option<&State> {
        if done > self.entries.len() || self.entries.is_empty() {
            return None;
        }
        self.done = done;
        self.is_open = false;
        match done.checked_sub(1) {
            Some(last) => self.entries.get(last).map(|entry| &entry.after),
            None => self.entries.front().map(|entry| &entry.before),
        }
    }

    /// All actions that are kept, the oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// How many of them are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done
    }

    /// What would be undone.
    #[must_use]
    pub fn last(&self) -> Option<&Entry> {
        self.entries.get(self.done.checked_sub(1)?)
    }

    /// What would be done again.
    #[must_use]
    pub fn next(&self) -> Option<&Entry> {
        self.entries.get(self.done)
    }

    /// The document as it is now; none where nothing was ever done.
    #[must_use]
    pub fn document(&self) -> Option<&Document> {
        match self.last() {
            Some(last) => Some(&last.after.document),
            None => self.next().map(|next| &next.before.document),
        }
    }

    /// Whether the document says what the saved one says, by whatever way it got there.
    #[must_use]
    pub fn is_at(&self, saved: &Document) -> bool {
        self.document().is_none_or(|document| document.same(saved) || document == saved)
    }
}

#[cfg(test)]
mod tests {
    use super::{History, LIMIT, State};
    use crate::document::Document;
    use crate::selection::Selection;
    use flowdeck_spec::Node;

    fn state(number: usize) -> State {
        let value = Node::Number(number.to_string().into());
        State { document: Document::new(Node::object([("x", value)])), selection: Selection::default() }
    }

    fn titles(history: &History) -> Vec<&str> {
        history.entries().map(|entry| &*entry.title).collect()
    }

    #[test]
    fn what_was_done_is_undone_and_done_again() {
        let mut history = History::default();
        assert!(history.undo().is_none() && history.redo().is_none() && history.is_at(&state(0).document));
        for number in 0..3 {
            history.record("step", state(number), state(number + 1), None, 0.0);
        }
        history.record("nothing", state(3), state(3), None, 0.0);
        assert_eq!(history.undo(), Some(&state(2)));
        assert_eq!(history.undo(), Some(&state(1)));
        assert_eq!(history.redo(), Some(&state(2)));
        assert_eq!(history.go(0), Some(&state(0)));
        assert!(history.undo().is_none() && history.is_at(&state(0).document));
        assert_eq!(history.go(3), Some(&state(3)));
        assert!(history.redo().is_none() && !history.is_at(&state(0).document));
        assert!(history.go(4).is_none() && history.is_at(&state(3).document));
    }

    #[test]
    fn a_new_action_forgets_what_was_undone() {
        let mut history = History::default();
        history.record("a", state(0), state(1), None, 0.0);
        history.record("b", state(1), state(2), None, 0.0);
        history.undo();
        history.record("c", state(1), state(5), None, 0.0);
        assert_eq!(titles(&history), ["a", "c"]);
        assert!(history.redo().is_none());
    }

    #[test]
    fn typing_is_one_entry_until_something_else_happens() {
        let mut history = History::default();
        history.record("type", state(0), state(1), Some("a"), 1.0);
        history.record("type", state(1), state(2), Some("a"), 2.0);
        assert_eq!(history.entries().map(|entry| entry.at).collect::<Vec<_>>(), [2.0]);
        history.record("other", state(2), state(3), Some("b"), 3.0);
        history.record("type", state(3), state(4), Some("a"), 4.0);
        history.close();
        history.record("type", state(4), state(5), Some("a"), 5.0);
        assert_eq!(titles(&history), ["type", "other", "type", "type"]);
        history.undo();
        history.redo();
        history.record("type", state(5), state(6), Some("a"), 6.0);
        assert_eq!(history.undo(), Some(&state(5)));
        // What is typed and taken back leaves nothing behind.
        let mut history = History::default();
        history.record("before", state(7), state(0), None, 0.0);
        history.record("type", state(0), state(1), Some("a"), 1.0);
        history.record("type", state(1), state(0), Some("a"), 2.0);
        assert_eq!(titles(&history), ["before"]);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut history = History::default();
        for number in 0..LIMIT + 5 {
            history.record("step", state(number), state(number + 1), None, 0.0);
        }
        assert_eq!(history.entries().len(), LIMIT);
        assert_eq!(history.go(0), Some(&state(5)));
    }
}
