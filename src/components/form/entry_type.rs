//! The type of an input, as a field before those of its form.
use flowdeck_editor::form::{Field, Form, Part, Pick, Section, Slot, Widget};
use flowdeck_spec::Node;
use flowdeck_spec::interface::InputType;

/// The types, as they are written and as people read them.
const TYPES: [(&str, &str, InputType); 4] = [
    ("WorkflowImage", "Image", InputType::Image),
    ("WorkflowParameter", "Parameter", InputType::Parameter),
    ("WorkflowBatchInput", "Batch of values", InputType::Batch),
    ("WorkflowVideoMetadata", "Facts about a video", InputType::VideoMetadata),
];

/// The form of an input with its type to choose before all else. An old name of a type stays as it is written.
#[must_use]
pub fn with_type(form: Form, entry: &Node) -> Form {
    let now = entry.get("type").and_then(Node::as_str).unwrap_or_default();
    let kind = InputType::from_name(&now);
    let pick = |(name, label, of): (&str, &str, InputType)| {
        let name = if of == kind { &*now } else { name };
        Pick { value: Node::string(name), label: label.into() }
    };
    let widget = Widget::Choice { values: TYPES.map(pick).into(), open: kind == InputType::Unknown };
    let part = Part {
        name: "type".into(),
        label: "Type".into(),
        help: None,
        required: true,
        default: None,
        slot: Slot { literal: Some(widget), ..Slot::default() },
    };
    let value = entry.get("type").cloned();
    let field = Field { part, path: "/type".into(), value, section: Section::Main, keys: None, parser: None };
    let mut fields = vec![field];
    fields.extend(form.fields);
    Form { fields }
}
