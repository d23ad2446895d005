//! Inner workflows: an embedded `inner_workflow` step is replaced by its own steps, renamed `<step>__<child>`, before
//! anything else is looked at (engine contract §3 B; engine: `inner_workflow/{composition,inline}.py`).
mod composition;
mod rewrite;

use super::rank::Phase;
use super::report::Report;
use super::{Origin, entries, python, step};
use crate::catalogue::Catalogue;
use crate::diagnostic::{EngineClass, Severity};
use crate::hash::FastMap;
use crate::interface::InputType;
use crate::json::Node;
use crate::wording::{nearest, short, some_of};
pub(super) use composition::{LOOKED, check};
use rewrite::{Renaming, patch};

/// The block's only type.
pub(super) const TYPE: &str = "roboflow_core/inner_workflow@v1";

/// What is wrong with a step that has a definition and an address.
pub(super) const BOTH: &str =
    "Give either “workflow_definition” or “workflow_workspace_id” and “workflow_id”, not both.";
/// What is wrong with a step that has neither.
pub(super) const NEITHER: &str =
    "An inner workflow needs “workflow_definition”, or “workflow_workspace_id” and “workflow_id”.";

/// The steps of a workflow after inner ones are put in place.
#[derive(Debug)]
pub(super) struct Flat {
    pub steps: Vec<(Node, Origin)>,
    pub outputs: Option<Node>,
}

/// Whether a step is an inner workflow that the engine puts in place.
fn is_embedded(step: &Node) -> bool {
    is_inner(step)
        && match step.get("execution_mode") {
            None => true,
            Some(mode) => mode.as_str().is_some_and(|mode| mode == "embedded"),
        }
}

pub(super) fn is_dispatched(step: &Node) -> bool {
    step.get("execution_mode").and_then(Node::as_str).is_some_and(|mode| mode == "remote_dispatch")
}

pub(super) fn is_inner(step: &Node) -> bool {
    step.get("type").and_then(Node::as_str).is_some_and(|name| name == TYPE)
}

fn has_address(step: &Node) -> bool {
    let filled = |key: &str| match step.get(key) {
        None | Some(Node::Null) => false,
        Some(Node::String(text)) => !text.value().trim().is_empty(),
        Some(_) => true,
    };
    filled("workflow_workspace_id") && filled("workflow_id")
}

fn has_definition(step: &Node) -> bool {
    step.get("workflow_definition").is_some_and(|node| !node.entries().is_empty())
}

/// Whether a step may be an inner workflow. Any value that says so will do: the look is cheap, and most workflows have none.
pub(super) fn says_so(step: &Node) -> bool {
    step.entries().iter().any(|(_, value)| matches!(value, Node::String(text) if *text == *TYPE))
}

/// Whether nobody knows here what a step gives, because it is an inner workflow by its address, or one that could not
/// be put in place: of those that could no step is left.
pub(super) fn is_open(step: &Node) -> bool {
    is_embedded(step) || is_elsewhere(step)
}

/// Whether an inner workflow of a step is known by its address only.
fn is_elsewhere(step: &Node) -> bool {
    is_inner(step) && !is_dispatched(step) && has_address(step)
}

fn steps_of(workflow: &Node) -> &[Node] {
    workflow.get("steps").map(Node::items).unwrap_or_default()
}

/// Puts all embedded inner workflows in place. What cannot be is left as a step of which nothing is known.
pub(super) fn flatten(catalogue: &Catalogue, workflow: &Node, base: &str, report: &mut Report) -> Flat {
    let own = steps_of(workflow).iter().enumerate();
    let mut steps: Vec<(Node, Origin)> =
        own.map(|(index, step)| (step.clone(), Origin::at(base, index))).collect();
    let mut outputs = workflow.get("outputs").cloned();
    let mut index = 0;
    while let Some((step, origin)) = steps.get(index).cloned() {
        if !is_embedded(&step) || is_elsewhere(&step) {
            index += 1;
            continue;
        }
        let place = origin.pointer("");
        let inner = Inner { catalogue, step: &step, place: &place };
        match inner.expand(&steps, report) {
            Some(expanded) => {
                for (other, _) in &mut steps {
                    *other = patch(other, &expanded.renaming);
                }
                outputs = outputs.map(|node| patch(&node, &expanded.renaming));
                let count = expanded.steps.len();
                steps.splice(index..=index, expanded.steps);
                index += count;
            }
            None => index += 1,
        }
    }
    Flat { steps, outputs }
}

/// One step to be replaced.
struct Inner<'a> {
    catalogue: &'a Catalogue,
    step: &'a Node,
    /// Its JSON pointer.
    place: &'a str,
}

struct Expanded {
    steps: Vec<(Node, Origin)>,
    renaming: Renaming,
}

