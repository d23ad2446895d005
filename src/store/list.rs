//! The lists of workflows: load, search, sort, and what is done to a row.
mod actions;
mod view;

use super::{Call, Effect, Few, Model, RequestId};
use flowdeck_client::{Error, Page};
use std::collections::HashSet;
use std::rc::Rc;
pub use view::{Row, Sort};

/// How many rows one request asks for.
pub(super) const PAGE: u32 = 2_000;

/// Where loading stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Loading {
    /// Nobody has asked yet.
    #[default]
    Idle,
    /// Under way; rows that came already are shown.
    Busy(RequestId),
    /// All there.
    Done,
    /// It failed; rows that came before stay.
    Failed(Error),
}

/// The list of one workspace.
#[derive(Debug, Default)]
pub struct List {
    /// Where loading stands.
    pub loading: Loading,
    /// All rows, as they came.
    pub rows: Vec<Rc<Row>>,
    /// What is searched for.
    pub query: String,
    /// The order.
    pub sort: Sort,
    /// The rows that match, in order.
    pub view: Rc<Vec<Rc<Row>>>,
    /// The chosen rows, by slug.
    pub chosen: HashSet<String>,
    /// Slugs with a request under way.
    pub busy: HashSet<String>,
    /// Rows that a reload under way has brought so far.
    incoming: Vec<Rc<Row>>,
}

/// The lists, by workspace.
#[derive(Debug, Default)]
pub struct Lists {
    by_ws: Few<String, List>,
    sort: Sort,
    /// Whether the dialog for a new workflow is open, and what it says.
    pub creating: Option<Creating>,
}

/// The dialog for a new workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Creating {
    /// The workspace it goes to.
    pub ws: String,
    /// The definition to start from (pasted or imported); none = empty.
    pub config: Option<Rc<str>>,
    /// A name to start from.
    pub name: String,
    /// What is chosen at first: a starter or another way to begin, by its key; empty = nothing special.
    pub start: &'static str,
    /// The request under way.
    pub request: Option<RequestId>,
    /// Why the last try failed.
    pub failure: Option<Error>,
}

impl Lists {
    /// The list of a workspace, if anyone has looked at it.
    #[must_use]
    pub fn get(&self, ws: &str) -> Option<&List> {
        self.by_ws.get(ws)
    }

    /// The order that lists have until another is chosen.
    pub fn set_sort(&mut self, sort: Sort) {
        self.sort = sort;
    }

    /// That order.
    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    /// The list of a workspace.
    pub(super) fn of(&mut self, ws: &str) -> &mut List {
        let sort = self.sort;
        self.by_ws.or_insert_with(String::from(ws), || List { sort, ..List::default() })
    }
}

/// What can happen to a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Its page was opened.
    Enter(String),
    /// Load it (again).
    Reload(String),
    /// A page of rows came.
    Loaded(RequestId, String, Result<Page, Error>),
    /// The search text changed.
    Search(String, String),
    /// Another order.
    SortBy(String, Sort),
    /// A row was chosen or let go.
    Choose(String, String, bool),
    /// All matching rows were chosen, or none.
    ChooseAll(String, bool),
    /// Open the dialog for a new workflow in a workspace: optional start name and config.
    New(String, String, Option<Rc<str>>),
    /// Open it with this way to begin chosen.
    NewFrom(String, &'static str),
    /// Close that dialog.
    NewCancelled,
    /// Make the workflow: name and slug.
    Create(String, Option<String>),
    /// It was made (or not): its slug.
    Created(RequestId, Result<String, Error>),
    /// Copy a workflow: to workspace, from workspace, slug.
    Fork(String, String, String),
    /// It was copied: to workspace, the source's slug, and the copy's slug.
    Forked(RequestId, String, String, Result<String, Error>),
    /// Move workflows to the Trash.
    Delete(String, Vec<String>),
    /// One was moved: workspace, slug, and the internal id.
    Deleted(RequestId, String, String, Result<String, Error>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Enter(ws) => {
            let list = model.lists.of(&ws);
            // A list shown before is shown at once and brought up to date behind the scenes.
            if matches!(list.loading, Loading::Busy(_)) { Vec::new() } else { load(model, &ws) }
        }
        Msg::Reload(ws) => load(model, &ws),
        Msg::Loaded(request, ws, result) => loaded(model, request, &ws, result),
        Msg::Search(ws, query) => {
            let list = model.lists.of(&ws);
            list.query = query;
            list.refresh();
            Vec::new()
        }
        Msg::SortBy(ws, sort) => {
            let list = model.lists.of(&ws);
            list.sort = sort;
            list.resort();
            vec![Effect::Remember("flowdeck.sort", String::from(sort.key()))]
        }
        Msg::Choose(ws, url, on) => {
            let chosen = &mut model.lists.of(&ws).chosen;
            if on {
                chosen.insert(url)
            } else {
                chosen.remove(&url)
            };
            Vec::new()
        }
        Msg::ChooseAll(ws, on) => {
            let list = model.lists.of(&ws);
            list.chosen =
                if on { list.view.iter().map(|row| row.url.clone()).collect() } else { HashSet::new() };
            Vec::new()
        }
        other => actions::update(model, other),
    }
}

fn load(model: &mut Model, ws: &str) -> Vec<Effect> {
    let request = model.fresh_id();
    let list = model.lists.of(ws);
    list.loading = Loading::Busy(request);
    list.incoming.clear();
    vec![Effect::Call(request, Call::List { ws: String::from(ws), cursor: None })]
}

fn loaded(model: &mut Model, request: RequestId, ws: &str, result: Result<Page, Error>) -> Vec<Effect> {
    let list = model.lists.of(ws);
    if list.loading != Loading::Busy(request) {
        return Vec::new();
    }
    let (rows, cursor) = match result {
        Ok(page) => page,
        Err(error) => {
            list.loading = Loading::Failed(error);
            return Vec::new();
        }
    };
    list.incoming.extend(rows.into_iter().map(|row| Rc::new(Row::new(row))));
    if let Some(cursor) = cursor {
        if list.rows.len() < list.incoming.len() {
            // A first load shows what is there; a reload keeps the old rows until the end.
            list.rows.clone_from(&list.incoming);
            list.resort();
        }
        return vec![Effect::Call(request, Call::List { ws: String::from(ws), cursor: Some(cursor) })];
    }
    list.loading = Loading::Done;
    list.rows = std::mem::take(&mut list.incoming);
    let was = std::mem::take(&mut list.chosen);
    list.chosen = list.rows.iter().map(|row| &row.url).filter(|url| was.contains(*url)).cloned().collect();
    list.resort();
    Vec::new()
}
