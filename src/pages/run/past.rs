//! The runs before, to look at again.
use crate::browser::clock;
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::pages::workflow::PartProps;
use crate::run::Outcome;
use crate::store::run::{self, Past};
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use flowdeck_editor::whole;
use yew::prelude::*;

/// The list; nothing before the second run.
#[component]
pub(super) fn PastRuns(props: &PartProps) -> Html {
    let dispatch = use_dispatch();
    let key = props.key_of.clone();
    let (past, looked_at) = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.runs.get(&key).map(|run| (run.past.clone(), run.looked_at)).unwrap_or_default()
        }
    });
    // The only one that there is is on the screen.
    if past.is_empty() || (past.len() == 1 && looked_at.is_some()) {
        return Html::default();
    }
    let now = clock::now_ms();
    let one = |past: &Past| {
        let id = past.id;
        let tell = |make: fn(Key, u64) -> run::Msg| {
            let (dispatch, key) = (dispatch.clone(), key.clone());
            Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Run(make(key.clone(), id))))
        };
        let is_here = looked_at == Some(id);
        html! {
            <li class={classes!(is_here.then_some("is-here"))}>
                <button type="button" class="fd-past__run" aria-current={is_here.then_some("true")} onclick={tell(run::Msg::Look)}>
                    <span>{ &past.title }</span><span class="fd-dim">{ ended(&past.outcome) }{ " · " }{ clock::ago(past.at, now) }</span>
                </button>
                <Button label="Pin" pressed={past.is_pinned} weight={Weight::Quiet} hint="Stays when newer runs come" onclick={tell(run::Msg::Pin)} />
            </li>
        }
    };
    let forget = {
        let key = key.clone();
        dispatch.reform(move |_: MouseEvent| Msg::Run(run::Msg::ForgetPast(key.clone())))
    };
    html! {
        <details class="fd-past">
            <summary>{ format!("Runs before ({})", past.len()) }</summary>
            <ul>{ for past.iter().map(one) }</ul>
            <Button label="Forget those that are not pinned" glyph={Glyph::Trash2} weight={Weight::Quiet} onclick={forget} />
        </details>
    }
}

fn ended(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done(_, ms) if *ms < 1_000.0 => format!("{} ms", whole(*ms)),
        Outcome::Done(_, ms) => format!("{} s", super::tenths(*ms / 1_000.0)),
        _ => String::from("failed"),
    }
}
