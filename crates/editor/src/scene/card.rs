//! A card: an input, a step or an output, with its words, its ports and its size.
use crate::geometry::{Point, Rect, Size};
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::KindSet;
use std::rc::Rc;

/// How wide a step is.
const STEP_WIDTH: f64 = 220.0;
/// How wide an input or output of the workflow is.
const END_WIDTH: f64 = 180.0;
/// The height of the part with the name.
const HEAD: f64 = 48.0;
/// The smallest note.
pub const SMALLEST: Size = Size { width: 96.0, height: 48.0 };
/// The height of one row of ports.
pub(super) const ROW: f64 = 20.0;
/// What is free below the last row.
const FOOT: f64 = 12.0;

/// What a card stands for.
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
    /// A person's note, on paper of this colour. It lies below everything else and has no ports.
    Note(Tint),
}

/// The colour of a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word of its colour")]
pub enum Tint {
    #[default]
    Yellow,
    Blue,
    Green,
    Pink,
    Grey,
}

impl Tint {
    /// All of them, in the order in which they are offered, with their words.
    pub const ALL: [(Self, &str); 5] = [
        (Self::Yellow, "yellow"),
        (Self::Blue, "blue"),
        (Self::Green, "green"),
        (Self::Pink, "pink"),
        (Self::Grey, "grey"),
    ];

    /// The tint of a word; yellow where it is none.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(tint, _)| *tint).unwrap_or_default()
    }
}

/// Which side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The left one, with inputs.
    In,
    /// The right one, with outputs.
    Out,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::In => Self::Out,
            Self::Out => Self::In,
        }
    }
}

/// How deep what goes through a port is nested; so colour is never the only sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PortShape {
    /// A single value: round.
    #[default]
    Value,
    /// A batch: square.
    Batch,
    /// Batches of batches: a double square.
    Nested,
}

impl PortShape {
    /// The shape of a depth.
    #[must_use]
    pub const fn of(depth: u32) -> Self {
        match depth {
            0 => Self::Value,
            1 => Self::Batch,
            _ => Self::Nested,
        }
    }
}

/// Where a link can begin or end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The output, or the property.
    pub name: Box<str>,
    /// What goes through it: its colour.
    pub family: Family,
    /// How deep that is nested.
    pub shape: PortShape,
    /// It carries control, not data.
    pub is_control: bool,
    /// It must be wired and is not.
    pub is_missing: bool,
    /// What it gives, or what it takes.
    pub kinds: KindSet,
}

/// The ports of a card; cards of one block often share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// On the left, from above.
    pub inputs: Vec<Port>,
    /// On the right, from above.
    pub outputs: Vec<Port>,
    /// What the card takes through any of its properties, with those that have no port of their own.
    pub takes: KindSet,
    /// It decides which steps run after it.
    pub gates: bool,
}

impl Ports {
    /// The ports of one side.
    #[must_use]
    pub fn on(&self, side: Side) -> &[Port] {
        match side {
            Side::In => &self.inputs,
            Side::Out => &self.outputs,
        }
    }
}

/// What is wrong with a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// How many errors.
    pub errors: u16,
    /// How many warnings.
    pub warnings: u16,
}

/// The picture on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the word of its picture")]
pub enum Icon {
    Image,
    Find,
    Number,
    Text,
    Flow,
    Block,
    Value,
    Output,
    Missing,
    QrCode,
    Barcode,
    Crop,
    Filter,
    Colour,
}

impl Icon {
    /// All of them, in their order.
    pub const ALL: [Self; 14] = [
        Self::Image,
        Self::Find,
        Self::Number,
        Self::Text,
        Self::Flow,
        Self::Block,
        Self::Value,
        Self::Output,
        Self::Missing,
        Self::QrCode,
        Self::Barcode,
        Self::Crop,
        Self::Filter,
        Self::Colour,
    ];

    /// The picture of a block, by its name and what it is about.
    #[must_use]
    pub fn of_block(name: &str, family: Family) -> Self {
        /// Words of a name that have a picture of their own.
        const WORDS: [(&str, Icon); 5] = [
            ("qr_code", Icon::QrCode),
            ("barcode", Icon::Barcode),
            ("crop", Icon::Crop),
            ("filter", Icon::Filter),
            ("color", Icon::Colour),
        ];
        match WORDS.iter().find(|(word, _)| name.contains(word)) {
            Some((_, icon)) => *icon,
            None => match family {
                Family::Image => Self::Image,
                Family::Detections => Self::Find,
                Family::Number => Self::Number,
                Family::Text => Self::Text,
                Family::Flow => Self::Flow,
                Family::Any => Self::Block,
            },
        }
    }
}

/// A card.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// What it stands for.
    pub role: Role,
    /// Its name.
    pub name: Box<str>,
    /// What it is: a block's label, an input's type, an output's selector.
    pub detail: Box<str>,
    /// Its picture.
    pub icon: Icon,
    /// What it is about.
    pub family: Family,
    /// Its ports.
    pub ports: Rc<Ports>,
    /// Where its top left corner is.
    pub at: Point,
    /// How large it is.
    pub size: Size,
    /// What is wrong with it.
    pub marks: Marks,
}

impl Card {
    /// How large a card with these ports is drawn.
    #[must_use]
    pub fn size_of(role: Role, ports: &Ports) -> Size {
        let rows = ports.inputs.len().max(ports.outputs.len());
        let width = if role == Role::Step { STEP_WIDTH } else { END_WIDTH };
        #[expect(clippy::cast_precision_loss, reason = "no card has that many ports")]
        let rows = rows as f64;
        Size { width, height: HEAD + rows * ROW + FOOT }
    }

    /// Whether it is a note.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(self.role, Role::Note(_))
    }

    /// Where it is.
    #[must_use]
    pub const fn rect(&self) -> Rect {
        Rect::at(self.at, self.size)
    }

    /// Where a port is, counted from the card's corner: its middle, on the edge of the card. Ports beyond the last are
    /// where the last one is.
    #[must_use]
    pub fn port_offset(&self, side: Side, port: u16) -> Point {
        let last = self.ports.on(side).len().saturating_sub(1);
        let row = u16::try_from(last).unwrap_or(u16::MAX).min(port);
        let x = if side == Side::Out { self.size.width } else { 0.0 };
        Point { x, y: HEAD + ROW / 2.0 + f64::from(row) * ROW }
    }

    /// Where a port is in the drawing.
    #[must_use]
    pub fn port_place(&self, side: Side, port: u16) -> Point {
        self.at.plus(self.port_offset(side, port))
    }
}
