//! One output, shown by its shape, not by its name.
use super::viewer::{Source, Tools, Viewer, cut};
use crate::components::button::{Button, Weight};
use crate::components::copy_button::CopyButton;
use crate::components::pill::pill;
use crate::run::ImageValue;
use crate::run::shape::{Classes, Findings, Shape, Summary, Table, image, shape, shortened};
use flowdeck_editor::{short, whole};
use flowdeck_spec::Node;
use std::rc::Rc;
use yew::prelude::*;

/// How many values of a list are in the page at first, by how deep it is; below, JSON takes over. Numbers that multiply.
const FIRST: [usize; 4] = [24, 12, 6, 4];
/// How many rows of a table, or classes.
const FIRST_ROWS: usize = 50;
/// A longer text is shown small, in a box of its own.
const LONG_TEXT: usize = 200;
/// The longest text in the page.
const LONGEST: usize = 20_000;
/// How many images of other outputs are tried below what was found.
const MOST_GROUNDS: usize = 3;

/// An output.
#[derive(Debug)]
pub(super) struct Output<'a> {
    pub(super) name: AttrValue,
    pub(super) value: &'a Node,
    /// The element of its name, a heading where the page's outline is known.
    pub(super) name_tag: &'static str,
    /// The image that was sent.
    pub(super) image: Option<&'a ImageValue>,
    /// All outputs of the same element of the batch.
    pub(super) row: &'a Node,
    pub(super) tools: Option<Tools>,
}

/// Where a value is.
#[derive(Clone)]
struct Place {
    name: AttrValue,
    image: Option<Source>,
    row: Node,
    /// Its place in the list, and in the list within, and so on.
    path: Vec<usize>,
    depth: usize,
    tools: Option<Tools>,
}

impl Place {
    fn within(&self, at: Option<usize>) -> Self {
        let mut place = self.clone();
        place.depth += 1;
        place.path.extend(at);
        place
    }

    fn first(&self) -> usize {
        FIRST.get(self.depth).copied().unwrap_or_default()
    }

    /// Images that things found here may have been found in: what was sent, then what other outputs have at the same
    /// place. Of a list, crops as a rule, the latter are likelier.
    fn grounds(&self) -> Vec<Source> {
        let at_place = |value: &Node| {
            let found = self.path.iter().try_fold(value.clone(), |value, at| value.items().get(*at).cloned());
            found.as_ref().and_then(image).map(|image| Source(image.into()))
        };
        let others: Vec<Source> =
            self.row.entries().iter().filter_map(|(_, value)| at_place(value)).take(MOST_GROUNDS).collect();
        let sent = self.image.clone();
        if self.path.is_empty() {
            sent.into_iter().chain(others).collect()
        } else {
            others.into_iter().chain(sent).collect()
        }
    }
}

/// Shows one, under its name as its key. No component: what shows all of them follows nothing else, and a component is two
/// kilobytes.
pub(super) fn output(props: &Output<'_>) -> Html {
    let shape = shape(props.value);
    let place = Place {
        name: props.name.clone(),
        image: props.image.map(|image| Source(image.preview.clone())),
        row: props.row.clone(),
        path: Vec::new(),
        depth: 0,
        tools: props.tools,
    };
    html! {
        <article key={props.name.to_string()} class="fd-output" part="output">
            <header class="fd-output__head">
                <@{props.name_tag} class="fd-break" dir="auto">{ props.name.clone() }</@>
                { pill(shape.name(props.value), None) }
                <span class="fd-page__fill" />
                if let Some(tools) = props.tools { { (tools.of_value)(&props.name, props.value, matches!(shape, Shape::Table(_))) } }
            </header>
            { show(props.value, shape, &place) }
        </article>
    }
}

fn show(value: &Node, shape: Shape, place: &Place) -> Html {
    match shape {
        Shape::Nothing => {
            html! { <p class="fd-dim">{ "Nothing: the step was skipped, or had nothing to give." }</p> }
        }
        Shape::Plain => html! { <p class="fd-output__value">{ value.to_string() }</p> },
        Shape::Text => text(&value.as_str().unwrap_or_default()),
        Shape::Image(source) if place.path.is_empty() => html! {
            <Viewer name={place.name.clone()} findings={Rc::new(Findings::default())} grounds={vec![Source(source.into())]} before={place.image.clone()} tools={place.tools} />
        },
        Shape::Image(src) => html! {
            <figure class="fd-output__image"><img {src} alt="Image of the results" loading="lazy" /></figure>
        },
        Shape::Found(findings) => html! {
            <Viewer name={place.name.clone()} findings={Rc::new(findings)} value={value.clone()} grounds={place.grounds()} tools={place.tools} />
        },
        Shape::Classes(found) => classes(found),
        Shape::Colour(parts) => swatch(parts),
        Shape::Numbers(summary) => numbers(value, &summary),
        Shape::Table(found) => table(value, found),
        Shape::List | Shape::Fields if place.first() == 0 => json(value),
        Shape::List => list(value, place),
        Shape::Fields => fields(value, place),
    }
}

fn json(value: &Node) -> Html {
    html! { <pre class="fd-output__json" tabindex="0">{ shortened(value).to_pretty() }</pre> }
}

