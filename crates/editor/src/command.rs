//! Everything that changes a document, as data. A command is applied to one document and gives another; what it
//! does not touch stays the very same part, in its order and spelling. Nothing here asks anybody anything: ids,
//! places and texts are arguments, so the same commands on the same document always give the same one.
mod add;
mod blocks;
mod canvas;
mod connect;
mod draft;
mod paste;
mod property;
mod refusal;
mod remove;
mod rename;
mod tree;
mod whole;

pub(crate) use paste::defined_type;
pub use refusal::{Refusal, Why};

use crate::clipboard::Clip;
use crate::document::Document;
use crate::item::Item;
use crate::layout::{Point, Rect};
use flowdeck_spec::diagnostic::Edit;
use flowdeck_spec::{Catalogue, Fix, Node};

/// What an input is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// A picture.
    Image,
    /// One value for all pictures.
    Parameter,
    /// A value for each picture.
    Batch,
    /// What is known of a video's frame.
    VideoMetadata,
}

/// The kinds, the types that they are written as, and what a new one is called.
const INPUTS: [(InputKind, &str, &str); 4] = [
    (InputKind::Image, "WorkflowImage", "image"),
    (InputKind::Parameter, "WorkflowParameter", "parameter"),
    (InputKind::Batch, "WorkflowBatchInput", "batch"),
    (InputKind::VideoMetadata, "WorkflowVideoMetadata", "video_metadata"),
];

impl InputKind {
    /// The kind of a type as it is written; none where that is no input.
    #[must_use]
    pub fn of(type_name: &str) -> Option<Self> {
        INPUTS.iter().find(|(_, known, _)| *known == type_name).map(|(kind, ..)| *kind)
    }

    /// The type that it is written as, and what a new one is called.
    fn words(self) -> (&'static str, &'static str) {
        INPUTS
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or(("", ""), |(_, type_name, usual)| (type_name, usual))
    }
}

/// A change of a document. JSON pointers are within the entry of the item.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A new step at the end of the list. Properties that must be wired and are not given are wired to `near`, the
    /// card that the person is at, where it gives something that fits; else to the one source that fits, if there
    /// is but one.
    AddStep {
        /// The block's type.
        block: String,
        /// Its name; without one it is called after its block. A name that is taken gets a number.
        name: Option<String>,
        /// Its corner on the canvas.
        at: Option<Point>,
        /// What is known of its properties.
        properties: Vec<(String, Node)>,
        /// Where wires should come from first.
        near: Option<Item>,
    },
    /// A new input.
    AddInput {
        /// What it is.
        kind: InputKind,
        /// Its name; without one it is called after its kind.
        name: Option<String>,
        /// Its corner on the canvas.
        at: Option<Point>,
    },
    /// A new output that gives back what a selector leads to.
    AddOutput {
        /// The selector.
        selector: String,
        /// Its name; without one it is called after what it gives.
        name: Option<String>,
        /// Its corner on the canvas.
        at: Option<Point>,
    },
    /// Takes entries, notes and groups (not what is in them) away. What referred to them is cut: an item of a list
    /// and an entry of an object go alone, otherwise the whole property, and an output of the workflow that has
    /// lost its selector goes too. Who a removed step gated runs unasked.
    Remove {
        /// What goes.
        items: Vec<Item>,
        /// What took data from a removed step takes what that step took instead: the first that fits the place and is
        /// of the kind that was taken there.
        reconnect: bool,
    },
    /// Another name; all selectors, places and groups follow. Of a group the title.
    Rename {
        /// What.
        item: Item,
        /// Its new name.
        name: String,
    },
    /// Puts a value at a place. Objects on the way are made; a list may grow by one.
    Set {
        /// In which entry.
        item: Item,
        /// Where.
        path: String,
        /// What.
        value: Node,
    },
    /// Takes a value away.
    Unset {
        /// In which entry.
        item: Item,
        /// Where.
        path: String,
    },
    /// Draws a wire. What the place held is replaced; a property that holds a list of wires gets one more.
    /// A source that is a step itself, `$steps.x`, is gated by the item.
    Connect {
        /// The selector of the source.
        source: String,
        /// Which entry.
        item: Item,
        /// The property, or the place in its list or object.
        path: String,
    },
    /// Cuts the wire at a place: as `Remove` cuts wires, but an output stays.
    Disconnect {
        /// In which entry.
        item: Item,
        /// Where.
        path: String,
    },
    /// Moves cards and notes that have a place.
    Move {
        /// Which.
        items: Vec<Item>,
        /// How far, in pixels at zoom 1.
        by: Point,
    },
    /// Puts cards and notes at places.
    Place {
        /// What goes where.
        places: Vec<(Item, Point)>,
    },
    /// Puts all cards at the places of a new layout; a card that is not among them has none any more.
    Tidy {
        /// What goes where.
        places: Vec<(Item, Point)>,
    },
    /// A new note.
    AddNote {
        /// Its place and size.
        at: Rect,
        /// What it says.
        text: String,
        /// The name of its colour; empty for the usual one.
        color: String,
    },
    /// Changes a note; what is none stays.
    EditNote {
        /// Its id.
        id: String,
        /// Its place and size.
        at: Option<Rect>,
        /// What it says.
        text: Option<String>,
        /// The name of its colour.
        color: Option<String>,
    },
    /// Puts cards into a new group, out of those that they were in.
    Group {
        /// Which.
        items: Vec<Item>,
        /// The group's title.
        name: String,
    },
    /// Takes a group away; its cards stay.
    Ungroup {
        /// Its id.
        id: String,
    },
    /// Puts in what was copied. Names that are taken get a number, and the selectors among what is pasted follow.
    Paste {
        /// What was copied.
        clip: Clip,
        /// The top left corner of what is pasted; none = a little beside where it was.
        at: Option<Point>,
        /// Selectors that lead out of what was copied stay where there is such an input or step; else they are cut.
        keep_wires: bool,
    },
    /// Copy and paste in one, with all wires.
    Duplicate {
        /// What.
        items: Vec<Item>,
    },
    /// Puts a new step into a wire.
    InsertBlock {
        /// The wire's selector.
        source: String,
        /// The entry that it leads to.
        item: Item,
        /// Where in the entry.
        path: String,
        /// The new step's block.
        block: String,
        /// The new step's corner on the canvas.
        at: Option<Point>,
    },
    /// Makes a step one of another block. Properties that both blocks have stay, and those that neither knows.
    ReplaceBlock {
        /// The step.
        item: Item,
        /// The other block's type.
        block: String,
    },
    /// Another specification, as it was written in the text.
    ReplaceAll {
        /// All of it.
        specification: Node,
    },
    /// Mends what the compiler found.
    Fix {
        /// What the fix is called.
        title: String,
        /// Its edits; pointers are within the specification.
        edits: Vec<Edit>,
    },
}

