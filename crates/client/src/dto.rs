//! What crosses the wire, as the contracts have it. The server writes these types with serde;
//! they are read by hand, which is tolerant (see `read`) and a fifth of the code in the browser.
pub(crate) mod read;
mod run;

pub(crate) use read::Read;
pub use run::{BlockError, RunAnswer, RunFailure};

pub(crate) use read::{moment, readable};
use serde::Serialize;

/// Row of a workspace's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkflowRow {
    /// The internal id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The slug.
    pub url: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// When it was changed last, RFC 3339. Ours.
    pub updated_at: String,
    /// Read by the public command line client.
    pub status: String,
    /// What it is for. Ours.
    pub description: String,
    /// Whether everybody may read it. Ours.
    pub public: bool,
    /// How many steps it has. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_count: Option<u32>,
    /// The block types in it. Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub block_types: Vec<String>,
    /// How many errors the compiler finds. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problems: Option<u32>,
}

/// A workflow in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Workflow {
    /// The internal id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The slug.
    pub url: String,
    /// The stored config: a JSON text.
    pub config: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// When it was changed last, RFC 3339.
    pub updated_at: String,
    /// What it is for. Ours.
    pub description: String,
    /// The workspace. Ours.
    pub workspace: String,
    /// Whether everybody may read it. Ours.
    pub public: bool,
    /// How many versions it has. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_count: Option<u32>,
}

/// One version.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Its number or name.
    pub version: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// Its id, for `workflow_version`. Ours.
    pub id: String,
    /// The config of that time. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// The workflow's name at that time. Ours.
    pub name: String,
}

/// Something in the Trash.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrashItem {
    /// The internal id.
    pub id: String,
    /// `workflow`, or what else the cloud keeps there.
    #[serde(rename = "type")]
    pub item_type: String,
    /// The name.
    pub name: String,
    /// The slug it had.
    pub url: String,
    /// When it was deleted, RFC 3339.
    pub deleted_at: String,
    /// When it is gone for good, RFC 3339.
    pub scheduled_cleanup_at: String,
}

/// A workflow token. Never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// The token.
    pub token: String,
    /// How long it lives from now, seconds. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// When it ends by the server's clock, RFC 3339. Ours.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub expires_at: String,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token(…, {:?} s)", self.expires_in)
    }
}

/// What the server says to a newcomer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// A greeting.
    pub welcome: String,
    /// The workspace that the credential belongs to.
    pub workspace: String,
    /// The workspaces that can be opened. Ours.
    pub workspaces: Vec<WorkspaceInfo>,
    /// The server's version. Ours.
    pub version: String,
}

/// A workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceInfo {
    /// Its name.
    pub name: String,
    /// Its slug.
    pub url: String,
    /// Whether it can only be read.
    pub read_only: bool,
}

/// The answer that lists workflows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkflowList {
    /// The rows.
    pub workflows: Vec<WorkflowRow>,
    /// Where the next page starts. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// `ok`
    pub status: String,
}

/// The answer with one workflow. Some clients read `workflow`, others `workflows`; it is sent as both and read
/// from either.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WorkflowAnswer {
    /// The workflow.
    pub workflow: Option<Workflow>,
    /// The workflow, under the other name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflows: Option<Workflow>,
    /// `ok`
    pub status: String,
}

/// The answer to a fork: the new slug stands in one of three places.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ForkAnswer {
    /// The copy.
    pub workflow: Option<Workflow>,
    /// Its slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow_url: Option<String>,
    /// Its slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `ok`
    pub status: String,
}

/// The answer that lists versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VersionList {
    /// The versions, newest first.
    pub versions: Vec<Version>,
    /// `ok`
    pub status: String,
}

/// The answer to a deletion.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    /// True.
    pub deleted: bool,
    /// `workflow`
    #[serde(rename = "type")]
    pub item_type: String,
    /// The workspace.
    pub workspace: String,
    /// The slug.
    pub workflow: String,
    /// The internal id.
    pub workflow_id: String,
    /// Whether it can be restored.
    pub trash: bool,
}

