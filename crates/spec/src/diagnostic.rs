//! What is wrong with a workflow, where, and what to do about it.
mod applicability;

pub use applicability::Applicability;

use crate::json::Node;
use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The engine refuses the workflow.
    Error,
    /// It runs, but probably not as meant.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word for it, as CodeMirror's lint expects it too.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "info",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// A stable code, `FD` and four digits; `docs/diagnostics.md` has an example of each.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What the engine raises for it; none where it raises nothing.
    pub class: Option<EngineClass>,
    /// The JSON pointer of the place, within what was checked.
    pub pointer: String,
    /// The step it is about.
    pub step: Option<String>,
    /// The property it is about.
    pub property: Option<String>,
    /// What is wrong and what to do, in one sentence.
    pub message: String,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// Changes that mend it, the likeliest first.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// Puts a place before all pointers: what was found in a part is told of the whole.
    pub(crate) fn move_to(&mut self, base: &str) {
        self.pointer.insert_str(0, base);
        for related in &mut self.related {
            related.pointer.insert_str(0, base);
        }
        for edit in self.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            match edit {
                Edit::Set { pointer, .. } | Edit::Insert { pointer, .. } | Edit::Remove { pointer } => {
                    pointer.insert_str(0, base);
                }
            }
        }
    }

    /// Offers a value in the place of the one at its pointer.
    pub(crate) fn offer(&mut self, title: String, value: Node) {
        self.fixes.push(Fix::set(title, self.pointer.clone(), value));
    }

    /// Offers to put a text in the place of what stands at its pointer.
    pub(crate) fn offer_text(&mut self, text: &str) {
        self.offer(format!("Replace with {text}"), Node::string(text));
    }

    /// A finding with neither step nor fix.
    #[must_use]
    pub fn new(code: &'static str, severity: Severity, pointer: String, message: String) -> Self {
        Self {
            code,
            severity,
            class: None,
            pointer,
            step: None,
            property: None,
            message,
            related: Vec::new(),
            fixes: Vec::new(),
        }
    }
}

/// Another place that has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its JSON pointer.
    pub pointer: String,
    /// What is there.
    pub message: String,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as a button says it.
    pub title: String,
    /// Its parts, from the front of the document to its end.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that puts a value in the place of another.
    #[must_use]
    pub fn set(title: String, pointer: String, value: Node) -> Self {
        Self { title, edits: vec![Edit::Set { pointer, value }] }
    }

    /// A fix that takes an entry away.
    #[must_use]
    pub fn remove(title: String, pointer: String) -> Self {
        Self { title, edits: vec![Edit::Remove { pointer }] }
    }
}

/// One part of a change to a document. Pointers are those of the document before the change.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Puts a value at a pointer: in the place of the old one, or as a new entry of an object.
    Set {
        /// Where.
        pointer: String,
        /// What.
        value: Node,
    },
    /// Puts an item into a list, before the one at a pointer.
    Insert {
        /// Before which.
        pointer: String,
        /// What.
        value: Node,
    },
    /// Takes an entry or item away.
    Remove {
        /// Which.
        pointer: String,
    },
}

/// The exception that the engine raises; the names are Python's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EngineClass {
    /// A name, list or value does not fit the definition's outline, or the version cannot be read.
    WorkflowDefinition,
    /// No engine of that version.
    NotSupportedExecutionEngine,
    /// A step, input or output does not fit its model.
    WorkflowSyntax,
    /// Two of the same name.
    DuplicatedName,
    /// A selector points to nothing.
    InvalidReferenceTarget,
    /// Data of a kind that the property does not take.
    ReferenceType,
    /// The graph cannot be built: cycles, batches where none may be, outputs that are not there.
    ExecutionGraphStructure,
    /// Data of different nesting.
    StepInputDimensionality,
    /// Data of different origin.
    StepInputLineage,
    /// A branch decides by data that is foreign to what it gates.
    ControlFlowDefinition,
    /// A block is used against its own interface.
    BlockInterface,
    /// The engine meets what it took for impossible.
    Assumption,
    /// A Python block is defined wrongly.
    DynamicBlock,
    /// Something is not set up in the installation.
    WorkflowEnvironmentConfiguration,
    /// An inner workflow's step is malformed.
    InnerWorkflowInvalidStepEntry,
    /// Inner workflows contain each other.
    InnerWorkflowCompositionCycle,
    /// Inner workflows are nested too deep.
    InnerWorkflowNestingDepth,
    /// There are too many inner workflows.
    InnerWorkflowTotalCount,
    /// A binding names no input of the inner workflow.
    InnerWorkflowParameterBindingsUnknownInput,
    /// An input of the inner workflow is not bound.
    InnerWorkflowParameterBindingsMissingRequired,
    /// The engine crashes: pydantic, while the refusal is written.
    ValidationError,
    /// The engine crashes: values that cannot be compared or walked through.
    TypeError,
    /// The engine crashes: a version with a local part.
    InvalidSpecifier,
    /// The engine crashes: what should be an object is none.
    AttributeError,
}

impl EngineClass {
    /// The name of the exception, as the engine's answers have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkflowDefinition => "WorkflowDefinitionError",
            Self::NotSupportedExecutionEngine => "NotSupportedExecutionEngineError",
            Self::WorkflowSyntax => "WorkflowSyntaxError",
            Self::DuplicatedName => "DuplicatedNameError",
            Self::InvalidReferenceTarget => "InvalidReferenceTargetError",
            Self::ReferenceType => "ReferenceTypeError",
            Self::ExecutionGraphStructure => "ExecutionGraphStructureError",
            Self::StepInputDimensionality => "StepInputDimensionalityError",
            Self::StepInputLineage => "StepInputLineageError",
            Self::ControlFlowDefinition => "ControlFlowDefinitionError",
            Self::BlockInterface => "BlockInterfaceError",
            Self::Assumption => "AssumptionError",
            Self::DynamicBlock => "DynamicBlockError",
            Self::WorkflowEnvironmentConfiguration => "WorkflowEnvironmentConfigurationError",
            Self::InnerWorkflowInvalidStepEntry => "InnerWorkflowInvalidStepEntryError",
            Self::InnerWorkflowCompositionCycle => "InnerWorkflowCompositionCycleError",
            Self::InnerWorkflowNestingDepth => "InnerWorkflowNestingDepthError",
            Self::InnerWorkflowTotalCount => "InnerWorkflowTotalCountError",
            Self::InnerWorkflowParameterBindingsUnknownInput => {
                "InnerWorkflowParameterBindingsUnknownInputError"
            }
            Self::InnerWorkflowParameterBindingsMissingRequired => {
                "InnerWorkflowParameterBindingsMissingRequiredError"
            }
            Self::ValidationError => "ValidationError",
            Self::TypeError => "TypeError",
            Self::InvalidSpecifier => "InvalidSpecifier",
            Self::AttributeError => "AttributeError",
        }
    }
}

impl fmt::Display for EngineClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
