//! The question before the operator's key goes to the execution endpoint (direct mode): asked once, until sign-out.
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::pages::workflow::PartProps;
use crate::store::{Model, Msg, connect, use_dispatch, use_selector};
use yew::prelude::*;

/// The dialog; nothing while nobody waits for an answer.
#[component]
pub(super) fn LendDialog(props: &PartProps) -> Html {
    let dispatch = use_dispatch();
    let key = props.key_of.clone();
    let is_asked = use_selector(move |model: &Model| model.connect.asked_for.as_ref() == Some(&key));
    let execution = use_selector(|model| model.config.execution.clone());
    if !is_asked {
        return Html::default();
    }
    let keep = dispatch.reform(|()| Msg::Connect(connect::Msg::Keep));
    let lend = dispatch.reform(|_: MouseEvent| Msg::Connect(connect::Msg::Lend));
    html! {
        <Dialog title="Send your key to run this?" onclose={keep.clone()}>
            <div class="fd-form">
                <p>{ "A token runs what is saved. To run your edited text, your API key is sent to " }
                    <span class="fd-mono">{ execution }</span>{ ", in the body of the call." }</p>
                <p class="fd-dim">{ "Saving first avoids that. You are asked once; signing out forgets your answer." }</p>
                <div class="fd-form__actions">
                    <Button label="Cancel" onclick={keep.reform(|_: MouseEvent| ())} />
                    <Button label="Send the key and run" weight={Weight::Primary} onclick={lend} />
                </div>
            </div>
        </Dialog>
    }
}
