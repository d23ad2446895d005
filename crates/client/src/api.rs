//! The management API, typed: one method per call of the contract.
use crate::dto::{
    Deleted, ForkAnswer, Token, TrashItem, TrashList, Version, VersionList, Welcome, Workflow,
    WorkflowAnswer, WorkflowList, WorkflowRow,
};
use crate::error::Error;
use crate::retry::{Purpose, once, repeated};
use crate::transport::{Method, Request, Response, Transport};
use crate::url::{join, with_query};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// How long a management call may take.
const TIMEOUT_MS: u32 = 20_000;

/// Calls against one management API.
#[derive(Clone, Debug)]
pub struct Api<T> {
    transport: T,
    base: String,
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
    /// An API at an absolute base address.
    pub fn new(transport: T, base: impl Into<String>) -> Self {
        Self { transport, base: base.into() }
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
        let limit = limit.to_string();
        let query = [("limit", Some(limit.as_str())), ("cursor", cursor)];
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
        if response.body.trim_start().starts_with('[') {
            return decode(&response, purpose.call);
        }
        Ok(decode::<VersionList>(&response, purpose.call)?.versions)
    }

    /// Makes a workflow and returns its slug. The contract carries config in the address, where it is logged and
    /// where long ones are refused: so an empty one is made first, then updated in the body.
    pub async fn create(
        &self,
        ws: &str,
        name: &str,
        url: Option<&str>,
        config: &str,
    ) -> Result<String, Error> {
        let purpose = Purpose { call: "create a workflow", scope: "workflow:create" };
        let query = [("name", Some(name)), ("url", url), ("config", Some("{}")), ("template", Some("{}"))];
        let address = with_query(join(&self.base, &[ws, "createWorkflow"]), &query);
        let answer: WorkflowAnswer = decode(
            &once(&self.transport, self.request(Method::Post, address), purpose).await?,
            purpose.call,
        )?;
        let made = one(answer, purpose.call)?;
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
        let body = json!({"id": update.id, "name": update.name, "url": update.url, "config": update.config});
        let mut request = self.post(&[ws, "updateWorkflow"], &body);
        request.headers.extend(update.base.map(|etag| ("If-Match", String::from(etag))));
        let response = self.transport.send(request).await.map_err(Error::Transport)?;
        if response.status == 409
            && let Ok(WorkflowAnswer { workflow: Some(stored), .. }) = serde_json::from_str(&response.body)
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
        let mut body = json!({"source_workspace": source_ws, "source_workflow": source_url});
        if let Some(name) = name {
            body["name"] = Value::from(name);
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
        let request = self.post(&[ws, "workflowToken"], &json!({ "id": id }));
        let token: Token = decode(&once(&self.transport, request, purpose).await?, purpose.call)?;
        if token.token.is_empty() { Err(broken(purpose.call, "it holds no token")) } else { Ok(token) }
    }

    /// Moves a workflow to the Trash and returns its internal id.
    pub async fn delete(&self, ws: &str, url: &str) -> Result<String, Error> {
        let purpose = Purpose { call: "delete the workflow", scope: "workflow:update" };
        let address = join(&self.base, &[ws, "workflows", url]);
        let response = repeated(&self.transport, self.request(Method::Delete, address), purpose).await?;
        Ok(decode::<Deleted>(&response, purpose.call)?.workflow_id)
    }

    /// The workflows in the Trash.
    pub async fn trash(&self, ws: &str) -> Result<Vec<TrashItem>, Error> {
        let purpose = Purpose { call: "list the Trash", scope: "project:read" };
        Ok(self.read::<TrashList>(&[ws, "trash"], &[], purpose).await?.sections.workflows)
    }

    /// Takes a workflow out of the Trash.
    pub async fn restore(&self, ws: &str, id: &str) -> Result<(), Error> {
        let purpose = Purpose { call: "restore the workflow", scope: "workflow:update" };
        let request = self.post(&[ws, "trash", "restore"], &json!({"type": "workflow", "id": id}));
        once(&self.transport, request, purpose).await.map(|_| ())
    }

    async fn read<A: DeserializeOwned>(
        &self,
        parts: &[&str],
        query: &[(&str, Option<&str>)],
        purpose: Purpose,
    ) -> Result<A, Error> {
        let address = with_query(join(&self.base, parts), query);
        let response = repeated(&self.transport, self.request(Method::Get, address), purpose).await?;
        decode(&response, purpose.call)
    }

    fn post(&self, parts: &[&str], body: &Value) -> Request {
        let mut request = self.request(Method::Post, join(&self.base, parts));
        request.body = Some(body.to_string());
        request
    }

    /// The header tells the server that a script of its own page calls, which no foreign form can (security, §4).
    fn request(&self, method: Method, url: String) -> Request {
        let headers = vec![("X-Flowdeck", String::from("1"))];
        Request { method, url, headers, body: None, timeout_ms: TIMEOUT_MS }
    }
}

fn one(answer: WorkflowAnswer, call: &'static str) -> Result<Workflow, Error> {
    answer.workflow.or(answer.workflows).ok_or_else(|| broken(call, "it holds no workflow"))
}

pub(crate) fn decode<A: DeserializeOwned>(response: &Response, call: &'static str) -> Result<A, Error> {
    if response.body.trim_start().starts_with('<') {
        return Err(broken(call, "it is a web page, perhaps of a proxy or a sign-in"));
    }
    serde_json::from_str(&response.body).map_err(|error| Error::Decode { call, detail: error.to_string() })
}

fn broken(call: &'static str, detail: &str) -> Error {
    Error::Decode { call, detail: String::from(detail) }
}
