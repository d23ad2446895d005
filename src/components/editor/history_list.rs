//! The changes of a sitting, the latest above; a click goes to how it was after one of them.
use crate::components::icon::{Glyph, icon};
use yew::prelude::*;

/// Properties of [`HistoryList`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HistoryListProps {
    /// What each change did, the earliest first.
    pub titles: Vec<AttrValue>,
    /// So many of them are done; the rest is undone.
    pub done: usize,
    /// Called with how many are to be done.
    pub onjump: Callback<usize>,
}

/// The list. What is undone stands above the present, paler.
#[component]
pub fn HistoryList(props: &HistoryListProps) -> Html {
    let row = |done: usize| {
        let title = match done.checked_sub(1) {
            Some(place) => props.titles.get(place).cloned().unwrap_or_default(),
            None => "As it was opened".into(),
        };
        let is_now = done == props.done;
        let is_undone = done > props.done;
        let onclick = props.onjump.reform(move |_: MouseEvent| done);
        html! {
            <li key={done}>
                <button type="button" aria-current={is_now.then_some("step")} {onclick}
                    class={classes!("fd-history__row", is_now.then_some("is-now"), is_undone.then_some("is-undone"))}>
                    <span class="fd-history__mark">{ if is_now { icon(Glyph::Check, 14) } else { Html::default() } }</span>
                    <span class="fd-cut">{ title }</span>
                    if is_undone { <span class="fd-find__more">{ "undone" }</span> }
                </button>
            </li>
        }
    };
    html! {
        <ol class="fd-history" reversed=true aria-label="Changes, the latest first">
            { for (0..=props.titles.len()).rev().map(row) }
        </ol>
    }
}
