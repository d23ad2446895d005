//! The builder of an `inference` server: workflows as files of that server, each a JSON object with `id` and the stored
//! config as a text, which is how its engine reads them (execution contract, “the local builder”).
mod file;
mod model;

pub use file::File;
pub use model::ServerModel;

use crate::ask::{Ask, Purpose, accept};
use crate::calls::{Page, Tagged, parsed};
use crate::dto::Read;
use crate::error::Error;
use crate::key::Key;
use crate::save::{Change, is_in_doubt};
use crate::transport::{Method, Request, Response, Transport};
use crate::url::join;
use flowdeck_spec::{Node, slug};

/// How long a call may take: looking for models reads the server's whole cache of them.
const TIMEOUT_MS: u32 = 30_000;
/// An id that the server keeps for itself.
const RESERVED: &str = "models";

const READ: Purpose = Purpose { call: "read the workflow", scope: "" };
const SAVE: Purpose = Purpose { call: "save the workflow", scope: "" };
const CREATE: Purpose = Purpose { call: "create a workflow", scope: "" };
const DELETE: Purpose = Purpose { call: "delete the workflow", scope: "" };

/// Calls to one server's builder, with the pass that its page gave.
#[derive(Clone, Debug)]
pub struct Builder {
    base: String,
    pass: Key,
}

impl Builder {
    /// The builder of a server at an absolute address; `pass` is what its page calls `csrf`.
    pub fn new(server: &str, pass: Key) -> Self {
        Self { base: join(server, &["build", "api"]), pass }
    }

    /// All workflows.
    pub fn list(&self) -> Ask<Result<Page, Error>> {
        let purpose = Purpose { call: "list workflows", scope: "" };
        self.read(&[], purpose, move |answer| {
            let files = answer.get("data").map(Node::entries).unwrap_or_default();
            Ok((files.iter().map(|(id, file)| File::read(&id.value(), file).row()).collect(), None))
        })
    }

    /// The models that the server has on its disk.
    pub fn models(&self) -> Ask<Result<Vec<ServerModel>, Error>> {
        let purpose = Purpose { call: "list the server's models", scope: "" };
        self.read(&[RESERVED], purpose, |answer| {
            Ok(answer.get("models").map_or(&[][..], Node::items).iter().map(ServerModel::read).collect())
        })
    }

    /// One workflow's file.
    pub fn get(&self, id: &str) -> Ask<Result<File, Error>> {
        let own = String::from(id);
        self.read(&[id], READ, move |answer| {
            let file = answer.get("data").ok_or_else(|| Error::Decode {
                call: READ.call,
                detail: String::from("it holds no workflow"),
            })?;
            Ok(File::read(&own, file))
        })
    }

    /// Makes a workflow and gives its id. Without one asked for it is made from the name, and is one that is free.
    ///
    /// # Errors
    /// As the calls; the id that is asked for is none, or belongs to another workflow.
    pub async fn create<T: Transport>(
        &self,
        transport: &T,
        name: &str,
        id: Option<&str>,
        config: &str,
    ) -> Result<String, Error> {
        let id = match id {
            Some(id) => {
                self.is_free(transport, id, CREATE).await?;
                String::from(id)
            }
            None => self.free_id(transport, &slug::from_name(name)).await?,
        };
        self.put(transport, &id, &File::new(&id, name, config), CREATE).await?;
        Ok(id)
    }

    /// Puts a file back that was deleted, under its own id or the next one that is free, and gives that id.
    ///
    /// # Errors
    /// As the calls.
    pub async fn restore<T: Transport>(&self, transport: &T, file: &File) -> Result<String, Error> {
        let id = self.free_id(transport, file.id()).await?;
        self.put(transport, &id, &file.moved_to(&id), CREATE).await?;
        Ok(id)
    }

