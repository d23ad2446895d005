//! A search field above the list of what it finds. The focus stays in the field: arrows move the active row, Enter
//! takes it, Escape clears the field and then closes.
use crate::components::icon::{Glyph, icon};
use crate::components::search_box::value_of;
use flowdeck_editor::palette::fuzzy::Query;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// So many rows are in the page at first; more come as the list is scrolled or walked.
const SOME: usize = 60;
/// How many rows Page Up and Page Down go.
const PAGE: usize = 8;
/// Nearer to the end of the rows than this many pixels, more come.
const NEAR: i32 = 400;

/// A part of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its heading; empty for none.
    pub label: AttrValue,
    /// How many rows it has.
    pub count: usize,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its key among all.
    pub key: AttrValue,
    /// What it shows.
    pub content: Html,
    /// A longer explanation, as a tooltip.
    pub title: Option<AttrValue>,
    /// It is shown, but cannot be taken now.
    pub is_off: bool,
}

/// Properties of [`Finder`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FinderProps {
    /// The `id` of the field; its list and rows have ids made from it.
    pub id: AttrValue,
    /// What is searched, as accessible name and placeholder.
    pub label: AttrValue,
    /// The key that focuses it, shown at its end.
    #[prop_or_default]
    pub shortcut: Option<AttrValue>,
    /// The text of the field.
    pub query: AttrValue,
    /// The parts of the list; rows are counted through all of them.
    pub parts: Vec<Part>,
    /// Renders a row.
    pub choice: Callback<usize, Choice>,
    /// Stands between field and list.
    #[prop_or_default]
    pub above: Html,
    /// What is said when nothing is found.
    #[prop_or_default]
    pub nothing: Html,
    /// A dialog around it begins here.
    #[prop_or_default]
    pub autofocus: bool,
    /// Called with the text at each keystroke.
    pub oninput: Callback<String>,
    /// Called with the row that is taken.
    pub onchoose: Callback<usize>,
    /// Called for Escape in an empty field.
    #[prop_or_default]
    pub onclose: Callback<()>,
    /// Rows can be dragged elsewhere; called when that begins.
    #[prop_or_default]
    pub ondrag: Option<Callback<(usize, DragEvent)>>,
}

