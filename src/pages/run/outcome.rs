//! What came out of the run, with the way to the definition where that is at fault.
use crate::components::button::Button;
use crate::components::empty::empty;
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::components::run::{Extra, Logs, Results, TOOLS, Timing};
use crate::pages::workflow::PartProps;
use crate::route::Route;
use crate::run::Outcome;
use crate::run::logs::logs;
use crate::store::{Effect, Key, Model, Msg, document, use_dispatch, use_selector};
use flowdeck_client::Error;
use flowdeck_editor::item::{Item, Section};
use flowdeck_spec::{Node, json};
use yew::prelude::*;

#[component]
pub(super) fn RunOutcome(props: &PartProps) -> Html {
    let dispatch = use_dispatch();
    let key = props.key_of.clone();
    let run = use_selector({
        let key = key.clone();
        move |model: &Model| model.runs.get(&key).map(|run| (run.seen(), run.was_draft, run.was_measured))
    });
    let steps = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let steps = document.specification().get("steps").map_or(&[][..], Node::items);
            let name = |step: &Node| step.get("name")?.as_str().map(String::from);
            Some(steps.iter().filter_map(name).collect::<Vec<_>>())
        }
    });
    let ((outcome, images), was_draft, was_measured) = run.unwrap_or_default();
    let steps = steps.unwrap_or_default();
    let nothing = empty(
        Glyph::Play,
        "Nothing was run yet",
        "Fill in the inputs, then run. A sample image is a quick start.",
        Html::default(),
    );
    let failed = match &outcome {
        Outcome::Failed(Error::Run(failure)) => failure
            .step(steps.iter().map(String::as_str))
            .map(String::from)
            .filter(|step| steps.contains(step)),
        _ => None,
    };
    let onopen = show_step(&dispatch, &key);
    let body = match &outcome {
        Outcome::Done(answer, _) => Some(answer.whole.clone()),
        Outcome::Failed(Error::Run(failure)) => json::parse(&failure.whole).root,
        _ => None,
    };
    let logs = body.as_ref().map(logs).unwrap_or_default();
    let mut extra = Vec::new();
    if let Outcome::Done(answer, _) = &outcome
        && was_measured
    {
        let content =
            html! { <Timing answer={answer.clone()} steps={steps.clone()} onopen={onopen.clone()} /> };
        extra.push(Extra { key: "timing", label: "Timing", content });
    }
    if !logs.is_empty() {
        extra.push(Extra { key: "logs", label: "Python logs", content: html! { <Logs {logs} /> } });
    }
    let edit = Route::Edit { ws: key.ws, url: key.url };
    let mending = html! {
        <>
            if let Some(step) = failed {
                <Button label={format!("Show step {step}")} onclick={onopen.reform(move |_: MouseEvent| step.clone())} />
            }
            <Link to={edit} class="fd-button fd-button--normal">{ "Edit the definition" }</Link>
        </>
    };
    html! { <Results {outcome} {images} {was_draft} {steps} {nothing} {mending} {extra} tools={TOOLS} /> }
}

/// Opens the editor with a step selected.
fn show_step(dispatch: &Callback<Msg>, key: &Key) -> Callback<String> {
    let (dispatch, key) = (dispatch.clone(), key.clone());
    Callback::from(move |step: String| {
        let item = Item::named(Section::Steps, &step);
        dispatch.emit(Msg::Document(document::Msg::Select(key.clone(), vec![item])));
        let to = Route::Workflow { ws: key.ws.clone(), url: key.url.clone() };
        dispatch.emit(Msg::Do(Effect::Go(to)));
    })
}
