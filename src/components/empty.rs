//! What a place shows when there is nothing in it, or when something went wrong.
use super::icon::{Glyph, Icon};
use yew::prelude::*;

/// Properties of [`Empty`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct EmptyProps {
    /// The picture above.
    pub glyph: Glyph,
    /// What is so.
    pub title: AttrValue,
    /// Why, and what to do.
    #[prop_or_default]
    pub text: AttrValue,
    /// Whether it is a failure (read out at once).
    #[prop_or_default]
    pub failure: bool,
    /// Buttons that mend it.
    #[prop_or_default]
    pub children: Html,
}

/// A designed empty or error state.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class={classes!("fd-empty", props.failure.then_some("is-failure"))}
            role={if props.failure { "alert" } else { "status" }}>
            <span class="fd-empty__icon"><Icon glyph={props.glyph} size={28} /></span>
            <p class="fd-empty__title">{ props.title.clone() }</p>
            if !props.text.is_empty() { <p class="fd-empty__text">{ props.text.clone() }</p> }
            <div class="fd-empty__actions">{ props.children.clone() }</div>
        </div>
    }
}