/// The field and the list.
#[component]
pub fn Finder(props: &FinderProps) -> Html {
    let count: usize = props.parts.iter().map(|part| part.count).sum();
    let active = use_state_eq(|| 0_usize);
    let limit = use_state_eq(|| SOME);
    let list = use_node_ref();
    let at = (*active).min(count.saturating_sub(1));
    let shown = (*limit).max(at + PAGE + 1).min(count);
    {
        let (active, limit, list) = (active.clone(), limit.clone(), list.clone());
        use_effect_with(props.query.clone(), move |_| {
            active.set(0);
            limit.set(SOME);
            if let Some(list) = list.cast::<Element>() {
                list.set_scroll_top(0);
            }
        });
    }
    {
        let list = list.clone();
        use_effect_with(at, move |at| reveal(&list, *at));
    }
    let onkeydown = {
        let (active, props) = (active, props.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = count.saturating_sub(1);
            let to = match event.key().as_str() {
                // While a word is being composed the keys are the input method's.
                _ if event.is_composing() || event.alt_key() || event.meta_key() => return,
                "ArrowDown" => (at + 1).checked_rem(count).unwrap_or(0),
                "ArrowUp" => at.checked_sub(1).unwrap_or(last),
                "PageDown" => (at + PAGE).min(last),
                "PageUp" => at.saturating_sub(PAGE),
                "Home" if event.ctrl_key() => 0,
                "End" if event.ctrl_key() => last,
                "Enter" if event.ctrl_key() => return,
                "Enter" => {
                    event.prevent_default();
                    event.stop_propagation();
                    if at < count && !props.choice.emit(at).is_off {
                        props.onchoose.emit(at);
                    }
                    return;
                }
                "Escape" => {
                    event.prevent_default();
                    event.stop_propagation();
                    if props.query.is_empty() {
                        props.onclose.emit(());
                    } else {
                        props.oninput.emit(String::new());
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            active.set(to);
        })
    };
    let onscroll = {
        let (limit, list) = (limit, list.clone());
        Callback::from(move |_: Event| {
            let Some(list) = list.cast::<Element>() else { return };
            if shown < count && list.scroll_top() + list.client_height() + NEAR > list.scroll_height() {
                limit.set(shown + SOME);
            }
        })
    };
    let id = &props.id;
    let list_id = joined(id, "-list");
    let row = |index: usize| row(props, index, index == at, count);
    let mut first = 0;
    let mut parts = Vec::new();
    for part in &props.parts {
        let rows: Html = (first..(first + part.count).min(shown)).map(row).collect();
        first += part.count;
        parts.push(if part.label.is_empty() {
            rows
        } else {
            html! {
                <div key={part.label.to_string()} class="fd-find__part" role="group" aria-label={part.label.clone()}>
                    <div class="fd-find__head" aria-hidden="true">{ part.label.clone() }</div>
                    { rows }
                </div>
            }
        });
        if first >= shown {
            break;
        }
    }
    let has_any = count > 0;
    html! {
        <div class="fd-find">
            <div class="fd-search">
                { icon(Glyph::Search, 16) }
                <input id={id.clone()} type="text" class="fd-search__input" autocomplete="off" spellcheck="false"
                    role="combobox" aria-autocomplete="list" aria-label={props.label.clone()}
                    placeholder={props.label.clone()} value={props.query.clone()}
                    aria-expanded={if has_any { "true" } else { "false" }}
                    aria-controls={has_any.then(|| list_id.clone())}
                    aria-activedescendant={has_any.then(|| row_id(id, at))}
                    data-autofocus={props.autofocus.then_some("")}
                    oninput={props.oninput.reform(|event: InputEvent| value_of(&event))} {onkeydown} />
                if let Some(key) = &props.shortcut { <kbd aria-hidden="true">{ key.clone() }</kbd> }
            </div>
            { props.above.clone() }
            <p class="fd-sr" role="status">{ told(count, &props.query) }</p>
            if has_any {
                <div ref={list} id={list_id} class="fd-find__list" role="listbox" aria-label={props.label.clone()} {onscroll}>
                    { for parts }
                </div>
            } else {
                <div class="fd-find__nothing">{ props.nothing.clone() }</div>
            }
        </div>
    }
}

fn row(props: &FinderProps, index: usize, is_active: bool, count: usize) -> Html {
    let Choice { key, content, title, is_off } = props.choice.emit(index);
    let onclick = {
        let onchoose = props.onchoose.clone();
        Callback::from(move |_: MouseEvent| {
            if !is_off {
                onchoose.emit(index);
            }
        })
    };
    let ondragstart =
        props.ondrag.clone().map(|ondrag| ondrag.reform(move |event: DragEvent| (index, event)));
    html! {
        <div key={&*key} id={row_id(&props.id, index)} role="option" {title}
            class={classes!("fd-find__row", is_active.then_some("is-active"), is_off.then_some("is-off"))}
            aria-selected={if is_active { "true" } else { "false" }} aria-disabled={is_off.then_some("true")}
            aria-setsize={count.to_string()} aria-posinset={(index + 1).to_string()}
            draggable={ondragstart.is_some().then_some("true")} {ondragstart} {onclick}>
            { content }
        </div>
    }
}

/// Scrolls the list so that the active row is seen, and with the first one its heading.
fn reveal(list: &NodeRef, at: usize) {
    let Some(list) = list.cast::<Element>() else { return };
    if at == 0 {
        list.set_scroll_top(0);
    } else if let Some(active) = list.query_selector(".is-active").ok().flatten() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        active.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn row_id(id: &str, index: usize) -> String {
    let mut out = joined(id, "-");
    out.push_str(&index.to_string());
    out
}

fn joined(id: &str, end: &str) -> String {
    let mut out = String::from(id);
    out.push_str(end);
    out
}

/// What is read out after each keystroke.
fn told(count: usize, query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let mut out = count.to_string();
    out.push_str(" found");
    out
}

/// A name with the letters set off by which a query found it.
pub fn marked(text: &str, query: &Query) -> Html {
    if query.is_empty() {
        return Html::from(text);
    }
    let mut out = Vec::new();
    let mut end = 0;
    for range in query.marks(text) {
        let (from, to) = (range.start, range.end);
        out.push(Html::from(text.get(end..from).unwrap_or_default()));
        out.push(html! { <mark>{ text.get(range).unwrap_or_default() }</mark> });
        end = to;
    }
    out.push(Html::from(text.get(end..).unwrap_or_default()));
    out.into_iter().collect()
}
