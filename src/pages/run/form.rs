//! The form: one field for each input, by its kind, with its default.
use super::images::ImageField;
use crate::components::field::{Labelled, describe, field};
use crate::store::run::{self, InputValue};
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use flowdeck_spec::interface::{self, Input};
use flowdeck_spec::{Node, slug};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct InputsFormProps {
    pub(super) key_of: Key,
    pub(super) specification: Option<Node>,
}

#[component]
pub(super) fn InputsForm(props: &InputsFormProps) -> Html {
    let inputs = props.specification.as_ref().map(|spec| interface::of(spec).0).unwrap_or_default();
    if inputs.is_empty() {
        return html! { <p class="fd-dim">{ "This workflow takes no inputs." }</p> };
    }
    html! {
        <div class="fd-form">
            { for inputs.into_iter().enumerate().map(|(index, input)| {
                let key = format!("{index} {}", input.name);
                if input.is_image() {
                    html! { <ImageField {key} key_of={props.key_of.clone()} name={input.name} {index} /> }
                } else {
                    html! { <TextField {key} key_of={props.key_of.clone()} {input} {index} /> }
                }
            }) }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct TextFieldProps {
    key_of: Key,
    input: Input,
    index: usize,
}

/// A value that is typed or chosen.
#[component]
fn TextField(props: &TextFieldProps) -> Html {
    let dispatch = use_dispatch();
    let (key, input) = (props.key_of.clone(), props.input.clone());
    let (value, problem) = use_selector({
        let (key, name) = (key.clone(), input.name.clone());
        move |model: &Model| {
            let run = model.runs.get(&key);
            let value = run.and_then(|run| run.values.get(&name)).cloned();
            (value, run.and_then(|run| run.problems.get(&name)).cloned().unwrap_or_default())
        }
    });
    let default = input.default.as_ref().map(|node| match node {
        Node::String(text) => text.value().into_owned(),
        other => other.to_compact(),
    });
    let value = match value {
        Some(InputValue::Text(text)) => text,
        _ => String::new(),
    };
    let id = format!("input-{}-{}", props.index, slug::from_name(&input.name));
    let set = {
        let name = input.name.clone();
        Callback::from(move |text: String| {
            dispatch.emit(Msg::Run(run::Msg::Set(key.clone(), name.clone(), InputValue::Text(text))));
        })
    };
    let note = if input.kinds.is_empty() { String::from("any") } else { input.kinds.join(", ") };
    let hint = default.as_ref().map(|default| format!("Left empty, it is {default}.")).unwrap_or_default();
    let is_boolean = input.kinds.iter().any(|kind| kind == "boolean");
    let control = if is_boolean {
        let onchange = set.reform(|event: Event| {
            event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
        });
        html! {
            <select id={id.clone()} class="fd-select" data-input={input.name.clone()} {onchange} aria-describedby={describe(&id)}>
                <option value="" selected={value.is_empty()}>{ "default" }</option>
                <option value="true" selected={value == "true"}>{ "true" }</option>
                <option value="false" selected={value == "false"}>{ "false" }</option>
            </select>
        }
    } else {
        let oninput = set.reform(|event: InputEvent| {
            event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
        });
        let is_secret = input.kinds.iter().any(|kind| kind == "secret" || kind.ends_with("api_key"));
        html! {
            <input id={id.clone()} class="fd-input" type={if is_secret { "password" } else { "text" }} data-input={input.name.clone()}
                {value} placeholder={default.unwrap_or_default()} {oninput} autocomplete="off" spellcheck="false"
                aria-describedby={describe(&id)} aria-invalid={(!problem.is_empty()).then_some("true")} />
        }
    };
    field(&Labelled { id: &id, label: &input.name, note: &note, hint: &hint, problem: &problem }, control)
}
