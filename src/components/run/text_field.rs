//! The field for a value that is typed or chosen, with its default.
use crate::components::field::{Labelled, describe, field};
use crate::components::search_box::value_of;
use crate::run::is_secret;
use flowdeck_spec::interface::Input;
use flowdeck_spec::{Node, slug};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The field of an input, which is the one at `index`.
pub(super) fn text_field(
    index: usize,
    input: &Input,
    value: &str,
    problem: &str,
    onset: &Callback<String>,
) -> Html {
    let default = input.default.as_ref().map(|node| match node {
        Node::String(text) => text.value().into_owned(),
        other => other.to_compact(),
    });
    let id = format!("input-{index}-{}", slug::from_name(&input.name));
    let note = if input.kinds.is_empty() { String::from("any") } else { input.kinds.join(", ") };
    let hint = default.as_ref().map(|default| format!("Left empty, it is {default}.")).unwrap_or_default();
    let name = input.name.clone();
    let control = if input.kinds.iter().any(|kind| kind == "boolean") {
        let onchange = onset.reform(|event: Event| {
            event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
        });
        html! {
            <select id={id.clone()} class="fd-select" part="input" data-input={name} {onchange} aria-describedby={describe(&id)}>
                <option value="" selected={value.is_empty()}>{ "default" }</option>
                <option value="true" selected={value == "true"}>{ "true" }</option>
                <option value="false" selected={value == "false"}>{ "false" }</option>
            </select>
        }
    } else {
        let oninput = onset.reform(|event: InputEvent| value_of(&event));
        html! {
            <input id={id.clone()} class="fd-input" part="input" type={if is_secret(input) { "password" } else { "text" }} data-input={name}
                value={String::from(value)} placeholder={default.unwrap_or_default()} {oninput} autocomplete="off" spellcheck="false"
                aria-describedby={describe(&id)} aria-invalid={(!problem.is_empty()).then_some("true")} />
        }
    };
    field(&Labelled { id: &id, label: &input.name, note: &note, hint: &hint, problem }, control)
}
