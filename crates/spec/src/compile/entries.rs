//! Inputs and outputs of a specification: fixed rules that no catalogue holds (engine: `entities/base.py`,
//! contract §3 C).
use super::number;
use super::rank::Phase;
use super::report::Report;
use crate::catalogue::{Catalogue, KindSet};
use crate::diagnostic::{Diagnostic, EngineClass, Fix};
use crate::interface::InputType;
use crate::json::{Node, Text};
use crate::wording::{any_of, nearest, short};

/// An input as the graph needs it.
#[derive(Clone, Debug)]
pub(super) struct InputFacts {
    /// Its name; none when it has none.
    pub name: Option<Text>,
    /// What it is.
    pub input_type: InputType,
    /// What it may be, by the names that it declares.
    pub kinds: KindSet,
    /// How deep its batch is nested; 0 for a single value.
    pub depth: u32,
}

/// An output as the graph needs it.
#[derive(Clone, Debug)]
pub(super) struct OutputFacts {
    pub name: Option<Text>,
    pub selector: Option<Text>,
}

const INPUT_TYPES: [&str; 6] = [
    "WorkflowImage",
    "WorkflowParameter",
    "WorkflowBatchInput",
    "WorkflowVideoMetadata",
    "InferenceImage",
    "InferenceParameter",
];

/// Reads the inputs.
pub(super) fn inputs(catalogue: &Catalogue, items: &[Node], report: &mut Report) -> Vec<InputFacts> {
    items.iter().enumerate().map(|(index, item)| input(catalogue, index, item, report)).collect()
}

fn input(catalogue: &Catalogue, index: usize, item: &Node, report: &mut Report) -> InputFacts {
    let mut place = Place { list: "inputs", what: "input", index, report };
    let mut facts = InputFacts { name: None, input_type: InputType::Unknown, kinds: KindSet::ANY, depth: 0 };
    if !place.is_object(item) {
        return facts;
    }
    let type_name = place.text(item, "type");
    facts.name = place.text(item, "name");
    if let Some(name) = &type_name {
        let name = name.value();
        facts.input_type = InputType::from_name(&name);
        if facts.input_type == InputType::Unknown {
            let near = nearest(&name, INPUT_TYPES.into_iter()).unwrap_or("WorkflowParameter");
            let message = format!(
                "“{}” is no type of input: use {}.",
                short(&name),
                any_of(&INPUT_TYPES[..4].iter().map(|&one| one.into()).collect::<Vec<_>>())
            );
            place.syntax("FD0008", "/type", message, "type").offer_text(near);
            return facts;
        }
    }
    let kind = |name: &str| catalogue.kinds.find(name).map_or(KindSet::NONE, KindSet::of);
    facts.kinds = match item.get("kind") {
        None => match facts.input_type {
            InputType::Image => kind("image"),
            InputType::VideoMetadata => kind("video_metadata"),
            _ => KindSet::ANY,
        },
        Some(Node::Array(kinds)) => {
            let mut set = KindSet::NONE;
            for (at, node) in kinds.iter().enumerate() {
                match kind_name(node) {
                    Some(name) => set = set.with(kind(&name)),
                    None => {
                        let message = format!("A kind is a name such as “image”; this is {}.", node.kind());
                        place.syntax("FD0013", &format!("/kind/{at}"), message, "kind");
                    }
                }
            }
            set
        }
        Some(other) => {
            let message = format!("“kind” must be a list of names in brackets; this is {}.", other.kind());
            place.syntax("FD0013", "/kind", message, "kind");
            KindSet::ANY
        }
    };
    facts.depth = depth(item, facts.input_type, &mut place);
    facts
}

