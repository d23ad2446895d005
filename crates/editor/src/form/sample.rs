//! The simplest value of a widget: what a new item, entry or operation starts with.
use super::widget::{Drawn, Part, Slot, Widget};
use super::{condition, edit};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Bound;
use flowdeck_spec::decimal;
use std::rc::Rc;

impl Slot {
    /// The simplest value of its own; none where only a selector will do.
    #[must_use]
    pub fn sample(&self) -> Option<Node> {
        self.literal.as_ref()?.sample()
    }
}

impl Widget {
    /// The simplest value; none where a selector is needed inside of it.
    #[must_use]
    pub fn sample(&self) -> Option<Node> {
        Some(match self {
            Self::Text { .. } | Self::Secret => Node::string("text"),
            Self::Number { whole, limits } => number(*whole, limits),
            Self::Toggle => Node::Bool(true),
            Self::Choice { values, .. } => values.first()?.value.clone(),
            Self::Colour => Node::string("#ff0000"),
            Self::Classes => array(vec![Node::string("class")]),
            Self::Drawn(drawn) => shape(*drawn),
            Self::List { of, size } => {
                // A list of one shows how an item looks, a list of none is not always taken.
                let count = size.least.max(1);
                array((0..count).map(|_| of.sample()).collect::<Option<_>>()?)
            }
            Self::Map { of, .. } => edit::object(vec![("name".into(), of.sample()?)]),
            Self::Tuple(slots) => array(slots.iter().map(Slot::sample).collect::<Option<_>>()?),
            Self::Model { tag, parts } => model(tag.as_deref(), parts)?,
            Self::Variants(variants) => variants.first()?.widget.sample()?,
            Self::Operations => array(Vec::new()),
            Self::Condition => condition::group(),
            Self::Workflow => workflow(),
            Self::Json => edit::object(Vec::new()),
        })
    }
}

/// An object with all that is required, and its `type` if it has one.
#[must_use]
pub(super) fn model(tag: Option<&str>, parts: &[Part]) -> Option<Node> {
    let mut entries: Vec<(String, Node)> = Vec::new();
    if let Some(tag) = tag {
        entries.push(("type".into(), Node::string(tag)));
    }
    for part in parts.iter().filter(|part| part.required) {
        entries.push((part.name.to_string(), part.slot.sample()?));
    }
    Some(edit::object(entries))
}

fn array(items: Vec<Node>) -> Node {
    Node::Array(Rc::new(items))
}

fn numbers(list: &[&str]) -> Node {
    array(list.iter().map(|text| Node::Number((*text).into())).collect())
}

fn shape(drawn: Drawn) -> Node {
    let corners = [["0", "0"], ["100", "0"], ["100", "100"], ["0", "100"]];
    let points = |count: usize| array(corners.iter().take(count).map(|point| numbers(point)).collect());
    match drawn {
        Drawn::Zone => points(4),
        Drawn::Quads => array(vec![points(4)]),
        Drawn::Line | Drawn::Path => points(2),
        Drawn::Box => numbers(&["0", "0", "100", "100"]),
        Drawn::Marks => {
            let at = |text: &str| Node::Number(text.into());
            array(vec![Node::object([("x", at("50")), ("y", at("50")), ("positive", Node::Bool(true))])])
        }
    }
}

/// A number within limits: one where that is within, else the nearest to a limit.
fn number(whole: bool, limits: &[Bound]) -> Node {
    let fits = |number: f64| limits.iter().all(|bound| bound.holds(number));
    let near = limits.iter().flat_map(|bound| match bound {
        Bound::Least(limit) | Bound::Most(limit) => [*limit, *limit],
        Bound::Above(limit) | Bound::Below(limit) => {
            let step = if whole { 1.0 } else { 0.5 };
            [limit + step, limit - step]
        }
    });
    let found = [1.0].into_iter().chain(near).chain([0.5, 0.0]).find(|number| fits(*number));
    Node::Number(decimal::write(found.unwrap_or(1.0)).into())
}

/// A small workflow: one without steps cannot stand within another.
fn workflow() -> Node {
    let text = |text: &str| Node::string(text);
    let list = |node: Node| array(vec![node]);
    let input = Node::object([("type", text("WorkflowImage")), ("name", text("image"))]);
    let step = Node::object([
        ("type", text("roboflow_core/image_blur@v1")),
        ("name", text("blur")),
        ("image", text("$inputs.image")),
    ]);
    let output = Node::object([
        ("type", text("JsonField")),
        ("name", text("image")),
        ("selector", text("$steps.blur.image")),
    ]);
    Node::object([
        ("version", text("1.0")),
        ("inputs", list(input)),
        ("steps", list(step)),
        ("outputs", list(output)),
    ])
}
