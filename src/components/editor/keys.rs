//! Keys beside commands, as people and as screen readers get them.
use flowdeck_editor::shortcut::{Command, Form, Id, display};
use yew::prelude::*;

/// What a menu or a button calls a command.
#[must_use]
pub fn title(id: Id) -> &'static str {
    Command::of(id).map_or("", |command| command.title)
}

/// The first keys of a command, for people: “Ctrl+Z”, on a Mac “⌘Z”; empty where it has none.
#[must_use]
pub fn shown(id: Id, is_mac: bool) -> String {
    let form = if is_mac { Form::Mac } else { Form::Text };
    Command::of(id).map(|command| command.shown(form)).unwrap_or_default()
}

/// All keys of a command for `aria-keyshortcuts`; none where it has none.
#[must_use]
pub fn aria(id: Id, is_mac: bool) -> Option<String> {
    let command = Command::of(id).filter(|command| !command.keys.is_empty())?;
    let form = if is_mac { Form::AriaMac } else { Form::Aria };
    let mut out = String::new();
    for keys in command.keys.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&display(keys, form));
    }
    Some(out)
}

/// The keys of a command at the end of its row; nothing where it has none.
pub fn keys(id: Id, is_mac: bool) -> Html {
    let shown = shown(id, is_mac);
    html! { if !shown.is_empty() { <kbd aria-hidden="true">{ shown }</kbd> } }
}

/// A tooltip: what a command does, and its keys.
#[must_use]
pub fn hint(title: &str, id: Id, is_mac: bool) -> String {
    let mut out = String::from(title);
    let shown = shown(id, is_mac);
    if !shown.is_empty() {
        out.push_str(" (");
        out.push_str(&shown);
        out.push(')');
    }
    out
}
