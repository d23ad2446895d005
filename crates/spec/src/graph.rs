//! The graph of a workflow: what it is drawn from and walked by.
//! Edges come from selectors at the top level of a step's properties or one list or dict deeper, which is as
//! far as the engine looks (engine contract §3 E2); deeper ones are followed too where they are plainly wiring.
use crate::block::{BlockType, Family};
use crate::selector::Selector;
use crate::{Node, json::pointer_token};
use std::collections::{HashMap, HashSet};

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An input of the workflow.
    Input,
    /// A step.
    Step,
    /// An output of the workflow.
    Output,
    /// Something that a selector names and nobody defines.
    Missing,
}

/// A node, keyed by its selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphNode {
    /// `$inputs.x`, `$steps.x`, or `$outputs.x`.
    pub key: String,
    /// What it stands for.
    pub role: Role,
    /// Its name.
    pub name: String,
    /// What it is: a block's label, an input's type, an output's selector.
    pub detail: String,
    /// Its block or input type on the wire.
    pub type_name: String,
    /// What it is about.
    pub family: Family,
    /// Where it is defined, as a JSON pointer within the specification; empty for a missing one.
    pub pointer: String,
}

/// An edge between two nodes, by their places in [`Graph::nodes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphEdge {
    /// Where it comes from.
    pub from: usize,
    /// Where it goes.
    pub to: usize,
    /// The output of the source; empty for a whole input or step.
    pub output: String,
    /// The property that holds the selector.
    pub property: String,
    /// Whether it carries control (`next_steps`) rather than data.
    pub is_control: bool,
    /// What the source is about: the edge's colour.
    pub family: Family,
}

/// Nodes and edges in the order of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The nodes: inputs, steps, outputs, then what is missing.
    pub nodes: Vec<GraphNode>,
    /// The edges.
    pub edges: Vec<GraphEdge>,
}

/// Draws the graph of a specification. Of two nodes with one name the first is wired.
#[must_use]
pub fn of(specification: &Node) -> Graph {
    let mut builder = Builder::default();
    for (index, input) in list(specification, "inputs") {
        let type_name = text(input, "type");
        let family = match type_name.as_str() {
            "WorkflowImage" | "InferenceImage" => Family::Image,
            _ => kind_family(
                &input
                    .get("kind")
                    .map(Node::items)
                    .unwrap_or_default()
                    .first()
                    .and_then(Node::as_str)
                    .unwrap_or_default(),
            ),
        };
        builder.node(
            "$inputs",
            Role::Input,
            input,
            input_label(&type_name),
            family,
            format!("/inputs/{index}"),
        );
    }
    for (index, step) in list(specification, "steps") {
        let type_name = text(step, "type");
        let block = BlockType::parse(&type_name);
        builder.node("$steps", Role::Step, step, block.label(), block.family(), format!("/steps/{index}"));
    }
    for (index, output) in list(specification, "outputs") {
        let detail = text(output, "selector");
        builder.node("$outputs", Role::Output, output, detail, Family::Any, format!("/outputs/{index}"));
    }
    for (index, step) in list(specification, "steps") {
        let Some(&to) = builder.by_pointer.get(&format!("/steps/{index}")) else { continue };
        for (property, value) in step.entries() {
            let property = property.value();
            // The selectors of an inner workflow's definition mean its own inputs and steps.
            if !matches!(&*property, "type" | "name" | "workflow_definition") {
                builder.wire(value, to, &property, 0);
            }
        }
    }
    for (index, output) in list(specification, "outputs") {
        let Some(&to) = builder.by_pointer.get(&format!("/outputs/{index}")) else { continue };
        if let Some(selector) = output.get("selector") {
            builder.wire(selector, to, "selector", 0);
        }
    }
    builder.graph
}

/// How deep below a property wiring is looked for.
const REACH: usize = 3;

#[derive(Default)]
struct Builder {
    graph: Graph,
    by_key: HashMap<String, usize>,
    by_pointer: HashMap<String, usize>,
    known: HashSet<(usize, usize, String, String)>,
}

impl Builder {
    fn node(
        &mut self,
        scope: &str,
        role: Role,
        node: &Node,
        detail: String,
        family: Family,
        pointer: String,
    ) {
        let name = text(node, "name");
        let key = format!("{scope}.{name}");
        let index = self.graph.nodes.len();
        self.by_key.entry(key.clone()).or_insert(index);
        self.by_pointer.insert(pointer.clone(), index);
        let type_name = text(node, "type");
        self.graph.nodes.push(GraphNode { key, role, name, detail, type_name, family, pointer });
    }

