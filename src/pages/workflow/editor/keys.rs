//! Keys in the editor: which command one means where it was pressed.
use super::desk::Desk;
use crate::browser::dom;
use flowdeck_editor::shortcut::{Id, Place, Press, command};
use yew::prelude::*;

/// Handles a key.
pub(super) fn press(desk: &Desk, event: &KeyboardEvent) {
    let focus = if dom::is_typing(event) {
        Place::Text
    } else if dom::is_within(event, ".fd-canvas, .fd-outline") {
        Place::Canvas
    } else {
        Place::Page
    };
    let (key, code) = (event.key(), event.code());
    let press = Press {
        key: &key,
        code: &code,
        ctrl: event.ctrl_key(),
        meta: event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
        is_mac: dom::is_mac(),
    };
    let Some(id) = command(&press, focus) else { return };
    // Fields suggest by themselves; saving has its own listener, on the page.
    if matches!(id, Id::Suggest | Id::Save) || event.default_prevented() {
        return;
    }
    if desk.reason(id).is_some() && id != Id::Cancel {
        return;
    }
    // What is pasted comes with an event of its own, without which the page would have to ask for it.
    if matches!(id, Id::Paste | Id::PasteApart) {
        desk.keeps_wires().set(id == Id::Paste);
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    desk.choose(id);
}
