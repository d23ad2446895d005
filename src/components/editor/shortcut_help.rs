//! All keys and what the pointer does, by groups.
use crate::components::dialog::Dialog;
use flowdeck_editor::shortcut::{COMMANDS, Command, Form, GESTURES, Group, display};
use flowdeck_editor::stage::Preset;
use yew::prelude::*;

const GROUPS: &[Group] = &[Group::Workflow, Group::Edit, Group::Build, Group::Go, Group::View, Group::Help];

/// What is done otherwise where a drag moves the view.
const PAN: &[(&str, &str)] = &[
    ("Pan", "Drag, or with one finger or two"),
    ("Zoom", "The wheel, or pinch"),
    ("Select several", "Shift and drag a box, or Shift or Ctrl and click"),
];

/// Properties of [`ShortcutHelp`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ShortcutHelpProps {
    /// The keys are those of a Mac.
    #[prop_or_default]
    pub is_mac: bool,
    /// What drags and wheels do.
    #[prop_or_default]
    pub preset: Preset,
    /// Called when it is to close.
    pub onclose: Callback<()>,
}

/// Shown as long as it is mounted.
#[component]
pub fn ShortcutHelp(props: &ShortcutHelpProps) -> Html {
    html! {
        <Dialog title="Keys and gestures" wide=true onclose={props.onclose.clone()}>
            <div class="fd-keys" tabindex="0" role="group" aria-label="All keys" data-autofocus="">{ all_keys(props.is_mac, props.preset) }</div>
        </Dialog>
    }
}

/// All of them, in columns.
pub fn all_keys(is_mac: bool, preset: Preset) -> Html {
    let form = if is_mac { Form::Mac } else { Form::Text };
    let with_keys = |group: Group| {
        COMMANDS.iter().filter(move |command| command.group == group && !command.keys.is_empty())
    };
    let other = if preset == Preset::Pan { PAN } else { &[] };
    let gestures = GESTURES.iter().map(|row| other.iter().find(|(what, _)| *what == row.0).unwrap_or(row));
    html! {
        <div class="fd-keys__parts">
            { for GROUPS.iter().map(|group| part(group.title(), with_keys(*group).map(|command| command_row(command, form)).collect())) }
            { part("Mouse and touch", gestures.map(|(what, how)| gesture(what, how, is_mac)).collect()) }
        </div>
    }
}

fn part(title: &'static str, rows: Html) -> Html {
    html! { <section class="fd-keys__part"><h3>{ title }</h3><dl>{ rows }</dl></section> }
}

fn command_row(command: &Command, form: Form) -> Html {
    html! {
        <div class="fd-keys__row">
            <dt>{ command.title }</dt>
            <dd>{ for command.keys.split(' ').map(|keys| html! { <kbd>{ display(keys, form) }</kbd> }) }</dd>
        </div>
    }
}

fn gesture(what: &'static str, how: &'static str, is_mac: bool) -> Html {
    let how = if is_mac { how.replace("Ctrl", "⌘").replace("Alt", "⌥") } else { String::from(how) };
    html! { <div class="fd-keys__row is-long"><dt>{ what }</dt><dd>{ how }</dd></div> }
}
