//! Who we are to the server: which workspaces there are and whether the session holds.
use super::config::Mode;
use super::{Call, Effect, Model, RequestId, connect};
use flowdeck_client::Error;
use flowdeck_client::dto::Welcome;

/// The state of the session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// What the server said at start.
    pub welcome: Option<Welcome>,
    /// Why it did not say so.
    pub failure: Option<Error>,
    request: Option<RequestId>,
}

impl Session {
    /// Whether a workspace can only be read.
    #[must_use]
    pub fn is_read_only(&self, ws: &str) -> bool {
        self.welcome
            .iter()
            .flat_map(|welcome| &welcome.workspaces)
            .any(|workspace| workspace.url == ws && workspace.read_only)
    }

    /// Whether the server has such a workspace.
    #[must_use]
    pub fn has_workspace(&self, ws: &str) -> bool {
        self.welcome.iter().flat_map(|welcome| &welcome.workspaces).any(|workspace| workspace.url == ws)
    }

    /// The name of a workspace for people; its slug until the server has told.
    #[must_use]
    pub fn workspace_name(&self, ws: &str) -> String {
        self.welcome
            .iter()
            .flat_map(|welcome| &welcome.workspaces)
            .find(|workspace| workspace.url == ws)
            .map_or_else(|| String::from(ws), |workspace| workspace.name.clone())
    }
}

/// What can happen to the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// The app starts, or tries again.
    Start,
    /// The server answered.
    Welcomed(RequestId, Result<Welcome, Error>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Start => {
            let (_, effect) = ask(model);
            vec![effect]
        }
        Msg::Welcomed(request, result) => {
            if model.session.request != Some(request) {
                return Vec::new();
            }
            model.session.request = None;
            match result {
                result if model.is_locked() => return connect::answered(model, result, now),
                Ok(welcome) if model.config.mode == Mode::Direct => {
                    model.session.welcome = Some(connect::narrowed(model, welcome));
                }
                Ok(welcome) => model.session.welcome = Some(welcome),
                Err(error) => model.session.failure = Some(error),
            }
            Vec::new()
        }
    }
}

/// Asks who we are.
pub(super) fn ask(model: &mut Model) -> (RequestId, Effect) {
    let request = model.fresh_id();
    model.session.request = Some(request);
    model.session.failure = None;
    (request, Effect::Call(request, Call::Welcome))
}
