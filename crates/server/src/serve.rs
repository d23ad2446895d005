//! `flowdeck serve`: opens the data, listens, says where, and stops gracefully.
use crate::clock::Clock;
use crate::cloud::{self, Cloud};
use crate::data_dir::{self, DataDir};
use crate::db::{Database, RETENTION, Store};
use crate::engine::Engine;
use crate::http::{AppState, Assets, Settings, router};
use crate::login::{Login, SHORTEST};
use crate::publication::{ConfigFile, Publications};
use crate::token::Signer;
use crate::{Failure, clock, seed};
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

/// How long a slow client may take to send its headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long requests under way may take to finish after a signal.
const DRAIN: Duration = Duration::from_secs(10);
/// How often the Trash is looked through.
const CLEANING: Duration = Duration::from_secs(3_600);
/// How often the use of publications is written down.
const COUNTING: Duration = Duration::from_secs(60);
/// The largest head of a request: its address may be 64 kB.
const MOST_HEAD: usize = 96 * 1024;

/// What `serve` was asked for.
#[derive(Debug)]
pub struct Options {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; 0 = any free one.
    pub port: u16,
    /// The data directory; none = the user's.
    pub data: Option<PathBuf>,
    /// The database that copies of the server share; none = the data directory holds the store.
    pub database: Option<Database>,
    /// The built app on disk; none = the one in the binary.
    pub dist: Option<PathBuf>,
    /// An `inference` server to run workflows.
    pub engine: Option<String>,
    /// A cloud to be the gateway of; none = the store is the workspace.
    pub gateway: Option<cloud::Options>,
    /// How people sign in; none = whoever opens the page at this machine may use it.
    pub login: Option<Login>,
    /// The name under which people reach the server through a proxy.
    pub public_url: Option<reqwest::Url>,
    /// Origins whose pages may show the app in a frame.
    pub frames: Vec<String>,
    /// Origins of `inference` servers whose builder page shows the app.
    pub builders: Vec<String>,
    /// Lifts the rate limits of the token endpoint: for load tests.
    pub no_rate_limit: bool,
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    state: AppState,
    data: DataDir,
    /// Where it listens.
    pub address: SocketAddr,
    /// Whether the workspace was made just now.
    pub is_first_start: bool,
}

impl Server {
    /// Opens everything that is needed.
    ///
    /// # Errors
    /// The address or the data cannot be used.
    pub async fn start(options: Options, clock: Clock) -> Result<Self, Failure> {
        let is_guarded = options.login.as_ref().is_some_and(Login::is_open_to_others);
        if !options.host.is_loopback() && !is_guarded {
            return Err(Failure::Usage(format!(
                "Anybody who reaches {} could change the workspace, so a sign-in is needed there: put an access token of at least {SHORTEST} characters into FLOWDECK_ACCESS_TOKEN, or trust a proxy that signs people in (--trust-header, --trust-from). Or leave --host out.",
                options.host
            )));
        }
        // The port first: a taken one is the likeliest mishap, and nothing has been touched by then.
        let listener = listen(options.host, options.port).await?;
        let address = listener
            .local_addr()
            .map_err(|error| Failure::Address(format!("The address cannot be told: {error}.")))?;
        let data = DataDir::open(&options.data.map_or_else(data_dir::default_path, Ok)?)?;
        let store = match &options.database {
            Some(database) => Store::connect(database).await?,
            None => Store::open(&data.database()).await?,
        };
        let is_first_start = first_start(&store, &clock, options.gateway.is_some()).await?;
        let publications = Publications::new(options.no_rate_limit);
        seed_publications(&data, &store).await?;
        publications.refresh(&store, clock.now()).await.map_err(data_failure)?;
        let signer = Signer::new(&store.secret("signing-key", 64).await.map_err(data_failure)?);
        let settings = Settings {
            api_key: api_key(&data)?,
            instance: store.secret("instance", 12).await.map_err(data_failure)?,
            base: String::from("/"),
        };
        let engine = match &options.gateway {
            // Drafts run at the cloud's endpoint, with the key that only this program has.
            Some(cloud) => Engine::new(
                Some(cloud.execution.clone()),
                Some(String::from(cloud.key.reveal())),
                clock.clone(),
            ),
            None => {
                let key = environment("FLOWDECK_ENGINE_KEY").or_else(|| environment("ROBOFLOW_API_KEY"));
                Engine::new(options.engine, key, clock.clone())
            }
        };
        let cloud = options.gateway.map(|cloud| cloud::Options { store: Some(store.clone()), ..cloud });
        let cloud = cloud.map(Cloud::start).transpose().map_err(|error| {
            Failure::Other(format!("The program cannot start the gateway's thread: {error}."))
        })?;
        let assets = Assets::choose(options.dist);
        let state = AppState::new(store, clock, signer, engine, publications.into(), assets, settings)
            .with_frames(options.frames)
            .with_builders(options.builders)
            .with_cloud(cloud)
            .with_login(options.login, options.public_url);
        Ok(Self { listener, state, data, address, is_first_start })
    }

    /// A one-time link to the app, where people must sign in.
    ///
    /// # Errors
    /// The system has no randomness, or signing fails.
    pub fn link(&self) -> Result<Option<String>, Failure> {
        if self.state.login.is_none() {
            return Ok(None);
        }
        one_time_link(&self.state.signer, &self.state.clock, &format!("http://{}", self.address)).map(Some)
    }

