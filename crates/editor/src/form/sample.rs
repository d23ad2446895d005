//! The simplest value of a widget: what a new item, entry or operation starts with.
use super::widget::{Drawn, Part, Slot, Widget};
use super::{condition, edit};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Bound;
use flowdeck_spec::{decimal, json};
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
            Self::Classes => written(r#"["class"]"#),
            Self::Drawn(drawn) => written(shape(*drawn)),
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
            Self::Workflow => written(WORKFLOW),
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

fn shape(drawn: Drawn) -> &'static str {
    match drawn {
        Drawn::Zone => "[[0,0],[100,0],[100,100],[0,100]]",
        Drawn::Quads => "[[[0,0],[100,0],[100,100],[0,100]]]",
        Drawn::Line | Drawn::Path => "[[0,0],[100,0]]",
        Drawn::Box => "[0,0,100,100]",
        Drawn::Marks => r#"[{"x":50,"y":50,"positive":true}]"#,
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
const WORKFLOW: &str = r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],
"steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.image"}],
"outputs":[{"type":"JsonField","name":"image","selector":"$steps.blur.image"}]}"#;

/// What a text of ours says: far less code than to build it.
pub(super) fn written(text: &str) -> Node {
    json::parse(text).root.unwrap_or(Node::Null)
}
