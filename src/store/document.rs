//! The open workflows: what is stored, what the person has made of it, and how the two come together.
//! A save is bound to the workflow and the base that were loaded, never to the page that happens to be open.
mod save;
mod text;

use super::checks::{self, Checks};
use super::{Call, Effect, Few, Key, Model, RequestId, builder, toast};
use crate::components::notice::Tone;
use crate::route::Route;
use flowdeck_client::Error;
use flowdeck_client::dto::Workflow;
use flowdeck_editor::command::{Command, Refusal};
use flowdeck_editor::document::Document as Edited;
use flowdeck_editor::editor::Editor;
use flowdeck_editor::item::Item;
use flowdeck_spec::compile::Compiled;
use flowdeck_spec::{Diagnostic, Node, Severity, config};
use std::rc::Rc;
use text::Text;

/// Where loading stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Status {
    /// Under way.
    #[default]
    Loading,
    /// There.
    Ready,
    /// It failed.
    Failed(Error),
}

/// What somebody else has stored meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What is stored now.
    pub theirs: Workflow,
    /// Its `ETag`.
    pub etag: Option<String>,
}

/// One open workflow.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Where loading stands.
    pub status: Status,
    /// What was loaded.
    pub stored: Workflow,
    /// The `ETag` of it.
    pub etag: Option<String>,
    /// What the person works on.
    pub editor: Editor,
    /// What it was when it was loaded or saved last.
    saved: Option<Edited>,
    text: Text,
    /// A whole config that was typed: what stands in it beside the specification replaces what is stored.
    beside: Option<Node>,
    /// Moves when the text was set from outside the text editor.
    pub text_epoch: u64,
    /// What the compiler knows of it.
    pub compiled: Rc<Compiled>,
    /// What the compiler found.
    pub findings: Rc<Vec<Diagnostic>>,
    /// Whether it says something else than what is stored.
    pub is_dirty: bool,
    /// The save under way.
    pub saving: Option<RequestId>,
    /// Why the last save failed.
    pub failure: Option<Error>,
    /// What stands against a save.
    pub conflict: Option<Conflict>,
    request: Option<RequestId>,
}

/// The open workflows.
#[derive(Debug, Default)]
pub struct Documents(Few<Key, Document>);

impl Documents {
    /// An open workflow.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Document> {
        self.0.get(key)
    }

    /// Whether any has changes that are not saved.
    #[must_use]
    pub fn any_dirty(&self) -> bool {
        self.0.iter().any(|(_, document)| document.is_dirty)
    }

    /// Checks every text again, because what they are checked against has changed.
    pub(super) fn check_again(&mut self, checks: &mut Checks) {
        for document in self.0.iter_mut() {
            document.compile(checks);
        }
    }

    fn of(&mut self, key: &Key) -> &mut Document {
        self.0.or_insert_with(key.clone(), Document::default)
    }
}

