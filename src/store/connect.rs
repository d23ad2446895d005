//! Direct mode: the operator's key opens the service for this tab, until sign-out, reload or close. The key itself is
//! never in the state: a message brings it, an effect puts it into the runner's ring, and that is the one place.
mod explain;

use super::{Effect, Key, Model, RequestId, run, session};
use crate::route::Route;
pub use explain::{Explanation, explain};
use flowdeck_client::dto::{Welcome, WorkspaceInfo};
use flowdeck_client::{Error, Key as ApiKey};

/// Why no connection was made.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// What was typed is no key.
    NoKey,
    /// The key belongs to another workspace than the one that was typed: whose, and the typed one.
    Elsewhere(String, String),
    /// The service does not say which workspace the key belongs to, and none was typed.
    Unnamed,
    /// The service refused, or did not answer.
    Service(Error),
}

/// Where the connection stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connect {
    /// Whether the service has taken the key.
    pub is_open: bool,
    /// The question under way.
    pub request: Option<RequestId>,
    /// Why the last try failed.
    pub failure: Option<Refusal>,
    /// Whether the person is asked what becomes of changes that are not saved.
    pub is_leaving: bool,
    /// Whether the person has agreed that the key goes to the execution endpoint too, to run what is not saved.
    pub lends_key: bool,
    /// The workflow whose run waits for that answer.
    pub asked_for: Option<Key>,
    /// The workspace that was typed.
    wanted: String,
    /// The workspace that the configuration names; empty = none.
    configured: String,
}

/// What can happen to the connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Connect: the workspace (empty = the key's own) and the key, if what was typed is one.
    Try(String, Option<ApiKey>),
    /// Let the key go to the execution endpoint too, and go on with the run.
    Lend,
    /// Rather not.
    Keep,
    /// Sign out, but ask first when changes would be lost.
    Leave,
    /// Do not sign out after all.
    Stay,
    /// Sign out.
    SignOut,
    /// The page is left for another: nothing may stay in a tab that the browser keeps for coming back.
    PageHidden,
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Try(..) if model.connect.is_open || model.connect.request.is_some() => Vec::new(),
        Msg::Try(_, None) => refused(model, Refusal::NoKey),
        Msg::Try(workspace, Some(key)) => {
            model.connect.wanted = String::from(workspace.trim());
            model.connect.failure = None;
            let (request, effect) = session::ask(model);
            model.connect.request = Some(request);
            vec![Effect::HoldKey(key), effect]
        }
        Msg::Lend => {
            model.connect.lends_key = model.connect.is_open;
            let waiting = model.connect.asked_for.take();
            waiting.map_or_else(Vec::new, |key| run::update(model, run::Msg::Start(key), now))
        }
        Msg::Keep => {
            model.connect.asked_for = None;
            Vec::new()
        }
        Msg::Leave if model.documents.any_dirty() => {
            model.connect.is_leaving = true;
            Vec::new()
        }
        Msg::Stay => {
            model.connect.is_leaving = false;
            Vec::new()
        }
        Msg::Leave | Msg::SignOut => {
            let mut effects = forget(model);
            effects.push(Effect::Replace(Route::Home));
            effects
        }
        Msg::PageHidden => forget(model),
    }
}

/// The service answered the first question: the key is known to it, or not.
pub(super) fn answered(model: &mut Model, result: Result<Welcome, Error>, now: f64) -> Vec<Effect> {
    let welcome = match result {
        Ok(welcome) => welcome,
        Err(error) => return refused(model, Refusal::Service(error)),
    };
    let (wanted, own) = (model.connect.wanted.clone(), welcome.workspace.clone());
    let ws = match (wanted.is_empty(), own.is_empty()) {
        (true, true) => return refused(model, Refusal::Unnamed),
        (false, false) if wanted != own => return refused(model, Refusal::Elsewhere(own, wanted)),
        (true, false) => own,
        (false, _) => wanted,
    };
    model.connect.request = None;
    model.connect.is_open = true;
    model.connect.configured = std::mem::replace(&mut model.config.workspace, ws);
    model.session.welcome = Some(narrowed(model, welcome));
    // The page that was asked for before there was a key.
    let route = model.route.clone().unwrap_or(Route::Home);
    super::update(model, super::Msg::Entered(route), now)
}

/// The service's answer, with the connected workspace as the only one.
pub(super) fn narrowed(model: &Model, welcome: Welcome) -> Welcome {
    let url = model.config.workspace.clone();
    let known = welcome.workspaces.iter().find(|workspace| workspace.url == url);
    let name = known.map_or_else(|| url.clone(), |workspace| workspace.name.clone());
    let workspaces = vec![WorkspaceInfo { name, url, read_only: model.config.read_only }];
    Welcome { workspaces, ..welcome }
}

fn refused(model: &mut Model, why: Refusal) -> Vec<Effect> {
    model.connect.request = None;
    model.connect.failure = Some(why);
    vec![Effect::ForgetKey, Effect::Focus(String::from("#connect-key"))]
}

/// Lets go of everything that the key opened.
fn forget(model: &mut Model) -> Vec<Effect> {
    if model.connect.is_open {
        model.config.workspace = std::mem::take(&mut model.connect.configured);
    }
    *model = model.emptied();
    vec![Effect::ForgetKey, Effect::ForgetTokens, Effect::StopAll, Effect::Title(String::from(TITLE))]
}

/// The name of the tab while there is no connection.
pub(super) const TITLE: &str = "Connect – Flowdeck";

#[cfg(test)]
mod tests;
