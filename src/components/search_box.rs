//! The search field above a list.
use super::icon::{Glyph, icon};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`SearchBox`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SearchBoxProps {
    /// The `id` of the input.
    pub id: AttrValue,
    /// What is searched, as accessible name and placeholder.
    pub label: AttrValue,
    /// The text now.
    pub value: AttrValue,
    /// Called at each keystroke.
    pub oninput: Callback<String>,
    /// The key that focuses it, shown at its end.
    #[prop_or_default]
    pub shortcut: Option<AttrValue>,
}

/// A search field; Escape clears it.
#[component]
pub fn SearchBox(props: &SearchBoxProps) -> Html {
    let oninput = props.oninput.reform(|event: InputEvent| value_of(&event));
    let onkeydown = {
        let (clear, empty) = (props.oninput.clone(), props.value.is_empty());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !empty {
                event.prevent_default();
                clear.emit(String::new());
            }
        })
    };
    html! {
        <div class="fd-search" role="search">
            { icon(Glyph::Search, 16) }
            <input id={props.id.clone()} type="search" class="fd-search__input" autocomplete="off"
                spellcheck="false" aria-label={props.label.clone()} placeholder={props.label.clone()}
                value={props.value.clone()} {oninput} {onkeydown} />
            if let Some(key) = &props.shortcut { <kbd aria-hidden="true">{ key.clone() }</kbd> }
        </div>
    }
}

/// The text of the input that an event came from.
#[must_use]
pub fn value_of(event: &InputEvent) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}
