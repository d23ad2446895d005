//! The specification, checked and put in order: the part of the reference engine's compiler that running needs
//! (engine contract §3 C–E). Extra keys are ignored, old names of blocks and fields are taken.
mod lineage;

use crate::blocks::{self, Block};
use crate::failure::Failure;
use flowdeck_spec::selector::Selector;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// An input.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) kind: InputKind,
    pub(crate) default: Option<Value>,
}

/// How an input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputKind {
    Image,
    Parameter,
    /// A batch of that many dimensions; of images or of plain values.
    Batch {
        depth: usize,
        content: Content,
    },
}

/// What a batch holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Images,
    Detections,
    Moments,
    Plain,
}

/// The kinds of detections.
const DETECTIONS: &[&str] = &[
    "object_detection_prediction",
    "instance_segmentation_prediction",
    "rle_instance_segmentation_prediction",
    "keypoint_detection_prediction",
    "semantic_segmentation_prediction",
    "qr_code_detection",
    "bar_code_detection",
];

impl Content {
    fn of(kinds: &[&str]) -> Self {
        if kinds.contains(&"image") {
            Self::Images
        } else if kinds.iter().any(|kind| DETECTIONS.contains(kind)) {
            Self::Detections
        } else if kinds.contains(&"timestamp") {
            Self::Moments
        } else {
            Self::Plain
        }
    }
}

/// A step.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) block: &'static Block,
    /// Its properties by their first names.
    pub(crate) properties: Map<String, Value>,
    /// Its outputs, those that its settings name too.
    pub(crate) outputs: Vec<String>,
    /// The flow-control steps that must let it run.
    pub(crate) gates: Vec<String>,
}

/// An output.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) source: Source,
    /// Whether places are told in the input's image.
    pub(crate) to_root: bool,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Input(String),
    Step(String, String),
}

/// A specification that can be run: steps in an order in which everything is there when it is needed.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) inputs: Vec<Input>,
    pub(crate) steps: Vec<Step>,
    pub(crate) outputs: Vec<Output>,
}

impl Plan {
    pub(crate) fn of(specification: &Value) -> Result<Self, Failure> {
        let Value::Object(root) = specification else {
            return Err(Failure::syntax("The specification must be an object."));
        };
        if !root.get("version").is_some_and(Value::is_string) {
            return Err(Failure::syntax("The specification needs a “version”, a text such as \"1.0\"."));
        }
        let inputs = list(root, "inputs")?.iter().map(input).collect::<Result<Vec<_>, _>>()?;
        let mut steps = list(root, "steps")?.iter().map(step).collect::<Result<Vec<_>, _>>()?;
        unique("inputs", inputs.iter().map(|input| &input.name))?;
        unique("steps", steps.iter().map(|step| &step.name))?;
        let names: BTreeSet<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        let given: Given<'_> =
            steps.iter().map(|step| (step.name.as_str(), step.outputs.as_slice())).collect();
        for step in &steps {
            for (property, selector) in references(step) {
                check_reference(step, &property, &selector, &names, &given)?;
            }
        }
        let outputs = list(root, "outputs")?
            .iter()
            .map(|value| output(value, &names, &given))
            .collect::<Result<Vec<_>, _>>()?;
        unique("outputs", outputs.iter().map(|output| &output.name))?;
        check_leads(&steps, &given)?;
        add_gates(&mut steps);
        let steps = ordered(steps)?;
        lineage::check(&inputs, &steps)?;
        Ok(Self { inputs, steps, outputs })
    }
}

/// An entry of the steps that may be none: its name, and the step or why it cannot be run.
pub(crate) type Entry = (String, Result<Step, Failure>);

/// The inputs and the steps of a specification that may be half finished: each step stands for itself, inputs that are
/// none are left out, nothing is said about the wiring between them.
pub(crate) fn entries(specification: &Value) -> Result<(Vec<Input>, Vec<Entry>), Failure> {
    let Value::Object(root) = specification else {
        return Err(Failure::syntax("The specification must be an object."));
    };
    let inputs = list(root, "inputs")?.iter().filter_map(|value| input(value).ok()).collect();
    let named = |value: &Value| Some((String::from(value.get("name")?.as_str()?), step(value)));
    Ok((inputs, list(root, "steps")?.iter().filter_map(named).collect()))
}

/// Tells each step which of the flow-control steps here decide about it.
pub(crate) fn add_gates(steps: &mut [Step]) {
    let mut gates: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for step in &*steps {
        for (_, target) in leads(step) {
            if let Some(Selector::Step(name)) = target.as_str().and_then(Selector::parse) {
                gates.entry(String::from(name)).or_default().push(step.name.clone());
            }
        }
    }
    for step in steps {
        step.gates = gates.remove(&step.name).unwrap_or_default();
    }
}

