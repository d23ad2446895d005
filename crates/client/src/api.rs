//! The management API, typed: one method per call of the contract.
use crate::dto::{
    Deleted, ForkAnswer, Read, Token, TrashItem, TrashList, Version, VersionList, Welcome, Workflow,
    WorkflowAnswer, WorkflowList, WorkflowRow,
};
use crate::error::Error;
use crate::retry::{Purpose, once, repeated};
use crate::transport::{Method, Request, Response, Transport};
use crate::url::{join, with_query};
use flowdeck_spec::{Node, config, json};

/// How long a management call may take.
const TIMEOUT_MS: u32 = 20_000;

/// Calls against one management API.
#[derive(Clone, Debug)]
pub struct Api<T> {
    transport: T,
    base: String,
    takes_config_in_body: bool,
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListQuery<'a> {
    /// At most this many rows; none = everything.
    pub limit: Option<u32>,
    /// Where the page starts, as the page before said.
    pub cursor: Option<&'a str>,
    /// Words that name, slug, description or block types hold.
    pub words: Option<&'a str>,
    /// `name`, `updated` or `created`, with a `-` before it to turn the order round.
    pub sort: Option<&'a str>,
}

/// What an update writes.
#[derive(Clone, Copy, Debug)]
pub struct Update<'a> {
    /// The internal id.
    pub id: &'a str,
    /// The name.
    pub name: &'a str,
    /// The slug.
    pub url: &'a str,
    /// The config's text.
    pub config: &'a str,
    /// The `ETag` that the change is based on; none = the last write wins.
    pub base: Option<&'a str>,
}

impl<T: Transport> Api<T> {
    /// The API of our own server at an absolute base address.
    pub fn new(transport: T, base: impl Into<String>) -> Self {
        Self { transport, base: base.into(), takes_config_in_body: true }
    }

    /// The vendor's API at an absolute base address: it reads a new workflow's fields from the address only.
    pub fn cloud(transport: T, base: impl Into<String>) -> Self {
        Self { transport, base: base.into(), takes_config_in_body: false }
    }

    /// Which workspaces the credential opens.
    pub async fn welcome(&self) -> Result<Welcome, Error> {
        self.read(&[""], &[], Purpose { call: "open the workspace", scope: "any" }).await
    }

    /// One page of a list: rows, and where the next page starts.
    pub async fn list(
        &self,
        ws: &str,
        limit: u32,
        cursor: Option<&str>,
    ) -> Result<(Vec<WorkflowRow>, Option<String>), Error> {
        self.search(ws, ListQuery { limit: Some(limit), cursor, ..ListQuery::default() }).await
    }

    /// Part of a list: rows, and where the next page starts.
    pub async fn search(
        &self,
        ws: &str,
        query: ListQuery<'_>,
    ) -> Result<(Vec<WorkflowRow>, Option<String>), Error> {
        let limit = query.limit.map(|limit| limit.to_string());
        let query =
            [("limit", limit.as_deref()), ("cursor", query.cursor), ("q", query.words), ("sort", query.sort)];
        let purpose = Purpose { call: "list workflows", scope: "workflow:read" };
        let list: WorkflowList = self.read(&[ws, "workflows"], &query, purpose).await?;
        Ok((list.workflows, list.next_cursor))
    }

    /// A workflow (or a version of it) and its `ETag`.
    pub async fn get(
        &self,
        ws: &str,
        url: &str,
        version: Option<&str>,
    ) -> Result<(Workflow, Option<String>), Error> {
        let purpose = Purpose { call: "read the workflow", scope: "workflow:read" };
        let address = with_query(join(&self.base, &[ws, "workflows", url]), &[("workflow_version", version)]);
        let response = repeated(&self.transport, self.request(Method::Get, address), purpose).await?;
        let answer: WorkflowAnswer = decode(&response, purpose.call)?;
        Ok((one(answer, purpose.call)?, response.etag))
    }

    /// The versions, newest first. A bare list is read as well.
    pub async fn versions(&self, ws: &str, url: &str) -> Result<Vec<Version>, Error> {
        let purpose = Purpose { call: "list versions", scope: "workflow:read" };
        let address = join(&self.base, &[ws, "workflows", url, "versions"]);
        let response = repeated(&self.transport, self.request(Method::Get, address), purpose).await?;
        match parsed(&response, purpose.call)? {
            Node::Array(bare) => Ok(bare.iter().map(Version::read).collect()),
            answer => Ok(VersionList::read(&answer).versions),
        }
    }

