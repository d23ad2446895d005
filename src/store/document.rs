//! The open workflows: what is stored, what the person has made of it, and how the two come together.
//! A save is bound to the workflow and the base that were loaded, never to the page that happens to be open.
mod save;
mod text;

use super::checks::{self, Checks};
use super::{Call, Effect, Few, Key, Model, RequestId, toast};
use crate::components::notice::Tone;
use crate::route::Route;
use flowdeck_client::Error;
use flowdeck_client::dto::Workflow;
use flowdeck_spec::{Node, lint::Finding};
use std::rc::Rc;

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Where loading stands.
    pub status: Status,
    /// What was loaded.
    pub stored: Workflow,
    /// The `ETag` of it.
    pub etag: Option<String>,
    /// The definition as the person sees it.
    pub text: Rc<str>,
    /// The definition as it was shown when it was loaded.
    pub shown: Rc<str>,
    /// Moves when the text was set from outside the editor.
    pub text_epoch: u64,
    /// The parsed text; the last one that parsed while it does not.
    pub specification: Option<Node>,
    /// What the checks say of the text.
    pub findings: Rc<Vec<Finding>>,
    /// Whether the text means something else than what is stored.
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
            document.findings = checks.check(&document.text);
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
    /// The person typed.
    Edit(Key, Rc<str>),
    /// Set the text from outside the editor, as one change.
    SetText(Key, Rc<str>),
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
pub(super) fn update(model: &mut Model, msg: Msg, _now: f64) -> Vec<Effect> {
    match msg {
        Msg::Enter(key) => {
            let document = model.documents.of(&key);
            // Changes that are not saved stay; anything else is read again behind what is shown.
            let is_kept = document.is_dirty || document.saving.is_some();
            let mut effects = if is_kept { Vec::new() } else { load(model, key) };
            effects.extend(checks::want(model));
            effects
        }
        Msg::Open(key) => vec![Effect::Go(Route::Workflow { ws: key.ws, url: key.url })],
        Msg::Reload(key) => load(model, key),
        Msg::Loaded(request, key, result) => loaded(model, request, &key, result),
        Msg::Edit(key, text) => {
            model.documents.of(&key).set_text(text, &mut model.checks);
            Vec::new()
        }
        Msg::SetText(key, text) => {
            let document = model.documents.of(&key);
            document.set_text(text, &mut model.checks);
            document.text_epoch += 1;
            Vec::new()
        }
        Msg::Revert(key) => revert(model, key),
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

fn revert(model: &mut Model, key: Key) -> Vec<Effect> {
    let document = model.documents.of(&key);
    let given_up = Rc::clone(&document.text);
    document.set_text(Rc::clone(&document.shown), &mut model.checks);
    document.text_epoch += 1;
    document.failure = None;
    let undo = super::Msg::Document(Msg::SetText(key, given_up));
    toast::show(model, Tone::Info, "Back to what is stored.", Some(("Undo", undo)))
}

impl Document {
    /// Shows what the server has stored.
    fn accept(&mut self, workflow: Workflow, etag: Option<String>, checks: &mut Checks) {
        let shown: Rc<str> = text::show(&workflow.config).into();
        let is_same_text = self.status == Status::Ready && *shown == *self.text;
        self.stored = workflow;
        self.etag = etag;
        self.status = Status::Ready;
        self.failure = None;
        self.conflict = None;
        self.shown = Rc::clone(&shown);
        if !is_same_text {
            self.text_epoch += 1;
        }
        self.set_text(shown, checks);
    }

    fn set_text(&mut self, text: Rc<str>, checks: &mut Checks) {
        self.findings = checks.check(&text);
        if let Some(specification) = text::specification(&text) {
            self.specification = Some(specification);
        }
        self.is_dirty = !text::means_the_same(&text, &self.shown);
        self.text = text;
    }
}

#[cfg(test)]
mod tests;
