//! One row of the list.
use crate::components::icon::{Glyph, icon};
use crate::components::link::use_link;
use crate::components::menu::{Menu, MenuItem};
use crate::components::notice::Tone;
use crate::components::pill::pill;
use crate::components::time::ago;
use crate::route::Route;
use crate::store::list::{self, Row};
use crate::store::{Msg, use_app, use_dispatch, use_selector};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`WorkflowRow`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct WorkflowRowProps {
    pub(super) ws: String,
    pub(super) row: Rc<Row>,
    pub(super) may_edit: bool,
    pub(super) index: usize,
    pub(super) is_current: bool,
}

/// A workflow: selects itself by its slug, so that only what changed is rendered again.
#[component]
pub(super) fn WorkflowRow(props: &WorkflowRowProps) -> Html {
    let dispatch = use_dispatch();
    let app = use_app();
    let (ws, row) = (props.ws.clone(), Rc::clone(&props.row));
    let (is_chosen, is_busy) = use_selector({
        let (ws, url) = (ws.clone(), row.url.clone());
        move |model: &crate::store::Model| {
            model
                .lists
                .get(&ws)
                .map_or((false, false), |list| (list.chosen.contains(&url), list.busy.contains(&url)))
        }
    });
    let home = use_selector(|model| model.config.workspace.clone());
    let (href, open) = use_link(Route::Workflow { ws: ws.clone(), url: row.url.clone() });
    let choose = {
        let (dispatch, ws, url) = (dispatch.clone(), ws.clone(), row.url.clone());
        Callback::from(move |event: Event| {
            let on = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
            dispatch.emit(Msg::List(list::Msg::Choose(ws.clone(), url.clone(), on)));
        })
    };
    let go = |route: Route| {
        let app = app.clone();
        Callback::from(move |()| app.open(&route))
    };
    let (here, at) = (ws.clone(), row.url.clone());
    let route = |make: fn(String, String) -> Route| make(here.clone(), at.clone());
    let fork = {
        let (dispatch, ws, url, home) = (dispatch.clone(), ws.clone(), row.url.clone(), home);
        Callback::from(move |()| {
            dispatch.emit(Msg::List(list::Msg::Fork(home.clone(), ws.clone(), url.clone())));
        })
    };
    let item = |label: &'static str, glyph: Glyph, danger: bool, run: Callback<()>| MenuItem {
        label: label.into(),
        glyph,
        danger,
        run,
    };
    let mut items = vec![
        item("Run", Glyph::Play, false, go(route(|ws, url| Route::Run { ws, url }))),
        item("Edit as text", Glyph::Code, false, go(route(|ws, url| Route::Edit { ws, url }))),
        item("Versions", Glyph::History, false, go(route(|ws, url| Route::Versions { ws, url }))),
        item("Fork", Glyph::GitFork, false, fork),
    ];
    if props.may_edit {
        let (dispatch, ws, url) = (dispatch, ws, row.url.clone());
        let delete = Callback::from(move |()| {
            dispatch.emit(Msg::List(list::Msg::Delete(ws.clone(), vec![url.clone()])));
        });
        items.push(item("Move to Trash", Glyph::Trash2, true, delete));
    }
    html! {
        <div class={classes!("fd-table__row", "fd-workflow-row", is_chosen.then_some("is-chosen"), is_busy.then_some("is-busy"))}
            role="row" aria-rowindex={(props.index + 2).to_string()}>
            <span role="cell">
                <input type="checkbox" checked={is_chosen} onchange={choose} aria-label={format!("Select {}", row.name)} />
            </span>
            <span role="cell" class="fd-workflow-row__name">
                <a {href} onclick={open} data-row={row.id.clone()} class="fd-cut" dir="auto" tabindex={if props.is_current { "0" } else { "-1" }}
                    title={row.description.clone()}>{ &row.name }</a>
                if !row.description.is_empty() { <span class="fd-cut fd-dim fd-wider" dir="auto">{ &row.description }</span> }
            </span>
            <span role="cell" class="fd-cut fd-mono fd-dim fd-wide">{ &row.url }</span>
            <span role="cell">{ health(row.problems, row.block_count) }</span>
            <span role="cell" class="fd-wide fd-number">{ row.block_count.map(|count| count.to_string()).unwrap_or_default() }</span>
            <span role="cell" class="fd-dim">{ ago(&row.updated_at) }</span>
            <span role="cell"><Menu label={format!("Actions for {}", row.name)} {items} /></span>
        </div>
    }
}

/// What the compiler says: in words, with a sign and a colour.
fn health(problems: Option<u32>, blocks: Option<u32>) -> Html {
    match (problems, blocks) {
        (None, _) => Html::default(),
        (Some(0), Some(0)) => pill("empty", None),
        (Some(0), _) => html! {
            <span class="fd-health is-good" title="The engine takes it">{ icon(Glyph::Check, 14) }{ "fine" }</span>
        },
        (Some(count), _) => {
            let text = if count == 1 { String::from("1 error") } else { format!("{count} errors") };
            pill(text, Some(Tone::Bad))
        }
    }
}
