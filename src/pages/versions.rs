//! The versions of a workflow: a timeline, what changed from one to the other as text, and bringing one back.
mod diff;

use crate::components::button::{Button, Weight};
use crate::components::empty::{empty, failure};
use crate::components::icon::Glyph;
use crate::components::pill::pill;
use crate::components::skeleton::skeleton_rows;
use crate::components::time::ago;
use crate::pages::workflow::PartProps;
use crate::store::versions::{self, Versions};
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use diff::TextDiff;
use flowdeck_client::dto::Version;
use flowdeck_spec::config;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The view.
#[component]
pub fn VersionsView(props: &PartProps) -> Html {
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let versions = use_selector({
        let key = key.clone();
        move |model: &Model| model.versions.get(&key).cloned()
    })
    .unwrap_or_default();
    let may_edit = use_selector({
        let ws = key.ws.clone();
        move |model: &Model| model.may_edit(&ws)
    });
    let retry = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Versions(versions::Msg::Enter(key.clone()))))
    };
    match (&versions.list, &versions.failure) {
        (None, Some(error)) => failure(
            Glyph::CircleAlert,
            "The versions could not be loaded",
            error.to_string(),
            html! { <Button label="Try again" glyph={Glyph::RotateCcw} onclick={retry} /> },
        ),
        (None, None) => skeleton_rows(4, "Loading the versions"),
        (Some(list), _) if list.is_empty() => empty(
            Glyph::History,
            "No versions yet",
            "Each save that changes the definition makes one.",
            Html::default(),
        ),
        (Some(list), _) => html! {
            <div class="fd-split fd-versions">
                { timeline(&key, list, versions.shown(), &dispatch) }
                { comparison(&key, &versions, may_edit, &dispatch) }
            </div>
        },
    }
}

fn timeline(key: &Key, list: &[Version], shown: Option<&Version>, dispatch: &Callback<Msg>) -> Html {
    let newest = list.first().map(|version| version.version.clone());
    html! {
        <nav class="fd-timeline" aria-label="Versions">
            <ol>
                { for list.iter().map(|version| {
                    let is_shown = shown.is_some_and(|shown| shown.version == version.version);
                    let (dispatch, key, number) = (dispatch.clone(), key.clone(), version.version.clone());
                    let onclick = Callback::from(move |_: MouseEvent| {
                        dispatch.emit(Msg::Versions(versions::Msg::Choose(key.clone(), number.clone())));
                    });
                    html! {
                        <li key={version.version.clone()}>
                            <button type="button" class={classes!("fd-timeline__item", is_shown.then_some("is-here"))} {onclick}
                                aria-current={is_shown.then_some("true")}>
                                <span class="fd-timeline__name">{ format!("Version {}", version.version) }</span>
                                if newest.as_ref() == Some(&version.version) { { pill("current", None) } }
                                <span class="fd-dim">{ ago(&version.created) }</span>
                            </button>
                        </li>
                    }
                }) }
            </ol>
        </nav>
    }
}

fn comparison(key: &Key, versions: &Versions, may_edit: bool, dispatch: &Callback<Msg>) -> Html {
    let Some(shown) = versions.shown() else { return Html::default() };
    let other = versions.other();
    let list = versions.list.clone().unwrap_or_default();
    let is_newest = list.first().is_some_and(|first| first.version == shown.version);
    let restore = {
        let (dispatch, key, number) = (dispatch.clone(), key.clone(), shown.version.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::Versions(versions::Msg::Restore(key.clone(), number.clone())));
        })
    };
    let against = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let value = Some(select.value()).filter(|value| !value.is_empty());
                dispatch.emit(Msg::Versions(versions::Msg::Against(key.clone(), value)));
            }
        })
    };
    let after = readable(shown);
    let before = other.map(readable);
    html! {
        <section class="fd-compare" aria-label={format!("Version {}", shown.version)}>
            <div class="fd-compare__head">
                <h2>{ format!("Version {}", shown.version) }</h2>
                <label for="compare-with">{ "compared with" }</label>
                <select id="compare-with" class="fd-select" onchange={against}>
                    { for list.iter().filter(|one| one.version != shown.version).map(|one| html! {
                        <option value={one.version.clone()} selected={other.is_some_and(|other| other.version == one.version)}>
                            { format!("Version {}", one.version) }
                        </option>
                    }) }
                    <option value="" selected={other.is_none()}>{ "nothing: show it whole" }</option>
                </select>
                <span class="fd-page__fill" />
                if may_edit && !is_newest {
                    <Button label="Restore this version" glyph={Glyph::RotateCcw} weight={Weight::Primary}
                        busy={versions.restoring.is_some()} onclick={restore} />
                }
            </div>
            <TextDiff {before} {after} />
        </section>
    }
}

/// A version's definition, laid out for reading.
fn readable(version: &Version) -> String {
    let text = version.config.clone().unwrap_or_default();
    match config::read(&text) {
        Ok(root) => config::specification(&root).unwrap_or(root).to_pretty(),
        Err(_) => text,
    }
}
