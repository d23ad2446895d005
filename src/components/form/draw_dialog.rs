//! The dialog in which points are drawn: a click on the image adds one, a drag or the arrow keys move it. The image is
//! there to draw on and goes nowhere.
use crate::browser::{files::ObjectUrl, pointer};
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, icon};
use crate::components::run::SampleImage;
use flowdeck_editor::form::Drawn;
use flowdeck_spec::decimal;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlImageElement, HtmlInputElement};
use yew::prelude::*;

/// The size to draw on without an image.
const BLANK: (f64, f64) = (640.0, 480.0);

/// What is done to the points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Move {
    /// A point goes elsewhere.
    To { area: usize, index: usize, x: f64, y: f64 },
    /// There is one more.
    Add { area: usize, x: f64, y: f64 },
    /// The last one goes away.
    Back { area: usize },
}

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DrawDialogProps {
    pub(super) title: AttrValue,
    /// The points of each area.
    pub(super) shapes: Vec<Vec<(f64, f64)>>,
    pub(super) drawn: Drawn,
    /// How many points an area may have.
    pub(super) limit: Option<usize>,
    pub(super) samples: Rc<Vec<SampleImage>>,
    /// Called when the dialog opens.
    pub(super) onopen: Callback<()>,
    pub(super) onmove: Callback<Move>,
    pub(super) onclose: Callback<()>,
}

/// Where the image is.
#[derive(Clone, PartialEq)]
enum Picture {
    None,
    File(Rc<ObjectUrl>),
    Sample(String),
}

#[component]
pub(super) fn DrawDialog(props: &DrawDialogProps) -> Html {
    let picture = use_state_eq(|| Picture::None);
    use_effect_with((), {
        let onopen = props.onopen.clone();
        move |()| onopen.emit(())
    });
    let size = use_state_eq(|| BLANK);
    let area = use_state_eq(|| 0_usize);
    let held = use_mut_ref(|| None::<(usize, usize)>);
    let (width, height) = *size;
    let now = (*area).min(props.shapes.len().saturating_sub(1));
    let address = match &*picture {
        Picture::None => None,
        Picture::File(url) => Some(String::from(url.as_str())),
        Picture::Sample(address) => Some(address.clone()),
    };
    let onload = Callback::from(move |event: Event| {
        if let Some(image) = event.target_dyn_into::<HtmlImageElement>() {
            size.set((f64::from(image.natural_width()).max(1.0), f64::from(image.natural_height()).max(1.0)));
        }
    });
    let onfile = {
        let picture = picture.clone();
        Callback::from(move |event: Event| {
            let files = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.files());
            if let Some(url) = files.and_then(|files| files.get(0)).and_then(|file| ObjectUrl::of(&file).ok())
            {
                picture.set(Picture::File(Rc::new(url)));
            }
        })
    };
    let onpointerdown = {
        let (held, area, props) = (held.clone(), area.clone(), props.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(((x, y), board)) = place(&event, width, height) else { return };
            event.prevent_default();
            pointer::capture(&board, &event);
            if let Some((at, index)) = touched(&event) {
                area.set(at);
                *held.borrow_mut() = Some((at, index));
                return;
            }
            let dots = props.shapes.get(now).map(Vec::as_slice).unwrap_or_default();
            if props.limit.is_some_and(|limit| dots.len() >= limit) {
                // No more are taken: the nearest comes here.
                let Some(index) = nearest(dots, (x, y)) else { return };
                *held.borrow_mut() = Some((now, index));
                props.onmove.emit(Move::To { area: now, index, x, y });
            } else {
                *held.borrow_mut() = Some((now, dots.len()));
                props.onmove.emit(Move::Add { area: now, x, y });
            }
        })
    };
    let onpointermove = {
        let (held, onmove) = (held.clone(), props.onmove.clone());
        Callback::from(move |event: PointerEvent| {
            let held = *held.borrow();
            if let Some(((area, index), ((x, y), _))) = held.zip(place(&event, width, height)) {
                onmove.emit(Move::To { area, index, x, y });
            }
        })
    };
    let release = Callback::from(move |_: PointerEvent| *held.borrow_mut() = None);
    let onkeydown = {
        let props = props.clone();
        Callback::from(move |event: KeyboardEvent| key(&props, &area, &event))
    };
    let back = props.onmove.reform(move |_: MouseEvent| Move::Back { area: now });
    let done = props.onclose.reform(|_: MouseEvent| ());
    let radius = (width / 90.0).max(2.0);
    let number = |number: f64| decimal::write(number);
    let view = ["0 0 ", &*number(width), " ", &number(height)].concat();
    let has_points = props.shapes.get(now).is_some_and(|dots| !dots.is_empty());
    html! {
        <Dialog title={props.title.clone()} wide=true onclose={props.onclose.clone()}>
            <div class="fd-row fd-draw__tools">
                <label class="fd-button fd-button--normal fd-drop__file">
                    { icon(Glyph::Upload, 16) }<span>{ "Choose an image" }</span>
                    <input type="file" accept="image/*" onchange={onfile} aria-label="Image to draw on" />
                </label>
                { for props.samples.iter().take(6).map(|sample| {
                    let (picture, address) = (picture.clone(), sample.address.clone());
                    let onclick = Callback::from(move |_: MouseEvent| picture.set(Picture::Sample(address.clone())));
                    html! {
                        <button type="button" class="fd-sample" title={sample.title.clone()}
                            aria-label={["Draw on the sample: ", &sample.title].concat()} {onclick}>
                            <img src={sample.address.clone()} alt="" loading="lazy" />
                        </button>
                    }
                }) }
                <span class="fd-page__fill" />
                if props.drawn != Drawn::Box { <Button label="Undo point" glyph={Glyph::Undo2} disabled={!has_points} onclick={back} /> }
                <Button label="Done" weight={crate::components::button::Weight::Primary} onclick={done} />
            </div>
            <p class="fd-dim">{ "Click to add a point, drag to move it. With the keyboard: Tab to a point, then the arrow keys; Shift goes ten pixels, Enter adds one beside it." }</p>
            <div class="fd-draw">
                if let Some(address) = address { <img src={address} alt="" {onload} draggable="false" /> }
                <svg viewBox={view} class={if *picture == Picture::None { "is-blank" } else { "" }} {onpointerdown} {onpointermove}
                    onpointerup={release.clone()} onpointercancel={release} {onkeydown}>
                    { for props.shapes.iter().enumerate().map(|(index, dots)| outline(props.drawn, dots, index, index == now, radius)) }
                </svg>
            </div>
        </Dialog>
    }
}

