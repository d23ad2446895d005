//! A moment, as “4 min ago” with the full date as tooltip.
use crate::browser::clock;
use yew::prelude::*;

/// Properties of [`Ago`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AgoProps {
    /// The moment, RFC 3339. Anything else is shown as it is.
    pub at: AttrValue,
}

/// How long ago something happened.
#[component]
pub fn Ago(props: &AgoProps) -> Html {
    match clock::parse(&props.at) {
        Some(ms) => html! {
            <time datetime={props.at.clone()} title={clock::full(ms)}>{ clock::ago(ms, clock::now_ms()) }</time>
        },
        None => html! { <span>{ props.at.clone() }</span> },
    }
}
