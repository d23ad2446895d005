//! The side panel: what is selected, else the workflow itself and its problems.
use super::picture::role;
use super::problems::Problems;
use crate::components::copy_button::CopyButton;
use crate::components::time::ago;
use crate::store::{Key, Model, use_selector};
use flowdeck_spec::graph::{Graph, GraphNode, Role};
use flowdeck_spec::{Diagnostic, Node, block::BlockType, help, interface};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DetailsProps {
    pub(super) key_of: Key,
    pub(super) specification: Option<Node>,
    pub(super) findings: Rc<Vec<Diagnostic>>,
    pub(super) trouble: Option<Rc<str>>,
    pub(super) may_edit: bool,
    pub(super) graph: Rc<Graph>,
    pub(super) selected: Option<String>,
}

#[component]
pub(super) fn Details(props: &DetailsProps) -> Html {
    let node = props.selected.as_ref().and_then(|key| props.graph.nodes.iter().find(|node| node.key == *key));
    html! {
        <aside class="fd-side" aria-label="Details">
            { match node {
                Some(node) => selected(node, props),
                None => html! { <About key_of={props.key_of.clone()} specification={props.specification.clone()} /> },
            } }
            <Problems key_of={props.key_of.clone()} findings={Rc::clone(&props.findings)} trouble={props.trouble.clone()} may_edit={props.may_edit} />
        </aside>
    }
}

fn selected(node: &GraphNode, props: &DetailsProps) -> Html {
    let definition = props.specification.as_ref().and_then(|spec| spec.pointer(&node.pointer)).cloned();
    let block = BlockType::parse(&node.type_name);
    let about = help::block(block.name);
    html! {
        <section class="fd-side__part">
            <p class="fd-dim">{ role(node.role) }</p>
            <h2 class="fd-break" dir="auto">{ &node.name }</h2>
            if let Some(about) = about { <p>{ about }</p> }
            <div class="fd-row">
                <code class="fd-break">{ &node.key }</code>
                <CopyButton text={node.key.clone()} label="Copy selector" icon_only=true />
            </div>
            if node.role == Role::Missing { <p>{ "A selector names this, but nothing by this name is defined." }</p> }
            if let Some(definition) = definition { { properties(&definition) } }
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