fn text(text: &str) -> Html {
    let shown = cut(text, LONGEST);
    html! {
        <div class="fd-row">
            if text.len() > LONG_TEXT { <pre class="fd-output__json fd-output__text" tabindex="0" dir="auto">{ shown }</pre> }
            else { <p class="fd-output__value fd-break" dir="auto">{ shown }</p> }
            <CopyButton text={String::from(text)} icon_only=true />
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct MoreProps {
    count: usize,
    first: usize,
    /// Shows so many.
    show: Callback<usize, Html>,
}

/// So many of something, and a button for as many more.
#[component]
fn More(props: &MoreProps) -> Html {
    let rounds = use_state_eq(|| 1_usize);
    let limit = props.first.saturating_mul(*rounds);
    let rest = props.count.saturating_sub(limit);
    let onclick = Callback::from(move |_: MouseEvent| rounds.set(*rounds + 1));
    html! {
        <>
            { props.show.emit(limit) }
            if rest > 0 { <p><Button label={["Show more: ", &rest.to_string(), " left"].concat()} weight={Weight::Quiet} {onclick} /></p> }
        </>
    }
}

pub(super) fn more(count: usize, first: usize, show: impl Fn(usize) -> Html + 'static) -> Html {
    html! { <More {count} {first} show={Callback::from(show)} /> }
}

fn list(value: &Node, place: &Place) -> Html {
    let (value, place) = (value.clone(), place.clone());
    if value.items().is_empty() {
        return html! { <p class="fd-dim">{ "An empty list." }</p> };
    }
    more(value.items().len(), place.first(), move |limit| {
        let shown = value.items().iter().take(limit).enumerate();
        let one = |(at, item): (usize, &Node)| html! { <li key={at}>{ show(item, shape(item), &place.within(Some(at))) }</li> };
        html! { <ul class="fd-output__grid">{ for shown.map(one) }</ul> }
    })
}

fn fields(value: &Node, place: &Place) -> Html {
    let (value, place) = (value.clone(), place.clone());
    if value.entries().is_empty() {
        return html! { <p class="fd-dim">{ "An empty object." }</p> };
    }
    more(value.entries().len(), place.first().max(12), move |limit| {
        let shown = value.entries().iter().take(limit);
        let one = |(key, item): &(flowdeck_spec::json::Text, Node)| {
            html! { <><dt dir="auto">{ key.value().into_owned() }</dt><dd>{ show(item, shape(item), &place.within(None)) }</dd></> }
        };
        html! { <dl class="fd-output__fields">{ for shown.map(one) }</dl> }
    })
}

fn classes(found: Classes) -> Html {
    if found.rows.is_empty() {
        return html! { <p class="fd-dim">{ "No class." }</p> };
    }
    more(found.rows.len(), FIRST_ROWS, move |limit| {
        let one = |row: &crate::run::shape::ClassRow| {
            let percent = row.confidence.map(|share| whole(share.clamp(0.0, 1.0) * 100.0).to_string());
            html! {
                <li class={classes!("fd-label", row.is_chosen.then_some("is-chosen"))}>
                    <span class="fd-break" dir="auto">{ &row.name }</span>
                    if row.is_chosen { { pill("chosen", None) } }
                    if let Some(percent) = percent {
                        <progress max="100" value={percent.clone()} aria-hidden="true" />
                        <span>{ [&percent, " %"].concat() }</span>
                    }
                </li>
            }
        };
        html! { <ol class="fd-labels">{ for found.rows.iter().take(limit).map(one) }</ol> }
    })
}

fn swatch([r, g, b]: [u8; 3]) -> Html {
    html! {
        <div class="fd-row">
            <svg class="fd-swatch" width="28" height="28" aria-hidden="true"><rect width="28" height="28" rx="6" fill={format!("rgb({r} {g} {b})")} /></svg>
            <p class="fd-output__value">{ format!("{r}, {g}, {b}") }</p>
            <code>{ format!("#{r:02x}{g:02x}{b:02x}") }</code>
        </div>
    }
}

/// Few numbers are shown as they are, many summed up.
fn numbers(value: &Node, summary: &Summary) -> Html {
    let sides: Vec<String> = summary.sides.iter().map(usize::to_string).collect();
    let fact = |name: &'static str, what: String| html! { <><dt>{ name }</dt><dd>{ what }</dd></> };
    html! {
        <>
            <dl class="fd-facts">
                { fact("Size", sides.join(" × ")) }
                { fact("Range", [&*short(summary.least), " to ", &short(summary.most)].concat()) }
                { fact("Mean", short(summary.mean)) }
            </dl>
            if summary.count <= 64 { <code class="fd-break">{ value.to_compact() }</code> }
        </>
    }
}

fn table(value: &Node, found: Table) -> Html {
    let value = value.clone();
    more(value.items().len(), FIRST_ROWS, move |limit| {
        let cell = |row: &Node, column: &String| match row.get(column) {
            Some(Node::String(text)) => html! { <td dir="auto">{ cut(&text.value(), 200) }</td> },
            Some(Node::Null) | None => html! { <td></td> },
            Some(other) => html! { <td class="is-number">{ other.to_compact() }</td> },
        };
        let row =
            |row: &Node| html! { <tr>{ for found.columns.iter().map(|column| cell(row, column)) }</tr> };
        html! {
            <div class="fd-records" tabindex="0" role="region" aria-label="Table">
                <table>
                    <thead><tr>{ for found.columns.iter().map(|column| html! { <th scope="col" dir="auto">{ column }</th> }) }</tr></thead>
                    <tbody>{ for value.items().iter().take(limit).map(row) }</tbody>
                </table>
            </div>
        }
    })
}
