//! The list of a workspace: search, sort, and what can be done to a row. Ten thousand rows stay quick because only
//! the visible ones are in the page.
pub mod create;
mod row;

use crate::browser::dom;
use crate::components::button::{Button, Weight};
use crate::components::empty::{empty, failure};
use crate::components::icon::Glyph;
use crate::components::link::Link;
use crate::components::notice::{Tone, notice};
use crate::components::search_box::{SearchBox, search_box};
use crate::components::skeleton::skeleton_rows;
use crate::components::starters::EASIEST;
use crate::components::window_list::WindowList;
use crate::route::Route;
use crate::store::list::{self, Loading, Row, Sort};
use crate::store::{App, Effect, Msg, use_app, use_dispatch, use_selector};
use create::JSON;
use row::WorkflowRow;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`WorkflowsPage`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct WorkflowsPageProps {
    /// The workspace's slug.
    pub ws: String,
}

/// The list of a workspace.
#[component]
pub fn WorkflowsPage(props: &WorkflowsPageProps) -> Html {
    let ws = props.ws.clone();
    let dispatch = use_dispatch();
    let of = |pick: fn(&list::List) -> Pick| {
        let ws = ws.clone();
        move |model: &crate::store::Model| model.lists.get(&ws).map(pick).unwrap_or_default()
    };
    let pick = use_selector(of(Pick::of));
    let title = use_selector({
        let ws = ws.clone();
        move |model: &crate::store::Model| {
            if model.config.workspace == ws {
                String::from("Workflows")
            } else {
                model.session.workspace_name(&ws)
            }
        }
    });
    let may_edit = use_selector({
        let ws = ws.clone();
        move |model: &crate::store::Model| model.may_edit(&ws)
    });
    let new = {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::List(list::Msg::New(ws.clone(), String::new(), None)));
        })
    };
    let search = {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |text: String| dispatch.emit(Msg::List(list::Msg::Search(ws.clone(), text))))
    };
    let sort = {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                let order = Sort::from_key(&select.value());
                dispatch.emit(Msg::List(list::Msg::SortBy(ws.clone(), order)));
            }
        })
    };
    let reload = {
        let (dispatch, ws) = (dispatch, ws.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::List(list::Msg::Reload(ws.clone()))))
    };
    html! {
        <div class="fd-page fd-page--fixed">
            <div class="fd-page__head">
                <h1>{ title }</h1>
                <span class="fd-dim" role="status">{ pick.count_text() }</span>
                <span class="fd-page__fill" />
                { search_box(&SearchBox { id: "list-search", label: "Search name, URL, block…", value: &pick.query, oninput: search, shortcut: "/" }) }
                <label class="fd-sr" for="list-sort">{ "Sort by" }</label>
                <select id="list-sort" class="fd-select" onchange={sort}>
                    { for [(Sort::Newest, "Last changed"), (Sort::Oldest, "First changed"), (Sort::NameUp, "Name A–Z"),
                        (Sort::NameDown, "Name Z–A"), (Sort::Largest, "Most blocks"), (Sort::Smallest, "Fewest blocks")]
                        .map(|(order, label)| html! {
                            <option value={order.key()} selected={pick.sort == order}>{ label }</option>
                        }) }
                </select>
                if may_edit {
                    <Button label="New workflow" glyph={Glyph::Plus} weight={Weight::Primary} onclick={new.clone()} />
                }
            </div>
            if !may_edit {
                { notice(Tone::Info, "Samples to look at, run, and fork into your own workspace. They cannot be changed here.", Html::default()) }
            }
            if let (Loading::Failed(error), true) = (&pick.loading, pick.total > 0) {
                { notice(Tone::Warn, format!("Shown as it was before: {error}"), html! { <Button label="Try again" onclick={reload.clone()} /> }) }
            }
            <Rows ws={ws.clone()} pick={pick.clone()} {may_edit} {reload} {new} />
        </div>
    }
}

