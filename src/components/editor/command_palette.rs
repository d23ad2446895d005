//! The command palette: every command of the editor by its name, with its keys.
use super::finder::{Choice, Finder, Part, marked};
use super::keys;
use crate::components::dialog::Dialog;
use flowdeck_editor::palette::fuzzy::Query;
use flowdeck_editor::shortcut::{Command, Id, search};
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`CommandPalette`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CommandPaletteProps {
    /// The keys are those of a Mac.
    #[prop_or_default]
    pub is_mac: bool,
    /// The commands used lately, the latest first.
    #[prop_or_default]
    pub recent: Vec<Id>,
    /// Why a command cannot be used now; none where it can.
    pub reason: Callback<Id, Option<AttrValue>>,
    /// Called with the command that was chosen, after `onclose`.
    pub onchoose: Callback<Id>,
    /// Called when it is to close.
    pub onclose: Callback<()>,
}

type Found = (Vec<&'static Command>, Vec<Part>);

/// Shown as long as it is mounted.
#[component]
pub fn CommandPalette(props: &CommandPaletteProps) -> Html {
    let query = use_state_eq(String::new);
    let found = use_memo(((*query).clone(), props.recent.clone()), |(query, recent)| find(query, recent));
    let typed = Query::new(&query);
    let choice = {
        let (found, reason, is_mac) = (Rc::clone(&found), props.reason.clone(), props.is_mac);
        Callback::from(move |index: usize| match found.0.get(index) {
            Some(command) => shown(command, &typed, reason.emit(command.id), is_mac),
            None => Choice { key: "".into(), content: Html::default(), title: None, is_off: true },
        })
    };
    let onchoose = {
        let (found, onchoose, onclose) = (Rc::clone(&found), props.onchoose.clone(), props.onclose.clone());
        Callback::from(move |index: usize| {
            if let Some(command) = found.0.get(index) {
                onclose.emit(());
                onchoose.emit(command.id);
            }
        })
    };
    let oninput = {
        let query = query.clone();
        Callback::from(move |text: String| query.set(text))
    };
    let nothing =
        html! { <p>{ "No command is called “" }<span class="fd-break">{ &*query }</span>{ "”." }</p> };
    html! {
        <Dialog title="Find a command" onclose={props.onclose.clone()}>
            <div class="fd-commands">
                <Finder id="find-command" label="Search commands" query={(*query).clone()} parts={found.1.clone()}
                    {choice} {nothing} autofocus=true {oninput} {onchoose} onclose={props.onclose.clone()} />
            </div>
        </Dialog>
    }
}

/// What a query finds, the best first; without one the recent ones, and then all by groups.
fn find(query: &str, recent: &[Id]) -> Found {
    let all = search(query);
    if !query.trim().is_empty() {
        let count = all.len();
        return (all, vec![Part { label: "".into(), count }]);
    }
    let mut commands: Vec<&'static Command> =
        recent.iter().filter_map(|id| all.iter().copied().find(|command| command.id == *id)).collect();
    let mut parts = Vec::new();
    if !commands.is_empty() {
        parts.push(Part { label: "Recently used".into(), count: commands.len() });
    }
    for command in all.into_iter().filter(|command| !recent.contains(&command.id)) {
        let label = command.group.title();
        match parts.last_mut() {
            Some(part) if &*part.label == label => part.count += 1,
            _ => parts.push(Part { label: label.into(), count: 1 }),
        }
        commands.push(command);
    }
    (commands, parts)
}

fn shown(command: &Command, query: &Query, reason: Option<AttrValue>, is_mac: bool) -> Choice {
    let is_off = reason.is_some();
    let content = html! {
        <>
            <span class="fd-find__text">
                <span class="fd-cut">{ marked(command.title, query) }</span>
                if let Some(reason) = reason { <span class="fd-find__more">{ reason }</span> }
            </span>
            { keys::keys(command.id, is_mac) }
        </>
    };
    Choice { key: command.title.into(), content, title: None, is_off }
}
