//! The messages in the corner.
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::components::notice::notice;
use crate::store::toast::{self, Toast};
use crate::store::{Msg, use_dispatch, use_selector};
use yew::prelude::*;

/// The messages, newest last.
#[component]
pub(super) fn Toasts() -> Html {
    let dispatch = use_dispatch();
    let toasts = use_selector(|model| model.toasts.iter().map(Toast::shown).collect::<Vec<_>>());
    html! {
        <section class="fd-toasts" aria-label="Messages">
            { for toasts.into_iter().map(|toast| {
                let (act, close) = (dispatch.clone(), dispatch.clone());
                let id = toast.id;
                notice(toast.tone, toast.text, html! { <>
                        if let Some(label) = toast.button {
                            <Button {label}
                                onclick={Callback::from(move |_| act.emit(Msg::Toast(toast::Msg::Act(id))))} />
                        }
                        <Button label="Close" glyph={Glyph::X} icon_only=true weight={Weight::Quiet}
                            onclick={Callback::from(move |_| close.emit(Msg::Toast(toast::Msg::Close(id))))} />
                    </> })
            }) }
        </section>
    }
}
