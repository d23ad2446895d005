//! Errors in the shape of the execution contract: the engine's own classes, the step and the property.
use serde::Serialize;
use std::fmt;

/// The class of failures that only this engine has.
const UNSUPPORTED: &str = "BlockNotEmbeddedError";

/// Which step and property it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BlockFailure {
    /// The step's name.
    pub block_id: String,
    /// The block's type.
    pub block_type: String,
    /// More about the block; the real engine sends null as well.
    pub block_details: Option<String>,
    /// The property.
    pub property_name: Option<String>,
    /// What is wrong with it.
    pub property_details: Option<String>,
}

/// Why nothing was run, or why a run broke off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The HTTP status.
    #[serde(skip)]
    pub status: u16,
    /// One sentence.
    pub message: String,
    /// The engine's error class.
    pub error_type: String,
    /// In which phase, by the engine's names.
    pub context: String,
    /// The class of the error behind it.
    pub inner_error_type: Option<String>,
    /// Its message.
    pub inner_error_message: Option<String>,
    /// The steps it is about.
    pub blocks_errors: Vec<BlockFailure>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    fn new(status: u16, error_type: &str, context: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            error_type: String::from(error_type),
            context: String::from(context),
            inner_error_type: None,
            inner_error_message: None,
            blocks_errors: Vec::new(),
        }
    }

    /// An input of the run is missing or cannot be used.
    #[must_use]
    pub fn input(message: &str) -> Self {
        Self::new(400, "RuntimeInputError", "workflow_execution | runtime_input_validation", message)
    }

    /// The specification is not one.
    #[must_use]
    pub fn syntax(message: impl Into<String>) -> Self {
        Self::new(400, "WorkflowSyntaxError", "workflow_compilation | specification_parsing", message)
    }

    /// Two things have one name.
    #[must_use]
    pub fn duplicate(message: impl Into<String>) -> Self {
        Self::new(400, "DuplicatedNameError", "workflow_compilation | specification_validation", message)
    }

    /// A selector points to nothing.
    #[must_use]
    pub fn reference(message: impl Into<String>) -> Self {
        Self::new(
            400,
            "InvalidReferenceTargetError",
            "workflow_compilation | execution_graph_construction",
            message,
        )
    }

    /// The wiring makes no sense.
    #[must_use]
    pub fn structure(message: impl Into<String>) -> Self {
        Self::new(
            400,
            "ExecutionGraphStructureError",
            "workflow_compilation | execution_graph_construction",
            message,
        )
    }

    /// The embedded engine has no such block. Not an error of the real engine: hence its own status.
    #[must_use]
    pub fn unsupported(step: &str, block_type: &str) -> Self {
        let message = format!(
            "The step “{step}” uses the block {block_type}, which the embedded engine does not have. Connect an inference server to run it: flowdeck serve --engine URL"
        );
        Self::new(501, UNSUPPORTED, "workflow_compilation | blocks_loading", message)
            .at(step, block_type, None)
    }

    /// Whether it is about a block that is not embedded.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        self.error_type == UNSUPPORTED
    }

    /// A step broke off.
    #[must_use]
    pub fn step(step: &str, block_type: &str, why: &str) -> Self {
        let mut failure = Self::new(
            400,
            "StepExecutionError",
            "workflow_execution | step_execution",
            format!("The step “{step}” failed: {why}"),
        );
        failure.inner_error_message = Some(String::from(why));
        failure.at(step, block_type, None)
    }

    /// The run was stopped.
    #[must_use]
    pub fn stopped() -> Self {
        Self::new(504, "WorkflowExecutionStopped", "workflow_execution", "The run was stopped.")
    }

    /// The same failure, at a step and a property.
    #[must_use]
    pub fn at(mut self, step: &str, block_type: &str, property: Option<(&str, &str)>) -> Self {
        self.blocks_errors.push(BlockFailure {
            block_id: String::from(step),
            block_type: String::from(block_type),
            block_details: None,
            property_name: property.map(|(name, _)| String::from(name)),
            property_details: property.map(|(_, details)| String::from(details)),
        });
        self
    }
}
