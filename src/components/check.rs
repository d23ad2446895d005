//! A box to tick, with its label.
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A box to tick.
pub fn check(label: &'static str, is_on: bool, onset: &Callback<bool>) -> Html {
    let onchange = onset.reform(|event: Event| {
        event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
    });
    html! { <label class="fd-check"><input type="checkbox" checked={is_on} {onchange} /><span>{ label }</span></label> }
}
