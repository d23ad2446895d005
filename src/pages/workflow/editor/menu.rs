//! What the menus of the canvas offer.
use super::desk::Desk;
use crate::components::editor::context_menu::{MenuCommand, MenuPart};
use flowdeck_editor::shortcut::Id;
use flowdeck_editor::stage::On;

/// The parts of a menu for what it is opened on.
pub(super) fn parts(desk: &Desk, on: On) -> Vec<MenuPart> {
    let lists: &[&[Id]] = match on {
        On::Paper => &[&[Id::AddBlock, Id::AddNote, Id::Paste], &[Id::Tidy, Id::SelectAll, Id::Fit]],
        On::Card(_) => &[
            &[Id::Open, Id::Rename, Id::Connect, Id::AddOutput],
            &[Id::Duplicate, Id::Cut, Id::Copy, Id::CopySelector],
            &[Id::Group, Id::Ungroup],
            &[Id::Delete],
        ],
        On::Link(_) => &[&[Id::Delete]],
    };
    let part = |ids: &&[Id]| MenuPart {
        items: ids.iter().map(|&id| MenuCommand { reason: desk.reason(id), ..MenuCommand::of(id) }).collect(),
        ..MenuPart::default()
    };
    lists.iter().map(part).collect()
}
