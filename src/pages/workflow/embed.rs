//! Publishing: which pages may run the workflow, what they write to do so, how much they do.
mod snippet;

use super::PartProps;
use crate::browser::location;
use crate::components::button::{Button, Weight};
use crate::components::empty::{empty, failure};
use crate::components::field::{Labelled, describe, field};
use crate::components::icon::Glyph;
use crate::components::notice::{Tone, notice};
use crate::components::search_box::value_of;
use crate::components::skeleton::skeleton_rows;
use crate::store::config::Mode;
use crate::store::{Key, Model, Msg, embed, use_dispatch, use_selector};
use flowdeck_client::dto::{Publication, Published};
use snippet::Snippet;
use std::rc::Rc;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement, SubmitEvent};
use yew::prelude::*;

#[component]
pub(super) fn EmbedView(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let embed = use_selector({
        let key = key.clone();
        move |model: &Model| model.embeds.get(&key).cloned()
    })
    .unwrap_or_default();
    if use_selector(|model| matches!(model.config.mode, Mode::Direct | Mode::Builder)) {
        return empty(
            Glyph::Info,
            "Publishing needs a server",
            "Other pages get their tokens from a Flowdeck server, which holds the key: flowdeck serve --gateway.",
            Html::default(),
        );
    }
    match (&embed.published, &embed.failure) {
        (None, Some(error)) => {
            let retry = Callback::from(move |_: MouseEvent| {
                dispatch.emit(Msg::Embed(embed::Msg::Enter(key.clone())));
            });
            failure(
                Glyph::CircleAlert,
                "The publication could not be loaded",
                error.to_string(),
                html! { <Button label="Try again" glyph={Glyph::RotateCcw} onclick={retry} /> },
            )
        }
        (None, None) => skeleton_rows(4, "Loading the publication"),
        (Some(published), failure) => html! {
            <div class="fd-split fd-embed">
                <div class="fd-embed__form">
                    if let Some(error) = failure { { notice(Tone::Bad, error.to_string(), Html::default()) } }
                    <Form key_of={key.clone()} published={Rc::clone(published)} busy={embed.busy} />
                </div>
                <Snippet key_of={key} published={Rc::clone(published)} />
            </div>
        },
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct KnownProps {
    key_of: Key,
    published: Rc<Published>,
    #[prop_or_default]
    busy: bool,
}

/// Origins, limits, life.
#[component]
fn Form(props: &KnownProps) -> Html {
    let dispatch = use_dispatch();
    let key = props.key_of.clone();
    let may_edit = use_selector({
        let ws = key.ws.clone();
        move |model: &Model| model.may_edit(&ws)
    });
    let mode = use_selector(|model| model.config.mode);
    let known = props.published.publication.clone();
    let is_published = known.is_some();
    let start = known.unwrap_or(Publication { minutes: 5, per_minute: 60, ..Publication::default() });
    let origins = use_state_eq(|| start.origins.join("\n"));
    let minutes = use_state_eq(|| start.minutes);
    let per_minute = use_state_eq(|| start.per_minute.to_string());
    let tried = use_state_eq(|| false);
    let list: Vec<String> =
        origins.lines().map(|line| String::from(line.trim())).filter(|line| !line.is_empty()).collect();
    let origins_problem = if *tried { origin_problem(&list) } else { String::new() };
    let rate = per_minute.trim().parse::<u32>().ok().filter(|rate| *rate > 0);
    let rate_problem = if rate.is_some() { "" } else { "Give a whole number, such as 60." };
    let is_sound = origin_problem(&list).is_empty() && rate.is_some();
    let can_change = may_edit && !start.from_file;
    let onsubmit = {
        let (dispatch, key, tried, minutes) = (dispatch.clone(), key.clone(), tried, *minutes);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if let (true, Some(per_minute)) = (is_sound, rate) {
                let publication =
                    Publication { origins: list.clone(), minutes, per_minute, from_file: false };
                dispatch.emit(Msg::Embed(embed::Msg::Publish(key.clone(), publication)));
            }
        })
    };
    let take_back = Callback::from(move |_: MouseEvent| {
        dispatch.emit(Msg::Embed(embed::Msg::Unpublish(key.clone())));
    });
    let oninput_origins = Callback::from(move |event: InputEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            origins.set(area.value());
        }
    });
    let oninput_rate = {
        let per_minute = per_minute.clone();
        Callback::from(move |event: InputEvent| per_minute.set(value_of(&event)))
    };
    let onchange = {
        let minutes = minutes.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                minutes.set(select.value().parse().unwrap_or(5));
            }
        })
    };
    html! {
        <form class="fd-form" {onsubmit} novalidate=true>
            <h2>{ "Run it from other pages" }</h2>
            <p class="fd-dim">{ "Pages of the listed origins get a token that runs this workflow, and only this one, for some minutes. \
                No key is in any page." }</p>
            if start.from_file {
                { notice(Tone::Info, "This publication comes from flowdeck.toml: change it there.", Html::default()) }
            }
            { field(&Labelled { id: "embed-origins", label: "Origins", note: "one a line", hint: "Scheme, host and port, as the browser's address bar begins: https://app.example", problem: &origins_problem }, html! {
                <textarea id="embed-origins" class="fd-textarea fd-mono" rows="4" value={start.origins.join("\n")} oninput={oninput_origins}
                    spellcheck="false" readonly={!can_change} aria-describedby={describe("embed-origins")} /> }) }
            { field(&Labelled { id: "embed-minutes", label: "Life of a token", note: "", hint: if mode == Mode::Gateway { "The cloud chooses its tokens' life itself." } else { "" }, problem: "" }, html! {
                <select id="embed-minutes" class="fd-select" {onchange} disabled={!can_change} aria-describedby={describe("embed-minutes")}>
                    { for [1_u32, 2, 5, 10, 15].into_iter().map(|value| html! {
                        <option value={value.to_string()} selected={value == *minutes}>{ if value == 1 { String::from("1 minute") } else { format!("{value} minutes") } }</option>
                    }) }
                </select> }) }
            { field(&Labelled { id: "embed-rate", label: "Tokens a minute", note: "to everybody together", hint: "", problem: rate_problem }, html! {
                <input id="embed-rate" class="fd-input" inputmode="numeric" value={(*per_minute).clone()} oninput={oninput_rate} readonly={!can_change}
                    aria-describedby={describe("embed-rate")} aria-invalid={(!rate_problem.is_empty()).then_some("true")} /> }) }
            if can_change {
                <div class="fd-form__actions">
                    if is_published {
                        <Button label="Publish no longer" weight={Weight::Danger} disabled={props.busy} onclick={take_back} />
                    }
                    <Button label={if is_published { "Save changes" } else { "Publish" }} weight={Weight::Primary} submit=true busy={props.busy} />
                </div>
            }
            if is_published && mode == Mode::Gateway {
                <p class="fd-dim">{ "Taking it back stops new tokens; one that was given runs until its minutes are over." }</p>
            }
        </form>
    }
}

/// Why a list of origins cannot be taken; empty if it can.
fn origin_problem(list: &[String]) -> String {
    match list.iter().find(|line| !location::is_origin(line)) {
        _ if list.is_empty() => String::from("List at least one origin."),
        Some(wrong) => format!("“{wrong}” is no origin: write it like https://app.example, without a path."),
        None => String::new(),
    }
}
