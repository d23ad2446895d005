//! A whole server without a socket, on a store of its own.
use super::ask::{Answer, Ask};
use super::place::Place;
use flowdeck_server::clock::Clock;
use flowdeck_server::cloud::{self, Cloud};
use flowdeck_server::db::{HOME, NewWorkflow, PUBLIC};
use flowdeck_server::engine::Engine;
use flowdeck_server::http::{AppState, Assets, Settings, router};
use flowdeck_server::ids;
use flowdeck_server::publication::{Publication, Publications};
use flowdeck_server::token::Signer;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// The local API key of every test.
pub(crate) const KEY: &str = "the-key-of-this-test";
/// The cloud's key, which a gateway has and nobody else.
pub(crate) const CLOUD_KEY: &str = "cloud+key/of=this-test";
/// The one origin that [`World::publish`] lists.
pub(crate) const GOOD: &str = "https://good.example";
/// The moment at which every test starts.
const START: i64 = 1_800_000_000;

pub(crate) struct World {
    pub(crate) state: AppState,
    /// Seconds since the start.
    moved: Arc<AtomicI64>,
    /// Goes, if it is a directory, when the test is over.
    place: Arc<Place>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(None, None).await
    }

    /// With an engine's address, or files on disk.
    pub(crate) async fn with(engine: Option<String>, dist: Option<PathBuf>) -> Self {
        Self::keyed(KEY, engine, dist).await
    }

    /// With another API key too.
    pub(crate) async fn keyed(key: &str, engine: Option<String>, dist: Option<PathBuf>) -> Self {
        Self::at(Arc::new(Place::new()), key, engine, dist).await
    }

    /// A second copy of a server: on the same store, with a memory of its own.
    pub(crate) async fn copy(&self) -> Self {
        Self::at(Arc::clone(&self.place), KEY, None, None).await
    }

    /// On a store in a place.
    pub(crate) async fn at(
        place: Arc<Place>,
        key: &str,
        engine: Option<String>,
        dist: Option<PathBuf>,
    ) -> Self {
        // Every test but the first of a process hears that it is done already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = place.open().await;
        store.ensure_workspaces().await.unwrap();
        let moved = Arc::new(AtomicI64::new(0));
        let seconds = Arc::clone(&moved);
        let clock = Clock::of(move || {
            OffsetDateTime::from_unix_timestamp(START + seconds.load(Ordering::Relaxed)).unwrap()
        });
        let signer = Signer::new(&store.secret("signing-key", 64).await.unwrap());
        let settings =
            Settings { api_key: String::from(key), instance: String::from("test"), base: String::from("/") };
        let engine = Engine::new(engine, Some(String::from("the-engine-key")), clock.clone());
        let publications = Arc::new(Publications::new(false));
        let assets = Assets::choose(dist);
        let state = AppState::new(store, clock, signer, engine, publications, assets, settings);
        Self { state, moved, place }
    }

    /// A gateway to a cloud at an address, in front of its workspace `home`.
    pub(crate) async fn gateway(management: &str) -> Self {
        Self::new().await.in_front_of(management)
    }

    /// The same as a gateway to a cloud at an address.
    pub(crate) fn in_front_of(self, management: &str) -> Self {
        let cloud = Cloud::start(cloud::Options {
            management: String::from(management),
            execution: String::from("https://run.example"),
            workspace: String::from(HOME),
            key: cloud::Key::new(CLOUD_KEY).unwrap(),
            store: Some(self.state.store.clone()),
        });
        Self { state: self.state.clone().with_cloud(Some(cloud.unwrap())), ..self }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.moved.fetch_add(by.whole_seconds(), Ordering::Relaxed);
    }

    /// A request such as `GET /api/`.
    pub(crate) fn ask(&self, line: &str) -> Ask {
        Ask::new(router(self.state.clone()), line)
    }

    /// The cookie that the page comes with.
    pub(crate) async fn cookie(&self) -> String {
        let answer = self.ask("GET /").send().await;
        let cookie = answer.header("set-cookie").unwrap();
        String::from(cookie.split(';').next().unwrap())
    }

    /// A workflow made as a program makes one; returns what is stored.
    pub(crate) async fn create(&self, name: &str, config: &Value) -> Value {
        let body = json!({"name": name, "config": config.to_string()});
        let answer = self.ask("POST /api/home/createWorkflow").key().json(&body).send().await;
        answer.expect(200)["workflow"].clone()
    }

    pub(crate) async fn update(&self, id: &str, name: &str, url: &str, config: &str) -> Answer {
        let body = json!({"id": id, "name": name, "url": url, "config": config});
        self.ask("POST /api/home/updateWorkflow").key().json(&body).send().await
    }

    pub(crate) async fn get(&self, url: &str) -> Value {
        let line = format!("GET /api/home/workflows/{url}");
        self.ask(&line).key().send().await.expect(200)["workflow"].clone()
    }

    /// How many versions a workflow has.
    pub(crate) async fn versions(&self, url: &str) -> usize {
        let line = format!("GET /api/home/workflows/{url}/versions");
        self.ask(&line).key().send().await.expect(200)["versions"].as_array().unwrap().len()
    }

    /// A sample in the read-only workspace.
    pub(crate) async fn sample(&self, name: &str, url: &str) {
        let new = NewWorkflow {
            id: &ids::id().unwrap(),
            version_id: &ids::id().unwrap(),
            workspace: PUBLIC,
            name,
            url,
            find_free_url: false,
            description: "A sample.",
            config: &echo().to_string(),
            now: &self.state.clock.stamp(),
        };
        self.state.store.create(new).await.unwrap();
    }

    /// Publishes a workflow of `home` for [`GOOD`].
    pub(crate) async fn publish(&self, url: &str, per_minute: u32) {
        let publication = Publication {
            workspace: String::from(HOME),
            workflow: String::from(url),
            origins: vec![String::from(GOOD)],
            minutes: 5,
            per_minute,
            from_file: true,
        };
        self.state.store.publish_from_file(&[publication]).await.unwrap();
        self.state.publications.refresh(&self.state.store, self.state.clock.now()).await.unwrap();
    }
}

/// A specification that the embedded engine runs: it gives its parameter back.
pub(crate) fn echo() -> Value {
    json!({"specification": {
        "version": "1.0",
        "inputs": [{"type": "WorkflowParameter", "name": "word", "default_value": "hello"}],
        "steps": [{
            "type": "roboflow_core/first_non_empty_or_default@v1",
            "name": "first",
            "data": ["$inputs.word"],
            "default": "nothing",
        }],
        "outputs": [{"type": "JsonField", "name": "said", "selector": "$steps.first.output"}],
    }})
}