    /// Saves a workflow if what is stored has the tag that the change is based on; no tag = in any case. The server
    /// compares nothing itself, so it is read before and after: what somebody wrote between is told as a conflict.
    ///
    /// # Errors
    /// As the calls; [`Error::Conflict`] when the base moved on.
    pub async fn save<T: Transport>(
        &self,
        transport: &T,
        change: &Change,
        base: Option<&str>,
    ) -> Result<Tagged, Error> {
        let before = self.get(&change.id).send(transport).await?;
        if base.is_some_and(|base| base != before.tag()) {
            return Err(conflict(&before));
        }
        if change.url != change.id {
            // The server would write over whatever has that id.
            self.is_free(transport, &change.url, SAVE).await?;
        }
        let new = before.with(&change.name, &change.config);
        let failure = match self.put(transport, &change.url, &new, SAVE).await {
            Ok(()) => None,
            // It may have taken effect all the same: what is stored tells.
            Err(error) if is_in_doubt(&error) => Some(error),
            Err(error) => return Err(error),
        };
        let after = self.get(&change.url).send(transport).await;
        match (after, failure) {
            (Ok(after), _) if after.tag() == new.moved_to(&change.url).tag() => Ok(after.tagged()),
            (_, Some(error)) | (Err(error), None) => Err(error),
            (Ok(after), None) => Err(conflict(&after)),
        }
    }

    /// Deletes a workflow, for good: `keep` gets its file before, and may refuse.
    ///
    /// # Errors
    /// As the calls, and what `keep` says.
    pub async fn delete<T: Transport>(
        &self,
        transport: &T,
        id: &str,
        keep: impl FnOnce(&File) -> Result<(), Error>,
    ) -> Result<(), Error> {
        keep(&self.get(id).send(transport).await?)?;
        let ask =
            Ask::once(self.request(Method::Delete, &[id], None), |outcome| accept(outcome, DELETE).map(drop));
        match ask.repeated().send(transport).await {
            // A first try may have come through although its answer was lost.
            Err(error) if error.is_missing() => Ok(()),
            outcome => outcome.map_err(passed),
        }
    }

    async fn put<T: Transport>(
        &self,
        transport: &T,
        id: &str,
        file: &File,
        purpose: Purpose,
    ) -> Result<(), Error> {
        let request = self.request(Method::Post, &[id], Some(file.text()));
        let ask = Ask::once(request, move |outcome| accept(outcome, purpose).map(drop));
        ask.send(transport).await.map_err(passed)
    }

    /// Whether an id can be taken.
    async fn is_free<T: Transport>(&self, transport: &T, id: &str, purpose: Purpose) -> Result<(), Error> {
        if !is_id(id) {
            let said = "This server's ids have letters, digits, “-” and “_” only, and “models” is its own.";
            return Err(Error::of_ours(400, purpose.call, said));
        }
        match self.get(id).send(transport).await {
            Ok(_) => Err(Error::of_ours(
                409,
                purpose.call,
                "Another workflow of this server has this URL name. Choose another one.",
            )),
            Err(error) if error.is_missing() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The first of `x`, `x-2`, `x-3`, … that no workflow has.
    async fn free_id<T: Transport>(&self, transport: &T, wanted: &str) -> Result<String, Error> {
        let (rows, _) = self.list().send(transport).await?;
        Ok(slug::free(wanted, |id| id == RESERVED || rows.iter().any(|row| row.id == id)))
    }

    fn read<A: 'static>(
        &self,
        parts: &[&str],
        purpose: Purpose,
        read: impl FnOnce(Node) -> Result<A, Error> + 'static,
    ) -> Ask<Result<A, Error>> {
        Ask::once(self.request(Method::Get, parts, None), move |outcome| {
            let answer: Response = accept(outcome, purpose).map_err(passed)?;
            read(parsed(&answer, purpose.call)?)
        })
        .repeated()
    }

    fn request(&self, method: Method, parts: &[&str], body: Option<String>) -> Request {
        let headers = vec![("X-CSRF", String::from(self.pass.reveal()))];
        Request { method, url: join(&self.base, parts), headers, body, timeout_ms: TIMEOUT_MS }
    }
}

fn conflict(stored: &File) -> Error {
    let (workflow, etag) = stored.tagged();
    Error::Conflict { workflow: Box::new(workflow), etag }
}

/// A refusal in our words: the server speaks of tokens that nobody has seen.
fn passed(error: Error) -> Error {
    match error {
        Error::Status { status: 403, retry_after, call, scope, .. } => {
            let said = "The inference server no longer knows this page. Keep a copy of what is not saved, then load its builder page again.";
            Error::Status { status: 403, said: String::from(said), retry_after, call, scope }
        }
        other => other,
    }
}

/// Whether the server takes such an id: of Python's `\w` and the dash.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id != RESERVED && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