impl From<&Fix> for Command {
    fn from(fix: &Fix) -> Self {
        Self::Fix { title: fix.title.clone(), edits: fix.edits.clone() }
    }
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The document after it. The very same one where there was nothing to change.
    pub document: Document,
    /// What was done, in a person's words, for the history: “Rename blur to smooth”.
    pub title: String,
    /// What to select now; nothing where the selection should stay.
    pub select: Vec<Item>,
    /// Items that go by another name now: before and after.
    pub renamed: Vec<(Item, Item)>,
}

/// Applies a command.
///
/// The catalogue says what blocks take and give; blocks that it does not know are wired without questions. Outputs
/// that depend on a step's properties are worked out for that step alone, so nothing has to be compiled before.
///
/// # Errors
/// Why it cannot be done; the document is as it was.
pub fn apply(document: &Document, command: &Command, catalogue: &Catalogue) -> Result<Outcome, Refusal> {
    let at = Before { document, catalogue };
    match command {
        Command::AddStep { block, name, at: corner, properties, near } => {
            at.add_step(block, name.as_deref(), *corner, properties, near.as_ref())
        }
        Command::AddInput { kind, name, at: corner } => at.add_input(*kind, name.as_deref(), *corner),
        Command::AddOutput { selector, name, at: corner } => {
            at.add_output(selector, name.as_deref(), *corner)
        }
        Command::Remove { items, reconnect } => at.remove(items, *reconnect),
        Command::Rename { item, name } => at.rename(item, name),
        Command::Set { item, path, value } => at.set(item, path, value),
        Command::Unset { item, path } => at.unset(item, path),
        Command::Connect { source, item, path } => at.connect(source, item, path),
        Command::Disconnect { item, path } => at.disconnect(item, path),
        Command::Move { items, by } => at.move_by(items, *by),
        Command::Place { places } => at.place(places),
        Command::Tidy { places } => Ok(at.tidy(places)),
        Command::AddNote { at: rect, text, color } => Ok(at.add_note(*rect, text, color)),
        Command::EditNote { id, at: rect, text, color } => {
            at.edit_note(id, *rect, text.as_deref(), color.as_deref())
        }
        Command::Group { items, name } => at.group(items, name),
        Command::Ungroup { id } => at.ungroup(id),
        Command::Paste { clip, at: corner, keep_wires } => {
            at.paste(clip.document(), *corner, *keep_wires, "Paste")
        }
        Command::Duplicate { items } => at.duplicate(items),
        Command::InsertBlock { source, item, path, block, at: corner } => {
            at.insert_block(source, (item, path), block, *corner)
        }
        Command::ReplaceBlock { item, block } => at.replace_block(item, block),
        Command::ReplaceAll { specification } => at.replace_all(specification),
        Command::Fix { title, edits } => at.fix(title, edits),
    }
}

/// The document that a command is applied to.
#[derive(Clone, Copy)]
struct Before<'a> {
    document: &'a Document,
    catalogue: &'a Catalogue,
}

/// “Delete blur”, “Delete 3 items”.
fn title_of(verb: &str, items: &[Item]) -> String {
    let mut out = String::from(verb);
    out.push(' ');
    match items {
        [one] if one.note().is_some() => out.push_str("a note"),
        [one] if one.group().is_some() => out.push_str("a group"),
        [one] => out.push_str(&short(one.label())),
        more => {
            out.push_str(&more.len().to_string());
            out.push_str(" items");
        }
    }
    out
}

/// A name for a sentence or title: cut where it would fill the screen.
fn short(name: &str) -> String {
    let mut letters = name.chars();
    let mut out: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() {
        out.push('…');
    }
    out
}

/// Parts of a sentence in one text.
fn say(parts: &[&str]) -> String {
    parts.concat()
}
