//! What a place shows when there is nothing in it, or when something went wrong.
use super::icon::{Glyph, icon};
use yew::prelude::*;

/// Whether a state is part of a page, or all there is of it: then its title is the page's heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    Part,
    Page,
}

/// A designed empty state: what is so, why, and buttons for what to do.
pub fn empty(glyph: Glyph, title: impl Into<AttrValue>, text: impl Into<AttrValue>, actions: Html) -> Html {
    drawn(glyph, title.into(), text.into(), actions, false, Extent::Part)
}

/// A designed error state, read out at once: what failed, why, and buttons that mend it.
pub fn failure(glyph: Glyph, title: impl Into<AttrValue>, text: impl Into<AttrValue>, actions: Html) -> Html {
    drawn(glyph, title.into(), text.into(), actions, true, Extent::Part)
}

/// An error state in the place of a whole page.
pub fn failed_page(
    glyph: Glyph,
    title: impl Into<AttrValue>,
    text: impl Into<AttrValue>,
    actions: Html,
) -> Html {
    drawn(glyph, title.into(), text.into(), actions, true, Extent::Page)
}

fn drawn(
    glyph: Glyph,
    title: AttrValue,
    text: AttrValue,
    actions: Html,
    is_failure: bool,
    extent: Extent,
) -> Html {
    html! {
        <div class={classes!("fd-empty", is_failure.then_some("is-failure"))}
            role={if is_failure { "alert" } else { "status" }}>
            <span class="fd-empty__icon">{ icon(glyph, 28) }</span>
            if extent == Extent::Page { <h1 class="fd-empty__title">{ title }</h1> }
            else { <p class="fd-empty__title">{ title }</p> }
            if !text.is_empty() { <p class="fd-empty__text">{ text }</p> }
            <div class="fd-empty__actions">{ actions }</div>
        </div>
    }
}
