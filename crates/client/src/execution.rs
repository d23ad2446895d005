//! The execution endpoint: runs of saved workflows with a token, runs of drafts through the management server.
use crate::ask::Ask;
use crate::calls::decode;
use crate::dto::{Read, RunAnswer, RunFailure};
use crate::error::{Error, sentence};
use crate::transport::{Method, Request, Response, Transport};
use crate::url::join;
use flowdeck_spec::interface::{Input, InputType};
use flowdeck_spec::json::Text;
use flowdeck_spec::{Node, config};

/// Longer than the hosted limit of 20 s, so that the server says what was too slow.
const TIMEOUT_MS: u32 = 60_000;

/// Runs against one execution endpoint.
#[derive(Clone, Debug)]
pub struct Execution<T> {
    transport: T,
    base: String,
    management: String,
}

/// How to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// Whether the endpoint may use the definition that it fetched before: not after a save.
    pub use_cache: bool,
    /// Whether steps that send, store or notify do nothing.
    pub disable_sinks: bool,
    /// Whether the answer tells what took how long.
    pub enable_profiling: bool,
    /// Whether the answer tells what Python blocks print.
    pub debug: bool,
    /// The version that is run, by its id; none = the newest.
    pub version: Option<String>,
}

impl RunOptions {
    /// A body with what is asked for beyond the usual.
    fn added_to(&self, mut body: Node) -> Node {
        for (name, is_on) in [
            ("disable_sinks", self.disable_sinks),
            ("enable_profiling", self.enable_profiling),
            ("debug", self.debug),
        ] {
            if is_on {
                body = body.with(name, Node::Bool(true));
            }
        }
        match &self.version {
            Some(version) => body.with("workflow_version_id", Node::string(version)),
            None => body,
        }
    }
}

impl<T: Transport> Execution<T> {
    /// An endpoint at an absolute address, and the management API that runs drafts.
    pub fn new(transport: T, base: impl Into<String>, management: impl Into<String>) -> Self {
        Self { transport, base: base.into(), management: management.into() }
    }

    /// Runs a saved workflow. The token travels in the body: addresses land in logs.
    pub async fn run(
        &self,
        ws: &str,
        url: &str,
        token: &str,
        inputs: &Node,
        options: &RunOptions,
    ) -> Result<RunAnswer, Error> {
        let body = Node::object([
            ("api_key", Node::string(token)),
            ("inputs", inputs.clone()),
            ("use_cache", Node::Bool(options.use_cache)),
        ]);
        let address = join(&self.base, &[ws, "workflows", url]);
        ask(address, Vec::new(), options.added_to(body).to_compact()).send(&self.transport).await
    }

    /// What a saved workflow takes: names and kinds, in its order. Defaults are not told.
    pub async fn inputs(&self, ws: &str, url: &str, token: &str) -> Result<Vec<Input>, Error> {
        let body = Node::object([("api_key", Node::string(token))]);
        let address = join(&self.base, &[ws, "workflows", url, "describe_interface"]);
        let ask = ask_for(address, Vec::new(), body.to_compact(), |response| {
            crate::calls::parsed(response, "describe the workflow")
        });
        let answer = ask.send(&self.transport).await?;
        Ok(answer.get("inputs").map(Node::entries).unwrap_or_default().iter().map(input).collect())
    }

    /// Runs a specification that is not saved; `specification` is its text, sent as it is written.
    pub fn draft_run(
        &self,
        ws: &str,
        specification: &str,
        inputs: &Node,
        options: &RunOptions,
    ) -> Ask<Result<RunAnswer, Error>> {
        let address = join(&self.management, &[ws, "draftRun"]);
        ask(address, vec![("X-Flowdeck", String::from("1"))], draft(specification, inputs, options))
    }

    /// The same at the endpoint itself, which takes no token for it: send it over a transport that adds a key.
    pub fn inline_run(
        &self,
        specification: &str,
        inputs: &Node,
        options: &RunOptions,
    ) -> Ask<Result<RunAnswer, Error>> {
        let body = draft(specification, inputs, options);
        ask(join(&self.base, &["workflows", "run"]), Vec::new(), body)
    }
}

/// The specification comes first and as it is written: reading it again would cost more than the rest.
fn draft(specification: &str, inputs: &Node, options: &RunOptions) -> String {
    let rest = options.added_to(Node::object([("inputs", inputs.clone())])).to_compact();
    format!("{{\"specification\":{specification},{}", rest.trim_start_matches('{'))
}

fn ask(url: String, headers: Vec<(&'static str, String)>, body: String) -> Ask<Result<RunAnswer, Error>> {
    ask_for(url, headers, body, |response| decode(response, "run the workflow"))
}

fn ask_for<A: 'static>(
    url: String,
    headers: Vec<(&'static str, String)>,
    body: String,
    read: fn(&Response) -> Result<A, Error>,
) -> Ask<Result<A, Error>> {
    let request = Request { method: Method::Post, url, headers, body: Some(body), timeout_ms: TIMEOUT_MS };
    Ask::once(request, move |outcome| {
        let response = outcome.map_err(Error::Transport)?;
        if (200..300).contains(&response.status) { read(&response) } else { Err(failure(&response)) }
    })
}

/// An input as an interface names it: `name: [kinds]`.
fn input((name, kinds): &(Text, Node)) -> Input {
    let kinds: Vec<String> = kinds
        .items()
        .iter()
        .filter_map(|kind| kind.as_str().map(Into::into))
        .filter(|kind| kind != "*")
        .collect();
    let is_image = kinds.iter().any(|kind| kind == "image");
    let input_type = if is_image { InputType::Image } else { InputType::Parameter };
    Input { name: name.value().into_owned(), input_type, kinds, default: None }
}

fn failure(response: &Response) -> Error {
    let mut failure: RunFailure = RunFailure::read(&config::read(&response.body).unwrap_or(Node::Null));
    failure.status = response.status;
    if failure.message.is_empty() {
        failure.message = sentence(&response.body);
    }
    Error::Run(Box::new(failure))
}