/// The answer that lists the Trash.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TrashList {
    /// Everything.
    pub items: Vec<TrashItem>,
    /// The same by kind.
    pub sections: TrashSections,
}

/// The Trash by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TrashSections {
    /// Projects: the cloud's.
    pub projects: Vec<TrashItem>,
    /// Dataset versions: the cloud's.
    pub versions: Vec<TrashItem>,
    /// Workflows.
    pub workflows: Vec<TrashItem>,
}

/// Who may run a workflow from their own pages. Ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// The origins, as browsers send them.
    pub origins: Vec<String>,
    /// How long a token lives, minutes.
    pub minutes: u32,
    /// How many tokens a minute are given.
    pub per_minute: u32,
    /// Whether the server's configuration file makes it.
    pub from_file: bool,
}

/// A workflow's publication and its use. Ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The publication; none = it is not published.
    pub publication: Option<Publication>,
    /// The use of the last days, newest first.
    pub days: Vec<UseOfDay>,
    /// What was done, newest first.
    pub log: Vec<LogEntry>,
}

/// The use of one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UseOfDay {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// Tokens given.
    pub given: u32,
    /// Questions refused.
    pub refused: u32,
}

/// One thing that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogEntry {
    /// When, RFC 3339.
    pub at: String,
    /// What.
    pub what: String,
}

readable!(WorkflowRow {
    id: text "id",
    name: text "name",
    url: text "url",
    created_at: moment "createdAt",
    updated_at: moment "updatedAt",
    status: text "status",
    description: text "description",
    public: flag "public",
    block_count: count "blockCount",
    block_types: texts "blockTypes",
    problems: count "problems",
});
readable!(Workflow {
    id: text "id",
    name: text "name",
    url: text "url",
    config: text "config",
    created_at: moment "createdAt",
    updated_at: moment "updatedAt",
    description: text "description",
    workspace: text "workspace",
    public: flag "public",
    version_count: count "versionCount",
});
readable!(Version {
    version: text "version",
    created: moment "created",
    id: text "id",
    config: some_text "config",
    name: text "name",
});
readable!(TrashItem {
    id: text "id",
    item_type: text "type",
    name: text "name",
    url: text "url",
    deleted_at: moment "deletedAt",
    scheduled_cleanup_at: moment "scheduledCleanupAt",
});
readable!(Token {
    token: text "token",
    expires_in: count "expiresIn",
    expires_at: moment "expiresAt",
});
readable!(Welcome {
    welcome: text "welcome",
    workspace: text "workspace",
    workspaces: list "workspaces",
    version: text "version",
});
readable!(WorkspaceInfo {
    name: text "name",
    url: text "url",
    read_only: flag "readOnly",
});
readable!(WorkflowList {
    workflows: list "workflows",
    next_cursor: some_text "nextCursor",
    status: text "status",
});
readable!(WorkflowAnswer {
    workflow: one "workflow",
    workflows: one "workflows",
    status: text "status",
});
readable!(ForkAnswer {
    workflow: one "workflow",
    workflow_url: some_text "workflow_url",
    url: some_text "url",
    status: text "status",
});
readable!(VersionList {
    versions: list "versions",
    status: text "status",
});
readable!(Deleted {
    deleted: flag "deleted",
    item_type: text "type",
    workspace: text "workspace",
    workflow: text "workflow",
    workflow_id: text "workflowId",
    trash: flag "trash",
});
readable!(Publication {
    origins: texts "origins",
    minutes: number "minutes",
    per_minute: number "perMinute",
    from_file: flag "fromFile",
});
readable!(Published {
    publication: one "publication",
    days: list "use",
    log: list "log",
});
readable!(UseOfDay {
    day: text "day",
    given: number "given",
    refused: number "refused",
});
readable!(LogEntry {
    at: moment "at",
    what: text "what",
});
readable!(TrashList {
    items: list "items",
    sections: part "sections",
});
readable!(TrashSections {
    projects: list "projects",
    versions: list "versions",
    workflows: list "workflows",
});
