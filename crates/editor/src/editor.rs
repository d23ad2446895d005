//! The editor of one document: what it says now, what is selected, and what was done. Time is an argument.
use crate::command::{Command, Outcome, Refusal, apply};
use crate::document::Document;
use crate::history::{History, State};
use crate::item::Item;
use crate::selection::Selection;
use flowdeck_spec::Catalogue;

/// An editor.
#[derive(Clone, Debug)]
pub struct Editor {
    document: Document,
    selection: Selection,
    history: History,
}

impl Default for Editor {
    fn default() -> Self {
        Self::new(Document::new(crate::document::empty()))
    }
}

impl Editor {
    /// An editor of a document, to which nothing was done yet.
    #[must_use]
    pub fn new(document: Document) -> Self {
        Self { document, selection: Selection::default(), history: History::default() }
    }

    /// The document as it is now.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// What is selected.
    #[must_use]
    pub const fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What was done.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Selects; that is no action of its own.
    pub fn select(&mut self, items: &[Item]) {
        self.selection = Selection::of(items);
    }

    /// Does something. Actions with the same `key`, one after the other, are one entry of the history.
    ///
    /// # Errors
    /// Why it cannot be done; nothing has changed then.
    pub fn act(
        &mut self,
        command: &Command,
        catalogue: &Catalogue,
        key: Option<&str>,
        now: f64,
    ) -> Result<(), Refusal> {
        let Outcome { document, title, select, renamed } = apply(&self.document, command, catalogue)?;
        let selection = if select.is_empty() {
            self.selection.after(&document, &renamed)
        } else {
            Selection::of(&select)
        };
        self.become_(document, selection, &title, key, now);
        Ok(())
    }

    /// Puts another document in the place of this one, as one action.
    pub fn replace(&mut self, document: Document, title: &str, now: f64) {
        let selection = self.selection.after(&document, &[]);
        self.become_(document, selection, title, None, now);
    }

    fn become_(
        &mut self,
        document: Document,
        selection: Selection,
        title: &str,
        key: Option<&str>,
        now: f64,
    ) {
        let after = State { document, selection };
        let before = State {
            document: std::mem::replace(&mut self.document, after.document.clone()),
            selection: std::mem::replace(&mut self.selection, after.selection.clone()),
        };
        self.history.record(title, before, after, key, now);
    }

    /// Undoes the last action; says whether there was one.
    pub fn undo(&mut self) -> bool {
        let done = self.history.undo().cloned();
        self.go_to(done)
    }

    /// Does the action again that was undone last; says whether there was one.
    pub fn redo(&mut self) -> bool {
        let done = self.history.redo().cloned();
        self.go_to(done)
    }

    /// Goes to where so many of the actions are done; says whether there is such a place.
    pub fn go(&mut self, done: usize) -> bool {
        let done = self.history.go(done).cloned();
        self.go_to(done)
    }

    fn go_to(&mut self, state: Option<State>) -> bool {
        let Some(State { document, selection }) = state else { return false };
        (self.document, self.selection) = (document, selection);
        true
    }

    /// Ends merging: the next action is an entry of its own.
    pub fn close(&mut self) {
        self.history.close();
    }
}

#[cfg(test)]
mod tests {
    use super::Editor;
    use crate::command::{Command, InputKind};
    use crate::item::Item;
    use flowdeck_spec::Catalogue;

    #[test]
    fn what_is_done_is_selected_and_undone_with_its_selection() {
        let catalogue = Catalogue::default();
        let mut editor = Editor::default();
        let add =
            |name: &str| Command::AddInput { kind: InputKind::Image, name: Some(name.into()), at: None };
        editor.act(&add("a"), &catalogue, None, 1.0).unwrap();
        editor.act(&add("b"), &catalogue, None, 2.0).unwrap();
        assert_eq!(editor.selection().items(), [Item::new("$inputs.b")]);
        let rename = Command::Rename { item: Item::new("$inputs.b"), name: "c".into() };
        editor.act(&rename, &catalogue, None, 3.0).unwrap();
        assert_eq!(editor.selection().items(), [Item::new("$inputs.c")]);
        let after = editor.document().clone();
        assert!(editor.undo() && editor.undo());
        assert_eq!(editor.selection().items(), [Item::new("$inputs.a")]);
        assert!(editor.redo() && editor.redo() && !editor.redo());
        assert_eq!(editor.document(), &after);
        assert!(editor.go(0) && !editor.undo());
        let taken = Command::Rename { item: Item::new("$inputs.zz"), name: "c".into() };
        assert!(editor.act(&taken, &catalogue, None, 4.0).is_err());
    }
}
