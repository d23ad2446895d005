//! Each call of the management contract as a question.
use crate::ask::{Ask, Purpose, accept};
use crate::dto::{
    Deleted, ForkAnswer, Publication, Published, Read, Token, TrashItem, TrashList, Version, VersionList,
    Welcome, Workflow, WorkflowAnswer, WorkflowList, WorkflowRow,
};
use crate::error::Error;
use crate::transport::{Method, Request, Response};
use crate::url::{join, with_query};
use flowdeck_spec::{Node, config, json};
use std::rc::Rc;

/// How long a management call may take.
const TIMEOUT_MS: u32 = 20_000;

const SAVE: Purpose = Purpose { call: "save the workflow", scope: "workflow:update" };
const PUBLISH: Purpose = Purpose { call: "publish the workflow", scope: "workflow:update" };
const CREATE: Purpose = Purpose { call: "create a workflow", scope: "workflow:create" };

/// Makes questions to one management API.
#[derive(Clone, Debug)]
pub struct Calls {
    base: String,
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

/// Part of a list: its rows, and where the next part starts.
pub type Page = (Vec<WorkflowRow>, Option<String>);

/// A workflow and its `ETag`.
pub type Tagged = (Workflow, Option<String>);

impl Calls {
    /// Questions to the API at an absolute base address.
    pub fn new(base: impl Into<String>) -> Self {
        Self { base: base.into() }
    }

    /// Which workspaces the credential opens.
    pub fn welcome(&self) -> Ask<Result<Welcome, Error>> {
        let purpose = Purpose { call: "open the workspace", scope: "any" };
        self.read(&[""], &[], purpose, |answer, purpose| decode(&answer, purpose.call))
    }

    /// Part of a list: rows, and where the next page starts.
    pub fn search(&self, ws: &str, query: ListQuery<'_>) -> Ask<Result<Page, Error>> {
        let limit = query.limit.map(|limit| limit.to_string());
        let query =
            [("limit", limit.as_deref()), ("cursor", query.cursor), ("q", query.words), ("sort", query.sort)];
        let purpose = Purpose { call: "list workflows", scope: "workflow:read" };
        self.read(&[ws, "workflows"], &query, purpose, |answer, purpose| {
            let list: WorkflowList = decode(&answer, purpose.call)?;
            Ok((list.workflows, list.next_cursor))
        })
    }

    /// A workflow (or a version of it) and its `ETag`.
    pub fn get(&self, ws: &str, url: &str, version: Option<&str>) -> Ask<Result<Tagged, Error>> {
        let purpose = Purpose { call: "read the workflow", scope: "workflow:read" };
        self.read(&[ws, "workflows", url], &[("workflow_version", version)], purpose, tagged)
    }

    /// The versions, newest first. A bare list is read as well.
    pub fn versions(&self, ws: &str, url: &str) -> Ask<Result<Vec<Version>, Error>> {
        let purpose = Purpose { call: "list versions", scope: "workflow:read" };
        self.read(&[ws, "workflows", url, "versions"], &[], purpose, |answer, purpose| {
            match parsed(&answer, purpose.call)? {
                Node::Array(bare) => Ok(bare.iter().map(Version::read).collect()),
                answer => Ok(VersionList::read(&answer).versions),
            }
        })
    }

    /// Makes a workflow in one request and returns its slug; without one asked for it is made from the name. Our
    /// own server reads the config from the body; the vendor's does not.
    pub fn create(
        &self,
        ws: &str,
        name: &str,
        url: Option<&str>,
        config: &str,
    ) -> Ask<Result<String, Error>> {
        let mut body = texts(&[("name", name), ("config", config), ("template", "{}")]);
        if let Some(url) = url {
            body = body.with("url", Node::string(url));
        }
        self.write(&[ws, "createWorkflow"], &body, CREATE, |answer, purpose| {
            Ok(one(decode(&answer, purpose.call)?, purpose.call)?.url)
        })
    }

