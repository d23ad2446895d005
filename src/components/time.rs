//! A moment, as “4 min ago” with the full date as tooltip.
use crate::browser::clock;
use yew::prelude::*;

/// How long ago something happened (RFC 3339). Anything else is shown as it is.
pub fn ago(at: &str) -> Html {
    match clock::parse(at) {
        Some(ms) => html! {
            <time datetime={at.to_owned()} title={clock::full(ms)}>{ clock::ago(ms, clock::now_ms()) }</time>
        },
        None => html! { <span>{ at.to_owned() }</span> },
    }
}
