//! What crosses the wire, as the contracts have it. Reading is tolerant: unknown fields are ignored, optional ones
//! may be missing. The server writes the same types.
mod run;
mod tolerant;

pub use run::{BlockError, RunAnswer, RunFailure};

use serde::{Deserialize, Serialize};
use tolerant::{moment, text};

/// Row of a workspace's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkflowRow {
    /// The internal id.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// The name.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// The slug.
    #[serde(deserialize_with = "text")]
    pub url: String,
    /// When it was made, RFC 3339.
    #[serde(deserialize_with = "moment")]
    pub created_at: String,
    /// When it was changed last, RFC 3339. Ours.
    #[serde(deserialize_with = "moment")]
    pub updated_at: String,
    /// Read by the public command line client.
    #[serde(deserialize_with = "text")]
    pub status: String,
    /// What it is for. Ours.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// Whether everybody may read it. Ours.
    pub public: bool,
    /// How many steps it has. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_count: Option<u32>,
    /// The block types in it. Ours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub block_types: Vec<String>,
    /// How many errors the first checks find. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problems: Option<u32>,
}

/// A workflow in full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Workflow {
    /// The internal id.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// The name.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// The slug.
    #[serde(deserialize_with = "text")]
    pub url: String,
    /// The stored config: a JSON text.
    #[serde(deserialize_with = "text")]
    pub config: String,
    /// When it was made, RFC 3339.
    #[serde(deserialize_with = "moment")]
    pub created_at: String,
    /// When it was changed last, RFC 3339.
    #[serde(deserialize_with = "moment")]
    pub updated_at: String,
    /// What it is for. Ours.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// The workspace. Ours.
    #[serde(deserialize_with = "text")]
    pub workspace: String,
    /// Whether everybody may read it. Ours.
    pub public: bool,
    /// How many versions it has. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_count: Option<u32>,
}

/// One version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Version {
    /// Its number or name.
    #[serde(deserialize_with = "text")]
    pub version: String,
    /// When it was made, RFC 3339.
    #[serde(deserialize_with = "moment")]
    pub created: String,
    /// Its id, for `workflow_version`. Ours.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// The config of that time. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// The workflow's name at that time. Ours.
    #[serde(deserialize_with = "text")]
    pub name: String,
}

/// Something in the Trash.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TrashItem {
    /// The internal id.
    #[serde(deserialize_with = "text")]
    pub id: String,
    /// `workflow`, or what else the cloud keeps there.
    #[serde(rename = "type", deserialize_with = "text")]
    pub item_type: String,
    /// The name.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// The slug it had.
    #[serde(deserialize_with = "text")]
    pub url: String,
    /// When it was deleted, RFC 3339.
    #[serde(deserialize_with = "moment")]
    pub deleted_at: String,
    /// When it is gone for good, RFC 3339.
    #[serde(deserialize_with = "moment")]
    pub scheduled_cleanup_at: String,
}

/// A workflow token. Never printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Token {
    /// The token.
    pub token: String,
    /// How long it lives from now, seconds. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u32>,
    /// When it ends by the server's clock, RFC 3339. Ours.
    #[serde(skip_serializing_if = "String::is_empty", deserialize_with = "moment")]
    pub expires_at: String,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token(…, {:?} s)", self.expires_in)
    }
}

/// What the server says to a newcomer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Welcome {
    /// A greeting.
    #[serde(deserialize_with = "text")]
    pub welcome: String,
    /// The workspace that the credential belongs to.
    #[serde(deserialize_with = "text")]
    pub workspace: String,
    /// The workspaces that can be opened. Ours.
    pub workspaces: Vec<WorkspaceInfo>,
    /// The server's version. Ours.
    #[serde(deserialize_with = "text")]
    pub version: String,
}

/// A workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkspaceInfo {
    /// Its name.
    #[serde(deserialize_with = "text")]
    pub name: String,
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub url: String,
    /// Whether it can only be read.
    pub read_only: bool,
}

/// The answer that lists workflows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkflowList {
    /// The rows.
    pub workflows: Vec<WorkflowRow>,
    /// Where the next page starts. Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// `ok`
    #[serde(deserialize_with = "text")]
    pub status: String,
}

/// The answer with one workflow. Some clients read `workflow`, others `workflows`; it is sent as both and read
/// from either.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkflowAnswer {
    /// The workflow.
    pub workflow: Option<Workflow>,
    /// The workflow, under the other name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflows: Option<Workflow>,
    /// `ok`
    #[serde(deserialize_with = "text")]
    pub status: String,
}

/// The answer to a fork: the new slug stands in one of three places.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
    #[serde(deserialize_with = "text")]
    pub status: String,
}

/// The answer that lists versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VersionList {
    /// The versions, newest first.
    pub versions: Vec<Version>,
    /// `ok`
    #[serde(deserialize_with = "text")]
    pub status: String,
}

/// The answer to a deletion.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Deleted {
    /// True.
    pub deleted: bool,
    /// `workflow`
    #[serde(rename = "type", deserialize_with = "text")]
    pub item_type: String,
    /// The workspace.
    #[serde(deserialize_with = "text")]
    pub workspace: String,
    /// The slug.
    #[serde(deserialize_with = "text")]
    pub workflow: String,
    /// The internal id.
    #[serde(deserialize_with = "text")]
    pub workflow_id: String,
    /// Whether it can be restored.
    pub trash: bool,
}

/// The answer that lists the Trash.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrashList {
    /// Everything.
    pub items: Vec<TrashItem>,
    /// The same by kind.
    pub sections: TrashSections,
}

/// The Trash by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrashSections {
    /// Projects: the cloud's.
    pub projects: Vec<TrashItem>,
    /// Dataset versions: the cloud's.
    pub versions: Vec<TrashItem>,
    /// Workflows.
    pub workflows: Vec<TrashItem>,
}