    /// Makes an empty workflow with its fields in the address, as the contract has it.
    pub(crate) fn create_empty(
        &self,
        ws: &str,
        name: &str,
        url: Option<&str>,
    ) -> Ask<Result<Workflow, Error>> {
        let query = [("name", Some(name)), ("url", url), ("config", Some("{}")), ("template", Some("{}"))];
        let address = with_query(join(&self.base, &[ws, "createWorkflow"]), &query);
        Ask::once(request(Method::Post, address), |outcome| {
            one(decode(&accept(outcome, CREATE)?, CREATE.call)?, CREATE.call)
        })
    }

    /// Saves a workflow. Gives what is stored now and its `ETag`; [`Error::Conflict`] when the base moved on.
    pub fn update(&self, ws: &str, update: Update<'_>) -> Ask<Result<Tagged, Error>> {
        let body = texts(&[
            ("id", update.id),
            ("name", update.name),
            ("url", update.url),
            ("config", update.config),
        ]);
        let mut request = self.post(&[ws, "updateWorkflow"], &body);
        request.headers.extend(update.base.map(|etag| ("If-Match", String::from(etag))));
        Ask::once(request, |outcome| match outcome {
            Ok(response) if response.status == 409 => match decode(&response, SAVE.call) {
                Ok(WorkflowAnswer { workflow: Some(stored), .. }) => {
                    Err(Error::Conflict { workflow: Box::new(stored), etag: response.etag })
                }
                _ => accept(Ok(response), SAVE).and_then(|response| tagged(response, SAVE)),
            },
            outcome => accept(outcome, SAVE).and_then(|response| tagged(response, SAVE)),
        })
    }

    /// Copies a workflow and gives the copy's slug.
    pub fn fork(
        &self,
        ws: &str,
        source_ws: &str,
        source_url: &str,
        name: Option<&str>,
    ) -> Ask<Result<String, Error>> {
        let purpose = Purpose { call: "fork the workflow", scope: "workflow:create" };
        let mut body = texts(&[("source_workspace", source_ws), ("source_workflow", source_url)]);
        if let Some(name) = name {
            body = body.with("name", Node::string(name));
        }
        self.write(&[ws, "forkWorkflow"], &body, purpose, |answer, purpose| {
            let answer: ForkAnswer = decode(&answer, purpose.call)?;
            let from_workflow = answer.workflow.map(|workflow| workflow.url);
            from_workflow
                .or(answer.workflow_url)
                .or(answer.url)
                .filter(|url| !url.is_empty())
                .ok_or_else(|| broken(purpose.call, "it does not name the copy"))
        })
    }

    /// A token that runs one saved workflow.
    pub fn workflow_token(&self, ws: &str, id: &str) -> Ask<Result<Token, Error>> {
        let purpose = Purpose { call: "ask for a workflow token", scope: "workflow:read" };
        self.write(&[ws, "workflowToken"], &texts(&[("id", id)]), purpose, token)
    }

    /// Moves a workflow to the Trash and gives its internal id.
    pub(crate) fn delete(&self, ws: &str, url: &str) -> Ask<Result<String, Error>> {
        let purpose = Purpose { call: "delete the workflow", scope: "workflow:update" };
        let address = join(&self.base, &[ws, "workflows", url]);
        Ask::once(request(Method::Delete, address), move |outcome| {
            Ok(decode::<Deleted>(&accept(outcome, purpose)?, purpose.call)?.workflow_id)
        })
        .repeated()
    }

    /// What the engine behind the server adds to the block catalogue, in the catalogue's words. Ours.
    pub fn blocks(&self, ws: &str) -> Ask<Result<Rc<str>, Error>> {
        let purpose = Purpose { call: "read the engine's blocks", scope: "workflow:read" };
        self.read(&[ws, "blocks"], &[], purpose, |answer, _| Ok(answer.body.into()))
    }

    /// Who may run a workflow from their own pages. Ours.
    pub fn publication(&self, ws: &str, url: &str) -> Ask<Result<Published, Error>> {
        let parts = [ws, "workflows", url, "publication"];
        self.read(&parts, &[], PUBLISH, |answer, purpose| decode(&answer, purpose.call))
    }

