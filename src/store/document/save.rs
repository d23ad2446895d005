//! Saving: bound to the base, told apart from what others did meanwhile.
use super::{Conflict, Document, Msg};
use crate::components::notice::Tone;
use crate::store::{Call, Effect, Key, Model, RequestId, list, toast};
use flowdeck_client::Error;
use flowdeck_client::dto::Workflow;
use flowdeck_spec::{Node, config};
use std::rc::Rc;

pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Save(key) => {
            let document = model.documents.of(&key);
            let (name, url, base) =
                (document.stored.name.clone(), document.stored.url.clone(), document.etag.clone());
            save(model, key, name, url, base, true)
        }
        Msg::KeepMine(key) => {
            let document = model.documents.of(&key);
            let Some(conflict) = document.conflict.take() else { return Vec::new() };
            // The base is what the person has just been told about: a third writer is noticed again.
            document.etag.clone_from(&conflict.etag);
            document.stored.config = conflict.theirs.config;
            let (name, url) = (conflict.theirs.name, conflict.theirs.url);
            save(model, key, name, url, conflict.etag, true)
        }
        Msg::Rename(key, name, url) => {
            let base = model.documents.of(&key).etag.clone();
            save(model, key, name, url, base, false)
        }
        Msg::Saved(request, key, result) => saved(model, request, &key, result),
        _ => Vec::new(),
    }
}

fn save(
    model: &mut Model,
    key: Key,
    name: String,
    url: String,
    base: Option<String>,
    with_text: bool,
) -> Vec<Effect> {
    let request = model.fresh_id();
    let document = model.documents.of(&key);
    if document.saving.is_some() {
        return Vec::new();
    }
    if let Some(why) = document.trouble().filter(|_| with_text) {
        let why = format!("Not saved, because the text is no workflow: {why}");
        return toast::show(model, Tone::Bad, why, None);
    }
    let config: Rc<str> = if with_text { document.config() } else { document.stored.config.as_str().into() };
    document.saving = Some(request);
    document.failure = None;
    let id = document.stored.id.clone();
    vec![Effect::Call(request, Call::Update { key, id, name, url, config, base })]
}

fn saved(
    model: &mut Model,
    request: RequestId,
    key: &Key,
    result: Result<(Workflow, Option<String>), Error>,
) -> Vec<Effect> {
    let document = model.documents.of(key);
    if document.saving != Some(request) {
        return Vec::new();
    }
    document.saving = None;
    let error = match result {
        Ok((workflow, etag)) => return kept(model, key, workflow, etag),
        Err(Error::Conflict { workflow, etag }) => {
            document.conflict = Some(Conflict { theirs: *workflow, etag });
            return Vec::new();
        }
        Err(error) => error,
    };
    document.failure = Some(error);
    Vec::new()
}

fn kept(model: &mut Model, key: &Key, workflow: Workflow, etag: Option<String>) -> Vec<Effect> {
    let document = model.documents.of(key);
    let is_new_version = workflow.version_count > document.stored.version_count;
    let (version, url) = (workflow.version_count, workflow.url.clone());
    let new_key = Key::new(&key.ws, &url);
    // What was done while the save was under way stays, on the new base; so does what can be undone.
    let (editor, typed) = (document.editor.clone(), document.text.clone());
    let epoch = document.text_epoch;
    document.accept(workflow, etag, &mut model.checks);
    // Of what is stored, not of what was done meanwhile.
    let errors = document.error_count();
    document.editor = editor;
    document.text = typed;
    document.compile(&mut model.checks);
    document.compare();
    document.text_epoch = epoch;
    let moved = (new_key != *key).then(|| std::mem::take(document));
    let mut effects = Vec::new();
    if let Some(moved) = moved {
        model.documents.0.remove(key);
        model.documents.0.insert(new_key, Document { text_epoch: epoch + 1, ..moved });
        effects.extend(model.route.as_ref().map(|route| Effect::Replace(route.with_url(&url))));
    }
    let text = match version {
        Some(version) if is_new_version => format!("Saved as version {version}."),
        _ => String::from("Saved."),
    };
    let (tone, text) = match errors {
        0 => (Tone::Good, text),
        1 => (Tone::Warn, text + " 1 error: the engine will not run it yet."),
        _ => (Tone::Warn, format!("{text} {errors} errors: the engine will not run it yet.")),
    };
    effects.extend(toast::show(model, tone, text, None));
    if model.lists.get(&key.ws).is_some() {
        effects.extend(list::update(model, list::Msg::Reload(key.ws.clone())));
    }
    effects
}

impl Document {
    /// The config to store: the stored one with another specification and drawing.
    pub(super) fn config(&self) -> Rc<str> {
        let stored = || config::read(&self.stored.config).unwrap_or(Node::Null);
        let beside = self.beside.clone().unwrap_or_else(stored);
        self.editor.document().to_config(&beside).to_compact().into()
    }
}
