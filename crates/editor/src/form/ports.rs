//! Forms of a workflow's inputs and outputs: what they have is fixed by the language, not by a catalogue.
use super::widget::{Drawn, Part, Pick, Slot, Variant, Widget, Wire};
use super::{Field, Form, Section, help_of, label, unknown};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Bound, Catalogue, KindSet, Shape, Size};
use flowdeck_spec::interface::InputType;

/// The form of an input. Its `type` is what it is, so it stands above the form.
#[must_use]
pub fn input(catalogue: &Catalogue, entry: &Node) -> Form {
    let type_name = entry.get("type").and_then(Node::as_str).unwrap_or_default();
    let input_type = InputType::from_name(&type_name);
    let kinds = || Slot {
        literal: Some(Widget::List {
            of: Box::new(value(Widget::Choice { values: kinds(catalogue), open: true })),
            size: Size::default(),
        }),
        ..Slot::default()
    };
    let mut fields = Vec::new();
    if matches!(input_type, InputType::Parameter | InputType::Batch) {
        fields.push(field(catalogue, entry, "kind", kinds(), None));
    }
    if input_type == InputType::Batch {
        let widget = Widget::Number { whole: true, limits: vec![Bound::Least(1.0)] };
        fields.push(field(catalogue, entry, "dimensionality", value(widget), Some(Node::Number("1".into()))));
    }
    if input_type == InputType::Parameter {
        let kind = entry.get("kind").map(Node::items).unwrap_or_default().first();
        let kind = kind.and_then(|kind| kind.as_str().or_else(|| kind.get("name")?.as_str()));
        let slot = Slot { nullable: true, ..value(of_kind(&kind.unwrap_or_default())) };
        fields.push(field(catalogue, entry, "default_value", slot, Some(Node::Null)));
    }
    finish(catalogue, entry, fields)
}

/// The form of an output.
#[must_use]
pub fn output(catalogue: &Catalogue, entry: &Node) -> Form {
    let wire = Wire::anything();
    let selector = Slot { literal: None, wire: Some(wire), nullable: false };
    let picks = ["parent", "own"].map(|text| {
        let label = if text == "parent" { "Whole image" } else { "The crop itself" };
        Pick { value: Node::string(text), label: label.into() }
    });
    let system = value(Widget::Choice { values: picks.into(), open: false });
    let mut first = field(catalogue, entry, "selector", selector, None);
    first.part.required = true;
    finish(
        catalogue,
        entry,
        vec![first, field(catalogue, entry, "coordinates_system", system, Some(Node::string("parent")))],
    )
}

fn finish(catalogue: &Catalogue, entry: &Node, mut fields: Vec<Field>) -> Form {
    let names: Vec<Box<str>> = fields.iter().map(|field| field.part.name.clone()).collect();
    fields.append(&mut unknown(catalogue, entry, &|name| names.iter().any(|known| **known == *name)));
    Form { fields }
}

fn field(
    catalogue: &Catalogue,
    entry: &Node,
    name: &'static str,
    slot: Slot,
    default: Option<Node>,
) -> Field {
    let (label, help) = (label::of_property(name), help_of(catalogue, name));
    Field {
        part: Part { name: name.into(), label, help, required: false, default, slot },
        path: format!("/{name}"),
        value: entry.get(name).cloned(),
        section: Section::Main,
        keys: None,
        parser: None,
    }
}

fn value(widget: Widget) -> Slot {
    Slot { literal: Some(widget), ..Slot::default() }
}

fn kinds(catalogue: &Catalogue) -> Vec<Pick> {
    let names = catalogue.kinds.iter();
    names
        .map(|name| {
            let label = if name == "*" { "Anything".into() } else { label::of_value(name) };
            Pick { value: Node::string(name), label }
        })
        .collect()
}

/// How a value of a kind is given.
fn of_kind(kind: &str) -> Widget {
    let number = |whole, limits| Widget::Number { whole, limits };
    match kind {
        "integer" => number(true, Vec::new()),
        "float" => number(false, Vec::new()),
        "float_zero_to_one" => number(false, vec![Bound::Least(0.0), Bound::Most(1.0)]),
        "boolean" => Widget::Toggle,
        "zone" => Widget::Drawn(Drawn::Zone),
        "rgb_color" => Widget::Colour,
        "secret" | "roboflow_api_key" | "ROBOFLOW_MANAGED_KEY" => Widget::Secret,
        "string" | "roboflow_model_id" | "roboflow_project" | "top_class" => {
            Widget::Text { multiline: false }
        }
        "list_of_values" => Widget::List { of: Box::new(value(scalar())), size: Size::default() },
        "dictionary" => Widget::Map { of: Box::new(value(scalar())), size: Size::default() },
        _ => scalar(),
    }
}

/// A text, a number, true or false, or any other JSON.
fn scalar() -> Widget {
    let ways = [
        ("Text", Widget::Text { multiline: false }),
        ("Number", Widget::Number { whole: false, limits: Vec::new() }),
        ("Yes or no", Widget::Toggle),
        ("JSON", Widget::Json),
    ];
    let variants = ways.into_iter().map(|(label, widget)| Variant { label: label.into(), tag: None, widget });
    Widget::Variants(variants.collect())
}

impl Wire {
    /// A selector of any data.
    #[must_use]
    pub const fn anything() -> Self {
        Self { shape: Shape::Data, kinds: KindSet::ANY }
    }
}
