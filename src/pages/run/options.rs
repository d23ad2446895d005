//! How a run is done: of what, up to where, with which images, and what it may touch.
use crate::components::button::{Button, Weight};
use crate::components::check::check;
use crate::components::field::{Labelled, field};
use crate::components::icon::Glyph;
use crate::pages::workflow::PartProps;
use crate::run::LONGEST_SIDE;
use crate::store::run::{self, Choice, What};
use crate::store::{Model, Msg, settings, use_dispatch, use_selector, versions};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The longest sides that can be chosen, pixels.
const SIDES: [u32; 4] = [640, 1_024, LONGEST_SIDE, 4_096];

/// The choices.
#[component]
pub(super) fn RunOptions(props: &PartProps) -> Html {
    let dispatch = use_dispatch();
    let key = props.key_of.clone();
    let (choices, is_draft, disables_sinks, is_too_large, is_dirty) = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let unopened = run::Run::default();
            let run = model.runs.get(&key).unwrap_or(&unopened);
            let is_draft = run::is_draft(model, &key);
            let is_dirty = model.documents.get(&key).is_some_and(|document| document.is_dirty);
            (run.choices.clone(), is_draft, run.disables_sinks(is_draft), run.is_too_large, is_dirty)
        }
    });
    let known = use_selector({
        let key = key.clone();
        move |model: &Model| model.versions.get(&key).and_then(|versions| versions.list.clone())
    });
    let asked = use_selector({
        let key = key.clone();
        move |model: &Model| run::Asked::of(model, &key)
    });
    let steps = use_memo(asked, run::Asked::steps);
    let longest = use_selector(|model| model.settings.longest);
    let choose = |make: fn(String) -> Choice| {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |value| dispatch.emit(Msg::Run(run::Msg::Choose(key.clone(), make(value)))))
    };
    let turn = |make: fn(bool) -> Choice| {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |is_on| dispatch.emit(Msg::Run(run::Msg::Choose(key.clone(), make(is_on)))))
    };
    let on_side = dispatch.reform(|value: String| Msg::Settings(settings::Msg::Longest(value.parse().ok())));
    let on_open = {
        let key = key.clone();
        dispatch.reform(move |_: MouseEvent| Msg::Versions(versions::Msg::Enter(key.clone())))
    };
    let reset = {
        let key = key.clone();
        dispatch.reform(move |_: MouseEvent| Msg::Run(run::Msg::Reset(key.clone())))
    };

    let mut whats =
        vec![(String::new(), String::from(if is_dirty { "Your edited text" } else { "What is saved" }))];
    if is_dirty || choices.what == What::Saved {
        whats.push((String::from("saved"), String::from("What is saved")));
    }
    let list = known.as_deref().map(Vec::as_slice).unwrap_or_default();
    whats.extend(list.iter().map(|one| (format!("v{}", one.version), format!("Version {}", one.version))));
    let ends = steps.iter().map(|step| (step.clone(), format!("Step {step}")));
    let ends = [(String::new(), String::from("All of it"))].into_iter().chain(ends).collect();
    let sides = SIDES.iter().map(|side| (side.to_string(), format!("{side} px at most")));
    let sides = sides.chain([(String::new(), String::from("As they are"))]).collect();
    let what = match &choices.what {
        What::OnScreen => String::new(),
        What::Saved => String::from("saved"),
        What::Version(version) => format!("v{version}"),
    };
    let up_to = choices.up_to.clone().unwrap_or_default();
    html! {
        <div class="fd-run__options">
            { check("Send, store and notify nothing (sinks off)", disables_sinks, &turn(Choice::DisableSinks)) }
            <details>
                <summary onclick={on_open}>{ "How it is run" }<span class="fd-dim">{ summary(&choices, is_draft) }</span></summary>
                <div class="fd-form">
                    { select("run-what", "Run", "", whats, &what, &choose(|value| Choice::What(what_of(&value)))) }
                    { select("run-up-to", "Up to", "A part is run as text that is not saved; what the step gives is the result.", ends, &up_to,
                        &choose(|value| Choice::UpTo(Some(value).filter(|value| !value.is_empty())))) }
                    { select("run-side", "Longest side of images", "Larger ones are made smaller before they are sent. For all workflows.", sides,
                        &longest.map(|side| side.to_string()).unwrap_or_default(), &on_side) }
                    { check("Measure what takes how long", choices.profiling, &turn(Choice::Profiling)) }
                    { check("Keep images on this device too", choices.keep_images, &turn(Choice::KeepImages)) }
                    if is_too_large { <p class="fd-field__hint" role="status">{ "These images are larger than 2 MB together: they are not kept." }</p> }
                    <div class="fd-row">
                        <Button label="Reset to defaults" glyph={Glyph::RotateCcw} weight={Weight::Quiet} onclick={reset}
                            hint="Forgets what is filled in here, on this device too" />
                    </div>
                </div>
            </details>
        </div>
    }
}

fn what_of(value: &str) -> What {
    match (value, value.strip_prefix('v')) {
        ("saved", _) => What::Saved,
        (_, Some(version)) => What::Version(String::from(version)),
        _ => What::OnScreen,
    }
}

/// What is chosen otherwise than usual, for who has not opened it.
fn summary(choices: &run::Choices, is_draft: bool) -> String {
    let what = match &choices.what {
        What::Version(version) => format!("version {version}"),
        What::Saved => String::from("what is saved"),
        What::OnScreen if is_draft && choices.up_to.is_none() => String::from("your edited text"),
        What::OnScreen => String::new(),
    };
    let end = choices.up_to.as_ref().map(|step| format!("up to {step}"));
    [Some(what), end].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A field to choose one of some values, each with its name.
fn select(
    id: &'static str,
    label: &str,
    hint: &str,
    options: Vec<(String, String)>,
    chosen: &str,
    onset: &Callback<String>,
) -> Html {
    let onchange = onset.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    let control = html! {
        <select {id} class="fd-select" {onchange}>
            { for options.into_iter().map(|(value, name)| {
                let selected = value == chosen;
                html! { <option {selected} {value}>{ name }</option> }
            }) }
        </select>
    };
    field(&Labelled { id, label, note: "", hint, problem: "" }, control)
}