fn list<'a>(root: &'a Map<String, Value>, key: &str) -> Result<&'a Vec<Value>, Failure> {
    match root.get(key) {
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(Failure::syntax(format!("“{key}” must be a list."))),
        None => Err(Failure::syntax(format!("The specification has no “{key}”."))),
    }
}

fn text<'a>(value: &'a Value, key: &str, what: &str) -> Result<&'a str, Failure> {
    value
        .get(key)
        .and_then(Value::as_str)
        .ok_or_else(|| Failure::syntax(format!("Each {what} needs a “{key}” that is a text.")))
}

fn input(value: &Value) -> Result<Input, Failure> {
    let name = text(value, "name", "input")?;
    let kinds: Vec<&str> = value
        .get("kind")
        .and_then(Value::as_array)
        .map(|kinds| {
            kinds.iter().filter_map(|kind| kind.as_str().or_else(|| kind.get("name")?.as_str())).collect()
        })
        .unwrap_or_default();
    let kind = match text(value, "type", "input")? {
        "WorkflowImage" | "InferenceImage" => InputKind::Image,
        "WorkflowParameter" | "InferenceParameter" => InputKind::Parameter,
        "WorkflowVideoMetadata" => InputKind::Batch { depth: 1, content: Content::Plain },
        "WorkflowBatchInput" => {
            let depth = value.get("dimensionality").and_then(Value::as_u64).unwrap_or(1);
            if depth < 1 {
                return Err(Failure::structure(format!(
                    "The batch input “{name}” needs a dimensionality of 1 or more."
                )));
            }
            InputKind::Batch {
                depth: usize::try_from(depth).unwrap_or(1).min(8),
                content: Content::of(&kinds),
            }
        }
        other => {
            return Err(Failure::syntax(format!("“{other}” is no type of input.")));
        }
    };
    Ok(Input { name: String::from(name), kind, default: value.get("default_value").cloned() })
}

fn step(value: &Value) -> Result<Step, Failure> {
    let (name, type_name) = (text(value, "name", "step")?, text(value, "type", "step")?);
    let block = blocks::find(type_name).ok_or_else(|| Failure::unsupported(name, type_name))?;
    let mut properties = Map::new();
    for (key, property) in value.as_object().into_iter().flatten() {
        let canonical =
            block.aliases.iter().find(|(_, alias)| alias == key).map_or(key.as_str(), |(first, _)| *first);
        // Given under both names, the first name counts (engine contract §7).
        let is_alias = canonical != key;
        if !(is_alias && value.get(canonical).is_some()) {
            properties.insert(String::from(canonical), property.clone());
        }
    }
    for needed in block.required {
        if properties.get(*needed).is_none() {
            let message = format!("The step “{name}” needs “{needed}”.");
            return Err(Failure::syntax(message).at(name, type_name, Some((needed, "Field required"))));
        }
    }
    let outputs = block.outputs_of(&properties);
    Ok(Step { name: String::from(name), block, properties, outputs, gates: Vec::new() })
}

/// The selectors of a step's data properties, at most one list or dict deep.
pub(crate) fn references(step: &Step) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (property, value) in &step.properties {
        if matches!(property.as_str(), "type" | "name") || is_lead(step.block, property) {
            continue;
        }
        let mut add = |value: &Value| {
            if let Some(text) = value.as_str().filter(|text| flowdeck_spec::selector::looks_like_one(text)) {
                found.push((property.clone(), String::from(text)));
            }
        };
        match value {
            Value::Array(items) => items.iter().for_each(&mut add),
            Value::Object(entries) => entries.values().for_each(&mut add),
            other => add(other),
        }
    }
    found
}

/// The steps that must come before this one.
pub(crate) fn needs(step: &Step) -> BTreeSet<String> {
    let of_output = |(_, text): (String, String)| match Selector::parse(&text) {
        Some(Selector::StepOutput(name, _)) => Some(String::from(name)),
        _ => None,
    };
    step.gates.iter().cloned().chain(references(step).into_iter().filter_map(of_output)).collect()
}

/// Whether a property of a block leads to steps.
pub(crate) fn is_lead(block: &Block, property: &str) -> bool {
    block.is_flow && block.leads_by.contains(&property)
}

/// What each step gives.
type Given<'a> = BTreeMap<&'a str, &'a [String]>;

