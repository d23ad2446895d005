//! The dialog for a new workflow: blank, one of the starters, pasted, or from a file.
use crate::browser::{dom, files};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::field::{Labelled, describe, field};
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::radio_card::{RadioCard, radio_card};
use crate::components::search_box::value_of;
use crate::components::starters::{self, Starters};
use crate::store::list::{self, Creating};
use crate::store::{App, Msg, use_app, use_dispatch, use_selector};
use flowdeck_spec::{config, slug};
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, SubmitEvent};
use yew::prelude::*;

/// The largest definition that is read from a file, bytes.
const LARGEST_FILE: f64 = 16.0 * 1024.0 * 1024.0;

/// The group of the radio buttons.
const GROUP: &str = "new-start";
/// What is chosen where no starter is: nothing, or JSON of one's own.
const BLANK: &str = "blank";
pub(super) const JSON: &str = "json";
/// The ways to begin without a starter: key, name, what comes of it.
const OWN: [(&str, &str, &str); 2] = [
    (BLANK, "Blank", "An empty canvas."),
    (JSON, "Paste or import JSON", "A definition that you have: as text, or in a file."),
];

/// Whether a way to begin is none of the starters.
fn is_own(key: &str) -> bool {
    OWN.iter().any(|(own, ..)| *own == key)
}

/// The dialog. The store says that it is open.
#[component]
pub fn CreateDialog() -> Html {
    let (app, dispatch) = (use_app(), use_dispatch());
    let creating = use_selector(|model| model.lists.creating.clone()).unwrap_or_default();
    let name = use_state_eq(|| creating.name.clone());
    // The name that came with what was chosen: it is no one's own, and goes with the choice.
    let given = use_state_eq(String::new);
    let url = use_state_eq(|| None::<String>);
    let definition = use_state_eq(|| creating.config.as_deref().map(String::from).unwrap_or_default());
    let chosen = use_state_eq(|| {
        AttrValue::from(match creating.start {
            "" if creating.config.is_some() => JSON,
            "" => BLANK,
            start => start,
        })
    });
    let fetching = use_state_eq(|| false);
    let lost = use_state_eq(String::new);
    let tried = use_state_eq(|| false);
    let shown_url = (*url)
        .clone()
        .unwrap_or_else(|| if name.trim().is_empty() { String::new() } else { slug::from_name(&name) });

    let name_problem = if *tried && name.trim().is_empty() { "Give it a name." } else { "" };
    let url_problem =
        url.as_deref().filter(|url| !url.is_empty()).and_then(slug::problem).unwrap_or_default();
    let is_json = *chosen == JSON;
    let definition_problem = if is_json { check(&definition) } else { String::new() };
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
    let onchoose = {
        let (chosen, name, given, lost) = (chosen.clone(), name.clone(), given, lost.clone());
        Callback::from(move |taken: RadioCard| {
            let new = if is_own(&taken.key) { String::new() } else { String::from(&*taken.name) };
            if name.trim().is_empty() || *name == *given {
                name.set(new.clone());
                given.set(new);
            }
            lost.set(String::new());
            chosen.set(taken.key);
        })
    };
    let onsubmit = {
        let (name, url, definition, chosen) = (name.clone(), url.clone(), definition.clone(), chosen.clone());
        let (fetching, lost) = (fetching.clone(), lost.clone());
        let is_sound = url_problem.is_empty() && definition_problem.is_empty();
        let ws = creating.ws.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if name.trim().is_empty() || !is_sound {
                dom::focus_selector("#new-name");
                return;
            }
            let new = New { ws: ws.clone(), name: (*name).clone(), url: (*url).clone() };
            let text = (is_json && !definition.trim().is_empty()).then(|| Rc::from(definition.as_str()));
            if is_own(&chosen) {
                new.make(&app, text);
            } else if !*fetching {
                let (app, chosen, fetching, lost) =
                    (app.clone(), chosen.clone(), fetching.clone(), lost.clone());
                fetching.set(true);
                lost.set(String::new());
                wasm_bindgen_futures::spawn_local(async move {
                    let text = starters::definition(&chosen).await;
                    fetching.set(false);
                    match text {
                        Ok(text) => new.make(&app, Some(text)),
                        Err(error) => lost.set(error.to_string()),
                    }
                });
            }
        })
    };
    let own = |(key, name, about): (&'static str, &'static str, &'static str)| {
        radio_card(GROUP, &RadioCard::new(key, name, about), &chosen, &onchoose)
    };
    let described = describe("new-definition");
    html! {
        <Dialog title="New workflow" wide=true onclose={close.clone()}>
            <form class="fd-form fd-begin" {onsubmit} novalidate=true>
                <div class="fd-begin__names">
                    { field(&Labelled { id: "new-name", label: "Name", note: "", hint: "", problem: name_problem }, html! { <input id="new-name" class="fd-input" value={(*name).clone()} {oninput} autocomplete="off" maxlength="200"
                            required=true data-autofocus="" aria-describedby={describe("new-name")} aria-invalid={(!name_problem.is_empty()).then_some("true")} /> }) }
                    { field(&Labelled { id: "new-url", label: "URL name", note: "optional", hint: "The last part of its address. Made from the name if left alone.", problem: url_problem }, html! { <input id="new-url" class="fd-input fd-mono" value={(*url).clone().unwrap_or_default()} placeholder={shown_url}
                            oninput={oninput_url} autocomplete="off" spellcheck="false" aria-describedby={describe("new-url")} /> }) }
                </div>
                <fieldset class="fd-begin__what">
                    <legend>{ "Begin with" }</legend>
                    <div class="fd-starts">
                        { for OWN.into_iter().map(own) }
                        if is_json {
                            <div class="fd-start__wide">
                                { field(&Labelled { id: "new-definition", label: "Definition", note: "", hint: "", problem: &definition_problem }, html! { <textarea id="new-definition" class="fd-textarea fd-mono" rows="5" value={(*definition).clone()} oninput={oninput_definition}
                                        spellcheck="false" aria-describedby={described} /> }) }
                                <label class="fd-file">
                                    <span>{ "Read from a file" }</span>
                                    <input type="file" accept=".json,application/json" onchange={onfile} />
                                </label>
                            </div>
                        }
                        <div class="fd-start__wide"><h3>{ "Starters" }</h3></div>
                        <Starters group={GROUP} chosen={(*chosen).clone()} {onchoose} />
                    </div>
                </fieldset>
                if !lost.is_empty() { { notice(Tone::Bad, (*lost).clone(), Html::default()) } }
                if let Some(error) = &creating.failure { { notice(Tone::Bad, error.to_string(), Html::default()) } }
                <div class="fd-form__actions">
                    <Button label="Cancel" onclick={close.reform(|_: MouseEvent| ())} />
                    <Button label="Create" glyph={Glyph::Plus} weight={Weight::Primary} submit=true busy={*fetching || creating.request.is_some()} />
                </div>
            </form>
        </Dialog>
    }
}

/// A workflow to be made.
struct New {
    ws: String,
    name: String,
    url: Option<String>,
}

impl New {
    /// Makes it, unless its dialog was closed meanwhile.
    fn make(self, app: &App, config: Option<Rc<str>>) {
        let Self { ws, name, url } = self;
        let is_asked = app
            .store()
            .read(|model| model.lists.creating.as_ref().is_some_and(|one: &Creating| one.ws == ws));
        if is_asked {
            app.dispatch(Msg::List(list::Msg::New(ws, name.clone(), config)));
            app.dispatch(Msg::List(list::Msg::Create(String::from(name.trim()), url)));
        }
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
