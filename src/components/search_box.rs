//! The search field above a list.
use super::icon::{Glyph, icon};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A search field.
#[derive(Clone, Debug)]
pub struct SearchBox<'a> {
    /// The `id` of the input.
    pub id: &'static str,
    /// What is searched, as accessible name and placeholder.
    pub label: &'static str,
    /// The text now.
    pub value: &'a str,
    /// Called at each keystroke.
    pub oninput: Callback<String>,
    /// The key that focuses it, shown at its end.
    pub shortcut: &'static str,
}

/// Shows a search field; Escape clears it.
pub fn search_box(props: &SearchBox<'_>) -> Html {
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
            <input id={props.id} type="search" class="fd-search__input" autocomplete="off"
                spellcheck="false" aria-label={props.label} placeholder={props.label}
                value={String::from(props.value)} {oninput} {onkeydown} />
            <kbd aria-hidden="true">{ props.shortcut }</kbd>
        </div>
    }
}

/// The text of the input that an event came from.
#[must_use]
pub fn value_of(event: &InputEvent) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}
