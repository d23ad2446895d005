//! A line across the content that says what is true now and offers what to do about it.
use super::icon::{Glyph, icon};
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

/// A notice with buttons at its end; failures are read out at once.
pub fn notice(tone: Tone, text: impl Into<AttrValue>, actions: Html) -> Html {
    fn drawn(tone: Tone, text: AttrValue, actions: Html) -> Html {
        let role = if tone == Tone::Bad { "alert" } else { "status" };
        html! {
            <div class={classes!("fd-notice", tone.class())} {role}>
                { icon(tone.glyph(), 16) }
                <p class="fd-notice__text">{ text }</p>
                <div class="fd-notice__actions">{ actions }</div>
            </div>
        }
    }
    drawn(tone, text.into(), actions)
}
