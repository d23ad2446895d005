//! What every handler can reach.
use super::Assets;
use super::headers::page_policy;
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::db::Store;
use crate::engine::Engine;
use crate::login::Login;
use crate::publication::Publications;
use crate::token::Signer;
use axum::body::Bytes;
use axum::http::HeaderValue;
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What the server was started with.
#[derive(Clone)]
pub struct Settings {
    /// The local API key, for programs.
    pub api_key: String,
    /// The id of this store: part of the cookie's name, because cookies ignore ports.
    pub instance: String,
    /// The path that the app lives under, with a slash at its end.
    pub base: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("instance", &self.instance).finish_non_exhaustive()
    }
}

/// A workspace's full list as it was last sent, and the generation it is of.
pub(crate) type ListCache = Arc<Mutex<HashMap<String, (i64, Bytes)>>>;

/// The state of the server. The router clones it several times for each request, so it is one pointer.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Shared>);

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// What all clones of the state share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Signs tokens and sessions.
    pub signer: Signer,
    /// Runs workflows.
    pub engine: Engine,
    /// How people sign in; none = whoever opens the page at this machine may.
    pub login: Option<Arc<Login>>,
    /// The name under which people reach the server through a proxy, if there is one.
    pub public_url: Option<reqwest::Url>,
    /// The cloud that is behind a gateway; none = the store is the workspace.
    pub cloud: Option<Cloud>,
    /// The publications.
    pub publications: Arc<Publications>,
    /// The app's files.
    pub assets: Arc<Assets>,
    /// The rest.
    pub settings: Arc<Settings>,
    /// Origins whose pages may show the app in a frame.
    pub frames: Vec<String>,
    /// Origins of `inference` servers whose builder page shows the app.
    pub builders: Vec<String>,
    /// The policy that the app's page is served with.
    pub(crate) page_policy: HeaderValue,
    /// The same for pages that say themselves who may frame them.
    pub(crate) frame_policy: HeaderValue,
    /// That of the page for the builders of inference servers: it calls and is framed by these alone.
    pub(crate) builder_policy: HeaderValue,
    /// Lists as they were sent.
    pub(crate) lists: ListCache,
}

impl AppState {
    /// Puts the state together.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Clock,
        signer: Signer,
        engine: Engine,
        publications: Arc<Publications>,
        assets: Assets,
        settings: Settings,
    ) -> Self {
        Self(Arc::new(Shared {
            store,
            clock,
            signer,
            engine,
            cloud: None,
            frames: Vec::new(),
            builders: Vec::new(),
            login: None,
            public_url: None,
            publications,
            assets: Arc::new(assets),
            settings: Arc::new(settings),
            page_policy: page_policy(&[], &[]),
            frame_policy: page_policy(&[], &[]),
            builder_policy: page_policy(&[], &[]),
            lists: ListCache::default(),
        }))
    }

    /// The same as a gateway to the cloud.
    #[must_use]
    pub fn with_cloud(self, cloud: Option<Cloud>) -> Self {
        let execution = cloud.as_ref().and_then(|cloud| reqwest::Url::parse(&cloud.execution).ok());
        let calls: Vec<String> = execution.iter().map(|url| url.origin().ascii_serialization()).collect();
        let (page_policy, frame_policy) = (page_policy(&calls, &self.frames), page_policy(&calls, &[]));
        Self(Arc::new(Shared { page_policy, frame_policy, cloud, ..Shared::clone(&self) }))
    }

    /// The same, shown in frames by pages of these origins. To be said before the cloud.
    #[must_use]
    pub fn with_frames(self, frames: Vec<String>) -> Self {
        let page_policy = page_policy(&[], &frames);
        Self(Arc::new(Shared { page_policy, frames, ..Shared::clone(&self) }))
    }

    /// The same as the builder of these `inference` servers.
    #[must_use]
    pub fn with_builders(self, builders: Vec<String>) -> Self {
        let builder_policy = page_policy(&builders, &builders);
        Self(Arc::new(Shared { builder_policy, builders, ..Shared::clone(&self) }))
    }

    /// The same with a sign-in, and a public name.
    #[must_use]
    pub fn with_login(self, login: Option<Login>, public_url: Option<reqwest::Url>) -> Self {
        Self(Arc::new(Shared { login: login.map(Arc::new), public_url, ..Shared::clone(&self) }))
    }
}

impl Shared {
    /// The name of the session cookie.
    #[must_use]
    pub fn cookie_name(&self) -> String {
        format!("flowdeck_{}", self.settings.instance)
    }
}
