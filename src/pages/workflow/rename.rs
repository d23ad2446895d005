//! The dialog that renames a workflow.
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::field::{Labelled, describe, field};
use crate::components::search_box::value_of;
use crate::store::{Key, Msg, document, use_dispatch};
use flowdeck_spec::slug;
use web_sys::SubmitEvent;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct RenameProps {
    pub(super) key_of: Key,
    pub(super) name: String,
    pub(super) onclose: Callback<()>,
}

/// Name and slug. Changes of the definition are not saved by it.
#[component]
pub(super) fn Rename(props: &RenameProps) -> Html {
    let dispatch = use_dispatch();
    let name = use_state_eq(|| props.name.clone());
    let url = use_state_eq(|| props.key_of.url.clone());
    let name_problem = if name.trim().is_empty() { "Give it a name." } else { "" };
    let url_problem = if *url == props.key_of.url { "" } else { slug::problem(&url).unwrap_or_default() };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |event: InputEvent| state.set(value_of(&event)))
    };
    let onsubmit = {
        let (name, url, key, onclose) =
            (name.clone(), url.clone(), props.key_of.clone(), props.onclose.clone());
        let is_sound = name_problem.is_empty() && url_problem.is_empty();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if is_sound {
                let (name, url) = (String::from(name.trim()), (*url).clone());
                dispatch.emit(Msg::Document(document::Msg::Rename(key.clone(), name, url)));
                onclose.emit(());
            }
        })
    };
    html! {
        <Dialog title="Rename workflow" onclose={props.onclose.clone()}>
            <form class="fd-form" {onsubmit} novalidate=true>
                { field(&Labelled { id: "rename-name", label: "Name", note: "", hint: "", problem: name_problem }, html! { <input id="rename-name" class="fd-input" value={(*name).clone()} oninput={set(&name)} maxlength="200" autocomplete="off"
                        data-autofocus="" aria-describedby={describe("rename-name")} /> }) }
                { field(&Labelled { id: "rename-url", label: "URL name", note: "", hint: "The address of the workflow changes with it: links and programs that use the old one stop working.", problem: url_problem }, html! { <input id="rename-url" class="fd-input fd-mono" value={(*url).clone()} oninput={set(&url)} autocomplete="off"
                        spellcheck="false" aria-describedby={describe("rename-url")} /> }) }
                <div class="fd-form__actions">
                    <Button label="Cancel" onclick={props.onclose.reform(|_: MouseEvent| ())} />
                    <Button label="Rename" weight={Weight::Primary} submit=true />
                </div>
            </form>
        </Dialog>
    }
}