    /// Makes a workflow and returns its slug; without one asked for it is made from the name.
    pub async fn create(
        &self,
        ws: &str,
        name: &str,
        url: Option<&str>,
        config: &str,
    ) -> Result<String, Error> {
        let purpose = Purpose { call: "create a workflow", scope: "workflow:create" };
        if !self.takes_config_in_body {
            return self.create_in_two_steps(ws, name, url, config, purpose).await;
        }
        let mut body = texts(&[("name", name), ("config", config), ("template", "{}")]);
        if let Some(url) = url {
            body = body.with("url", Node::string(url));
        }
        let response = once(&self.transport, self.post(&[ws, "createWorkflow"], &body), purpose).await?;
        Ok(one(decode(&response, purpose.call)?, purpose.call)?.url)
    }

    /// The contract carries config in the address, where it is logged and where long ones are refused: so an
    /// empty workflow is made first, then updated in the body.
    async fn create_in_two_steps(
        &self,
        ws: &str,
        name: &str,
        url: Option<&str>,
        config: &str,
        purpose: Purpose,
    ) -> Result<String, Error> {
        let query = [("name", Some(name)), ("url", url), ("config", Some("{}")), ("template", Some("{}"))];
        let address = with_query(join(&self.base, &[ws, "createWorkflow"]), &query);
        let response = once(&self.transport, self.request(Method::Post, address), purpose).await?;
        let made = one(decode(&response, purpose.call)?, purpose.call)?;
        if config.trim() == "{}" {
            return Ok(made.url);
        }
        let name = if made.name.is_empty() { name } else { &made.name };
        let update = Update { id: &made.id, name, url: &made.url, config, base: None };
        match self.update(ws, update).await {
            Ok(_) => Ok(made.url),
            Err(why) => Err(Error::HalfCreated { url: made.url, why: Box::new(why) }),
        }
    }

    /// Saves a workflow. Returns what is stored now and its `ETag`; [`Error::Conflict`] when the base moved on.
    pub async fn update(&self, ws: &str, update: Update<'_>) -> Result<(Workflow, Option<String>), Error> {
        let purpose = Purpose { call: "save the workflow", scope: "workflow:update" };
        let body = texts(&[
            ("id", update.id),
            ("name", update.name),
            ("url", update.url),
            ("config", update.config),
        ]);
        let mut request = self.post(&[ws, "updateWorkflow"], &body);
        request.headers.extend(update.base.map(|etag| ("If-Match", String::from(etag))));
        let response = self.transport.send(request).await.map_err(Error::Transport)?;
        if response.status == 409
            && let Ok(WorkflowAnswer { workflow: Some(stored), .. }) = decode(&response, purpose.call)
        {
            return Err(Error::Conflict { workflow: Box::new(stored), etag: response.etag });
        }
        if !(200..300).contains(&response.status) {
            return Err(Error::of(&response, purpose.call, purpose.scope));
        }
        let answer: WorkflowAnswer = decode(&response, purpose.call)?;
        Ok((one(answer, purpose.call)?, response.etag))
    }

    /// Copies a workflow and returns the copy's slug.
    pub async fn fork(
        &self,
        ws: &str,
        source_ws: &str,
        source_url: &str,
        name: Option<&str>,
    ) -> Result<String, Error> {
        let purpose = Purpose { call: "fork the workflow", scope: "workflow:create" };
        let mut body = texts(&[("source_workspace", source_ws), ("source_workflow", source_url)]);
        if let Some(name) = name {
            body = body.with("name", Node::string(name));
        }
        let response = once(&self.transport, self.post(&[ws, "forkWorkflow"], &body), purpose).await?;
        let answer: ForkAnswer = decode(&response, purpose.call)?;
        let from_workflow = answer.workflow.map(|workflow| workflow.url);
        from_workflow
            .or(answer.workflow_url)
            .or(answer.url)
            .filter(|url| !url.is_empty())
            .ok_or_else(|| broken(purpose.call, "it does not name the copy"))
    }

