//! One output, shown by its shape, not by its name: an image, detections over the image, a colour, a value, a list
//! of these, an object of these. What fits nothing is shown as JSON.
use super::overlay::{Overlay, predictions};
use crate::components::copy_button::CopyButton;
use crate::components::pill::pill;
use crate::run::ImageValue;
use flowdeck_spec::Node;
use yew::prelude::*;

/// How many items of a list are shown.
const MOST_ITEMS: usize = 60;
/// How deep values are taken apart before JSON takes over.
const DEEPEST: usize = 4;

/// An output. `name_tag` is the element of its name, a heading where the page's outline is known; detections are drawn
/// over `image`.
pub(super) fn output(name: &str, value: &Node, name_tag: &'static str, image: Option<&ImageValue>) -> Html {
    let name = String::from(name);
    html! {
        <article key={name.clone()} class="fd-output" part="output">
            <header class="fd-output__head">
                <@{name_tag} class="fd-break" dir="auto">{ name }</@>
                { pill(kind(value), None) }
            </header>
            { show(value, image, 0) }
        </article>
    }
}

/// What a value is, in a word.
fn kind(value: &Node) -> String {
    match value {
        Node::Null => String::from("nothing"),
        Node::Bool(_) => String::from("true or false"),
        Node::Number(_) => String::from("number"),
        Node::String(_) => String::from("text"),
        Node::Array(items) => format!("list of {}", items.len()),
        Node::Object(_) if image_source(value).is_some() => String::from("image"),
        Node::Object(_) if predictions(value).is_some() => {
            format!("{} found", predictions(value).map_or(0, <[Node]>::len))
        }
        Node::Object(_) => String::from("object"),
    }
}

fn show(value: &Node, image: Option<&ImageValue>, depth: usize) -> Html {
    if let Some(source) = image_source(value) {
        return html! { <figure class="fd-output__image"><img src={source} alt="Image of the results" /></figure> };
    }
    if predictions(value).is_some() {
        return html! { <Overlay value={value.clone()} image={image.cloned()} /> };
    }
    match value {
        Node::Null => {
            html! { <p class="fd-dim">{ "Nothing: the step was skipped, or had nothing to give." }</p> }
        }
        Node::Bool(_) | Node::Number(_) => html! { <p class="fd-output__value">{ value.to_string() }</p> },
        Node::String(text) => {
            let text = text.value().into_owned();
            html! {
                <div class="fd-row"><p class="fd-output__value fd-break" dir="auto">{ &text }</p>
                    <CopyButton text={text} icon_only=true /></div>
            }
        }
        Node::Array(items) if color(items).is_some() => swatch(items),
        Node::Array(items) if depth < DEEPEST && items.iter().any(is_rich) => html! {
            <div class="fd-output__grid">
                { for items.iter().take(MOST_ITEMS).map(|item| show(item, image, depth + 1)) }
                if items.len() > MOST_ITEMS { <p class="fd-dim">{ format!("{} more", items.len() - MOST_ITEMS) }</p> }
            </div>
        },
        Node::Object(entries) if depth < DEEPEST && entries.iter().any(|(_, item)| is_rich(item)) => html! {
            <dl class="fd-output__fields">
                { for entries.iter().map(|(key, item)| html! {
                    <><dt>{ key.value().into_owned() }</dt><dd>{ show(item, image, depth + 1) }</dd></>
                }) }
            </dl>
        },
        other => {
            let text = other.to_pretty();
            html! { <pre class="fd-output__json" tabindex="0">{ cut(&text) }</pre> }
        }
    }
}

/// Whether a value is more than plain JSON.
fn is_rich(value: &Node) -> bool {
    image_source(value).is_some()
        || predictions(value).is_some()
        || match value {
            Node::Array(items) => items.iter().any(is_rich),
            Node::Object(entries) => entries.iter().any(|(_, item)| is_rich(item)),
            _ => false,
        }
}

/// The address of an image of the results. The bytes tell its type; nothing but images becomes one.
fn image_source(value: &Node) -> Option<String> {
    if value.get("type")?.as_str()? != "base64" {
        return None;
    }
    let content = value.get("value")?.as_str()?;
    let media = match &*content {
        c if c.starts_with("/9j/") => "image/jpeg",
        c if c.starts_with("iVBORw0KGgo") => "image/png",
        c if c.starts_with("UklGR") => "image/webp",
        c if c.starts_with("R0lGOD") => "image/gif",
        _ => return None,
    };
    Some(format!("data:{media};base64,{content}"))
}

/// Three whole numbers from 0 to 255 are a colour.
fn color(items: &[Node]) -> Option<[u8; 3]> {
    let part = |item: &Node| match item {
        Node::Number(number) => number.parse().ok(),
        _ => None,
    };
    let parts: Option<Vec<u8>> = items.iter().map(part).collect();
    parts?.try_into().ok()
}

fn swatch(items: &[Node]) -> Html {
    let [r, g, b] = color(items).unwrap_or_default();
    html! {
        <div class="fd-row">
            <svg class="fd-swatch" width="28" height="28" aria-hidden="true"><rect width="28" height="28" rx="6" fill={format!("rgb({r} {g} {b})")} /></svg>
            <p class="fd-output__value">{ format!("{r}, {g}, {b}") }</p>
            <code>{ format!("#{r:02x}{g:02x}{b:02x}") }</code>
        </div>
    }
}

/// A long text, cut for the page.
fn cut(text: &str) -> String {
    const LONGEST: usize = 20_000;
    if text.len() <= LONGEST {
        String::from(text)
    } else {
        text.chars().take(LONGEST).chain(['…']).collect()
    }
}
