//! Running a workflow: a form made from its inputs at the left, what came out at the right.
mod camera;
mod code;
mod form;
mod lend;
mod options;
mod outcome;
mod past;
mod tick;

use crate::browser::{dom, listener::Listener};
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::pages::workflow::PartProps;
use crate::run::{Outcome, limit};
use crate::store::config::Mode;
use crate::store::run;
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use code::RunCode;
use flowdeck_editor::whole;
use form::RunForm;
pub(super) use form::sample_image;
use lend::LendDialog;
use options::RunOptions;
use outcome::RunOutcome;
use past::PastRuns;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

const EDITED: &str = "Runs your edited text, which is not saved.";
const EDITED_DIRECT: &str = "Runs your edited text, which is not saved. No token is given for that: your key would go to the \
    execution endpoint.";
const OFFLINE: &str =
    "This device is offline. What you filled in stays here; run it when the network is back.";

/// What the page needs to know.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    /// Whether edited text is run.
    is_edited: bool,
    /// Since when a run is under way.
    since: Option<f64>,
    /// Whether a camera's loop runs.
    is_live: bool,
    /// The limit of the hosted endpoint that ended the last run.
    limit: Option<&'static str>,
    is_offline: bool,
    is_direct: bool,
    /// Whether runs go to the hosted endpoint.
    is_hosted: bool,
}

/// The view.
#[component]
pub fn RunView(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let seen = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let is_dirty = model.documents.get(&key).is_some_and(|document| document.is_dirty);
            let run = model.runs.get(&key);
            let since = run.and_then(|run| match (&run.outcome, &run.live) {
                (Outcome::Busy(_, since), None) => Some(*since),
                _ => None,
            });
            Seen {
                is_edited: is_dirty && run.is_none_or(|run| run.choices.what == run::What::OnScreen),
                since,
                is_live: run.is_some_and(|run| run.live.is_some()),
                limit: run.and_then(|run| match &run.outcome {
                    Outcome::Failed(error) if model.config.is_hosted() => limit(error),
                    _ => None,
                }),
                is_offline: !model.online,
                is_direct: model.config.mode == Mode::Direct,
                is_hosted: model.config.is_hosted(),
            }
        }
    });
    let is_busy = seen.since.is_some() || seen.is_live;
    use_run_keys(&key, is_busy);
    let send = |make: fn(Key) -> run::Msg| {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Run(make(key.clone()))))
    };
    html! {
        <div class="fd-split fd-run">
            <section class="fd-run__form" aria-label="Inputs">
                <h2>{ "Inputs" }</h2>
                if seen.is_edited {
                    { notice(Tone::Info, if seen.is_direct { EDITED_DIRECT } else { EDITED }, Html::default()) }
                }
                <RunForm key_of={key.clone()} />
                <RunOptions key_of={key.clone()} />
                <PastRuns key_of={key.clone()} />
                <RunCode key_of={key.clone()} />
                if let Some(limit) = seen.limit { { notice(Tone::Warn, limit, Html::default()) } }
                if seen.is_offline { { notice(Tone::Warn, OFFLINE, Html::default()) } }
                <div class="fd-run__actions">
                    if let Some(since) = seen.since { <Elapsed {since} is_hosted={seen.is_hosted} /> }
                    if is_busy {
                        <Button label="Stop" glyph={Glyph::Square} hint="Esc" onclick={send(run::Msg::Stop)} />
                    }
                    <Button label="Run" glyph={Glyph::Play} weight={Weight::Primary} busy={is_busy} hint="Ctrl+Enter"
                        onclick={send(run::Msg::Start)} />
                </div>
            </section>
            <RunOutcome key_of={key.clone()} />
            <LendDialog key_of={key} />
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ElapsedProps {
    since: f64,
    is_hosted: bool,
}

/// How long the run has taken so far.
#[component]
fn Elapsed(props: &ElapsedProps) -> Html {
    let now = tick::use_now(true, 100);
    let seconds = ((now - props.since) / 1_000.0).max(0.0);
    let limit = if props.is_hosted { " of 20 at most" } else { "" };
    html! { <span class="fd-run__elapsed" role="timer">{ format!("{} s{limit}", tenths(seconds)) }</span> }
}

/// A number with one decimal, always: one that comes and goes would make the text jump.
fn tenths(number: f64) -> String {
    let tenths = whole(number * 10.0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Ctrl+Enter runs, Escape stops.
#[hook]
fn use_run_keys(key: &Key, is_busy: bool) {
    let dispatch = use_dispatch();
    use_effect_with((key.clone(), is_busy), move |(key, is_busy)| {
        let (key, is_busy) = (key.clone(), *is_busy);
        let listener = dom::document().and_then(|page| {
            Listener::new(&page, "keydown", move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    dispatch.emit(Msg::Run(run::Msg::Start(key.clone())));
                } else if event.key() == "Escape" && is_busy {
                    dispatch.emit(Msg::Run(run::Msg::Stop(key.clone())));
                }
            })
        });
        move || drop(listener)
    });
}
