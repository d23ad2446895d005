//! A workflow as the server's builder keeps it, and what there is beside it.
use crate::dto::{Workflow, WorkflowRow, moment};
use flowdeck_spec::{Node, config};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A file of the server: everything in it stays, also what others have put there.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    id: String,
    content: Node,
    created_at: String,
    updated_at: String,
}

impl File {
    /// A new one.
    pub(super) fn new(id: &str, name: &str, config: &str) -> Self {
        let config = for_engine(config);
        let content = [("id", id), ("name", name), ("config", &*config)];
        Self {
            id: String::from(id),
            content: Node::object(content.map(|(key, text)| (key, Node::string(text)))),
            created_at: String::new(),
            updated_at: String::new(),
        }
    }

    /// Reads what the server answers: the file's content in `config`, its times beside it.
    pub(super) fn read(id: &str, answer: &Node) -> Self {
        Self {
            id: String::from(id),
            content: answer.get("config").cloned().unwrap_or(Node::Null),
            created_at: moment(answer, "createTime"),
            updated_at: moment(answer, "updateTime"),
        }
    }

    /// A file out of a copy that [`Self::text`] has made.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let content = config::read(text).ok()?;
        let id = content.get("id")?.as_str()?.into_owned();
        Some(Self { id, content, created_at: String::new(), updated_at: String::new() })
    }

    /// The file's content as it is sent: its `id` is the one that it has now.
    #[must_use]
    pub fn text(&self) -> String {
        self.content.to_compact()
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name; its id where it has none.
    #[must_use]
    pub fn name(&self) -> String {
        self.content.get("name").and_then(Node::as_str).map_or_else(|| self.id.clone(), Into::into)
    }

    /// The stored config's text. Where it is not a text, as the engine wants it, what is meant.
    #[must_use]
    pub fn config(&self) -> String {
        match self.content.get("config") {
            Some(Node::String(text)) => text.value().into_owned(),
            Some(object @ Node::Object(_)) => object.to_compact(),
            _ => match self.content.get("specification") {
                Some(specification) => Node::object([("specification", specification.clone())]).to_compact(),
                None => String::from("{}"),
            },
        }
    }

    /// The same file with another name and config.
    pub(super) fn with(&self, name: &str, config: &str) -> Self {
        let content = match &self.content {
            object @ Node::Object(_) => object.clone(),
            _ => Node::object([("id", Node::string(&self.id))]),
        };
        let content =
            content.with("name", Node::string(name)).with("config", Node::string(&for_engine(config)));
        // The server renames by this field: it must be what it is stored under.
        Self { content: content.with("id", Node::string(&self.id)), ..self.clone() }
    }

    /// The same file under another id.
    pub(super) fn moved_to(&self, id: &str) -> Self {
        Self { id: String::from(id), content: self.content.with("id", Node::string(id)), ..self.clone() }
    }

    /// What a change of it changes, as it is.
    pub(super) fn tag(&self) -> String {
        [&self.name(), "\n", &self.id, "\n", &self.config()].concat()
    }

    /// The workflow and its tag.
    #[must_use]
    pub fn tagged(&self) -> (Workflow, Option<String>) {
        let workflow = Workflow {
            id: self.id.clone(),
            name: self.name(),
            url: self.id.clone(),
            config: self.config(),
            created_at: self.created_at.clone(),
            updated_at: self.updated_at.clone(),
            ..Workflow::default()
        };
        (workflow, Some(self.tag()))
    }

    /// Its row of a list.
    pub(super) fn row(&self) -> WorkflowRow {
        let config = config::read(&self.config()).unwrap_or(Node::Null);
        let specification = config.get("specification").unwrap_or(&config);
        let steps = specification.get("steps").map_or(&[][..], Node::items);
        let types: BTreeSet<String> =
            steps.iter().filter_map(|step| Some(step.get("type")?.as_str()?.into_owned())).collect();
        WorkflowRow {
            id: self.id.clone(),
            name: self.name(),
            url: self.id.clone(),
            created_at: self.created_at.clone(),
            updated_at: self.updated_at.clone(),
            block_count: u32::try_from(steps.len()).ok(),
            block_types: types.into_iter().collect(),
            ..WorkflowRow::default()
        }
    }

    /// The specification of its config, as text; none where it has none.
    #[must_use]
    pub fn specification(&self) -> Option<String> {
        Some(config::specification(&config::read(&self.config()).ok()?)?.to_compact())
    }
}

/// A config as the engine reads it: its specification below that name. What is no JSON stays as it is.
fn for_engine(config: &str) -> Cow<'_, str> {
    config::normalise(config).map_or(Cow::Borrowed(config), Cow::Owned)
}