    /// Publishes a workflow, or changes its publication. Ours.
    pub fn publish(&self, ws: &str, url: &str, publication: &Publication) -> Ask<Result<Published, Error>> {
        let origins = publication.origins.iter().map(|origin| Node::string(origin)).collect();
        let body = Node::object([
            ("origins", Node::Array(Rc::new(origins))),
            ("minutes", number(publication.minutes)),
            ("perMinute", number(publication.per_minute)),
        ]);
        let parts = [ws, "workflows", url, "publication"];
        self.write(&parts, &body, PUBLISH, |answer, purpose| decode(&answer, purpose.call))
    }

    /// Takes a publication back. Ours.
    pub fn unpublish(&self, ws: &str, url: &str) -> Ask<Result<Published, Error>> {
        let address = join(&self.base, &[ws, "workflows", url, "publication"]);
        Ask::once(request(Method::Delete, address), |outcome| {
            decode(&accept(outcome, PUBLISH)?, PUBLISH.call)
        })
        .repeated()
    }

    /// The workflows in the Trash.
    pub fn trash(&self, ws: &str) -> Ask<Result<Vec<TrashItem>, Error>> {
        let purpose = Purpose { call: "list the Trash", scope: "project:read" };
        self.read(&[ws, "trash"], &[], purpose, |answer, purpose| {
            Ok(decode::<TrashList>(&answer, purpose.call)?.sections.workflows)
        })
    }

    /// Takes a workflow out of the Trash.
    pub fn restore(&self, ws: &str, id: &str) -> Ask<Result<(), Error>> {
        let purpose = Purpose { call: "restore the workflow", scope: "workflow:update" };
        let body = texts(&[("type", "workflow"), ("id", id)]);
        self.write(&[ws, "trash", "restore"], &body, purpose, |_, _| Ok(()))
    }

    fn read<A: 'static>(
        &self,
        parts: &[&str],
        query: &[(&str, Option<&str>)],
        purpose: Purpose,
        read: impl FnOnce(Response, Purpose) -> Result<A, Error> + 'static,
    ) -> Ask<Result<A, Error>> {
        let address = with_query(join(&self.base, parts), query);
        Ask::once(request(Method::Get, address), move |outcome| read(accept(outcome, purpose)?, purpose))
            .repeated()
    }

    fn write<A: 'static>(
        &self,
        parts: &[&str],
        body: &Node,
        purpose: Purpose,
        read: impl FnOnce(Response, Purpose) -> Result<A, Error> + 'static,
    ) -> Ask<Result<A, Error>> {
        Ask::once(self.post(parts, body), move |outcome| read(accept(outcome, purpose)?, purpose))
    }

    fn post(&self, parts: &[&str], body: &Node) -> Request {
        let mut request = request(Method::Post, join(&self.base, parts));
        request.body = Some(body.to_compact());
        request
    }
}

/// The header tells the server that a script of its own page calls, which no foreign form can (security, §4).
fn request(method: Method, url: String) -> Request {
    let headers = vec![("X-Flowdeck", String::from("1"))];
    Request { method, url, headers, body: None, timeout_ms: TIMEOUT_MS }
}

fn tagged(response: Response, purpose: Purpose) -> Result<Tagged, Error> {
    let workflow = one(decode(&response, purpose.call)?, purpose.call)?;
    Ok((workflow, response.etag))
}

fn one(answer: WorkflowAnswer, call: &'static str) -> Result<Workflow, Error> {
    answer.workflow.or(answer.workflows).ok_or_else(|| broken(call, "it holds no workflow"))
}

/// A whole number.
fn number(number: u32) -> Node {
    Node::Number(number.to_string().into())
}

/// An object of texts.
fn texts(entries: &[(&'static str, &str)]) -> Node {
    Node::object(entries.iter().map(|(key, value)| (*key, Node::string(value))))
}

/// The answer's JSON.
pub(crate) fn parsed(response: &Response, call: &'static str) -> Result<Node, Error> {
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

/// An answer that brings a token: the management API's and the token endpoint's alike.
pub(crate) fn token(answer: Response, purpose: Purpose) -> Result<Token, Error> {
    let token: Token = decode(&answer, purpose.call)?;
    if token.token.is_empty() { Err(broken(purpose.call, "it holds no token")) } else { Ok(token) }
}

fn broken(call: &'static str, detail: &str) -> Error {
    Error::Decode { call, detail: String::from(detail) }
}
