//! Detections over the image they were found in: boxes or rotated boxes with labels, and a list beside them.
use crate::browser::number;
use crate::run::ImageValue;
use flowdeck_editor::{short, whole};
use flowdeck_spec::Node;
use yew::prelude::*;

/// How many boxes are drawn and listed.
const MOST: usize = 2_000;
/// How many rows the list has.
const MOST_ROWS: usize = 200;

/// The predictions of a value that has the shape of detections: `{image, predictions: [{x, y, …}]}`.
pub(super) fn predictions(value: &Node) -> Option<&[Node]> {
    let Node::Array(list) = value.get("predictions")? else { return None };
    let is_detections = value.get("image").is_some()
        && list.iter().all(|one| one.get("x").is_some() && one.get("width").is_some());
    is_detections.then_some(list.as_slice())
}

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct OverlayProps {
    pub(super) value: Node,
    pub(super) image: Option<ImageValue>,
}

/// One box.
struct Found {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    /// The corners of a rotated box.
    rect: Option<String>,
    label: String,
    hue: u32,
    data: Option<String>,
}

#[component]
pub(super) fn Overlay(props: &OverlayProps) -> Html {
    let hovered = use_state_eq(|| None::<usize>);
    let list = predictions(&props.value).unwrap_or_default();
    if list.is_empty() {
        return html! { <p class="fd-dim">{ "Nothing was found." }</p> };
    }
    let side = |name: &str| props.value.get("image").and_then(|image| image.get(name)).and_then(number::read);
    let found: Vec<Found> = list.iter().take(MOST).filter_map(read).collect();
    let width =
        side("width").unwrap_or_else(|| found.iter().map(|one| one.left + one.width).fold(1.0, f64::max));
    let height =
        side("height").unwrap_or_else(|| found.iter().map(|one| one.top + one.height).fold(1.0, f64::max));
    let unit = (width.max(height) / 320.0).max(0.5);
    let hover = |index: Option<usize>| {
        let hovered = hovered.clone();
        Callback::from(move |_: MouseEvent| hovered.set(index))
    };
    html! {
        <div class="fd-overlay">
            <svg class="fd-overlay__picture" viewBox={format!("0 0 {} {}", short(width), short(height))} role="img"
                aria-label={format!("Image with {} boxes", found.len())}>
                if let Some(image) = &props.image {
                    <image href={String::from(&*image.preview)} width={short(width)} height={short(height)} preserveAspectRatio="none" />
                } else {
                    <rect class="fd-overlay__ground" width={short(width)} height={short(height)} />
                }
                { for found.iter().enumerate().map(|(index, one)| {
                    let is_hovered = *hovered == Some(index);
                    boxed(one, unit, is_hovered, hover(Some(index)), hover(None))
                }) }
            </svg>
            <ol class="fd-overlay__list" aria-label="What was found">
                { for found.iter().take(MOST_ROWS).enumerate().map(|(index, one)| html! {
                    <li class={classes!((*hovered == Some(index)).then_some("is-here"))} onmouseenter={hover(Some(index))} onmouseleave={hover(None)}>
                        <svg width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="3" fill={ink(one.hue)} /></svg>
                        <span class="fd-break" dir="auto">{ &one.label }</span>
                        if let Some(data) = &one.data { <code class="fd-break">{ data }</code> }
                        <span class="fd-dim">{ format!("{}, {} · {} × {}", whole(one.left), whole(one.top), whole(one.width), whole(one.height)) }</span>
                    </li>
                }) }
            </ol>
            if list.len() > MOST_ROWS { <p class="fd-dim">{ format!("{} more are not listed.", list.len() - MOST_ROWS) }</p> }
        </div>
    }
}

fn read(one: &Node) -> Option<Found> {
    let number = |name: &str| one.get(name).and_then(number::read);
    let (x, y, width, height) = (number("x")?, number("y")?, number("width")?, number("height")?);
    let class =
        one.get("class").or_else(|| one.get("class_name")).and_then(Node::as_str).unwrap_or("object".into());
    let confidence = number("confidence").filter(|confidence| *confidence < 0.9995);
    let track = one.get("tracker_id").and_then(|id| match id {
        Node::Number(number) => Some(&**number),
        _ => None,
    });
    let label = match (confidence, track) {
        (Some(confidence), Some(track)) => format!("{class} #{track} {} %", whole(confidence * 100.0)),
        (Some(confidence), None) => format!("{class} {} %", whole(confidence * 100.0)),
        (None, Some(track)) => format!("{class} #{track}"),
        (None, None) => class.to_string(),
    };
    // A rotated box brings its corners; its width and height are then those of the turned rectangle.
    let rect = one.get("rect").map(Node::items).filter(|corners| !corners.is_empty()).and_then(|corners| {
        let coordinate = |corner: &Node, at: usize| corner.items().get(at).and_then(number::read).map(short);
        let point = |corner| Some(format!("{},{}", coordinate(corner, 0)?, coordinate(corner, 1)?));
        corners.iter().map(point).collect::<Option<Vec<String>>>().map(|points| points.join(" "))
    });
    let hue_of = track.map_or_else(|| class.to_string(), String::from);
    Some(Found {
        left: x - width / 2.0,
        top: y - height / 2.0,
        width,
        height,
        rect,
        label,
        hue: hue(&hue_of),
        data: one.get("data").and_then(Node::as_str).map(Into::into),
    })
}

fn boxed(
    one: &Found,
    unit: f64,
    is_hovered: bool,
    enter: Callback<MouseEvent>,
    leave: Callback<MouseEvent>,
) -> Html {
    let stroke = ink(one.hue);
    let line = short(if is_hovered { unit * 2.0 } else { unit });
    let size = unit * 8.0;
    let text = one.data.as_ref().map_or_else(|| one.label.clone(), |data| data.chars().take(28).collect());
    let wide = text.chars().count() as f64 * size * 0.62 + size * 0.6;
    let top = (one.top - size * 1.45).max(0.0);
    html! {
        <g class={classes!("fd-box", is_hovered.then_some("is-here"))} onmouseenter={enter} onmouseleave={leave}>
            if let Some(points) = &one.rect {
                <polygon points={points.clone()} fill="none" stroke={stroke.clone()} stroke-width={line} />
            } else {
                <rect x={short(one.left)} y={short(one.top)} width={short(one.width.max(0.0))} height={short(one.height.max(0.0))}
                    fill="transparent" stroke={stroke.clone()} stroke-width={line} />
            }
            <rect x={short(one.left)} y={short(top)} width={short(wide)} height={short(size * 1.4)} rx={short(unit * 2.0)} fill={stroke} />
            <text x={short(one.left + size * 0.3)} y={short(top + size * 1.02)} font-size={short(size)} fill="#fff">{ text }</text>
        </g>
    }
}

/// A dark, saturated ink on which white letters are read.
fn ink(hue: u32) -> String {
    format!("oklch(50% 0.18 {hue})")
}

/// A hue that stays the same for the same name.
fn hue(name: &str) -> u32 {
    let hash =
        name.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    hash % 360
}
