//! Without a server of ours: the operator types a key, which stays in this tab's memory. Says what that means, and
//! when it does not work, why.
use crate::browser::{dom, location};
use crate::components::button::{Button, Weight};
use crate::components::field::{Labelled, describe, field};
use crate::components::icon::{Glyph, icon};
use crate::components::notice::{Tone, notice};
use crate::components::search_box::value_of;
use crate::store::connect::{self, explain};
use crate::store::{Msg, use_dispatch, use_selector};
use flowdeck_client::Key;
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::prelude::*;

/// The page.
#[component]
pub fn ConnectPage() -> Html {
    let dispatch = use_dispatch();
    let config = use_selector(|model| model.config.clone());
    let connect = use_selector(|model| model.connect.clone());
    let workspace = use_state_eq(|| config.workspace.clone());
    let key = use_node_ref();
    let said = connect
        .failure
        .as_ref()
        .map(|why| explain(why, &config.api, &location::origin().unwrap_or_default()))
        .unwrap_or_default();
    let oninput = {
        let workspace = workspace.clone();
        Callback::from(move |event: InputEvent| workspace.set(value_of(&event)))
    };
    let onsubmit = {
        let (workspace, key) = (workspace.clone(), key.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text =
                key.cast::<HtmlInputElement>().map(|input| dom::take_value(&input)).unwrap_or_default();
            dispatch.emit(Msg::Connect(connect::Msg::Try((*workspace).clone(), Key::new(text))));
        })
    };
    html! {
        <div class="fd-page fd-connect">
            <section class="fd-panel" aria-labelledby="connect-title">
                <h1 id="connect-title">{ "Connect to your workspace" }</h1>
                <p class="fd-dim">
                    { "This page has no server of its own. It speaks with " }<span class="fd-mono">{ &config.api }</span>
                    { " itself, with your API key." }
                </p>
                <form class="fd-form" {onsubmit} novalidate=true autocomplete="off">
                    { field(&Labelled { id: "connect-workspace", label: "Workspace", note: "optional", hint: "Its name in addresses. Left empty, it is the one that the key belongs to.", problem: &said.workspace }, html! {
                        <input id="connect-workspace" class="fd-input fd-mono" value={(*workspace).clone()} {oninput} autocomplete="off" spellcheck="false"
                            autocapitalize="none" aria-describedby={describe("connect-workspace")} aria-invalid={(!said.workspace.is_empty()).then_some("true")} /> }) }
                    { field(&Labelled { id: "connect-key", label: "API key", note: "", hint: "", problem: &said.key }, html! {
                        <input id="connect-key" ref={key} type="password" class="fd-input fd-mono" autocomplete="off" spellcheck="false" required=true
                            aria-describedby={describe("connect-key")} aria-invalid={(!said.key.is_empty()).then_some("true")} /> }) }
                    if !said.service.is_empty() { { notice(Tone::Bad, said.service.clone(), Html::default()) } }
                    if !said.checks.is_empty() {
                        <ul class="fd-connect__checks">{ for said.checks.iter().map(|check| html! { <li>{ check }</li> }) }</ul>
                    }
                    <div class="fd-form__actions">
                        <Button label="Connect" glyph={Glyph::ArrowRight} weight={Weight::Primary} submit=true busy={connect.request.is_some()} />
                    </div>
                </form>
            </section>
            <section class="fd-connect__about" aria-labelledby="connect-about">
                <h2 id="connect-about">{ "What becomes of the key" }</h2>
                <ul>
                    <li>{ icon(Glyph::Check, 16) }<span>{ "It stays in this tab's memory. It is not stored; closing or reloading the tab, leaving it, or signing out forgets it." }</span></li>
                    <li>{ icon(Glyph::Check, 16) }<span>{ "It is sent to " }<span class="fd-mono">{ &config.api }</span>{ " alone. Runs get a token that opens one workflow for minutes; to run text that is not saved you are asked first." }</span></li>
                    <li>{ icon(Glyph::TriangleAlert, 16) }<span>{ "Whoever sits at this tab can use it. For a team let a gateway hold the key, so that no browser has it: " }<code>{ "flowdeck serve --gateway" }</code></span></li>
                </ul>
            </section>
        </div>
    }
}
