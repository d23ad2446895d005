//! What the app wants done in the world: values, so that a test can look at them.
use super::Msg;
use crate::route::Route;
use flowdeck_client::dto::Publication;
use flowdeck_client::{Key, RunOptions};
use flowdeck_spec::Node;
use std::rc::Rc;

/// Ties an answer to its question: answers to questions that nobody asks any more are dropped.
pub type RequestId = u64;

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Asks a service.
    Call(RequestId, Call),
    /// Stops waiting for an answer and aborts the request.
    Cancel(RequestId),
    /// Opens a page, with an entry in the history.
    Go(Route),
    /// Opens a page in place of the present one.
    Replace(Route),
    /// Sends a message after some milliseconds.
    Later(u32, Box<Msg>),
    /// Keeps a choice for the next visit.
    Remember(&'static str, String),
    /// Keeps what is filled in on a run page: values, and images where there is a text for them. An empty text forgets.
    KeepRun(super::Key, String, String),
    /// Asks for what was kept of a run page.
    RecallRun(super::Key),
    /// Keeps a run in the browser's database, under a name.
    KeepPast(String, Rc<str>),
    /// Asks for the runs of a workflow that are kept there.
    RecallPast(super::Key),
    /// Forgets runs there, by their names.
    ForgetPast(Vec<String>),
    /// Shows the page dark (or light).
    ShowTheme(bool),
    /// Names the browser's tab.
    Title(String),
    /// Tells the page around the app which workflow is open, if any (builder mode).
    TellPlace(Option<String>),
    /// Puts the focus on the first element that matches.
    Focus(String),
    /// Offers a download: file name, media type, content.
    Download(String, &'static str, Rc<str>),
    /// Has the preview's worker run something, which is started for it.
    Preview(Payload),
    /// Ends that worker.
    EndPreview,
    /// Forgets every token.
    ForgetTokens,
    /// Keeps the operator's key for calls to the management API; it is kept nowhere else.
    HoldKey(Key),
    /// Forgets that key.
    ForgetKey,
    /// Stops every call and everything that was to happen later.
    StopAll,
}

/// A question to the management API or to the execution endpoint.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// The block catalogue, a file beside the app.
    Catalogue,
    /// What the engine behind the server adds to it.
    Blocks {
        /// The workspace.
        ws: String,
    },
    /// Which workspaces there are.
    Welcome,
    /// One page of a workspace's list.
    List {
        /// The workspace.
        ws: String,
        /// Where the page starts, as the page before said.
        cursor: Option<String>,
    },
    /// One workflow, or one version of it.
    Get {
        /// The workspace.
        ws: String,
        /// The slug.
        url: String,
        /// A version's id; none = the newest.
        version: Option<String>,
    },
    /// Makes a workflow.
    Create {
        /// The workspace.
        ws: String,
        /// Its name.
        name: String,
        /// Its slug; none = made from the name.
        url: Option<String>,
        /// The stored config's text.
        config: String,
    },
    /// Saves a workflow.
    Update {
        /// The workflow's place when it was opened, to which the answer goes.
        key: super::Key,
        /// The internal id.
        id: String,
        /// The name.
        name: String,
        /// The slug.
        url: String,
        /// The stored config's text.
        config: Rc<str>,
        /// The `ETag` that the change is based on; none = overwrite.
        base: Option<String>,
    },
    /// Saves the config of an older version as the newest.
    RestoreVersion {
        /// The workflow's place, to which the answer goes.
        key: super::Key,
        /// The internal id.
        id: String,
        /// The name.
        name: String,
        /// The slug.
        url: String,
        /// The older config's text.
        config: Rc<str>,
        /// The `ETag` that the change is based on.
        base: Option<String>,
    },
    /// Copies a workflow into a workspace.
    Fork {
        /// Where the copy goes.
        ws: String,
        /// Where the original is.
        source_ws: String,
        /// The original's slug.
        source_url: String,
        /// The copy's name; none = the server's choice.
        name: Option<String>,
    },
    /// Moves a workflow to the Trash.
    Delete {
        /// The workspace.
        ws: String,
        /// The slug.
        url: String,
    },
    /// What is in the Trash.
    Trash {
        /// The workspace.
        ws: String,
    },
    /// Takes a workflow out of the Trash.
    Restore {
        /// The workspace.
        ws: String,
        /// The internal id.
        id: String,
    },
    /// The versions of a workflow.
    Versions {
        /// The workspace.
        ws: String,
        /// The slug.
        url: String,
    },
    /// A workflow's publication.
    Publication {
        /// The workflow.
        key: super::Key,
    },
    /// Publishes a workflow.
    Publish {
        /// The workflow.
        key: super::Key,
        /// For whom.
        publication: Publication,
    },
    /// Takes a publication back.
    Unpublish {
        /// The workflow.
        key: super::Key,
        /// What was published, to undo.
        before: Option<Publication>,
    },
    /// The models that the inference server has (builder mode).
    Models,
    /// Which sample images there are.
    Samples,
    /// The content of a sample image.
    SampleImage {
        /// The workflow, to which the answer goes.
        key: super::Key,
        /// The input that it is for.
        input: String,
        /// The sample.
        sample: super::run::Sample,
    },
    /// Runs a saved workflow with a workflow token.
    Run {
        /// The workspace.
        ws: String,
        /// The slug.
        url: String,
        /// The internal id, for the token.
        id: String,
        /// The inputs, a JSON object.
        inputs: Payload,
        /// How.
        options: RunOptions,
    },
    /// Runs a specification that is not saved.
    DraftRun {
        /// The workspace.
        ws: String,
        /// The slug, to which the answer goes.
        url: String,
        /// The specification's text.
        specification: Rc<str>,
        /// The inputs, a JSON object.
        inputs: Payload,
        /// How.
        options: RunOptions,
    },
}

/// A JSON object that is not printed: it may hold megabytes of images. Copies share it.
#[derive(Clone, PartialEq)]
pub struct Payload(pub Node);

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Payload")
    }
}