fn check_reference(
    step: &Step,
    property: &str,
    selector: &str,
    inputs: &BTreeSet<&str>,
    given: &Given<'_>,
) -> Result<(), Failure> {
    let type_name = step.block.types[0];
    let invalid =
        |failure: Failure, details: &str| Err(failure.at(&step.name, type_name, Some((property, details))));
    match Selector::parse(selector) {
        Some(Selector::Input(name)) if inputs.contains(name) => Ok(()),
        Some(Selector::StepOutput(name, output)) if given.contains_key(name) => {
            let outputs = given.get(name).copied().unwrap_or_default();
            if outputs.iter().any(|known| known == output) {
                return Ok(());
            }
            let message =
                format!("The step “{}” refers to {selector}, but “{name}” gives no “{output}”.", step.name);
            invalid(Failure::structure(message), &format!("Reference to non-existing property: {selector}"))
        }
        Some(Selector::Step(_)) => {
            let message = format!(
                "The step “{}” refers to the step {selector} where it needs one of its outputs.",
                step.name
            );
            invalid(Failure::structure(message), &format!("Invalid reference to {selector}"))
        }
        _ => {
            let message = format!("The step “{}” refers to {selector}, which does not exist.", step.name);
            invalid(Failure::reference(message), &format!("Invalid reference to {selector}"))
        }
    }
}

fn output(value: &Value, inputs: &BTreeSet<&str>, given: &Given<'_>) -> Result<Output, Failure> {
    let (name, selector) = (text(value, "name", "output")?, text(value, "selector", "output")?);
    let source = match Selector::parse(selector) {
        Some(Selector::Input(input)) if inputs.contains(input) => Some(Source::Input(String::from(input))),
        Some(Selector::StepOutput(step, field)) => given
            .get(step)
            .filter(|outputs| field == "*" || outputs.iter().any(|known| known == field))
            .map(|_| Source::Step(String::from(step), String::from(field))),
        _ => None,
    };
    let source = source.ok_or_else(|| {
        Failure::reference(format!("The output “{name}” refers to {selector}, which does not exist."))
    })?;
    let to_root = value.get("coordinates_system").and_then(Value::as_str) != Some("own");
    Ok(Output { name: String::from(name), source, to_root })
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a String>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Failure::duplicate(format!("Two {what} are called “{name}”.")));
        }
    }
    Ok(())
}

/// Flow control leads to steps that there are.
fn check_leads(steps: &[Step], given: &Given<'_>) -> Result<(), Failure> {
    for step in steps {
        for (property, target) in leads(step) {
            let name = target.as_str().and_then(Selector::parse);
            if !matches!(name, Some(Selector::Step(name)) if given.contains_key(name)) {
                let message = format!("The step “{}” leads to {target}, which does not exist.", step.name);
                let failure = Failure::reference(message);
                let details = Some((property, "Invalid reference"));
                return Err(failure.at(&step.name, step.block.types[0], details));
            }
        }
    }
    Ok(())
}

/// The steps that a flow-control step leads to, as it names them, each with the property that does.
fn leads(step: &Step) -> Vec<(&'static str, &Value)> {
    let of = |property: &'static str| -> Vec<&Value> {
        match step.properties.get(property) {
            Some(Value::Array(items)) => items.iter().collect(),
            Some(Value::Object(map)) => map.values().collect(),
            _ => Vec::new(),
        }
    };
    let names = if step.block.is_flow { step.block.leads_by } else { &[] };
    names.iter().flat_map(|name| of(name).into_iter().map(|value| (*name, value))).collect()
}

/// Steps so that each comes after what it needs; otherwise in the document's order.
fn ordered(steps: Vec<Step>) -> Result<Vec<Step>, Failure> {
    let needs: BTreeMap<String, BTreeSet<String>> =
        steps.iter().map(|step| (step.name.clone(), needs(step))).collect();
    let (mut waiting, mut done, mut known) = (steps, Vec::new(), BTreeSet::new());
    while !waiting.is_empty() {
        let is_ready = |step: &Step| needs.get(&step.name).is_none_or(|of_step| of_step.is_subset(&known));
        let (ready, rest): (Vec<Step>, Vec<Step>) = waiting.into_iter().partition(is_ready);
        if ready.is_empty() {
            let names: Vec<&str> = rest.iter().map(|step| step.name.as_str()).collect();
            return Err(Failure::structure(format!(
                "These steps wait for each other in a circle: {}.",
                names.join(", ")
            )));
        }
        known.extend(ready.iter().map(|step| step.name.clone()));
        done.extend(ready);
        waiting = rest;
    }
    Ok(done)
}