impl Inner<'_> {
    fn wrong(&self, report: &mut Report, code: &'static str, class: EngineClass, end: &str, message: String) {
        let name = self.step.get("name").and_then(Node::as_str).map(std::borrow::Cow::into_owned);
        let pointer = format!("{}{end}", self.place);
        report.error((Phase::Inlining, 0), code, class, pointer, message).step = name;
    }

    fn entry(&self, report: &mut Report, end: &str, message: String) {
        self.wrong(report, "FD0503", EngineClass::InnerWorkflowInvalidStepEntry, end, message);
    }

    /// `_expand_leaf_inner_at_index`, its own inner workflows first.
    fn expand(&self, level: &[(Node, Origin)], report: &mut Report) -> Option<Expanded> {
        let child = self.step.get("workflow_definition")?;
        let at_child = format!("{}/workflow_definition", self.place);
        let Some(Node::Array(_)) = child.get("steps") else {
            self.entry(report, "/workflow_definition", "An inner workflow needs a list of “steps”.".into());
            return None;
        };
        let flat = flatten(self.catalogue, child, &at_child, report);
        let name = match self.step.get("name") {
            Some(Node::String(name)) if !name.value().is_empty() => name.value().into_owned(),
            name => {
                let end = if name.is_some() { "/name" } else { "" };
                self.entry(report, end, "An inner workflow needs a “name” that is not empty.".into());
                return None;
            }
        };
        let bindings = self.bindings(report)?;
        if !self.read_child(child, &flat, &at_child, report) {
            return None;
        }
        let inputs = child.get("inputs").map(Node::items).unwrap_or_default();
        self.check_bindings(inputs, &bindings, report)?;
        let mut used = set(level.iter().filter_map(|(step, _)| step.get("name")?.as_str()));
        used.remove(&*name);
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (step, _) in &flat.steps {
            let old = step.get("name").and_then(Node::as_str).filter(|old| !old.is_empty());
            let Some(old) = old else {
                self.entry(
                    report,
                    "/workflow_definition/steps",
                    "Each step of an inner workflow needs a “name” that is not empty.".into(),
                );
                return None;
            };
            let new = unused(&format!("{name}__{old}"), &used);
            used.insert(new.as_str().into(), 0);
            pairs.push((old.into_owned(), new));
        }
        let Some((_, first)) = pairs.first().cloned() else {
            self.entry(
                report,
                "/workflow_definition/steps",
                "An inner workflow without steps cannot be put in place: add one.".into(),
            );
            return None;
        };
        let renaming = rewrite::Child::new(&pairs, &bindings, defaults(inputs, &bindings));
        let mut steps = Vec::with_capacity(flat.steps.len());
        for (step, origin) in &flat.steps {
            let old = step.get("name").and_then(Node::as_str).unwrap_or_default();
            let renamed = step.with("name", Node::string(renaming.new_name(&old)));
            let mut moved = renaming.apply(&renamed);
            if is_inner(step)
                && is_dispatched(step)
                && let Some(definition) = step.get("workflow_definition")
            {
                moved = moved.with("workflow_definition", definition.clone());
            }
            steps.push((moved, origin.clone()));
        }
        let mut outputs = Vec::new();
        for output in flat.outputs.iter().flat_map(|node| node.items()) {
            if output.get("type").and_then(Node::as_str).is_none_or(|kind| kind != "JsonField") {
                continue;
            }
            let (Some(output_name), Some(selector)) =
                (output.get("name").and_then(Node::as_str), output.get("selector"))
            else {
                continue;
            };
            match renaming.apply(selector) {
                Node::String(text) => outputs.push((output_name.into_owned(), text.value().into_owned())),
                _ => {
                    let message = format!(
                        "The output “{}” of the inner workflow is a plain value after binding, no selector.",
                        short(&output_name)
                    );
                    self.entry(report, "/workflow_definition/outputs", message);
                    return None;
                }
            }
        }
        Some(Expanded { steps, renaming: Renaming::new(name, &outputs, first) })
    }

    /// The bindings as texts, as Python writes them.
    fn bindings(&self, report: &mut Report) -> Option<Vec<(String, String)>> {
        match self.step.get("parameter_bindings") {
            Some(Node::Object(entries)) => Some(
                entries.iter().map(|(key, value)| (key.value().into_owned(), python::text(value))).collect(),
            ),
            None => Some(Vec::new()),
            Some(other) if python::is_falsy(other) => Some(Vec::new()),
            Some(other) => {
                let message = format!("“parameter_bindings” must be an object; this is {}.", other.kind());
                self.entry(report, "/parameter_bindings", message);
                None
            }
        }
    }

    /// The inner workflow is read by itself first: what is wrong there ends the engine's work.
    fn read_child(&self, child: &Node, flat: &Flat, at_child: &str, report: &mut Report) -> bool {
        let mut own = Report::new();
        super::outline(child, true, &mut own);
        entries::inputs(self.catalogue, child.get("inputs").map(Node::items).unwrap_or_default(), &mut own);
        entries::outputs(flat.outputs.as_ref().map(Node::items).unwrap_or_default(), &mut own);
        let mut found: Vec<crate::Diagnostic> = own.finish();
        // It is read, not built: how deep its batches are is not looked at.
        found.retain(|finding| finding.severity == Severity::Error && finding.code != "FD0408");
        for finding in &mut found {
            finding.move_to(at_child);
        }
        let mut crash = Vec::new();
        for (node, origin) in &flat.steps {
            // Advice is given on the steps in their new place.
            let problems = step::read(self.catalogue, node).problems;
            for (phase, mut problem) in problems.into_iter().filter(|(phase, _)| *phase != Phase::Advice) {
                problem.move_to(&origin.pointer(""));
                if phase < Phase::Syntax { crash.push((phase, problem)) } else { found.push(problem) }
            }
        }
        crate::order::sort(&mut crash, |(a, _), (b, _)| a.cmp(b));
        let is_sound = found.is_empty() && crash.is_empty();
        for problem in crash.into_iter().map(|(_, problem)| problem).chain(found) {
            report.add(Phase::Inlining, 0, problem);
        }
        is_sound
    }

    /// `validate_parameter_bindings_against_child`
    fn check_bindings(
        &self,
        inputs: &[Node],
        bindings: &[(String, String)],
        report: &mut Report,
    ) -> Option<()> {
        let names: Vec<String> =
            inputs.iter().filter_map(|input| Some(input.get("name")?.as_str()?.into_owned())).collect();
        let known = set(names.iter().map(|name| name.as_str().into()));
        let bound = set(bindings.iter().map(|(key, _)| key.as_str().into()));
        for (key, _) in bindings {
            if !known.contains_key(key.as_str()) {
                let near = nearest(key, names.iter().map(String::as_str));
                let end = match near {
                    Some(near) => format!(": did you mean “{near}”?"),
                    None if names.is_empty() => ": it has none.".into(),
                    None => format!(": it has {}.", some_of(names.iter().map(String::as_str))),
                };
                let message = format!("The inner workflow has no input “{}”{end}", short(key));
                let class = EngineClass::InnerWorkflowParameterBindingsUnknownInput;
                let pointer = format!("/parameter_bindings/{}", crate::json::pointer_token(key));
                self.wrong(report, "FD0507", class, &pointer, message);
                return None;
            }
        }
        for input in inputs {
            let Some(name) = input.get("name").and_then(Node::as_str) else { continue };
            if default(input).is_none() && !bound.contains_key(&*name) {
                let message = format!(
                    "“parameter_bindings” lacks the input “{}” of the inner workflow: bind it to a selector.",
                    short(&name)
                );
                let class = EngineClass::InnerWorkflowParameterBindingsMissingRequired;
                self.wrong(report, "FD0508", class, "", message);
                return None;
            }
        }
        Some(())
    }
}

