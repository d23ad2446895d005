//! The cloud's management API behind a gateway: the only code that holds the cloud's key.
//! All of it lives on one thread of its own, because the client and its token broker are made for one thread (the
//! browser's); handlers hand jobs over and wait for their answers.
mod key;
mod locks;
mod save;
mod transport;

pub use flowdeck_client::Key;
pub use key::read_key;

use crate::db::Store;
use flowdeck_client::dto::{Token, Workflow};
use flowdeck_client::{Api, Error, Tagged, TokenBroker};
use locks::Locks;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use transport::Native;

/// How often a job may wait to be taken: beyond it the cloud is too slow for what is asked of it.
const MOST_WAITING: usize = 256;

type Work = Pin<Box<dyn Future<Output = ()>>>;
type Job = Box<dyn FnOnce(Rc<Services>) -> Work + Send>;

/// What jobs use.
pub struct Services {
    /// The management API.
    pub api: Api<Native>,
    /// The only holder of the cloud's workflow tokens.
    pub broker: TokenBroker<Api<Native>, Box<dyn Fn() -> f64>>,
    /// One writer a workflow.
    locks: Locks,
    /// The internal ids of published workflows by slug, and since when they are known.
    ids: RefCell<HashMap<String, (String, Instant)>>,
    /// The workspace.
    pub workspace: String,
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Services({})", self.workspace)
    }
}

/// Where the cloud is.
#[derive(Clone, Debug)]
pub struct Options {
    /// The management API's address, such as `https://api.roboflow.com`.
    pub management: String,
    /// The public execution endpoint's address: browsers and drafts go there.
    pub execution: String,
    /// The workspace that the key belongs to.
    pub workspace: String,
    /// The key.
    pub key: Key,
    /// The store that copies of the gateway may share: there they take turns. None = this is the only copy.
    pub store: Option<Store>,
}

/// The handle: cheap to clone.
#[derive(Clone)]
pub struct Cloud {
    jobs: mpsc::Sender<Job>,
    /// The workspace that is served.
    pub workspace: String,
    /// The public execution endpoint.
    pub execution: String,
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cloud({})", self.workspace)
    }
}

impl Cloud {
    /// Starts the thread. It ends when the last handle is dropped.
    ///
    /// # Errors
    /// The system gives no thread or no runtime.
    pub fn start(options: Options) -> std::io::Result<Self> {
        let (jobs, inbox) = mpsc::channel::<Job>(MOST_WAITING);
        let (workspace, execution) = (options.workspace.clone(), options.execution.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new()
            .name(String::from("cloud"))
            .spawn(move || tokio::task::LocalSet::new().block_on(&runtime, serve(options, inbox)))?;
        Ok(Self { jobs, workspace, execution })
    }

    /// Does a job on the cloud's thread and waits for its answer. A job that has begun is finished even when nobody
    /// waits any more: a save must not stop half-way.
    ///
    /// # Errors
    /// As the job; or too many jobs are waiting already.
    pub async fn ask<A, F>(&self, job: impl FnOnce(Rc<Services>) -> F + Send + 'static) -> Result<A, Error>
    where
        A: Send + 'static,
        F: Future<Output = Result<A, Error>> + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |services| {
            let work = job(services);
            Box::pin(async move {
                // Nobody waits any more: then nobody misses it.
                let _ = answer.send(work.await);
            })
        });
        let is_taken = self.jobs.try_send(job).is_ok();
        let outcome = if is_taken { answered.await.ok() } else { None };
        outcome.unwrap_or_else(|| Err(busy()))
    }

    /// A workflow and its `ETag`, which the cloud does not give: it is made here, over what it stores.
    ///
    /// # Errors
    /// As [`flowdeck_client::Calls::get`].
    pub async fn get(&self, url: &str, version: Option<&str>) -> Result<Tagged, Error> {
        let (url, version) = (String::from(url), version.map(String::from));
        self.ask(|cloud| async move {
            let (workflow, _) = cloud.api.get(&cloud.workspace, &url, version.as_deref()).await?;
            let tag = tag(&workflow);
            Ok((workflow, Some(tag)))
        })
        .await
    }

    /// A workflow token, by internal id, with the life that it has left.
    ///
    /// # Errors
    /// As [`flowdeck_client::Calls::workflow_token`].
    pub async fn token(&self, id: &str) -> Result<Token, Error> {
        let id = String::from(id);
        self.ask(|cloud| async move { cloud.broker.lend(&cloud.workspace, &id).await }).await
    }
}

impl Cloud {
    /// A workflow token by slug: which workflow that is, is kept for a minute.
    ///
    /// # Errors
    /// As [`Cloud::get`] and [`Cloud::token`].
    pub async fn token_of(&self, url: &str) -> Result<Token, Error> {
        let url = String::from(url);
        self.ask(|cloud| async move {
            let known = cloud.ids.borrow().get(&url).filter(|(_, at)| at.elapsed() < KNOWN_FOR).cloned();
            let id = match known {
                Some((id, _)) => id,
                None => {
                    let (workflow, _) = cloud.api.get(&cloud.workspace, &url, None).await?;
                    cloud.ids.borrow_mut().insert(url, (workflow.id.clone(), Instant::now()));
                    workflow.id
                }
            };
            cloud.broker.lend(&cloud.workspace, &id).await
        })
        .await
    }
}

async fn serve(options: Options, mut inbox: mpsc::Receiver<Job>) {
    let transport = Native::new(options.key);
    let api = || Api::cloud(transport.clone(), options.management.clone());
    let start = Instant::now();
    // Lives of tokens are counted from their arrival, so any clock that runs evenly does.
    let clock: Box<dyn Fn() -> f64> = Box::new(move || start.elapsed().as_secs_f64() * 1_000.0);
    let services = Rc::new(Services {
        api: api(),
        broker: TokenBroker::new(api(), clock),
        locks: Locks::new(options.store, options.workspace.clone()),
        ids: RefCell::default(),
        workspace: options.workspace.clone(),
    });
    while let Some(job) = inbox.recv().await {
        tokio::task::spawn_local(job(Rc::clone(&services)));
    }
}

fn busy() -> Error {
    Error::Transport(flowdeck_client::TransportError::Timeout)
}

/// The tag of a workflow: the same for whoever is shown the same.
#[must_use]
pub fn tag(workflow: &Workflow) -> String {
    crate::etag::of(&workflow.name, &workflow.url, &workflow.config)
}

/// How long it is believed which workflow a published slug names.
const KNOWN_FOR: Duration = Duration::from_secs(60);
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(8);
/// The largest answer that is taken, bytes.
const MOST_BYTES: usize = 32 * 1024 * 1024;