/// What the page shows of a list. Rows compare by pointer.
#[derive(Clone, Debug, Default)]
struct Pick {
    loading: Loading,
    total: usize,
    query: String,
    sort: Sort,
    view: Rc<Vec<Rc<Row>>>,
    chosen: usize,
}

impl PartialEq for Pick {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view)
            && (self.total, self.sort, self.chosen) == (other.total, other.sort, other.chosen)
            && self.query == other.query
            && self.loading == other.loading
    }
}

impl Pick {
    fn of(list: &list::List) -> Self {
        Self {
            loading: list.loading.clone(),
            total: list.rows.len(),
            query: list.query.clone(),
            sort: list.sort,
            view: Rc::clone(&list.view),
            chosen: list.chosen.len(),
        }
    }

    fn count_text(&self) -> String {
        match (self.total, self.view.len()) {
            (0, _) => String::new(),
            (total, shown) if shown == total => format!("{total}"),
            (total, shown) => format!("{shown} of {total}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct RowsProps {
    ws: String,
    pick: Pick,
    may_edit: bool,
    reload: Callback<MouseEvent>,
    new: Callback<MouseEvent>,
}

#[component]
fn Rows(props: &RowsProps) -> Html {
    let dispatch = use_dispatch();
    let app = use_app();
    let cursor = use_state_eq(|| 0_usize);
    let (ws, pick) = (props.ws.clone(), &props.pick);
    // Samples come with a local workspace; the cloud has none of ours.
    let has_samples = use_selector(|model| model.session.has_workspace("public"));
    let clear = {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::List(list::Msg::Search(ws.clone(), String::new())));
        })
    };
    let new_from = |start: &'static str| {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::List(list::Msg::NewFrom(ws.clone(), start)));
        })
    };
    if pick.total == 0 {
        return match &pick.loading {
            Loading::Failed(error) => failure(
                Glyph::CircleAlert,
                "The workflows could not be loaded",
                error.to_string(),
                html! { <Button label="Try again" glyph={Glyph::RotateCcw} onclick={props.reload.clone()} /> },
            ),
            Loading::Done if props.may_edit => empty(
                Glyph::Workflow,
                "No workflows yet",
                if has_samples {
                    "Make one – blank, from a starter or from JSON that you have – or look at a sample."
                } else {
                    "Make one: blank, from a starter, or from JSON that you have."
                },
                html! { <>
                    <Button label="New workflow" glyph={Glyph::Plus} weight={Weight::Primary} onclick={props.new.clone()} />
                    <Button label="From a starter" glyph={Glyph::Workflow} onclick={new_from(EASIEST)} />
                    <Button label="Import JSON" glyph={Glyph::Upload} onclick={new_from(JSON)} />
                    if has_samples {
                        <Link to={Route::Workflows { ws: "public".into() }} class="fd-button fd-button--normal">{ "Browse the samples" }</Link>
                    }
                </> },
            ),
            Loading::Done => empty(Glyph::Workflow, "No workflows here", "", Html::default()),
            _ => skeleton_rows(8, "Loading the workflows"),
        };
    }
    if pick.view.is_empty() {
        return empty(
            Glyph::Search,
            "No match",
            format!("No workflow matches “{}”.", pick.query),
            html! { <Button label="Clear the search" onclick={clear} /> },
        );
    }
    let at = (*cursor).min(pick.view.len() - 1);
    let onkeydown = {
        let (view, cursor, ws, may_edit) = (Rc::clone(&pick.view), cursor, ws.clone(), props.may_edit);
        let (dispatch, app) = (dispatch.clone(), app.clone());
        Callback::from(move |event: KeyboardEvent| {
            if dom::is_typing(&event) {
                return;
            }
            let last = view.len() - 1;
            let Some(row) = view.get(at) else { return };
            let to = match event.key().as_str() {
                "ArrowDown" => (at + 1).min(last),
                "ArrowUp" => at.saturating_sub(1),
                "PageDown" => (at + 15).min(last),
                "PageUp" => at.saturating_sub(15),
                "Home" => 0,
                "End" => last,
                "Enter" => {
                    app.open(&Route::Workflow { ws: ws.clone(), url: row.url.clone() });
                    return;
                }
                "Delete" if may_edit => {
                    dispatch.emit(Msg::List(list::Msg::Delete(ws.clone(), vec![row.url.clone()])));
                    return;
                }
                " " => {
                    event.prevent_default();
                    let is_chosen = app.store().read(|model| {
                        model.lists.get(&ws).is_some_and(|list| list.chosen.contains(&row.url))
                    });
                    dispatch.emit(Msg::List(list::Msg::Choose(ws.clone(), row.url.clone(), !is_chosen)));
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            cursor.set(to);
            if let Some(row) = view.get(to) {
                // The row may only now come into the page: focus it after it has.
                dispatch.emit(Msg::Do(Effect::Focus(format!("[data-row=\"{}\"]", row.id))));
            }
        })
    };
    let row = {
        let (view, ws, may_edit) = (Rc::clone(&pick.view), ws.clone(), props.may_edit);
        Callback::from(move |index: usize| match view.get(index) {
            Some(row) => html! {
                <WorkflowRow key={row.id.clone()} ws={ws.clone()} row={Rc::clone(row)} {may_edit} {index} is_current={index == at} />
            },
            None => Html::default(),
        })
    };
    html! {
        <>
            if pick.chosen > 0 { { chosen(ws, pick.chosen, props.may_edit, &app, &dispatch) } }
            <div class="fd-list" role="table" aria-label="Workflows" aria-rowcount={(pick.view.len() + 1).to_string()} {onkeydown}>
                <div role="rowgroup">
                    <div class="fd-table__head fd-workflow-row" role="row" aria-rowindex="1">
                        <span role="columnheader"><span class="fd-sr">{ "Select" }</span></span>
                        <span role="columnheader">{ "Name" }</span>
                        <span role="columnheader" class="fd-wide">{ "URL name" }</span>
                        <span role="columnheader">{ "Checks" }</span>
                        <span role="columnheader" class="fd-wide fd-number">{ "Blocks" }</span>
                        <span role="columnheader">{ "Changed" }</span>
                        <span role="columnheader"><span class="fd-sr">{ "Actions" }</span></span>
                    </div>
                </div>
                <WindowList count={pick.view.len()} row_height={if dom::is_coarse() { 48.0 } else { 36.0 }} {row} reveal={Some(at)} />
            </div>
        </>
    }
}

/// The bar above the list while rows are selected.
fn chosen(ws: String, count: usize, may_edit: bool, app: &App, dispatch: &Callback<Msg>) -> Html {
    let (app, dispatch) = (app.clone(), dispatch.clone());
    let none = {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::List(list::Msg::ChooseAll(ws.clone(), false))))
    };
    let all = {
        let (dispatch, ws) = (dispatch.clone(), ws.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::List(list::Msg::ChooseAll(ws.clone(), true))))
    };
    let delete = Callback::from(move |_: MouseEvent| {
        let urls = app.store().read(|model| {
            model
                .lists
                .get(&ws)
                .map(|list| {
                    let urls = list.rows.iter().map(|row| &row.url).filter(|url| list.chosen.contains(*url));
                    urls.cloned().collect::<Vec<_>>()
                })
                .unwrap_or_default()
        });
        dispatch.emit(Msg::List(list::Msg::Delete(ws.clone(), urls)));
    });
    html! {
        <div class="fd-chosen" role="group" aria-label="Selected workflows">
            <span role="status">{ format!("{count} selected") }</span>
            <Button label="Select all" weight={Weight::Quiet} onclick={all} />
            <Button label="Select none" weight={Weight::Quiet} onclick={none} />
            <span class="fd-page__fill" />
            if may_edit {
                <Button label="Move to Trash" glyph={Glyph::Trash2} weight={Weight::Danger} onclick={delete} />
            }
        </div>
    }
}
