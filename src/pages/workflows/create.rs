//! The dialog for a new workflow: blank, pasted, or from a file.
use crate::browser::files;
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::field::{Labelled, describe, field};
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::search_box::value_of;
use crate::store::list::{self, Creating};
use crate::store::{Msg, use_dispatch, use_selector};
use flowdeck_spec::{config, slug};
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, SubmitEvent};
use yew::prelude::*;

/// The largest definition that is read from a file, bytes.
const LARGEST_FILE: f64 = 16.0 * 1024.0 * 1024.0;

/// The dialog. The store says that it is open.
#[component]
pub fn CreateDialog() -> Html {
    let dispatch = use_dispatch();
    let creating = use_selector(|model| model.lists.creating.clone()).unwrap_or_default();
    let name = use_state_eq(|| creating.name.clone());
    let url = use_state_eq(|| None::<String>);
    let definition = use_state_eq(|| creating.config.as_deref().map(String::from).unwrap_or_default());
    let tried = use_state_eq(|| false);
    let shown_url = (*url)
        .clone()
        .unwrap_or_else(|| if name.trim().is_empty() { String::new() } else { slug::from_name(&name) });

    let name_problem = if *tried && name.trim().is_empty() { "Give it a name." } else { "" };
    let url_problem =
        url.as_deref().filter(|url| !url.is_empty()).and_then(slug::problem).unwrap_or_default();
    let definition_problem = check(&definition);
    let close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.emit(Msg::List(list::Msg::NewCancelled)))
    };
    let oninput = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| name.set(value_of(&event)))
    };
    let oninput_url = {
        let url = url.clone();
        Callback::from(move |event: InputEvent| {
            url.set(Some(value_of(&event)).filter(|text| !text.is_empty()));
        })
    };
    let oninput_definition = {
        let definition = definition.clone();
        Callback::from(move |event: InputEvent| {
            let text =
                event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            definition.set(text);
        })
    };
    let onfile = read_file(&definition, &name, &dispatch);
    let onsubmit = {
        let (dispatch, name, url, definition, tried) =
            (dispatch, name.clone(), url.clone(), definition.clone(), tried);
        let is_sound = url_problem.is_empty() && definition_problem.is_empty();
        let Creating { ws, .. } = creating.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if name.trim().is_empty() || !is_sound {
                crate::browser::dom::focus_selector("#new-name");
                return;
            }
            let config = (!definition.trim().is_empty()).then(|| Rc::from(definition.as_str()));
            dispatch.emit(Msg::List(list::Msg::New(ws.clone(), (*name).clone(), config)));
            dispatch.emit(Msg::List(list::Msg::Create(String::from(name.trim()), (*url).clone())));
        })
    };
    html! {
        <Dialog title="New workflow" onclose={close.clone()}>
            <form class="fd-form" {onsubmit} novalidate=true>
                { field(&Labelled { id: "new-name", label: "Name", note: "", hint: "", problem: name_problem }, html! { <input id="new-name" class="fd-input" value={(*name).clone()} {oninput} autocomplete="off" maxlength="200"
                        required=true data-autofocus="" aria-describedby={describe("new-name")} aria-invalid={(!name_problem.is_empty()).then_some("true")} /> }) }
                { field(&Labelled { id: "new-url", label: "URL name", note: "optional", hint: "The last part of its address. Made from the name if left alone.", problem: url_problem }, html! { <input id="new-url" class="fd-input fd-mono" value={(*url).clone().unwrap_or_default()} placeholder={shown_url}
                        oninput={oninput_url} autocomplete="off" spellcheck="false" aria-describedby={describe("new-url")} /> }) }
                { field(&Labelled { id: "new-definition", label: "Definition", note: "optional", hint: "Paste the JSON of a workflow, or read it from a file. Empty makes a blank one.", problem: &definition_problem }, html! { <textarea id="new-definition" class="fd-textarea fd-mono" rows="5" value={(*definition).clone()} oninput={oninput_definition}
                        spellcheck="false" aria-describedby={describe("new-definition")} /> }) }
                <label class="fd-file">
                    <span>{ "Read from a file" }</span>
                    <input type="file" accept=".json,application/json" onchange={onfile} />
                </label>
                if let Some(error) = &creating.failure { { notice(Tone::Bad, error.to_string(), Html::default()) } }
                <div class="fd-form__actions">
                    <Button label="Cancel" onclick={close.reform(|_: MouseEvent| ())} />
                    <Button label="Create" glyph={Glyph::Plus} weight={Weight::Primary} submit=true busy={creating.request.is_some()} />
                </div>
            </form>
        </Dialog>
    }
}

/// Why a definition cannot be taken; empty if it can.
fn check(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    config::read(text).map_or_else(|error| error.to_string(), |_| String::new())
}

fn read_file(
    definition: &UseStateHandle<String>,
    name: &UseStateHandle<String>,
    dispatch: &Callback<Msg>,
) -> Callback<Event> {
    let (definition, name, dispatch) = (definition.clone(), name.clone(), dispatch.clone());
    Callback::from(move |event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
        let (definition, name, dispatch) = (definition.clone(), name.clone(), dispatch.clone());
        wasm_bindgen_futures::spawn_local(async move {
            if file.size() > LARGEST_FILE {
                dispatch
                    .emit(Msg::Failed(format!("“{}” is larger than 16 MB: it is no workflow.", file.name())));
                return;
            }
            match files::text(&file).await {
                Ok(text) => {
                    if name.trim().is_empty() {
                        name.set(String::from(file.name().trim_end_matches(".json")));
                    }
                    definition.set(String::from(text.trim_start_matches('\u{feff}')));
                }
                Err(error) => dispatch.emit(Msg::Failed(error.to_string())),
            }
        });
    })
}
