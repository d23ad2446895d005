//! The Trash: what was deleted, how long it stays, and taking it back.
use crate::browser::clock;
use crate::components::button::Button;
use crate::components::empty::{empty, failure};
use crate::components::icon::Glyph;
use crate::components::skeleton::skeleton_rows;
use crate::components::time::ago;
use crate::store::config::Mode;
use crate::store::{Msg, trash, use_dispatch, use_selector};
use flowdeck_client::dto::TrashItem;
use flowdeck_editor::whole;
use yew::prelude::*;

const ABOUT_HERE: &str = "The inference server deletes for good. Copies of the last 200 that were deleted here stay in this browser.";
const DAY_MS: f64 = 86_400_000.0;

/// The page.
#[component]
pub fn TrashPage() -> Html {
    let dispatch = use_dispatch();
    let trash = use_selector(|model| model.trash.clone());
    let reload = {
        let (dispatch, ws) = (dispatch.clone(), trash.ws.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Trash(trash::Msg::Enter(ws.clone()))))
    };
    let is_here = use_selector(|model| model.config.mode == Mode::Builder);
    let content = match (&trash.items, &trash.failure) {
        (None, Some(error)) => failure(
            Glyph::CircleAlert,
            "The Trash could not be loaded",
            error.to_string(),
            html! { <Button label="Try again" glyph={Glyph::RotateCcw} onclick={reload} /> },
        ),
        (None, None) => skeleton_rows(4, "Loading the Trash"),
        (Some(items), _) if items.is_empty() => empty(
            Glyph::Trash2,
            "The Trash is empty",
            if is_here {
                ABOUT_HERE
            } else {
                "A deleted workflow stays here for 30 days, with all its versions."
            },
            Html::default(),
        ),
        (Some(items), _) => html! {
            <div class="fd-table" role="table" aria-label="Deleted workflows">
                <div class="fd-table__head fd-trash-row" role="row">
                    <span role="columnheader">{ "Name" }</span>
                    <span role="columnheader" class="fd-wide">{ "URL name" }</span>
                    <span role="columnheader">{ "Deleted" }</span>
                    <span role="columnheader">{ if is_here { "" } else { "Days left" } }</span>
                    <span role="columnheader"><span class="fd-sr">{ "Actions" }</span></span>
                </div>
                { for items.iter().map(|item| row(item, &trash.ws, trash.busy.contains(&item.id), &dispatch)) }
            </div>
        },
    };
    html! {
        <div class="fd-page">
            <div class="fd-page__head">
                <h1>{ "Trash" }</h1>
                <p class="fd-page__about">{ if is_here { ABOUT_HERE } else { "Deleted workflows stay for 30 days, then they are gone for good." } }</p>
            </div>
            { content }
        </div>
    }
}

fn row(item: &TrashItem, ws: &str, busy: bool, dispatch: &Callback<Msg>) -> Html {
    let left = clock::parse(&item.scheduled_cleanup_at).map_or_else(String::new, |end| {
        whole(((end - clock::now_ms()) / DAY_MS).ceil().max(0.0)).to_string()
    });
    let (dispatch, ws, id) = (dispatch.clone(), String::from(ws), item.id.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.emit(Msg::Trash(trash::Msg::Restore(ws.clone(), id.clone())));
    });
    html! {
        <div class="fd-table__row fd-trash-row" role="row" key={item.id.clone()}>
            <span role="cell" class="fd-cut" dir="auto">{ &item.name }</span>
            <span role="cell" class="fd-cut fd-mono fd-wide">{ &item.url }</span>
            <span role="cell">{ ago(&item.deleted_at) }</span>
            <span role="cell">{ left }</span>
            <span role="cell"><Button label="Restore" glyph={Glyph::RotateCcw} {busy} {onclick} /></span>
        </div>
    }
}
