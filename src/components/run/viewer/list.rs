//! The list of what was found: the picture's twin for keyboards and screen readers. Each row is a thing in words or a line
//! of JSON; the chosen one's JSON is below.
use super::filters::{dot, toggle};
use super::view::{Change, View};
use crate::components::button::{Button, Weight};
use crate::components::copy_button::CopyButton;
use crate::run::shape::{Findings, Found, predictions, shortened};
use flowdeck_editor::geometry::Rect;
use flowdeck_editor::whole;
use flowdeck_spec::Node;
use std::cell::Cell;
use yew::prelude::*;

/// The longest line of JSON.
const LONGEST: usize = 600;

/// A number that no other viewer of the page has.
pub(super) fn new_id() -> usize {
    thread_local! {
        static LAST: Cell<usize> = const { Cell::new(0) };
    }
    LAST.replace(LAST.get() + 1)
}

/// The `id` of a row.
pub(super) fn row_id(list: usize, at: usize) -> String {
    ["found-", &list.to_string(), "-", &at.to_string()].concat()
}

/// The list. `go` is called with what is chosen in it.
pub(super) fn list(
    value: &Option<Node>,
    findings: &Findings,
    places: &[usize],
    view: &UseReducerHandle<View>,
    id: usize,
    go: &Callback<usize>,
) -> Html {
    if findings.list.is_empty() {
        let why = if findings.total == 0 {
            "Nothing was found."
        } else {
            "What was found has no place in the image that could be drawn."
        };
        return html! { <p class="fd-dim">{ why }</p> };
    }
    let Some(value) = value else { return Html::default() };
    let items = predictions(value);
    let over = |at: Option<usize>| {
        let dispatch = view.dispatcher();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Change::Over(at)))
    };
    let rows = places.iter().take(view.rows).filter_map(|at| {
        let one = findings.list.get(*at)?;
        let (here, go) = (*at, go.clone());
        let is_here = view.over == Some(here);
        Some(html! {
            <li key={here} id={row_id(id, here)} role="option" aria-selected={if view.chosen == Some(here) { "true" } else { "false" }}
                class={classes!("fd-found", is_here.then_some("is-here"))}
                onclick={Callback::from(move |_| go.emit(here))} onmouseenter={over(Some(here))} onmouseleave={over(None)}>
                { dot(one.hue) }
                if view.is_json { <code class="fd-break">{ line(items.get(one.at)) }</code> } else { { words(findings, one) } }
            </li>
        })
    });
    let onkeydown = keys(places, view, go);
    let chosen = view.chosen.and_then(|at| findings.list.get(at)).and_then(|one| items.get(one.at));
    let active = view.chosen.filter(|at| places.binary_search(at).is_ok_and(|row| row < view.rows));
    html! {
        <div class="fd-look__side">
            <div class="fd-row">
                <span role="status">{ counted(places.len(), findings) }</span>
                <span class="fd-page__fill" />
                { toggle(view, "JSON", view.is_json, Change::Json) }
            </div>
            <ol class="fd-look__list" role="listbox" tabindex="0" aria-label="What was found" {onkeydown}
                aria-activedescendant={active.map(|at| row_id(id, at))}>{ for rows }</ol>
            if places.len() > view.rows { { more(places.len() - view.rows, view) } }
            if let Some(node) = chosen {
                <div class="fd-look__one">
                    <pre tabindex="0">{ shortened(node).to_pretty() }</pre>
                    <CopyButton text={node.to_compact()} />
                </div>
            }
        </div>
    }
}

/// How many are shown of how many there are.
fn counted(shown: usize, findings: &Findings) -> String {
    let (shown, read) = (shown.to_string(), findings.list.len().to_string());
    if findings.total > findings.list.len() {
        [&shown, " of ", &read, " shown; the answer has ", &findings.total.to_string()].concat()
    } else {
        [&shown, " of ", &read, " shown"].concat()
    }
}

fn more(rest: usize, view: &UseReducerHandle<View>) -> Html {
    let dispatch = view.dispatcher();
    let onclick = Callback::from(move |_| dispatch.dispatch(Change::MoreRows));
    html! { <Button label={["Show more: ", &rest.to_string(), " are not listed"].concat()} weight={Weight::Quiet} {onclick} /> }
}

/// Up and down through what is listed.
fn keys(places: &[usize], view: &UseReducerHandle<View>, go: &Callback<usize>) -> Callback<KeyboardEvent> {
    let listed = places.len().min(view.rows);
    let row = view.chosen.and_then(|at| places.binary_search(&at).ok());
    let at = |row: usize| places.get(row).copied();
    let last = listed.saturating_sub(1);
    let (down, up) =
        (at(row.map_or(0, |row| (row + 1).min(last))), at(row.map_or(0, |row| row.saturating_sub(1))));
    let (first, last) = (at(0), at(last));
    let (go, dispatch) = (go.clone(), view.dispatcher());
    Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowDown" => down,
            "ArrowUp" => up,
            "Home" => first,
            "End" => last,
            "Escape" => return dispatch.dispatch(Change::Choose(None)),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            go.emit(to);
        }
    })
}

fn words(findings: &Findings, one: &Found) -> Html {
    let part = |number: f64| whole(number).to_string();
    let Rect { x, y, width, height } = one.bounds;
    let place = [&*part(x), ", ", &part(y), " · ", &part(width), " × ", &part(height)].concat();
    html! {
        <>
            <span class="fd-break" dir="auto">{ findings.label(one) }</span>
            if let Some(data) = &one.data { <code class="fd-break">{ cut(data, LONGEST) }</code> }
            <span class="fd-dim">{ place }</span>
        </>
    }
}

fn line(node: Option<&Node>) -> String {
    node.map(|node| cut(&shortened(node).to_compact(), LONGEST)).unwrap_or_default()
}

/// A long text, cut for the page.
pub(in crate::components::run) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => [text.get(..end).unwrap_or_default(), "…"].concat(),
        None => String::from(text),
    }
}
