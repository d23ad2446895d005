//! A line across the content that says what is true now and offers what to do about it.
use super::icon::{Glyph, Icon};
use yew::prelude::*;

/// What a notice is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Something worked.
    Good,
    /// Worth a look.
    Warn,
    /// Something failed.
    Bad,
}

impl Tone {
    /// The modifier class.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Info => "is-info",
            Self::Good => "is-good",
            Self::Warn => "is-warn",
            Self::Bad => "is-bad",
        }
    }

    /// The icon that says the same as the colour.
    #[must_use]
    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Info => Glyph::Info,
            Self::Good => Glyph::CircleCheck,
            Self::Warn => Glyph::TriangleAlert,
            Self::Bad => Glyph::CircleAlert,
        }
    }
}

/// Properties of [`Notice`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct NoticeProps {
    /// What it is about.
    #[prop_or_default]
    pub tone: Tone,
    /// The sentence.
    pub text: AttrValue,
    /// Buttons at its end.
    #[prop_or_default]
    pub children: Html,
}

/// A notice; failures are read out at once.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let role = if props.tone == Tone::Bad { "alert" } else { "status" };
    html! {
        <div class={classes!("fd-notice", props.tone.class())} {role}>
            <Icon glyph={props.tone.glyph()} />
            <p class="fd-notice__text">{ props.text.clone() }</p>
            <div class="fd-notice__actions">{ props.children.clone() }</div>
        </div>
    }
}
