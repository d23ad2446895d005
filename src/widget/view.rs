//! What a widget shows: the form, the button, the results. Slots `header`, `empty` and `footer` take the page's own
//! content; parts let the page's style sheet reach in.
use super::model::{Form, Model, Msg};
use super::runtime::Widget;
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::run::{FormExtras, InputsForm, Results, inputs_form};
use crate::components::skeleton::skeleton_rows;
use crate::run::Outcome;
use yew::prelude::*;

/// Properties of [`Root`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct RootProps {
    /// The widget.
    pub widget: Widget,
}

/// The widget's views.
#[component]
pub fn Root(props: &RootProps) -> Html {
    let widget = props.widget.clone();
    let render = use_force_update();
    use_effect_with(widget.clone(), move |widget| {
        let subscription = widget.store().subscribe(move || render.force_update());
        move || drop(subscription)
    });
    let model = widget.store().read(Model::clone);
    let onkeydown = {
        let widget = widget.clone();
        let is_busy = model.outcome.is_busy();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                widget.dispatch(Msg::Run);
            } else if event.key() == "Escape" && is_busy {
                widget.dispatch(Msg::Cancel);
            }
        })
    };
    html! {
        <div class="fd-widget" part="widget" {onkeydown}>
            <slot name="header" />
            { content(&widget, &model) }
            if let Some(why) = &model.blocked { { notice(Tone::Bad, why.clone(), Html::default()) } }
            <slot name="footer" />
        </div>
    }
}

fn content(widget: &Widget, model: &Model) -> Html {
    let send = |msg: Msg| {
        let widget = widget.clone();
        Callback::from(move |_: MouseEvent| widget.dispatch(msg.clone()))
    };
    let inputs = match &model.form {
        Form::Unknown | Form::Asked(_) => return skeleton_rows(3, "Loading the workflow"),
        Form::Failed(why) => {
            let again =
                html! { <Button label="Try again" glyph={Glyph::RotateCcw} onclick={send(Msg::Retry)} /> };
            return html! { <div part="error">{ notice(Tone::Bad, why.clone(), again) }</div> };
        }
        Form::Known(inputs) => inputs,
    };
    let onset = {
        let widget = widget.clone();
        Callback::from(move |(name, value)| widget.dispatch(Msg::Set(name, value)))
    };
    let onreject = {
        let widget = widget.clone();
        Callback::from(move |(name, why)| widget.dispatch(Msg::Reject(name, why)))
    };
    let (values, problems) = (&model.values, &model.problems);
    let form = InputsForm { inputs, values, problems, onset, onreject, more: FormExtras::default() };
    let is_busy = model.outcome.is_busy();
    let nothing = html! { <slot name="empty"><p class="fd-dim">{ "Results appear here." }</p></slot> };
    html! {
        <div class={classes!("fd-widget__parts", (model.outcome != Outcome::None).then_some("has-results"))}>
            <section class="fd-widget__form" aria-label="Inputs">
                { inputs_form(&form) }
                <div class="fd-widget__actions" part="actions">
                    if is_busy { <Button label="Stop" glyph={Glyph::Square} hint="Esc" onclick={send(Msg::Cancel)} /> }
                    <Button label="Run" glyph={Glyph::Play} weight={Weight::Primary} busy={is_busy} hint="Ctrl+Enter" part="run"
                        onclick={send(Msg::Run)} />
                </div>
            </section>
            <Results outcome={model.outcome.clone()} images={model.images.clone()} wanted={model.options.outputs.clone()} name_tag="strong" {nothing} />
        </div>
    }
}
