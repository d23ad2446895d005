//! Builder mode: the workflows of an `inference` server, whose builder page shows the app in a frame. The server deletes
//! for good and knows no versions, so what is deleted is kept in this browser.
use super::perform::Services;
use super::run::Msg as Run;
use super::{Call, Effect, Key, Model, Msg, RequestId, checks, document, list, session, trash, versions};
use crate::browser::clock;
use crate::browser::framed::AppHttp;
use crate::browser::storage;
use flowdeck_client::dto::{TrashItem, Welcome, WorkspaceInfo};
use flowdeck_client::{Builder, Change, Error, File, Keyed, ServerModel};
use flowdeck_spec::{Node, config};
use std::rc::Rc;

/// The only workspace, as the engine calls it.
pub const WORKSPACE: &str = "local";
/// So many deleted workflows are kept.
const MOST_KEPT: usize = 200;

/// What is known of the server's models.
pub type Models = Option<Rc<Vec<ServerModel>>>;

/// Asks for the server's models, once.
pub(super) fn want_models(model: &mut Model) -> Vec<Effect> {
    if model.config.mode != super::config::Mode::Builder || model.models.is_some() {
        return Vec::new();
    }
    model.models = Some(Rc::default());
    vec![Effect::Call(model.fresh_id(), Call::Models)]
}

/// The services in builder mode.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) builder: Builder,
    pub(super) server: String,
}

/// Asks the server, and makes the answer's message; a call that is not the server's comes back.
pub(super) async fn perform(
    services: &Services,
    bench: &Bench,
    request: RequestId,
    call: Call,
) -> Result<Msg, Call> {
    let (builder, http, execution) = (&bench.builder, &services.http, &services.execution);
    Ok(match call {
        Call::Welcome => Msg::Session(session::Msg::Welcomed(request, Ok(welcome(&bench.server)))),
        Call::List { ws, .. } => Msg::List(list::Msg::Loaded(request, ws, builder.list().send(http).await)),
        Call::Get { ws, url, .. } => {
            let result = builder.get(&url).send(http).await.map(|file| file.tagged());
            Msg::Document(document::Msg::Loaded(request, Key { ws, url }, result))
        }
        Call::Create { name, url, config, .. } => {
            let result = builder.create(http, &name, url.as_deref(), &config).await;
            Msg::List(list::Msg::Created(request, result))
        }
        Call::Update { key, id, name, url, config, base } => {
            let change = Change { id, name, url, config: String::from(&*config) };
            let result = builder.save(http, &change, base.as_deref()).await;
            Msg::Document(document::Msg::Saved(request, key, result))
        }
        Call::Fork { ws, source_url, name, .. } => {
            let result = fork(builder, http, &source_url, name).await;
            Msg::List(list::Msg::Forked(request, ws, source_url, result))
        }
        Call::Delete { ws, url } => {
            let keep = |file: &File| Kept::recall(&bench.server).add(file, &clock::iso_now());
            let result = builder.delete(http, &url, keep).await.map(|()| url.clone());
            Msg::List(list::Msg::Deleted(request, ws, url, result))
        }
        Call::Trash { .. } => {
            Msg::Trash(trash::Msg::Loaded(request, Ok(Kept::recall(&bench.server).items())))
        }
        Call::Restore { ws, id } => {
            let result = restore(bench, http, &id).await;
            Msg::Trash(trash::Msg::Restored(request, ws, id, result))
        }
        Call::Versions { ws, url } => {
            Msg::Versions(versions::Msg::Loaded(request, Key { ws, url }, Ok(Vec::new())))
        }
        Call::Models => Msg::Checks(checks::Msg::Models(builder.models().send(http).await)),
        Call::Run { ws, url, inputs, options, .. } => {
            // The server opens runs of what is sent along to this page, not those of its files.
            let result = match builder.get(&url).send(http).await {
                Ok(file) => {
                    let specification = file.specification().unwrap_or_else(|| String::from("{}"));
                    execution.inline_run(&specification, &inputs.0, &options).send(http).await
                }
                Err(error) => Err(error),
            };
            Msg::Run(Run::Finished(request, Key { ws, url }, result))
        }
        Call::DraftRun { ws, url, specification, inputs, options } => {
            let result = execution.inline_run(&specification, &inputs.0, &options).send(http).await;
            Msg::Run(Run::Finished(request, Key { ws, url }, result))
        }
        other => return Err(other),
    })
}

