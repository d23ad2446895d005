//! What the server's builder says of the models that it has.
use crate::dto::readable;

/// A model on the server's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerModel {
    /// What a step's `model_id` says.
    pub id: String,
    /// For people; may be the id.
    pub name: String,
    /// `object-detection` and the like; empty for those that are blocks of their own.
    pub task: String,
    /// The block types that take it.
    pub blocks: Vec<String>,
    /// Other ids of it.
    pub aliases: Vec<String>,
}

readable!(ServerModel {
    id: text "model_id",
    name: text "name",
    task: text "task_type",
    blocks: texts "compatible_block_types",
    aliases: texts "aliases",
});
