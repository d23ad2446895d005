//! Buttons and links that look like buttons.
use super::icon::{Glyph, icon};
use yew::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing most people come for.
    Primary,
    /// Everything else.
    #[default]
    Normal,
    /// Inside rows and toolbars: no border until hovered.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Weight {
    /// The class of the weight.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "fd-button--primary",
            Self::Normal => "fd-button--normal",
            Self::Quiet => "fd-button--quiet",
            Self::Danger => "fd-button--danger",
        }
    }
}

/// Properties of [`Button`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ButtonProps {
    /// What it does: a verb. Shown unless `icon_only`, and always its accessible name.
    pub label: AttrValue,
    /// The icon before the label.
    #[prop_or_default]
    pub glyph: Option<Glyph>,
    /// Shows the icon alone; the label becomes tooltip and accessible name.
    #[prop_or_default]
    pub icon_only: bool,
    /// Longer explanation or shortcut, as a tooltip.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// How it looks.
    #[prop_or_default]
    pub weight: Weight,
    /// Whether it can be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// Shows that its work is under way; not clickable meanwhile.
    #[prop_or_default]
    pub busy: bool,
    /// Submits the form around it instead of calling back.
    #[prop_or_default]
    pub submit: bool,
    /// For toggles: whether it is on.
    #[prop_or_default]
    pub pressed: Option<bool>,
    /// A handle for tests and focus.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// The name under which a page's style sheet reaches it in a widget.
    #[prop_or_default]
    pub part: Option<AttrValue>,
    /// A reference to the element, for focus.
    #[prop_or_default]
    pub node: NodeRef,
    /// What to do on click.
    #[prop_or_default]
    pub onclick: Callback<MouseEvent>,
}

/// A button.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let icon_only = props.icon_only && props.glyph.is_some();
    let title = props.hint.clone().or_else(|| icon_only.then(|| props.label.clone()));
    html! {
        <button ref={props.node.clone()} id={props.id.clone()} part={props.part.clone()}
            type={if props.submit { "submit" } else { "button" }}
            class={classes!("fd-button", props.weight.class(), icon_only.then_some("fd-button--icon"))}
            disabled={props.disabled || props.busy} aria-busy={props.busy.then_some("true")}
            aria-label={icon_only.then(|| props.label.clone())} {title}
            aria-pressed={props.pressed.map(|on| if on { "true" } else { "false" })}
            onclick={props.onclick.clone()}>
            if props.busy { <span class="fd-spinner" aria-hidden="true" /> }
            else if let Some(glyph) = props.glyph { { icon(glyph, 16) } }
            if !icon_only { <span class="fd-button__label">{ props.label.clone() }</span> }
        </button>
    }
}
