//! The table of commands. The keys are those that people know from other editors; where those differ, both count.
use super::{Command, Group, Id, Place};
use Group::{Build, Edit, Go, Help, View, Workflow};
use Place::{Any, Canvas, Page, Run, Text};

/// A command that the palette offers.
const fn command(id: Id, group: Group, place: Place, keys: &'static str, title: &'static str) -> Command {
    Command { id, title, group, keys, place, in_palette: true }
}

/// A command for a key alone.
const fn key(id: Id, group: Group, place: Place, keys: &'static str, title: &'static str) -> Command {
    Command { id, title, group, keys, place, in_palette: false }
}

/// All commands, in the order of the help page.
pub const COMMANDS: &[Command] = &[
    command(Id::Save, Workflow, Any, "Mod+S", "Publish the workflow"),
    command(Id::Run, Workflow, Any, "Mod+Enter", "Run the workflow"),
    command(Id::RunUpToHere, Workflow, Canvas, "", "Run up to the selected step"),
    command(Id::Stop, Workflow, Run, "Escape", "Stop the run"),
    command(Id::Undo, Edit, Page, "Mod+Z", "Undo"),
    command(Id::Redo, Edit, Page, "Mod+Shift+Z Mod+Y", "Redo"),
    command(Id::Cut, Edit, Canvas, "Mod+X", "Cut"),
    command(Id::Copy, Edit, Canvas, "Mod+C", "Copy"),
    command(Id::Paste, Edit, Canvas, "Mod+V", "Paste"),
    command(Id::PasteApart, Edit, Canvas, "Mod+Shift+V", "Paste without wires"),
    command(Id::Duplicate, Edit, Canvas, "Mod+D", "Duplicate"),
    command(Id::Delete, Edit, Canvas, "Delete Backspace", "Delete"),
    command(Id::Rename, Edit, Canvas, "F2", "Rename"),
    command(Id::Open, Edit, Canvas, "Enter", "Open the form of the step"),
    command(Id::CopyJson, Edit, Canvas, "", "Copy as JSON"),
    command(Id::CopySelector, Edit, Canvas, "", "Copy the selector"),
    command(Id::Tidy, Edit, Page, "Shift+Alt+T", "Tidy the layout"),
    command(Id::AlignLeft, Edit, Canvas, "", "Align left edges"),
    command(Id::AlignCentre, Edit, Canvas, "", "Align centres, left to right"),
    command(Id::AlignRight, Edit, Canvas, "", "Align right edges"),
    command(Id::AlignTop, Edit, Canvas, "", "Align top edges"),
    command(Id::AlignMiddle, Edit, Canvas, "", "Align middles, top to bottom"),
    command(Id::AlignBottom, Edit, Canvas, "", "Align bottom edges"),
    command(Id::SpreadAcross, Edit, Canvas, "", "Space evenly across"),
    command(Id::SpreadDown, Edit, Canvas, "", "Space evenly down"),
    command(Id::FixAll, Edit, Page, "", "Apply all safe fixes"),
    command(Id::AddBlock, Build, Canvas, "N A", "Add a block"),
    command(Id::AddNote, Build, Canvas, "Shift+S", "Add a note"),
    command(Id::AddOutput, Build, Canvas, "", "Add an output for the step"),
    command(Id::Connect, Build, Canvas, "C", "Connect the step with another"),
    command(Id::Replace, Build, Canvas, "", "Replace the step with another block"),
    command(Id::Group, Build, Canvas, "Mod+G", "Group the selection"),
    command(Id::Ungroup, Build, Canvas, "Mod+Shift+G", "Ungroup"),
    key(Id::Suggest, Build, Text, "$ Ctrl+Space", "Choose a selector"),
    key(Id::WalkLeft, Go, Canvas, "ArrowLeft", "Go to the left"),
    key(Id::WalkRight, Go, Canvas, "ArrowRight", "Go to the right"),
    key(Id::WalkUp, Go, Canvas, "ArrowUp", "Go up"),
    key(Id::WalkDown, Go, Canvas, "ArrowDown", "Go down"),
    command(Id::SelectAll, Go, Canvas, "Mod+A", "Select all"),
    command(Id::SelectUpstream, Go, Canvas, "Shift+ArrowLeft", "Select what the step needs"),
    command(Id::SelectDownstream, Go, Canvas, "Shift+ArrowRight", "Select what needs the step"),
    key(Id::MoveLeft, Go, Canvas, "Alt+ArrowLeft", "Move to the left"),
    key(Id::MoveRight, Go, Canvas, "Alt+ArrowRight", "Move to the right"),
    key(Id::MoveUp, Go, Canvas, "Alt+ArrowUp", "Move up"),
    key(Id::MoveDown, Go, Canvas, "Alt+ArrowDown", "Move down"),
    key(Id::MoveFarLeft, Go, Canvas, "Shift+Alt+ArrowLeft", "Move far to the left"),
    key(Id::MoveFarRight, Go, Canvas, "Shift+Alt+ArrowRight", "Move far to the right"),
    key(Id::MoveFarUp, Go, Canvas, "Shift+Alt+ArrowUp", "Move far up"),
    key(Id::MoveFarDown, Go, Canvas, "Shift+Alt+ArrowDown", "Move far down"),
    command(Id::Find, Go, Page, "Mod+F", "Find a step"),
    command(Id::NextProblem, Go, Any, "F8", "Go to the next problem"),
    command(Id::PreviousProblem, Go, Any, "Shift+F8", "Go to the problem before"),
    command(Id::Fit, View, Canvas, "1", "Show the whole workflow"),
    command(Id::ActualSize, View, Canvas, "0", "Zoom to 100 %"),
    command(Id::ZoomIn, View, Canvas, "Plus =", "Zoom in"),
    command(Id::ZoomOut, View, Canvas, "-", "Zoom out"),
    command(Id::Minimap, View, Page, "Alt+M", "Show or hide the map"),
    command(Id::ShowJson, View, Page, "", "Show or hide the JSON beside the drawing"),
    command(Id::ShowProblems, View, Page, "", "Show or hide the problems"),
    command(Id::ShowOutline, View, Page, "", "Show or hide the outline"),
    command(Id::ShowHistory, View, Page, "", "Show or hide the history"),
    key(Id::Palette, Help, Any, "Mod+K F1", "Find a command"),
    command(Id::Help, Help, Page, "?", "Show all keys"),
    key(Id::Cancel, Help, Any, "Escape", "Close, or select nothing"),
];

/// What the pointer does, for the help page: what, and how.
pub const GESTURES: &[(&str, &str)] = &[
    ("Pan", "Space or middle button and drag, two fingers, or the wheel"),
    ("Zoom", "Ctrl and the wheel, or pinch"),
    ("Add a block", "Double click on the empty canvas"),
    ("Select several", "Drag a box, or Shift or Ctrl and click"),
    ("Connect", "Drag from a port, or click one port and then the other"),
    ("Insert a block into a wire", "Double click on the wire"),
    ("Rename", "Double click on the title"),
    ("Move without the grid", "Alt and drag"),
];
