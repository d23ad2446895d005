//! A labelled field: label, control, hint and problem, wired for screen readers.
use yew::prelude::*;

/// What stands around a control.
#[derive(Clone, Copy, Debug)]
pub struct Labelled<'a> {
    /// The `id` of the control.
    pub id: &'a str,
    /// The label.
    pub label: &'a str,
    /// Kind or unit, at the right of the label.
    pub note: &'a str,
    /// One line of help.
    pub hint: &'a str,
    /// What is wrong with the value.
    pub problem: &'a str,
}

/// The `aria-describedby` of the control in the field `id`.
#[must_use]
pub fn describe(id: &str) -> AttrValue {
    AttrValue::from(format!("{id}-hint {id}-problem"))
}

/// A labelled field. Give its control `aria-describedby={describe(id)}`.
pub fn field(around: &Labelled<'_>, control: Html) -> Html {
    let Labelled { id, label, note, hint, problem } = around.to_owned();
    html! {
        <div class={classes!("fd-field", (!problem.is_empty()).then_some("has-problem"))}>
            <div class="fd-field__head">
                <label for={id.to_owned()}>{ label.to_owned() }</label>
                if !note.is_empty() { <span class="fd-field__note">{ note.to_owned() }</span> }
            </div>
            { control }
            <p class="fd-field__hint" id={format!("{id}-hint")} hidden={hint.is_empty()}>{ hint.to_owned() }</p>
            <p class="fd-field__problem" id={format!("{id}-problem")} role="alert" hidden={problem.is_empty()}>
                { problem.to_owned() }
            </p>
        </div>
    }
}
