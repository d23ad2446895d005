//! How rows of the database become what crosses the wire.
use super::query::Row;
use crate::blocks::Blocks;
use crate::problems::Problems;
use flowdeck_client::dto::{Workflow, WorkflowRow};
use flowdeck_spec::{config, summary};

/// The columns of a workflow in full, in the order that [`workflow`] reads.
pub(super) const FULL: &str =
    "id, workspace, url, name, description, config, revision, version, created_at, updated_at, token_epoch";
/// The columns of a list's row, in the order that [`list_row`] reads.
pub(super) const LISTED: &str =
    "id, workspace, url, name, description, block_count, block_types, problems, created_at, updated_at";

/// A stored workflow.
#[derive(Clone, Debug)]
pub struct Stored {
    /// As the wire has it.
    pub workflow: Workflow,
    /// Which write it is.
    pub revision: i64,
    /// Tokens of earlier epochs are revoked.
    pub token_epoch: i64,
}

pub(super) fn workflow(row: &Row) -> Result<Stored, sqlx::Error> {
    let workspace: String = row.try_get(1)?;
    let version: i64 = row.try_get(7)?;
    Ok(Stored {
        workflow: Workflow {
            id: row.try_get(0)?,
            public: workspace == super::PUBLIC,
            workspace,
            url: row.try_get(2)?,
            name: row.try_get(3)?,
            description: row.try_get(4)?,
            config: row.try_get(5)?,
            created_at: row.try_get(8)?,
            updated_at: row.try_get(9)?,
            version_count: u32::try_from(version).ok(),
        },
        revision: row.try_get(6)?,
        token_epoch: row.try_get(10)?,
    })
}

pub(super) fn list_row(row: &Row) -> Result<WorkflowRow, sqlx::Error> {
    let workspace: String = row.try_get(1)?;
    let types: String = row.try_get(6)?;
    Ok(WorkflowRow {
        id: row.try_get(0)?,
        url: row.try_get(2)?,
        name: row.try_get(3)?,
        description: row.try_get(4)?,
        block_count: u32::try_from(row.try_get::<i64>(5)?).ok(),
        block_types: types.lines().map(String::from).collect(),
        problems: u32::try_from(row.try_get::<i64>(7)?).ok(),
        created_at: row.try_get(8)?,
        updated_at: row.try_get(9)?,
        status: String::from("active"),
        public: workspace == super::PUBLIC,
    })
}

/// What is known of a definition by itself. Compiling takes its time, so it is made before a write begins.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    block_count: i64,
    block_types: String,
    pub(super) problems: Problems,
}

impl Definition {
    pub(super) fn of(config_text: &str, blocks: &Blocks) -> Self {
        let specification = config::read(config_text).ok().and_then(|root| config::specification(&root));
        let summary = summary::of(specification.as_ref());
        Self {
            block_count: count(summary.block_count),
            block_types: summary.block_types.join("\n"),
            problems: blocks.with(|catalogue| Problems::of(config_text, catalogue)),
        }
    }
}

/// What a list shows and searches of a workflow, computed once at each write.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) block_count: i64,
    pub(super) block_types: String,
    pub(super) problems: i64,
    pub(super) search_text: String,
    pub(super) name_key: String,
}

impl Facts {
    pub(super) fn of(name: &str, url: &str, description: &str, definition: &Definition) -> Self {
        let block_types = definition.block_types.clone();
        let search_text = format!("{name}\n{url}\n{description}\n{block_types}").to_lowercase();
        Self {
            block_count: definition.block_count,
            block_types,
            problems: count(definition.problems.errors()),
            search_text,
            name_key: name.to_lowercase(),
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
