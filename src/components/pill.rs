//! A small label: a count, a state, a kind.
use super::notice::Tone;
use yew::prelude::*;

/// Properties of [`Pill`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PillProps {
    /// Its text.
    pub text: AttrValue,
    /// Its colour, said by the text as well.
    #[prop_or_default]
    pub tone: Option<Tone>,
    /// More, as a tooltip.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
}

/// A pill.
#[component]
pub fn Pill(props: &PillProps) -> Html {
    html! {
        <span class={classes!("fd-pill", props.tone.map(Tone::class))} title={props.hint.clone()}>
            { props.text.clone() }
        </span>
    }
}
