//! The side panel: what is selected, else the workflow itself and its problems.
use super::editor::Desk;
use crate::components::copy_button::CopyButton;
use crate::components::time::ago;
use crate::store::{Key, Model, use_selector};
use flowdeck_editor::item::{Item, Section};
use flowdeck_spec::{Node, block::BlockType, help, interface};
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DetailsProps {
    pub(super) desk: Desk,
}

#[component]
pub(super) fn Details(props: &DetailsProps) -> Html {
    let key = props.desk.key().clone();
    let (specification, item) = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key);
            (
                document.map(|one| one.specification().clone()),
                document.and_then(|one| one.editor.selection().primary().cloned()),
            )
        }
    });
    let entry = item.as_ref().and_then(|item| props.desk.document()?.entry(item).cloned());
    match item.zip(entry) {
        Some((item, entry)) => selected(&item, &entry),
        None => html! { <About key_of={key} {specification} /> },
    }
}

fn selected(item: &Item, entry: &Node) -> Html {
    let type_name = entry.get("type").and_then(Node::as_str).unwrap_or_default();
    let about = help::block(BlockType::parse(&type_name).name);
    let role = match item.section() {
        Some(Section::Inputs) => "Input",
        Some(Section::Outputs) => "Output",
        _ => "Step",
    };
    let selector = String::from(item.as_str());
    html! {
        <section class="fd-side__part">
            <p class="fd-dim">{ role }</p>
            <h2 class="fd-break" dir="auto">{ item.label() }</h2>
            if let Some(about) = about { <p>{ about }</p> }
            <div class="fd-row">
                <code class="fd-break">{ selector.clone() }</code>
                <CopyButton text={selector} label="Copy selector" icon_only=true />
            </div>
            { properties(entry) }
        </section>
    }
}

fn properties(definition: &Node) -> Html {
    html! {
        <dl class="fd-properties">
            { for definition.entries().iter().filter(|(key, _)| *key != *"name").map(|(key, value)| {
                let key = key.value().into_owned();
                let hint = help::property(&key).unwrap_or_default();
                let text = match value {
                    Node::String(text) => text.value().into_owned(),
                    other => other.to_pretty(),
                };
                let class = if text.starts_with('$') { "fd-selector" } else { "" };
                html! {
                    <div key={key.clone()}>
                        <dt title={hint}>{ &key }</dt>
                        <dd><pre class={class}>{ text }</pre>
                            if !hint.is_empty() { <p class="fd-dim">{ hint }</p> }
                        </dd>
                    </div>
                }
            }) }
        </dl>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct AboutProps {
    key_of: Key,
    specification: Option<Node>,
}

/// The workflow itself.
#[component]
fn About(props: &AboutProps) -> Html {
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
                )
            })
        }
    });
    let Some((id, description, created, updated)) = stored else { return Html::default() };
    let (inputs, outputs) = props.specification.as_ref().map(interface::of).unwrap_or_default();
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
