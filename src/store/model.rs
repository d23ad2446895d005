//! Everything the app knows, in one place.
use super::checks::Checks;
use super::config::{Config, Mode};
use super::connect::Connect;
use super::document::Documents;
use super::embed::Embeds;
use super::list::Lists;
use super::preview::Preview;
use super::run::Runs;
use super::session::Session;
use super::settings::Settings;
use super::toast::Toast;
use super::trash::Trash;
use super::versions::AllVersions;
use crate::route::Route;

/// A workflow's place: workspace and slug.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The workspace's slug.
    pub ws: String,
    /// The workflow's slug.
    pub url: String,
}

impl Key {
    /// The key of a workspace and a slug.
    #[must_use]
    pub fn new(ws: &str, url: &str) -> Self {
        Self { ws: String::from(ws), url: String::from(url) }
    }
}

/// The state of the app.
#[derive(Debug, Default)]
pub struct Model {
    /// How this copy is served.
    pub config: Config,
    /// The connection that the operator's key makes (direct mode).
    pub connect: Connect,
    /// Who we are to the server.
    pub session: Session,
    /// The page shown.
    pub route: Option<Route>,
    /// Whether the browser has a network.
    pub online: bool,
    /// The lists of workflows, by workspace.
    pub lists: Lists,
    /// The open workflows and their edited texts.
    pub documents: Documents,
    /// What definitions are checked against.
    pub checks: Checks,
    /// The models of the inference server (builder mode).
    pub models: super::builder::Models,
    /// The versions of workflows.
    pub versions: AllVersions,
    /// Publications.
    pub embeds: Embeds,
    /// Run forms and results.
    pub runs: Runs,
    /// The live preview of the workflow that is drawn.
    pub preview: Preview,
    /// Deleted workflows.
    pub trash: Trash,
    /// Remembered choices.
    pub settings: Settings,
    /// Messages in the corner.
    pub toasts: Vec<Toast>,
    next_id: u64,
}

impl Model {
    /// The state at start.
    #[must_use]
    pub fn new(config: Config, settings: Settings, online: bool) -> Self {
        Self { config, settings, online, ..Self::default() }
    }

    /// The state without anything that a key opened. Numbers go on: answers to earlier questions stay unknown.
    #[must_use]
    pub(super) fn emptied(&self) -> Self {
        let mut new = Self::new(self.config.clone(), self.settings.clone(), self.online);
        new.lists.set_sort(self.lists.sort());
        new.route.clone_from(&self.route);
        new.next_id = self.next_id;
        new
    }

    /// Whether a key must be given before anything else.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.config.mode == Mode::Direct && !self.connect.is_open
    }

    /// A number not used before: for requests and toasts.
    pub fn fresh_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Whether workflows of a workspace may be changed.
    #[must_use]
    pub fn may_edit(&self, ws: &str) -> bool {
        !self.config.read_only && !self.session.is_read_only(ws)
    }
}