    /// Answers until `stop` is done, then lets what is under way finish.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let cleaner = tokio::spawn(clean_trash(self.state.clone()));
        let counter = tokio::spawn(write_counts(self.state.clone()));
        let follower = tokio::spawn(follow(self.state.clone()));
        let learner = tokio::spawn(learn_blocks(self.state.clone()));
        let graceful = GracefulShutdown::new();
        let app = router(self.state.clone());
        tokio::pin!(stop);
        loop {
            let (stream, peer) = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok(pair) => pair,
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delays");
            }
            let app = app.clone().map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(ConnectInfo(peer));
                request.map(axum::body::Body::new)
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIMEOUT)
                .max_buf_size(MOST_HEAD)
                .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
            let watched = graceful.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = watched.await {
                    tracing::debug!(%error, "a connection ended early");
                }
            });
        }
        drop(self.listener);
        if tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_err() {
            tracing::warn!("requests were still under way after {} s", DRAIN.as_secs());
        }
        cleaner.abort();
        counter.abort();
        follower.abort();
        learner.abort();
        if let Err(error) =
            self.state.publications.write_counts(&self.state.store, self.state.clock.now()).await
        {
            tracing::warn!(%error, "the use of the last minute is not written down");
        }
        self.state.store.close().await;
        drop(self.data);
    }
}

/// A link that signs in once, for a server at an address.
pub(crate) fn one_time_link(signer: &Signer, clock: &Clock, address: &str) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Other(format!("No link can be made: {error}."));
    let id = crate::ids::id().map_err(|error| failed(&error))?;
    let link = signer.link(clock.now(), id).map_err(|error| failed(&error))?;
    Ok(format!("{}/login?once={link}", address.trim_end_matches('/')))
}

/// A one-time link to the server of a data directory, made beside the running server.
///
/// # Errors
/// There is no workspace in the directory, or it cannot be read.
pub(crate) async fn link_for(
    data: PathBuf,
    database: Option<Database>,
    address: &str,
) -> Result<String, Failure> {
    let store = match database {
        Some(database) => Store::connect(&database).await?,
        None => {
            let file = data.join("workspace.sqlite");
            if !file.is_file() {
                return Err(Failure::Data(format!(
                    "There is no workspace in {}: start flowdeck serve first.",
                    data.display()
                )));
            }
            Store::open(&file).await?
        }
    };
    let signer = Signer::new(&store.secret("signing-key", 64).await.map_err(data_failure)?);
    let link = one_time_link(&signer, &Clock::system(), address);
    store.close().await;
    link
}

async fn listen(host: IpAddr, port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((host, port)).await.map_err(|error| {
        Failure::Address(match error.kind() {
            ErrorKind::AddrInUse => format!(
                "Port {port} is taken by another program, perhaps by another flowdeck. Choose another: --port {}",
                port.wrapping_add(1).max(1024)
            ),
            ErrorKind::PermissionDenied => {
                format!("Port {port} is reserved for the system. Choose one above 1023: --port 8080")
            }
            _ => format!("{host}:{port} cannot be listened on: {error}."),
        })
    })
}

/// Makes the workspaces, with samples in them, unless they are there. Whether this is a first start that did so: of
/// copies that start together one does.
async fn first_start(store: &Store, clock: &Clock, is_gateway: bool) -> Result<bool, Failure> {
    let _lock = store.lock("first start").await.map_err(data_failure)?;
    let is_first_start = store.ensure_workspaces().await.map_err(data_failure)? && !is_gateway;
    if is_first_start {
        seed::fill(store, clock).await?;
        store.end_first_start().await.map_err(data_failure)?;
    }
    Ok(is_first_start)
}

/// Follows what other copies of the server write.
async fn follow(state: AppState) {
    state.publications.follow(&state.store, &state.clock).await;
}

/// Asks the engine for its blocks once, so that the first save is checked against them too; the app asks again.
async fn learn_blocks(state: AppState) {
    if let Err(why) = state.store.blocks().described(&state.engine).await {
        tracing::warn!(why, "definitions are checked against the blocks of the catalogue alone");
    }
}

/// Stops the Trash from growing without end.
async fn clean_trash(state: AppState) {
    let mut turn = tokio::time::interval(CLEANING);
    loop {
        turn.tick().await;
        let limit = clock::stamp(state.clock.now() - RETENTION);
        match state.store.clean_trash(&limit).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "workflows left the Trash for good after 30 days"),
            Err(error) => tracing::error!(%error, "the Trash could not be cleaned"),
        }
    }
}

/// Writes down each minute how much publications are used.
async fn write_counts(state: AppState) {
    let mut turn = tokio::time::interval(COUNTING);
    loop {
        turn.tick().await;
        if let Err(error) = state.publications.write_counts(&state.store, state.clock.now()).await {
            tracing::warn!(%error, "the use of publications is not written down");
        }
    }
}

async fn seed_publications(data: &DataDir, store: &Store) -> Result<(), Failure> {
    let path = data.config();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(Failure::Data(format!(
                "{} cannot be read: {}.",
                path.display(),
                data_dir::reason(&error)
            )));
        }
    };
    let file: ConfigFile = toml::from_str(&text)
        .map_err(|error| Failure::Data(format!("{} is not as it should be: {error}", path.display())))?;
    for publication in &file.publications {
        if let Some(problem) = publication.problem() {
            let (path, workflow) = (path.display(), &publication.workflow);
            return Err(Failure::Data(format!("{path}, publication of {workflow}: {problem}")));
        }
    }
    store.publish_from_file(&file.publications).await.map_err(data_failure)
}

fn api_key(data: &DataDir) -> Result<String, Failure> {
    environment("FLOWDECK_API_KEY").map_or_else(|| data.api_key(), Ok)
}

/// A variable of the environment, unless it is blank.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn data_failure(error: crate::db::StoreError) -> Failure {
    if error.is_full() {
        return Failure::Data(String::from("The disk is full: the workspace cannot be opened for writing."));
    }
    Failure::Data(format!("The workspace cannot be used: {error}."))
}
