//! The versions of a workflow: which there are, which two are compared, and bringing one back.
use super::{Call, Effect, Few, Key, Model, RequestId, document, toast};
use crate::components::notice::Tone;
use flowdeck_client::Error;
use flowdeck_client::dto::{Version, Workflow};
use std::rc::Rc;

/// The versions of one workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Versions {
    /// The versions, newest first; none until they came.
    pub list: Option<Rc<Vec<Version>>>,
    /// Why they did not come.
    pub failure: Option<Error>,
    /// The one that is looked at, by its number.
    pub chosen: Option<String>,
    /// The one it is compared with; none = the one before it.
    pub against: Option<String>,
    /// The restore under way.
    pub restoring: Option<RequestId>,
    request: Option<RequestId>,
}

impl Versions {
    /// The version that is looked at: the newest until one is chosen.
    #[must_use]
    pub fn shown(&self) -> Option<&Version> {
        let list = self.list.as_deref()?;
        self.chosen
            .as_ref()
            .and_then(|chosen| list.iter().find(|version| version.version == *chosen))
            .or_else(|| list.first())
    }

    /// The version that it is compared with: the chosen one, else the one before.
    #[must_use]
    pub fn other(&self) -> Option<&Version> {
        let list = self.list.as_deref()?;
        if let Some(against) = &self.against {
            return list.iter().find(|version| version.version == *against);
        }
        let shown = self.shown()?;
        let at = list.iter().position(|version| version.version == shown.version)?;
        list.get(at + 1)
    }
}

/// The versions, by workflow.
#[derive(Debug, Default)]
pub struct AllVersions(Few<Key, Versions>);

impl AllVersions {
    /// The versions of a workflow, if anyone has looked.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Versions> {
        self.0.get(key)
    }

    fn of(&mut self, key: &Key) -> &mut Versions {
        self.0.or_insert_with(key.clone(), Versions::default)
    }
}

/// What can happen to versions.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Their page was opened.
    Enter(Key),
    /// They came.
    Loaded(RequestId, Key, Result<Vec<Version>, Error>),
    /// Look at one.
    Choose(Key, String),
    /// Compare with another; none = the one before.
    Against(Key, Option<String>),
    /// Bring one back, as a new version.
    Restore(Key, String),
    /// It is back, or not.
    Restored(RequestId, Key, Result<(Workflow, Option<String>), Error>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Enter(key) => {
            let request = model.fresh_id();
            let versions = model.versions.of(&key);
            versions.request = Some(request);
            versions.failure = None;
            vec![Effect::Call(request, Call::Versions { ws: key.ws, url: key.url })]
        }
        Msg::Loaded(request, key, result) => {
            let versions = model.versions.of(&key);
            if versions.request == Some(request) {
                versions.request = None;
                match result {
                    Ok(list) => versions.list = Some(Rc::new(list)),
                    Err(error) => versions.failure = Some(error),
                }
            }
            Vec::new()
        }
        Msg::Choose(key, version) => {
            let versions = model.versions.of(&key);
            versions.chosen = Some(version);
            versions.against = None;
            Vec::new()
        }
        Msg::Against(key, version) => {
            model.versions.of(&key).against = version;
            Vec::new()
        }
        Msg::Restore(key, version) => restore(model, key, &version),
        Msg::Restored(request, key, result) => restored(model, request, &key, result, now),
    }
}

fn restore(model: &mut Model, key: Key, wanted: &str) -> Vec<Effect> {
    let request = model.fresh_id();
    let Some(document) = model.documents.get(&key) else { return Vec::new() };
    if document.is_dirty {
        let text = "This workflow has changes that are not saved: save or revert them first.";
        return toast::show(model, Tone::Warn, text, None);
    }
    let (id, name, base) = (document.stored.id.clone(), document.stored.name.clone(), document.etag.clone());
    let versions = model.versions.of(&key);
    let config = versions
        .list
        .iter()
        .flat_map(|list| list.iter())
        .find(|version| version.version == wanted)
        .and_then(|version| version.config.clone());
    let Some(config) = config else { return Vec::new() };
    versions.restoring = Some(request);
    let url = key.url.clone();
    vec![Effect::Call(request, Call::RestoreVersion { key, id, name, url, config: config.into(), base })]
}

fn restored(
    model: &mut Model,
    request: RequestId,
    key: &Key,
    result: Result<(Workflow, Option<String>), Error>,
    now: f64,
) -> Vec<Effect> {
    let versions = model.versions.of(key);
    if versions.restoring != Some(request) {
        return Vec::new();
    }
    versions.restoring = None;
    versions.chosen = None;
    versions.against = None;
    let mut effects = match result {
        Ok((workflow, _)) => {
            let text = workflow.version_count.map_or_else(
                || String::from("Restored."),
                |version| format!("Restored as version {version}."),
            );
            toast::show(model, Tone::Good, text, None)
        }
        Err(error) => toast::show(model, Tone::Bad, format!("Not restored: {error}"), None),
    };
    effects.extend(document::update(model, document::Msg::Reload(key.clone()), now));
    effects.extend(update(model, Msg::Enter(key.clone()), now));
    effects
}