    /// Asks for a token that runs one saved workflow.
    pub async fn workflow_token(&self, ws: &str, id: &str) -> Result<Token, Error> {
        let purpose = Purpose { call: "ask for a workflow token", scope: "workflow:read" };
        let request = self.post(&[ws, "workflowToken"], &texts(&[("id", id)]));
        let token: Token = decode(&once(&self.transport, request, purpose).await?, purpose.call)?;
        if token.token.is_empty() { Err(broken(purpose.call, "it holds no token")) } else { Ok(token) }
    }

    /// Moves a workflow to the Trash and returns its internal id. One that is there already counts as moved: the
    /// first try may have come through although its answer was lost.
    pub async fn delete(&self, ws: &str, url: &str) -> Result<String, Error> {
        let purpose = Purpose { call: "delete the workflow", scope: "workflow:update" };
        let address = join(&self.base, &[ws, "workflows", url]);
        match repeated(&self.transport, self.request(Method::Delete, address), purpose).await {
            Ok(response) => Ok(decode::<Deleted>(&response, purpose.call)?.workflow_id),
            Err(missing) if missing.is_missing() => {
                // Without a look into the Trash the first answer stands.
                let trash = self.trash(ws).await.unwrap_or_default();
                let item = trash.into_iter().filter(|item| item.url == url).max_by(by_deletion);
                item.map(|item| item.id).ok_or(missing)
            }
            Err(error) => Err(error),
        }
    }

    /// The workflows in the Trash.
    pub async fn trash(&self, ws: &str) -> Result<Vec<TrashItem>, Error> {
        let purpose = Purpose { call: "list the Trash", scope: "project:read" };
        Ok(self.read::<TrashList>(&[ws, "trash"], &[], purpose).await?.sections.workflows)
    }

    /// Takes a workflow out of the Trash.
    pub async fn restore(&self, ws: &str, id: &str) -> Result<(), Error> {
        let purpose = Purpose { call: "restore the workflow", scope: "workflow:update" };
        let request = self.post(&[ws, "trash", "restore"], &texts(&[("type", "workflow"), ("id", id)]));
        once(&self.transport, request, purpose).await.map(|_| ())
    }

    async fn read<A: Read>(
        &self,
        parts: &[&str],
        query: &[(&str, Option<&str>)],
        purpose: Purpose,
    ) -> Result<A, Error> {
        let address = with_query(join(&self.base, parts), query);
        let response = repeated(&self.transport, self.request(Method::Get, address), purpose).await?;
        decode(&response, purpose.call)
    }

    fn post(&self, parts: &[&str], body: &Node) -> Request {
        let mut request = self.request(Method::Post, join(&self.base, parts));
        request.body = Some(body.to_compact());
        request
    }

    /// The header tells the server that a script of its own page calls, which no foreign form can (security, §4).
    fn request(&self, method: Method, url: String) -> Request {
        let headers = vec![("X-Flowdeck", String::from("1"))];
        Request { method, url, headers, body: None, timeout_ms: TIMEOUT_MS }
    }
}

/// RFC 3339 in UTC sorts as text.
fn by_deletion(a: &TrashItem, b: &TrashItem) -> std::cmp::Ordering {
    a.deleted_at.cmp(&b.deleted_at)
}

fn one(answer: WorkflowAnswer, call: &'static str) -> Result<Workflow, Error> {
    answer.workflow.or(answer.workflows).ok_or_else(|| broken(call, "it holds no workflow"))
}

/// An object of texts.
fn texts(entries: &[(&'static str, &str)]) -> Node {
    Node::object(entries.iter().map(|(key, value)| (*key, Node::string(value))))
}

/// The answer's JSON.
fn parsed(response: &Response, call: &'static str) -> Result<Node, Error> {
    if response.body.trim_start().starts_with('<') {
        return Err(broken(call, "it is a web page, perhaps of a proxy or a sign-in"));
    }
    config::read(&response.body).map_err(|error| {
        let json::Problem { message, .. } = &error.problem;
        broken(call, &format!("{message} (line {}, column {})", error.line, error.column))
    })
}

/// The answer, which is an object.
pub(crate) fn decode<A: Read>(response: &Response, call: &'static str) -> Result<A, Error> {
    match parsed(response, call)? {
        object @ Node::Object(_) => Ok(A::read(&object)),
        other => Err(broken(call, &format!("it is {} where an object is expected", other.kind()))),
    }
}

fn broken(call: &'static str, detail: &str) -> Error {
    Error::Decode { call, detail: String::from(detail) }
}
