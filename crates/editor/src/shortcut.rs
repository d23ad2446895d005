//! The editor's commands and their keys, as one table: it drives the keyboard, the command palette, the help page,
//! menus and tooltips.
mod keys;
mod table;

pub use keys::{Form, Press, display, matches};
pub use table::{COMMANDS, GESTURES};

use crate::palette::fuzzy::{self, Query, Target};

/// A command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Id {
    /// Publishes the workflow; drafts keep themselves.
    Save,
    /// Runs the workflow.
    Run,
    /// Runs what the selected step needs, and the step.
    RunUpToHere,
    /// Stops the run.
    Stop,
    /// Takes back the last change.
    Undo,
    /// Makes the change again.
    Redo,
    /// Copies the selection and deletes it.
    Cut,
    /// Copies the selection.
    Copy,
    /// Pastes with all wires that still lead somewhere.
    Paste,
    /// Pastes without wires to what is there.
    PasteApart,
    /// Copies and pastes the selection at once.
    Duplicate,
    /// Deletes the selection.
    Delete,
    /// Selects everything.
    SelectAll,
    /// Opens the palette to add a block.
    AddBlock,
    /// Adds a note.
    AddNote,
    /// Gives the selected step's result back as an output.
    AddOutput,
    /// Puts another block in the place of the selected step's.
    Replace,
    /// Renames what is selected.
    Rename,
    /// Opens the form of what is selected.
    Open,
    /// Starts a wire from what is selected.
    Connect,
    /// Puts the selection into a group.
    Group,
    /// Takes the group apart.
    Ungroup,
    /// Copies the selection as JSON.
    CopyJson,
    /// Copies the selector of what is selected.
    CopySelector,
    /// Lays everything out anew.
    Tidy,
    /// Puts the left edges of the selection on one line.
    AlignLeft,
    /// Puts the middles, from left to right, on one line.
    AlignCentre,
    /// Puts the right edges on one line.
    AlignRight,
    /// Puts the top edges on one line.
    AlignTop,
    /// Puts the middles, from top to bottom, on one line.
    AlignMiddle,
    /// Puts the bottom edges on one line.
    AlignBottom,
    /// Makes the room between the selected cards even, from left to right.
    SpreadAcross,
    /// Makes it even from top to bottom.
    SpreadDown,
    /// Applies all fixes that take nothing away and choose nothing.
    FixAll,
    /// Shows the whole workflow.
    Fit,
    /// Shows it in its own size.
    ActualSize,
    /// Shows it larger.
    ZoomIn,
    /// Shows it smaller.
    ZoomOut,
    /// Shows or hides the map.
    Minimap,
    /// Shows or hides the definition beside the canvas.
    ShowJson,
    /// Shows or hides the list of problems.
    ShowProblems,
    /// Shows or hides the outline.
    ShowOutline,
    /// Shows or hides the history of changes.
    ShowHistory,
    /// Goes to the item on the left.
    WalkLeft,
    /// Goes to the item on the right.
    WalkRight,
    /// Goes to the item above.
    WalkUp,
    /// Goes to the item below.
    WalkDown,
    /// Adds all that the selection needs to the selection.
    SelectUpstream,
    /// Adds all that needs the selection to it.
    SelectDownstream,
    /// Moves the selection one cell to the left.
    MoveLeft,
    /// Moves the selection one cell to the right.
    MoveRight,
    /// Moves the selection one cell up.
    MoveUp,
    /// Moves the selection one cell down.
    MoveDown,
    /// Moves the selection four cells to the left.
    MoveFarLeft,
    /// Moves the selection four cells to the right.
    MoveFarRight,
    /// Moves the selection four cells up.
    MoveFarUp,
    /// Moves the selection four cells down.
    MoveFarDown,
    /// Opens the search for an item of the workflow.
    Find,
    /// Goes to the next problem.
    NextProblem,
    /// Goes to the problem before.
    PreviousProblem,
    /// Offers selectors in a field.
    Suggest,
    /// Closes a menu, ends a gesture, closes a panel, or selects nothing: the first that there is.
    Cancel,
    /// Opens the command palette.
    Palette,
    /// Shows all keys.
    Help,
}

/// Under which heading the help page lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The workflow as a whole.
    Workflow,
    /// Changes.
    Edit,
    /// Adding and wiring.
    Build,
    /// Walking and selecting.
    Go,
    /// What is shown.
    View,
    /// Finding the way.
    Help,
}

impl Group {
    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Workflow => "Workflow",
            Self::Edit => "Change",
            Self::Build => "Add and connect",
            Self::Go => "Walk and select",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// Where the keyboard is, and so where a command's keys count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Everywhere, in text fields too.
    Any,
    /// Everywhere but in text fields, which have such keys of their own.
    Page,
    /// On the canvas.
    Canvas,
    /// In a field that takes selectors.
    Text,
    /// In the run panel, outside its fields.
    Run,
}

impl Place {
    /// How narrow the place of a command is, if its keys count where the keyboard is.
    const fn within(self, focus: Self) -> Option<u8> {
        match (self, focus) {
            (Self::Canvas, Self::Canvas) | (Self::Text, Self::Text) | (Self::Run, Self::Run) => Some(2),
            (Self::Page, Self::Page | Self::Canvas | Self::Run) => Some(1),
            (Self::Any, _) => Some(0),
            _ => None,
        }
    }
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its name.
    pub id: Id,
    /// What it does, as a menu says it.
    pub title: &'static str,
    /// Where the help page lists it.
    pub group: Group,
    /// Its keys, the ones to show first: `Mod+Shift+Z Mod+Y`. `Mod` is ⌘ on a Mac and Ctrl elsewhere.
    pub keys: &'static str,
    /// Where its keys count.
    pub place: Place,
    /// The command palette offers it: not what only makes sense on a key.
    pub in_palette: bool,
}

impl Command {
    /// The command of a name.
    #[must_use]
    pub fn of(id: Id) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.id == id)
    }

    /// Its keys as they are shown beside it: the first of them, empty where it has none.
    #[must_use]
    pub fn shown(&self, form: Form) -> String {
        self.keys.split(' ').next().map(|keys| display(keys, form)).unwrap_or_default()
    }
}

/// The command of a key press. Of two the one with the narrower place counts: Esc stops the run in the run panel.
#[must_use]
pub fn command(press: &Press<'_>, focus: Place) -> Option<Id> {
    let mut best: Option<(u8, Id)> = None;
    for command in COMMANDS {
        let Some(narrow) = command.place.within(focus) else { continue };
        if best.is_none_or(|(known, _)| narrow > known)
            && command.keys.split(' ').any(|keys| matches(keys, press))
        {
            best = Some((narrow, command.id));
        }
    }
    best.map(|(_, id)| id)
}

/// The commands that the palette offers for a query, the best first; all in their order without one.
#[must_use]
pub fn search(query: &str) -> Vec<&'static Command> {
    let query = Query::new(query);
    let places = fuzzy::ranked(COMMANDS.len(), &mut |place| {
        let command = COMMANDS.get(place).filter(|command| command.in_palette)?;
        let by_title = query.score(&Target::new(command.title));
        let by_group = || query.score(&Target::new(command.group.title())).map(|score| score / 2);
        by_title.or_else(by_group)
    });
    places.into_iter().filter_map(|place| COMMANDS.get(place)).collect()
}

#[cfg(test)]
mod tests;
