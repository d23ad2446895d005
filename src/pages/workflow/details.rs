//! The workflow itself: what it is called, when it was changed, what it takes and gives.
use crate::components::copy_button::CopyButton;
use crate::components::time::ago;
use crate::store::{Key, Model, use_selector};
use flowdeck_spec::interface;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct AboutProps {
    pub(super) key_of: Key,
}

/// The workflow itself.
#[component]
pub(super) fn About(props: &AboutProps) -> Html {
    let stored = use_selector({
        let key = props.key_of.clone();
        move |model: &Model| {
            model.documents.get(&key).map(|document| {
                let stored = &document.stored;
                (
                    stored.id.clone(),
                    stored.description.clone(),
                    stored.created_at.clone(),
                    stored.updated_at.clone(),
                    document.specification().clone(),
                )
            })
        }
    });
    let Some((id, description, created, updated, specification)) = stored else { return Html::default() };
    let (inputs, outputs) = interface::of(&specification);
    let list = |names: Vec<String>| {
        if names.is_empty() {
            html! { <span class="fd-dim">{ "none" }</span> }
        } else {
            html! { <>{ for names.into_iter().map(|name| html! { <code class="fd-chip">{ name }</code> }) }</> }
        }
    };
    html! {
        <section class="fd-side__part">
            <h2>{ "About" }</h2>
            if !description.is_empty() { <p class="fd-break" dir="auto">{ description }</p> }
            <dl class="fd-facts">
                <dt>{ "URL name" }</dt>
                <dd class="fd-row"><code class="fd-break">{ &props.key_of.url }</code>
                    <CopyButton text={props.key_of.url.clone()} label="Copy URL name" icon_only=true /></dd>
                <dt>{ "Id" }</dt>
                <dd class="fd-row"><code class="fd-break">{ &id }</code><CopyButton text={id.clone()} label="Copy id" icon_only=true /></dd>
                <dt>{ "Changed" }</dt><dd>{ ago(&updated) }</dd>
                <dt>{ "Made" }</dt><dd>{ ago(&created) }</dd>
                <dt>{ "Inputs" }</dt><dd>{ list(inputs.into_iter().map(|input| input.name).collect()) }</dd>
                <dt>{ "Outputs" }</dt><dd>{ list(outputs.into_iter().map(|output| output.name).collect()) }</dd>
            </dl>
        </section>
    }
}
