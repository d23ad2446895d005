//! The name of a step, an input or an output. It is taken when the field is left or Enter is pressed: each letter on
//! the way would be a name that others are wired to.
use super::simple::value_of;
use crate::components::field::{Labelled, describe, field};
use flowdeck_editor::naming;
use yew::prelude::*;

/// Properties of [`NameField`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct NameFieldProps {
    /// The `id` of the control.
    pub id: AttrValue,
    /// The name now.
    pub name: AttrValue,
    /// Whether another one of the same list has a name already.
    pub is_taken: Callback<String, bool>,
    /// The new name.
    pub on_rename: Callback<String>,
    /// Whether it may be changed.
    pub may_edit: bool,
}

/// A field for a name.
#[component]
pub fn NameField(props: &NameFieldProps) -> Html {
    // What is typed, and the name for which it was.
    let draft = use_state_eq(|| None::<(AttrValue, String)>);
    let typed = (*draft).clone().filter(|(name, _)| *name == props.name).map(|(_, text)| text);
    let text = typed.unwrap_or_else(|| props.name.to_string());
    let problem = problem(&text, props);
    let oninput = {
        let (draft, name) = (draft.clone(), props.name.clone());
        Callback::from(move |event: InputEvent| draft.set(Some((name.clone(), value_of(&event)))))
    };
    let onchange = {
        let (is_fit, name, on_rename) = (problem.is_empty(), props.name.clone(), props.on_rename.clone());
        Callback::from(move |event: Event| {
            let text = value_of(&event);
            if is_fit && *text != *name {
                on_rename.emit(text);
            }
        })
    };
    let onkeydown = {
        let draft = draft.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && draft.is_some() {
                event.stop_propagation();
                draft.set(None);
            }
        })
    };
    let better = naming::fit(&text);
    let offer = (!naming::is_fit(&text) && !props.is_taken.emit(better.clone())).then(|| {
        let (draft, on_rename, name) = (draft.clone(), props.on_rename.clone(), better.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            draft.set(None);
            on_rename.emit(name.clone());
        });
        html! { <button type="button" class="fd-prop__fix" {onclick}>{ ["Use ", &better].concat() }</button> }
    });
    let control = html! {
        <>
            <input class="fd-input fd-mono" id={props.id.clone()} type="text" value={text} {oninput} {onchange} {onkeydown}
                readonly={!props.may_edit} autocomplete="off" spellcheck="false" aria-describedby={describe(&props.id)}
                aria-invalid={(!problem.is_empty()).then_some("true")} />
            { offer.filter(|_| props.may_edit).unwrap_or_default() }
        </>
    };
    field(&Labelled { id: &props.id, label: "Name", note: "", hint: "", problem: &problem }, control)
}

fn problem(text: &str, props: &NameFieldProps) -> String {
    if text == &*props.name {
        String::new()
    } else if !naming::is_fit(text) {
        "A name has letters a–z, digits, “-” and “_” only, so that selectors can reach it.".into()
    } else if props.is_taken.emit(text.into()) {
        ["“", text, "” is taken already: choose another name."].concat()
    } else {
        String::new()
    }
}