/// The name of a kind: a text, or an object with a name.
fn kind_name(node: &Node) -> Option<String> {
    let is_text_or_nothing = |key: &str| matches!(node.get(key), None | Some(Node::Null | Node::String(_)));
    match node {
        Node::String(text) => Some(text.value().into_owned()),
        Node::Object(_) => {
            let rest = ["description", "docs", "serialised_data_type", "internal_data_type"];
            rest.into_iter()
                .all(is_text_or_nothing)
                .then(|| Some(node.get("name")?.as_str()?.into_owned()))?
        }
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "limited to a few before")]
fn depth(item: &Node, input_type: InputType, place: &mut Place<'_>) -> u32 {
    /// Deeper than any data; a lineage of each level is kept.
    const DEEPEST: f64 = 64.0;
    let fixed = match input_type {
        InputType::Image | InputType::VideoMetadata => Some(1.0),
        InputType::Parameter => Some(0.0),
        _ => None,
    };
    let Some(node) = item.get("dimensionality") else { return fixed.map_or(1, |depth| depth as u32) };
    match (number::as_int(node), fixed) {
        (Some((number, _)), Some(fixed)) if number == fixed => fixed as u32,
        (Some((number, _)), None) => {
            if number < 1.0 {
                let message = format!(
                    "A batch is nested at least once: “dimensionality” must be 1 or more, not {}.",
                    crate::decimal::write(number)
                );
                let class = EngineClass::ExecutionGraphStructure;
                let pointer = place.pointer("/dimensionality");
                let finding =
                    place.report.error((Phase::Inputs, place.index), "FD0408", class, pointer, message);
                finding.property = Some("dimensionality".into());
                finding.offer("Replace with 1".into(), Node::Number("1".into()));
            }
            number.clamp(1.0, DEEPEST) as u32
        }
        (_, fixed) => {
            let wanted = fixed.map_or_else(|| "a whole number".into(), crate::decimal::write);
            let message = format!(
                "“dimensionality” of this input must be {wanted}; this is {}.",
                super::words::found(node)
            );
            let pointer = place.pointer("/dimensionality");
            let finding = place.syntax("FD0013", "/dimensionality", message, "dimensionality");
            finding.fixes.push(Fix::remove("Remove it".into(), pointer));
            fixed.map_or(1, |depth| depth as u32)
        }
    }
}

/// Reads the outputs.
pub(super) fn outputs(items: &[Node], report: &mut Report) -> Vec<OutputFacts> {
    items.iter().enumerate().map(|(index, item)| output(index, item, report)).collect()
}

fn output(index: usize, item: &Node, report: &mut Report) -> OutputFacts {
    let mut place = Place { list: "outputs", what: "output", index, report };
    if !place.is_object(item) {
        return OutputFacts { name: None, selector: None };
    }
    if let Some(name) = place.text(item, "type")
        && name.value() != "JsonField"
    {
        let message = format!("“{}” is no type of output: the only one is JsonField.", short(&name.value()));
        place.syntax("FD0008", "/type", message, "type").offer_text("JsonField");
    }
    let name = place.text(item, "name");
    let selector = place.text(item, "selector");
    let system = item.get("coordinates_system");
    if let Some(node) = system
        && !matches!(node.as_str().as_deref(), Some("own" | "parent"))
    {
        let message =
            format!("“coordinates_system” must be “own” or “parent”; this is {}.", super::words::found(node));
        place.syntax("FD0014", "/coordinates_system", message, "coordinates_system");
    }
    OutputFacts { name, selector }
}

/// One entry of one of the lists.
struct Place<'a> {
    list: &'static str,
    what: &'static str,
    index: usize,
    report: &'a mut Report,
}

impl Place<'_> {
    fn pointer(&self, end: &str) -> String {
        format!("/{}/{}{end}", self.list, self.index)
    }

    fn syntax(&mut self, code: &'static str, end: &str, message: String, property: &str) -> &mut Diagnostic {
        let pointer = self.pointer(end);
        let finding = self.report.error(
            (Phase::Syntax, self.index),
            code,
            EngineClass::WorkflowSyntax,
            pointer,
            message,
        );
        finding.property = Some(property.into());
        finding
    }

    fn is_object(&mut self, item: &Node) -> bool {
        let is_it = matches!(item, Node::Object(_));
        if !is_it {
            let message = format!("Each {} is an object with a name; this is {}.", self.what, item.kind());
            let pointer = self.pointer("");
            self.report.error(
                (Phase::Syntax, self.index),
                "FD0006",
                EngineClass::WorkflowSyntax,
                pointer,
                message,
            );
        }
        is_it
    }

    /// A text that must be there.
    fn text(&mut self, item: &Node, key: &str) -> Option<Text> {
        match item.get(key) {
            Some(Node::String(text)) => Some(text.clone()),
            None => {
                let message = format!("This {} has no “{key}”: add it.", self.what);
                self.syntax("FD0007", "", message, key);
                None
            }
            Some(other) => {
                let message =
                    format!("The “{key}” of an {} must be a text; this is {}.", self.what, other.kind());
                self.syntax("FD0007", &format!("/{key}"), message, key);
                None
            }
        }
    }
}