/// What a parameter is when nothing is bound to it; of an input that must be bound nothing.
fn default(input: &Node) -> Option<&Node> {
    let is_parameter = InputType::from_name(&input.get("type")?.as_str()?) == InputType::Parameter;
    input.get("default_value").filter(|value| is_parameter && !matches!(value, Node::Null))
}

/// Values of unbound parameters that have one.
fn defaults(inputs: &[Node], bindings: &[(String, String)]) -> Vec<(String, Node)> {
    let bound = set(bindings.iter().map(|(key, _)| key.as_str().into()));
    let named = inputs.iter().filter_map(|input| Some((input.get("name")?.as_str()?, default(input)?)));
    let unbound = named.filter(|(name, _)| !bound.contains_key(&**name));
    unbound.map(|(name, value)| (name.into_owned(), value.clone())).collect()
}

/// A set of names: a map, because each further kind of map costs the browser two kilobytes.
type Set = FastMap<Box<str>, u32>;

fn set<'a>(names: impl Iterator<Item = std::borrow::Cow<'a, str>>) -> Set {
    names.map(|name| (Box::from(&*name), 0)).collect()
}

fn unused(base: &str, used: &Set) -> String {
    let mut candidate = base.to_owned();
    let mut suffix = 2;
    while used.contains_key(candidate.as_str()) {
        candidate = format!("{base}__{suffix}");
        suffix += 1;
    }
    candidate
}

impl Origin {
    /// The place of a step within the workflow at a pointer.
    pub(super) fn at(base: &str, index: usize) -> Self {
        if base.is_empty() { Self::Own(index) } else { Self::Within(format!("{base}/steps/{index}").into()) }
    }
}
