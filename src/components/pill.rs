//! A small label: a count, a state, a kind.
use super::notice::Tone;
use yew::prelude::*;

/// A pill; its text says what its colour says.
pub fn pill(text: impl Into<AttrValue>, tone: Option<Tone>) -> Html {
    html! { <span class={classes!("fd-pill", tone.map(Tone::class))}>{ text.into() }</span> }
}