/// What can happen to an open workflow.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// One of its pages was opened.
    Enter(Key),
    /// Open its page.
    Open(Key),
    /// Load it again.
    Reload(Key),
    /// It came.
    Loaded(RequestId, Key, Result<(Workflow, Option<String>), Error>),
    /// The person typed in the text.
    Edit(Key, Rc<str>),
    /// Set the text from outside the text editor, as one change.
    SetText(Key, Rc<str>),
    /// Do something to the document. With a text, actions one after the other with the same one are one entry.
    Do(Key, Box<Command>, Option<String>),
    /// Undo the last action.
    Undo(Key),
    /// Do it again.
    Redo(Key),
    /// Go to where so many actions are done.
    Go(Key, usize),
    /// The next action is one of its own.
    Close(Key),
    /// Select these.
    Select(Key, Vec<Item>),
    /// Give up the changes.
    Revert(Key),
    /// Save.
    Save(Key),
    /// It was saved, or not.
    Saved(RequestId, Key, Result<(Workflow, Option<String>), Error>),
    /// Give up the changes for what is stored now.
    TakeTheirs(Key),
    /// Save over what is stored now.
    KeepMine(Key),
    /// Give it another name and slug.
    Rename(Key, String, String),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Enter(key) => {
            let document = model.documents.of(&key);
            // Changes that are not saved stay; anything else is read again behind what is shown.
            let is_kept = document.is_dirty || document.saving.is_some();
            let mut effects = if is_kept { Vec::new() } else { load(model, key) };
            effects.extend(checks::want(model));
            effects.extend(builder::want_models(model));
            effects
        }
        Msg::Open(key) => vec![Effect::Go(Route::Workflow { ws: key.ws, url: key.url })],
        Msg::Reload(key) => load(model, key),
        Msg::Loaded(request, key, result) => loaded(model, request, &key, result),
        Msg::Edit(key, text) => {
            model.documents.of(&key).type_text(text, &mut model.checks, now);
            Vec::new()
        }
        Msg::SetText(key, text) => {
            let document = model.documents.of(&key);
            document.editor.close();
            document.type_text(text, &mut model.checks, now);
            document.editor.close();
            document.text_epoch += 1;
            Vec::new()
        }
        Msg::Do(key, command, merge) => {
            match model.documents.of(&key).act(&command, merge.as_deref(), &mut model.checks, now) {
                Ok(()) => Vec::new(),
                Err(refusal) => toast::show(model, Tone::Warn, refusal.message, None),
            }
        }
        Msg::Undo(key) => walk(model, &key, Editor::undo),
        Msg::Redo(key) => walk(model, &key, Editor::redo),
        Msg::Go(key, done) => walk(model, &key, |editor| editor.go(done)),
        Msg::Close(key) => {
            model.documents.of(&key).editor.close();
            Vec::new()
        }
        Msg::Select(key, items) => {
            model.documents.of(&key).editor.select(&items);
            Vec::new()
        }
        Msg::Revert(key) => revert(model, key, now),
        Msg::TakeTheirs(key) => {
            let document = model.documents.of(&key);
            if let Some(conflict) = document.conflict.take() {
                document.accept(conflict.theirs, conflict.etag, &mut model.checks);
            }
            Vec::new()
        }
        Msg::Save(_) | Msg::Saved(..) | Msg::KeepMine(_) | Msg::Rename(..) => save::update(model, msg),
    }
}

fn load(model: &mut Model, key: Key) -> Vec<Effect> {
    let request = model.fresh_id();
    let document = model.documents.of(&key);
    document.request = Some(request);
    if matches!(document.status, Status::Failed(_)) {
        document.status = Status::Loading;
    }
    vec![Effect::Call(request, Call::Get { ws: key.ws, url: key.url, version: None })]
}

fn loaded(
    model: &mut Model,
    request: RequestId,
    key: &Key,
    result: Result<(Workflow, Option<String>), Error>,
) -> Vec<Effect> {
    let document = model.documents.of(key);
    if document.request != Some(request) {
        return Vec::new();
    }
    document.request = None;
    match result {
        // Somebody began to type while it was read again: their text stays, and its base with it.
        Ok(_) if document.is_dirty => {}
        Ok((workflow, etag)) => document.accept(workflow, etag, &mut model.checks),
        Err(error) if document.status != Status::Ready || error.is_missing() => {
            document.status = Status::Failed(error);
        }
        Err(error) => {
            return toast::show(model, Tone::Warn, format!("Shown as it was before: {error}"), None);
        }
    }
    Vec::new()
}

fn revert(model: &mut Model, key: Key, now: f64) -> Vec<Effect> {
    let document = model.documents.of(&key);
    let Some(saved) = document.saved.clone() else { return Vec::new() };
    let was_broken = document.text.trouble.is_some().then(|| document.text());
    document.editor.replace(saved, "Back to what is stored", now);
    document.beside = None;
    document.failure = None;
    document.changed(&mut model.checks);
    let undo = match was_broken {
        Some(text) => Msg::SetText(key, text),
        None => Msg::Undo(key),
    };
    toast::show(model, Tone::Info, "Back to what is stored.", Some(("Undo", super::Msg::Document(undo))))
}

