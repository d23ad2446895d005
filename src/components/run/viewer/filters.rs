//! What a viewer shows and what it does not: layers, classes, confidence, and how much of the image before.
use super::layers_of;
use super::paint::ink;
use super::view::{Change, View};
use crate::components::button::{Button, Weight};
use crate::run::shape::{Findings, Layer};
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub(in crate::components::run) type Handle = UseReducerHandle<View>;

fn change(view: &Handle, change: Change) -> Callback<MouseEvent> {
    let dispatch = view.dispatcher();
    Callback::from(move |_| dispatch.dispatch(change.clone()))
}

/// A button that is on or off.
pub(super) fn toggle(view: &Handle, label: &'static str, is_on: bool, what: Change) -> Html {
    html! { <Button {label} weight={Weight::Quiet} pressed={is_on} onclick={change(view, what)} /> }
}

/// Buttons for the layers, where there is more than boxes and their names.
pub(super) fn layers(findings: &Findings, view: &Handle) -> Html {
    let button = |(at, layer): (usize, Layer)| {
        toggle(view, layer.name(), view.layers.get(at).copied().unwrap_or_default(), Change::Layer(at))
    };
    html! { <>{ for layers_of(findings).map(button) }</> }
}

/// A number from 0 to 100 that is dragged.
fn slider(label: &'static str, value: u8, what: fn(u8) -> Change, view: &Handle) -> Html {
    let dispatch = view.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            dispatch.dispatch(what(input.value().parse().unwrap_or_default()));
        }
    });
    html! {
        <label class="fd-slider">
            <span>{ label }</span>
            <input type="range" min="0" max="100" value={value.to_string()} {oninput} />
            <output>{ [&value.to_string(), " %"].concat() }</output>
        </label>
    }
}

/// The button that lays the image before over the picture, and the slider that says how far.
pub(in crate::components::run) fn split(view: &Handle) -> Html {
    let other = if view.split.is_some() { None } else { Some(50) };
    html! {
        <>
            { toggle(view, "Compare with the input", view.split.is_some(), Change::Split(other)) }
            if let Some(share) = view.split { { slider("Input", share, |share| Change::Split(Some(share)), view) } }
        </>
    }
}

/// Classes to show, each with how many there are, and the least confidence.
pub(super) fn filters(findings: &Findings, view: &Handle) -> Html {
    if findings.list.is_empty() {
        return Html::default();
    }
    let counts = view.filter.counts(findings);
    let has_confidence = findings.list.iter().any(|one| one.confidence.is_some_and(|share| share < 0.9995));
    let chips = findings.classes.iter().zip(counts).enumerate().take(view.classes).map(|(at, (class, count))| {
        let is_on = !view.filter.hidden.contains(&at);
        html! {
            <button type="button" key={at} class="fd-class" aria-pressed={if is_on { "true" } else { "false" }} onclick={change(view, Change::Class(at))}>
                { dot(class.hue) }
                <span class="fd-break" dir="auto">{ &class.name }</span>
                <span class="fd-dim">{ count }</span>
            </button>
        }
    });
    html! {
        <div class="fd-look__filters">
            <div class="fd-row" role="group" aria-label="Classes">
                { for chips }
                if findings.classes.len() > view.classes {
                    <Button label={[&(findings.classes.len() - view.classes).to_string(), " more classes"].concat()} weight={Weight::Quiet} onclick={change(view, Change::MoreClasses)} />
                }
            </div>
            if has_confidence { { slider("Least confidence", view.filter.least, Change::Least, view) } }
        </div>
    }
}

/// The colour of a class.
pub(super) fn dot(hue: u8) -> Html {
    html! { <svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="3" fill={ink(hue)} /></svg> }
}
