//! What a workflow takes and gives: what the run form asks for, what the results are called.
//! Input types: engine contract §3 C.
use crate::Node;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputType {
    /// `WorkflowImage` or its old name `InferenceImage`.
    Image,
    /// `WorkflowVideoMetadata`
    VideoMetadata,
    /// `WorkflowParameter` or its old name `InferenceParameter`.
    Parameter,
    /// `WorkflowBatchInput`
    Batch,
    /// A type that is not known here.
    Unknown,
}

impl InputType {
    /// The type of its name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "WorkflowImage" | "InferenceImage" => Self::Image,
            "WorkflowVideoMetadata" => Self::VideoMetadata,
            "WorkflowParameter" | "InferenceParameter" => Self::Parameter,
            "WorkflowBatchInput" => Self::Batch,
            _ => Self::Unknown,
        }
    }
}

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name.
    pub name: String,
    /// What it is.
    pub input_type: InputType,
    /// The names of its kinds; empty = any.
    pub kinds: Vec<String>,
    /// Its default value.
    pub default: Option<Node>,
}

impl Input {
    /// Whether an image is asked for: by type, or by the kinds of a batch or parameter.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.input_type == InputType::Image
            || (!self.kinds.is_empty() && self.kinds.iter().all(|kind| kind == "image"))
    }
}

/// One output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// What it gives.
    pub selector: String,
}

/// The inputs and outputs of a specification, in its order. What has no name is passed over.
#[must_use]
pub fn of(specification: &Node) -> (Vec<Input>, Vec<Output>) {
    let items = |key: &str| specification.get(key).map(Node::items).unwrap_or_default();
    let inputs = items("inputs").iter().filter_map(input).collect();
    let outputs = items("outputs")
        .iter()
        .filter_map(|output| {
            Some(Output { name: text(output, "name")?, selector: text(output, "selector")? })
        })
        .collect();
    (inputs, outputs)
}

fn input(node: &Node) -> Option<Input> {
    let kinds = node.get("kind").map(Node::items).unwrap_or_default();
    Some(Input {
        name: text(node, "name")?,
        input_type: InputType::from_name(&text(node, "type").unwrap_or_default()),
        // A kind is a name, or an object with a name.
        kinds: kinds
            .iter()
            .filter_map(|kind| kind.as_str().map(Into::into).or_else(|| text(kind, "name")))
            .collect(),
        default: node.get("default_value").filter(|value| **value != Node::Null).cloned(),
    })
}

fn text(node: &Node, key: &str) -> Option<String> {
    Some(node.get(key)?.as_str()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{InputType, of};
    use crate::config::read;

    #[test]
    fn what_the_run_form_asks_for() {
        let spec = read(
            r#"{"inputs":[{"type":"InferenceImage","name":"photo"},
                {"type":"WorkflowParameter","name":"limit","kind":["float",{"name":"integer"}],"default_value":1.0},
                {"type":"WorkflowBatchInput","name":"crops","kind":["image"],"default_value":null},
                {"type":"Odd","name":"x"},{"type":"WorkflowImage"},5],
            "outputs":[{"type":"JsonField","name":"all","selector":"$steps.a.*"},{"name":"no selector"}]}"#,
        )
        .unwrap();
        let (inputs, outputs) = of(&spec);
        let seen: Vec<_> =
            inputs.iter().map(|input| (input.name.as_str(), input.input_type, input.is_image())).collect();
        assert_eq!(
            seen,
            [
                ("photo", InputType::Image, true),
                ("limit", InputType::Parameter, false),
                ("crops", InputType::Batch, true),
                ("x", InputType::Unknown, false)
            ]
        );
        assert_eq!(inputs[1].kinds, ["float", "integer"]);
        assert_eq!(inputs[1].default.as_ref().map(ToString::to_string).as_deref(), Some("1.0"));
        assert_eq!(inputs[2].default, None);
        assert_eq!(outputs.len(), 1);
        assert_eq!((outputs[0].name.as_str(), outputs[0].selector.as_str()), ("all", "$steps.a.*"));
    }
}