fn outline(drawn: Drawn, dots: &[(f64, f64)], area: usize, is_chosen: bool, radius: f64) -> Html {
    let number = |number: f64| decimal::write(number);
    let mut path = String::new();
    let corners = match (drawn, dots) {
        (Drawn::Marks, _) => Vec::new(),
        (Drawn::Box, [(a, b), (c, d)]) => vec![(*a, *b), (*c, *b), (*c, *d), (*a, *d)],
        (_, dots) => dots.to_vec(),
    };
    for (index, (x, y)) in corners.iter().enumerate() {
        path.push(if index == 0 { 'M' } else { 'L' });
        path.push_str(&number(*x));
        path.push(' ');
        path.push_str(&number(*y));
    }
    if matches!(drawn, Drawn::Zone | Drawn::Quads | Drawn::Box) && corners.len() > 2 {
        path.push('Z');
    }
    html! {
        <g class={classes!("fd-draw__shape", is_chosen.then_some("is-chosen"), (path.ends_with('Z')).then_some("is-closed"))} key={area}>
            <path d={path} vector-effect="non-scaling-stroke" />
            { for dots.iter().enumerate().map(|(index, (x, y))| {
                let place = [&*area.to_string(), " ", &index.to_string()].concat();
                let label = ["Point ", &(index + 1).to_string(), ": ", &number(*x), ", ", &number(*y)].concat();
                html! {
                    <circle key={index} cx={number(*x)} cy={number(*y)} r={number(radius)} vector-effect="non-scaling-stroke"
                        data-dot={place} tabindex="0" role="button" aria-label={label} />
                }
            }) }
        </g>
    }
}

/// Arrows move the point that has the focus.
fn key(props: &DrawDialogProps, area: &UseStateHandle<usize>, event: &KeyboardEvent) {
    let Some((at, index)) = touched(event) else { return };
    let Some((x, y)) = props.shapes.get(at).and_then(|dots| dots.get(index)).copied() else { return };
    let by = if event.shift_key() { 10.0 } else { 1.0 };
    let (right, down) = match event.key().as_str() {
        "ArrowLeft" => (-by, 0.0),
        "ArrowRight" => (by, 0.0),
        "ArrowUp" => (0.0, -by),
        "ArrowDown" => (0.0, by),
        "Enter" if props.limit.is_none() => {
            event.prevent_default();
            area.set(at);
            return props.onmove.emit(Move::Add { area: at, x: x + 10.0, y: y + 10.0 });
        }
        _ => return,
    };
    event.prevent_default();
    props.onmove.emit(Move::To { area: at, index, x: (x + right).max(0.0), y: (y + down).max(0.0) });
}

/// The point that an event is about: its area and its place in it.
fn touched(event: &Event) -> Option<(usize, usize)> {
    let place = event.target()?.dyn_into::<Element>().ok()?.get_attribute("data-dot")?;
    let (area, index) = place.split_once(' ')?;
    Some((area.parse().ok()?, index.parse().ok()?))
}

/// Where on the image a pointer is, in whole pixels, and the element that shows it.
fn place(event: &PointerEvent, width: f64, height: f64) -> Option<((f64, f64), Element)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let board = target.closest("svg").ok()??;
    let bounds = board.get_bounding_client_rect();
    let part = |at: i32, from: f64, long: f64, size: f64| {
        (((f64::from(at) - from) / long.max(1.0)).clamp(0.0, 1.0) * size).round()
    };
    let x = part(event.client_x(), bounds.left(), bounds.width(), width);
    let y = part(event.client_y(), bounds.top(), bounds.height(), height);
    Some(((x, y), board))
}

fn nearest(dots: &[(f64, f64)], (x, y): (f64, f64)) -> Option<usize> {
    let far = |(a, b): &(f64, f64)| (a - x) * (a - x) + (b - y) * (b - y);
    let mut best: Option<(usize, f64)> = None;
    for (index, dot) in dots.iter().enumerate() {
        if best.is_none_or(|(_, least)| far(dot) < least) {
            best = Some((index, far(dot)));
        }
    }
    best.map(|(index, _)| index)
}