fn walk(model: &mut Model, key: &Key, step: impl FnOnce(&mut Editor) -> bool) -> Vec<Effect> {
    let document = model.documents.of(key);
    if step(&mut document.editor) {
        document.changed(&mut model.checks);
    }
    Vec::new()
}

impl Document {
    /// The definition as the person sees it.
    #[must_use]
    pub fn text(&self) -> Rc<str> {
        self.text.of(&self.editor.document().specification)
    }

    /// Why the text is no definition, while it is none.
    #[must_use]
    pub fn trouble(&self) -> Option<&Rc<str>> {
        self.text.trouble.as_ref()
    }

    /// The specification as it is now: the last one that was one.
    #[must_use]
    pub fn specification(&self) -> &Node {
        &self.editor.document().specification
    }

    /// The specification as it was loaded or saved last.
    #[must_use]
    pub fn saved_specification(&self) -> Option<&Node> {
        self.saved.as_ref().map(|saved| &saved.specification)
    }

    /// How many errors the compiler found.
    #[must_use]
    pub fn error_count(&self) -> usize {
        let errors = self.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        errors + usize::from(self.text.trouble.is_some())
    }

    /// Shows what the server has stored.
    fn accept(&mut self, workflow: Workflow, etag: Option<String>, checks: &mut Checks) {
        let read = config::read(&workflow.config).ok().and_then(|root| Edited::from_config(&root));
        let is_same = self.status == Status::Ready && read.as_ref() == Some(self.editor.document());
        let stored: Rc<str> = workflow.config.as_str().into();
        self.stored = workflow;
        self.etag = etag;
        self.status = Status::Ready;
        self.failure = None;
        self.conflict = None;
        self.beside = None;
        self.saved.clone_from(&read);
        if is_same && self.text.trouble.is_none() {
            self.compile(checks);
            self.is_dirty = false;
            return;
        }
        self.text_epoch += 1;
        match read {
            Some(document) => {
                self.editor = Editor::new(document);
                self.text = Text::default();
            }
            None => {
                // What no engine could read is shown as it is stored.
                let trouble = text::read(&stored, self.editor.document()).err();
                self.text = Text::typed(stored, trouble);
            }
        }
        self.compile(checks);
        self.is_dirty = false;
    }

    /// What was typed becomes the document, if it is one.
    fn type_text(&mut self, typed: Rc<str>, checks: &mut Checks, now: f64) {
        match text::read(&typed, self.editor.document()) {
            Ok(text::Read { document: Edited { specification, drawing }, whole }) => {
                let is_drawn = drawing.same(&self.editor.document().drawing);
                let all = Command::ReplaceAll { specification };
                let outcome = self.editor.act(&all, checks.catalogue(), Some("text"), now);
                let refused = outcome.err().map(|refusal| refusal.message);
                if refused.is_none() && !is_drawn {
                    let document = Edited { drawing, ..self.editor.document().clone() };
                    self.editor.replace(document, "Paste a whole workflow", now);
                }
                if whole.is_some() {
                    self.beside = whole;
                }
                self.text = Text::typed(typed, refused);
                self.compile(checks);
            }
            Err(trouble) => self.text = Text::typed(typed, Some(trouble)),
        }
        self.compare();
    }

    fn act(
        &mut self,
        command: &Command,
        merge: Option<&str>,
        checks: &mut Checks,
        now: f64,
    ) -> Result<(), Refusal> {
        let catalogue = Rc::clone(checks.catalogue());
        self.editor.act(command, &catalogue, merge, now)?;
        self.changed(checks);
        Ok(())
    }

    /// The document was changed from outside the text.
    fn changed(&mut self, checks: &mut Checks) {
        self.text = Text::default();
        self.text_epoch += 1;
        self.compile(checks);
        self.compare();
    }

    fn compile(&mut self, checks: &mut Checks) {
        (self.compiled, self.findings) = checks.compile(&self.editor.document().specification);
    }

    fn compare(&mut self) {
        let is_same = self.saved.as_ref() == Some(self.editor.document());
        self.is_dirty = !is_same || self.text.trouble.is_some();
    }
}

#[cfg(test)]
mod tests;