    fn wire(&mut self, value: &Node, to: usize, property: &str, depth: usize) {
        match value {
            Node::String(text) => {
                if let Some(selector) = Selector::parse(&text.value()) {
                    self.edge(selector, to, property);
                }
            }
            Node::Array(items) if depth < REACH => {
                for item in items.iter() {
                    self.wire(item, to, property, depth + 1);
                }
            }
            Node::Object(entries) if depth < REACH => {
                for (key, value) in entries.iter() {
                    let inner = format!("{property}/{}", pointer_token(&key.value()));
                    self.wire(value, to, &inner, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn edge(&mut self, selector: Selector<'_>, at: usize, property: &str) {
        let target = selector.target();
        let other = match self.by_key.get(&target) {
            Some(&index) => index,
            None => self.missing(&target),
        };
        let is_output = self.graph.nodes.get(at).is_some_and(|node| node.role == Role::Output);
        let (from, to, output, is_control) = match selector {
            // A step that names another step decides whether that one runs.
            Selector::Step(_) if !is_output => (at, other, "", true),
            Selector::StepOutput(_, output) => (other, at, output, false),
            _ => (other, at, "", false),
        };
        if self.known.insert((from, to, String::from(output), String::from(property))) {
            let family = match self.graph.nodes.get(from) {
                _ if is_control => Family::Flow,
                Some(node) if node.role == Role::Step => output_family(output, node.family),
                Some(node) => node.family,
                None => Family::Any,
            };
            let (output, property) = (String::from(output), String::from(property));
            self.graph.edges.push(GraphEdge { from, to, output, property, is_control, family });
        }
    }

    fn missing(&mut self, key: &str) -> usize {
        let index = self.graph.nodes.len();
        let name = key.split_once('.').map_or(key, |(_, name)| name);
        self.by_key.insert(String::from(key), index);
        self.graph.nodes.push(GraphNode {
            key: String::from(key),
            role: Role::Missing,
            name: String::from(name),
            detail: String::from("not defined"),
            type_name: String::new(),
            family: Family::Any,
            pointer: String::new(),
        });
        index
    }
}

/// What an output is about, by its name; else what its block is about.
fn output_family(output: &str, block: Family) -> Family {
    if output.contains("image") || output.contains("crop") {
        Family::Image
    } else if output.contains("prediction") || output.contains("detections") {
        Family::Detections
    } else if output.contains("count") || output.contains("color") || output.contains("confidence") {
        Family::Number
    } else if output.contains("text") || output.contains("message") || output == "result" {
        Family::Text
    } else {
        block
    }
}

fn kind_family(kind: &str) -> Family {
    match kind {
        "image" => Family::Image,
        "string" | "language_model_output" | "roboflow_model_id" | "secret" => Family::Text,
        "integer" | "float" | "float_zero_to_one" => Family::Number,
        "boolean" => Family::Flow,
        kind if kind.contains("prediction") || kind.contains("detection") => Family::Detections,
        _ => Family::Any,
    }
}

fn input_label(type_name: &str) -> String {
    String::from(match type_name {
        "WorkflowImage" | "InferenceImage" => "Image input",
        "WorkflowParameter" | "InferenceParameter" => "Parameter",
        "WorkflowBatchInput" => "Batch input",
        "WorkflowVideoMetadata" => "Video metadata",
        _ => "Input",
    })
}

fn list<'a>(specification: &'a Node, key: &str) -> impl Iterator<Item = (usize, &'a Node)> {
    specification.get(key).map(Node::items).unwrap_or_default().iter().enumerate()
}

fn text(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_str).unwrap_or_default().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Role, of};
    use crate::config::read;

    #[test]
    fn wiring_control_and_what_is_missing() {
        let spec = read(
            r#"{"inputs":[{"type":"WorkflowImage","name":"image"}],
            "steps":[{"type":"roboflow_core/continue_if@v1","name":"gate","evaluation_parameters":{"x":"$steps.gone.y"},"next_steps":["$steps.blur"]},
                     {"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.image"}],
            "outputs":[{"type":"JsonField","name":"out","selector":"$steps.blur.image"}]}"#,
        )
        .unwrap();
        let graph = of(&spec);
        let keys: Vec<_> = graph.nodes.iter().map(|node| (node.key.as_str(), node.role)).collect();
        assert_eq!(
            keys,
            [
                ("$inputs.image", Role::Input),
                ("$steps.gate", Role::Step),
                ("$steps.blur", Role::Step),
                ("$outputs.out", Role::Output),
                ("$steps.gone", Role::Missing)
            ]
        );
        let edges: Vec<_> = graph
            .edges
            .iter()
            .map(|edge| (edge.from, edge.to, edge.property.as_str(), edge.is_control))
            .collect();
        assert_eq!(
            edges,
            [
                (4, 1, "evaluation_parameters/x", false),
                (1, 2, "next_steps", true),
                (0, 2, "image", false),
                (2, 3, "selector", false)
            ]
        );
    }

    #[test]
    fn an_inner_workflow_is_wired_by_its_bindings_alone() {
        let spec = read(
            r#"{"inputs":[{"type":"WorkflowImage","name":"image"}],
            "steps":[{"type":"roboflow_core/inner_workflow@v1","name":"inner","parameter_bindings":{"picture":"$inputs.image"},
                "workflow_definition":{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"picture"}],
                    "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.picture"}],
                    "outputs":[{"type":"JsonField","name":"image","selector":"$steps.blur.image"}]}}],
            "outputs":[]}"#,
        )
        .unwrap();
        let graph = of(&spec);
        let keys: Vec<_> = graph.nodes.iter().map(|node| node.key.as_str()).collect();
        assert_eq!(keys, ["$inputs.image", "$steps.inner"]);
        let edges: Vec<_> = graph.edges.iter().map(|edge| edge.property.as_str()).collect();
        assert_eq!(edges, ["parameter_bindings/picture"]);
    }

    #[test]
    fn whatever_is_no_workflow_has_an_empty_graph() {
        for text in ["{}", "[]", "5", r#"{"steps":5,"inputs":{"a":1}}"#] {
            assert!(of(&read(text).unwrap()).nodes.is_empty(), "{text}");
        }
    }
}
