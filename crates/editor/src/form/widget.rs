//! What a person fills in: a value by some widget, a selector, or either.
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Bound, KindSet, Shape, Size};
use flowdeck_spec::selector::Selector;
use std::borrow::Cow;

/// A place for a value: of a property, of an item of a list, of an entry of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slot {
    /// How a value of its own is given; none where only a selector will do.
    pub literal: Option<Widget>,
    /// What a selector may point to; none where none is taken.
    pub wire: Option<Wire>,
    /// It may be `null`, which mostly means: left out.
    pub nullable: bool,
}

/// What a selector may point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// Its form; [`Shape::Step`] names a step itself, for flow control.
    pub shape: Shape,
    /// The kinds of data that are taken.
    pub kinds: KindSet,
}

/// How a value is shown and changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Widget {
    /// A text.
    Text {
        /// Of several lines.
        multiline: bool,
    },
    /// A text that is masked.
    Secret,
    /// A number.
    Number {
        /// Without fractions.
        whole: bool,
        /// Its limits.
        limits: Vec<Bound>,
    },
    /// True or false.
    Toggle,
    /// One of some values.
    Choice {
        /// The values, in the engine's order.
        values: Vec<Pick>,
        /// Any other text is taken too.
        open: bool,
    },
    /// A colour: `#rrggbb`, a name, or a list of three numbers.
    Colour,
    /// Names of classes.
    Classes,
    /// Points that are drawn on an image.
    Drawn(Drawn),
    /// A list.
    List {
        /// What each item is.
        of: Box<Slot>,
        /// How many there may be.
        size: Size,
    },
    /// An object whose names are free.
    Map {
        /// What each value is.
        of: Box<Slot>,
        /// How many there may be.
        size: Size,
    },
    /// A list of exactly these.
    Tuple(Vec<Slot>),
    /// An object with fields of its own.
    Model {
        /// Its `type`, which is written with the fields; none where it has none.
        tag: Option<Box<str>>,
        /// Its fields.
        parts: Vec<Part>,
    },
    /// One of several ways to give it.
    Variants(Vec<Variant>),
    /// A chain of operations (see [`super::operations`]).
    Operations,
    /// A condition (see [`super::condition`]).
    Condition,
    /// A workflow within the workflow.
    Workflow,
    /// Whatever JSON there is: only where the engine itself takes anything.
    Json,
}

/// A value of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// The value.
    pub value: Node,
    /// What people read.
    pub label: String,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// An area: at least three points. A list of areas is taken for it as well.
    Zone,
    /// Areas of four corners.
    Quads,
    /// Two points.
    Line,
    /// Points in their order.
    Path,
    /// A box: left, top, right, bottom.
    Box,
    /// Objects `{x, y, positive}`: on what is meant, and beside it.
    Marks,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name in the document.
    pub name: Box<str>,
    /// Its name for people.
    pub label: String,
    /// What it is for, in one line.
    pub help: Option<Cow<'static, str>>,
    /// It must be given.
    pub required: bool,
    /// What it is when it is left out.
    pub default: Option<Node>,
    /// What goes into it.
    pub slot: Slot,
}

/// One way to give a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What people read.
    pub label: String,
    /// The `type` that an object of this way has.
    pub tag: Option<Box<str>>,
    /// How it is given.
    pub widget: Widget,
}

/// What a slot holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing, or `null`.
    Nothing,
    /// A selector.
    Selector(String),
    /// A value that its widget shows.
    Literal,
    /// A value that its widget cannot show: it is edited as JSON.
    Other,
}

impl Slot {
    /// What a value is to this slot.
    #[must_use]
    pub fn holds(&self, value: Option<&Node>) -> Holds {
        match value {
            None => Holds::Nothing,
            Some(Node::Null) if self.nullable || self.literal.is_none() => Holds::Nothing,
            Some(node) => match (selector_of(node), &self.literal) {
                (Some(selector), _) if self.wire.is_some() => Holds::Selector(selector),
                (_, Some(widget)) if widget.fits(node) => Holds::Literal,
                _ => Holds::Other,
            },
        }
    }

    /// Whether there is more to it than free JSON.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.literal.as_ref().map_or(self.wire.is_some(), Widget::is_made)
    }
}

/// The selector that a node is.
fn selector_of(node: &Node) -> Option<String> {
    let text = node.as_str()?;
    let is_one = Selector::parse(&text).is_some();
    is_one.then(|| text.into_owned())
}

impl Widget {
    /// Whether a value is of the form that this widget shows. Limits are the compiler's to check.
    #[must_use]
    pub fn fits(&self, node: &Node) -> bool {
        match self {
            Self::Json => true,
            Self::Text { .. } | Self::Secret => matches!(node, Node::String(_)),
            Self::Number { .. } => matches!(node, Node::Number(_)),
            Self::Toggle => matches!(node, Node::Bool(_)),
            Self::Choice { values, open } => {
                (*open && matches!(node, Node::String(_))) || values.iter().any(|pick| pick.value == *node)
            }
            Self::Colour => match node {
                Node::String(_) => true,
                node => node.items().len() == 3 && node.items().iter().all(is_number),
            },
            Self::Classes => {
                matches!(node, Node::Array(_))
                    && node.items().iter().all(|item| matches!(item, Node::String(_)))
            }
            Self::Drawn(_) | Self::List { .. } => matches!(node, Node::Array(_)),
            Self::Operations => {
                matches!(node, Node::Array(_)) && node.items().iter().all(|item| item.get("type").is_some())
            }
            Self::Tuple(slots) => matches!(node, Node::Array(items) if items.len() == slots.len()),
            Self::Map { .. } | Self::Model { .. } | Self::Condition | Self::Workflow => {
                matches!(node, Node::Object(_))
            }
            Self::Variants(_) => self.variant(node).is_some(),
        }
    }

    /// Which of several ways a value is given in: that of its `type`, else the first that fits.
    #[must_use]
    pub fn variant(&self, node: &Node) -> Option<usize> {
        let Self::Variants(variants) = self else { return None };
        let tag = node.get("type").and_then(Node::as_str);
        variants.iter().position(|variant| match (&variant.tag, &tag) {
            (Some(wanted), Some(tag)) => **wanted == **tag,
            (Some(_), None) => false,
            (None, _) => variant.widget.fits(node),
        })
    }

    /// Whether it is more than free JSON.
    #[must_use]
    pub fn is_made(&self) -> bool {
        match self {
            Self::Json => false,
            Self::List { of, .. } | Self::Map { of, .. } => of.is_made(),
            Self::Tuple(slots) => slots.iter().all(Slot::is_made),
            Self::Model { parts, .. } => parts.iter().all(|part| part.slot.is_made()),
            Self::Variants(variants) => variants.iter().any(|variant| variant.widget.is_made()),
            _ => true,
        }
    }
}

fn is_number(node: &Node) -> bool {
    matches!(node, Node::Number(_))
}
