//! A labelled field: label, control, hint and problem, wired for screen readers.
use yew::prelude::*;

/// Properties of [`Field`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FieldProps {
    /// The `id` of the control inside.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// Kind or unit, at the right of the label.
    #[prop_or_default]
    pub note: AttrValue,
    /// One line of help.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with the value.
    #[prop_or_default]
    pub problem: AttrValue,
    /// The control. Give it `aria-describedby={describe(id)}`.
    pub children: Html,
}

/// The `aria-describedby` of the control in the field `id`.
#[must_use]
pub fn describe(id: &str) -> AttrValue {
    AttrValue::from(format!("{id}-hint {id}-problem"))
}

/// A labelled field.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let id = &props.id;
    html! {
        <div class={classes!("fd-field", (!props.problem.is_empty()).then_some("has-problem"))}>
            <div class="fd-field__head">
                <label for={id.clone()}>{ props.label.clone() }</label>
                if !props.note.is_empty() { <span class="fd-field__note">{ props.note.clone() }</span> }
            </div>
            { props.children.clone() }
            <p class="fd-field__hint" id={format!("{id}-hint")} hidden={props.hint.is_empty()}>
                { props.hint.clone() }
            </p>
            <p class="fd-field__problem" id={format!("{id}-problem")} role="alert"
                hidden={props.problem.is_empty()}>
                { props.problem.clone() }
            </p>
        </div>
    }
}
