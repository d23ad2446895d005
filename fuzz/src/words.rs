//! The words of workflows, all from the catalogue: types of blocks, names of properties and outputs, kinds, choices.
use crate::CATALOGUE;
use fastrand::Rng;
use std::collections::BTreeSet;

/// What the catalogue has no word for: how documents are built, and values at the edges.
const OWN: &[&str] = &[
    "version",
    "inputs",
    "steps",
    "outputs",
    "specification",
    "type",
    "name",
    "selector",
    "kind",
    "default_value",
    "dimensionality",
    "coordinates_system",
    "parent",
    "own",
    "dynamic_blocks_definitions",
    "DynamicBlockDefinition",
    "manifest",
    "ManifestDescription",
    "block_type",
    "code",
    "PythonCode",
    "run_function_code",
    "run_function_name",
    "init_function_code",
    "init_function_name",
    "imports",
    "accepts_batch_input",
    "output_dimensionality_offset",
    "selector_types",
    "selector_data_kind",
    "is_optional",
    "is_dimensionality_reference",
    "dimensionality_offset",
    "value_types",
    "has_default_value",
    "input_image",
    "input_parameter",
    "step_output",
    "JsonField",
    "WorkflowImage",
    "InferenceImage",
    "WorkflowParameter",
    "InferenceParameter",
    "WorkflowBatchInput",
    "WorkflowVideoMetadata",
    "workflow_definition",
    "workflow_id",
    "workflow_workspace_id",
    "workflow_version_id",
    "parameter_bindings",
    "1.0",
    "1.3.0",
    "$inputs",
    "$steps",
    "$inputs.image",
    "$inputs.",
    "$steps.",
    "$steps.a.*",
    "*",
    "a",
    "b",
    "",
    "image",
];

thread_local! {
    static ALL: Vec<String> = all();
}

/// Every word once: what stands in the catalogue between its signs, and in quotes.
fn all() -> Vec<String> {
    let is_sign =
        |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '@' | '.' | '-' | '#' | '$'));
    let plain = CATALOGUE.split(is_sign).filter(|word| word.len() > 1);
    let quoted = CATALOGUE.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
    let words: BTreeSet<&str> =
        plain.chain(quoted).chain(OWN.iter().copied()).filter(|word| word.len() < 80).collect();
    words.into_iter().map(String::from).collect()
}

/// Any word; one of those that build documents as often as one of the catalogue's.
#[must_use]
pub fn any(rng: &mut Rng) -> String {
    if rng.bool() {
        return rng.choice(OWN).map(|word| (*word).into()).unwrap_or_default();
    }
    ALL.with(|all| rng.choice(all).cloned().unwrap_or_default())
}
