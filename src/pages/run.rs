//! Running a workflow: a form made from its inputs at the left, what came out at the right.
mod form;
mod lend;
mod outcome;

use crate::browser::{dom, listener::Listener};
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::pages::workflow::PartProps;
use crate::store::config::Mode;
use crate::store::run;
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use form::RunForm;
pub(super) use form::sample_image;
use lend::LendDialog;
use outcome::RunOutcome;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// The view.
#[component]
pub fn RunView(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let picked = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let is_busy = model.runs.get(&key).is_some_and(|run| run.outcome.is_busy());
            Some((document.is_dirty, is_busy))
        }
    });
    let (is_dirty, is_busy) = picked.unwrap_or_default();
    let is_direct = use_selector(|model| model.config.mode == Mode::Direct);
    use_run_keys(&key, is_busy);
    let send = |make: fn(Key) -> run::Msg| {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Run(make(key.clone()))))
    };
    html! {
        <div class="fd-split fd-run">
            <section class="fd-run__form" aria-label="Inputs">
                <h2>{ "Inputs" }</h2>
                if is_dirty && is_direct {
                    { notice(Tone::Info, "Runs your edited text, which is not saved. No token is given for that: your key would go to the execution endpoint.", Html::default()) }
                } else if is_dirty {
                    { notice(Tone::Info, "Runs your edited text, which is not saved.", Html::default()) }
                }
                <RunForm key_of={key.clone()} />
                <div class="fd-run__actions">
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