fn welcome(server: &str) -> Welcome {
    let name = server.split_once("://").map_or(server, |(_, host)| host);
    let own = WorkspaceInfo { name: String::from(name), url: String::from(WORKSPACE), read_only: false };
    Welcome { workspace: String::from(WORKSPACE), workspaces: vec![own], ..Welcome::default() }
}

async fn fork(
    builder: &Builder,
    http: &Keyed<AppHttp>,
    source: &str,
    name: Option<String>,
) -> Result<String, Error> {
    let file = builder.get(source).send(http).await?;
    let name = name.unwrap_or_else(|| format!("{} copy", file.name()));
    builder.create(http, &name, None, &file.config()).await
}

async fn restore(bench: &Bench, http: &Keyed<AppHttp>, id: &str) -> Result<(), Error> {
    let mut kept = Kept::recall(&bench.server);
    let Some(file) = kept.file(id) else {
        return Err(said("This browser no longer has the copy."));
    };
    bench.builder.restore(http, &file).await?;
    // A copy too many does no harm.
    kept.remove(id);
    Ok(())
}

fn said(sentence: &str) -> Error {
    Error::of_ours(507, "keep a copy of the workflow", sentence)
}

/// Deleted workflows of one server in this browser, the last one last.
struct Kept {
    name: String,
    all: Vec<Node>,
}

impl Kept {
    fn recall(server: &str) -> Self {
        let name = ["flowdeck.builder.deleted.", server].concat();
        let read = storage::recall(&name).and_then(|text| config::read(&text).ok());
        let all = read.as_ref().map_or_else(Vec::new, |list| Node::items(list).to_vec());
        Self { name, all }
    }

    /// Keeps one more. The oldest make room.
    fn add(&mut self, file: &File, now: &str) -> Result<(), Error> {
        self.all.retain(|one| text(one, "id") != file.id());
        self.all.push(Node::object([
            ("id", Node::string(file.id())),
            ("name", Node::string(&file.name())),
            ("deletedAt", Node::string(now)),
            ("file", Node::string(&file.text())),
        ]));
        let surplus = self.all.len().saturating_sub(MOST_KEPT);
        self.all.drain(..surplus);
        while !self.is_written() {
            if self.all.len() == 1 {
                return Err(said(
                    "It was not deleted, because this browser has no room for a copy of it. Download it first, or free some room.",
                ));
            }
            self.all.remove(0);
        }
        Ok(())
    }

    fn remove(&mut self, id: &str) {
        self.all.retain(|one| text(one, "id") != id);
        self.is_written();
    }

    fn is_written(&self) -> bool {
        storage::remember(&self.name, &Node::Array(Rc::new(self.all.clone())).to_compact())
    }

    fn file(&self, id: &str) -> Option<File> {
        let one = self.all.iter().rev().find(|one| text(one, "id") == id)?;
        File::of_text(&text(one, "file"))
    }

    fn items(&self) -> Vec<TrashItem> {
        let item = |one: &Node| TrashItem {
            id: text(one, "id"),
            item_type: String::from("workflow"),
            name: text(one, "name"),
            url: text(one, "id"),
            deleted_at: text(one, "deletedAt"),
            scheduled_cleanup_at: String::new(),
        };
        self.all.iter().map(item).collect()
    }
}

fn text(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_str).map_or_else(String::new, Into::into)
}
