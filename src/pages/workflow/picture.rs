//! The drawing of a workflow: cards in layers from left to right, links between them. To look at and to select in;
//! it scrolls like any page, so that wheel, touch and keys pan it without a line of ours.
use crate::browser::observe::ResizeWatch;
use crate::components::button::{Button, Weight};
use crate::components::icon::{Glyph, icon};
use flowdeck_editor::layout::{self, Layout, Rect, Size, Spacing};
use flowdeck_editor::{short, whole};
use flowdeck_spec::block::{BlockType, Family};
use flowdeck_spec::graph::{Graph, GraphEdge, GraphNode, Role};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// The size of a card.
const CARD: Size = Size { width: 208.0, height: 54.0 };
/// How many letters fit on a card's lines.
const NAME_LETTERS: usize = 23;
const DETAIL_LETTERS: usize = 27;
/// Zoom steps of the buttons.
const ZOOM_STEP: f64 = 1.2;
const SMALLEST: f64 = 0.2;
const LARGEST: f64 = 2.0;

#[derive(Clone, Debug, Properties)]
pub(super) struct PictureProps {
    pub(super) graph: Rc<Graph>,
    /// The key of the selected node.
    pub(super) selected: Option<String>,
    pub(super) onselect: Callback<Option<String>>,
    /// The names of steps with errors.
    pub(super) faulty: Rc<Vec<String>>,
}

impl PartialEq for PictureProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.graph, &other.graph)
            && self.selected == other.selected
            && self.faulty == other.faulty
            && self.onselect == other.onselect
    }
}

#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let layout = use_memo(ByPointer(Rc::clone(&props.graph)), |graph| {
        layout::of(&graph.0, Spacing::default(), |_| CARD)
    });
    let viewport = use_node_ref();
    let room = use_state_eq(|| (0.0_f64, 0.0_f64));
    let zoom = use_state_eq(|| None::<f64>);
    {
        let (viewport, room) = (viewport.clone(), room.clone());
        use_effect_with((), move |()| {
            let watch = viewport.cast::<Element>().and_then(|element| {
                ResizeWatch::new(&element, move |w, h| room.set((w.floor(), h.floor()))).ok()
            });
            move || drop(watch)
        });
    }
    let fit = fitting(&layout, *room);
    let scale = zoom.unwrap_or(fit);
    let step = |factor: f64| {
        let zoom = zoom.clone();
        Callback::from(move |_: MouseEvent| zoom.set(Some((scale * factor).clamp(SMALLEST, LARGEST))))
    };
    let set = |value: Option<f64>| {
        let zoom = zoom.clone();
        Callback::from(move |_: MouseEvent| zoom.set(value))
    };
    let clear = props.onselect.reform(|_: MouseEvent| None);
    let (width, height) = (layout.width * scale, layout.height * scale);
    html! {
        <div class="fd-picture">
            <div ref={viewport} class="fd-picture__view" onclick={clear} tabindex="0" role="group" aria-label="Graph of the workflow">
                <svg class="fd-graph" width={whole(width).to_string()} height={whole(height).to_string()}
                    viewBox={format!("0 0 {} {}", whole(layout.width), whole(layout.height))}>
                    <g aria-hidden="true">
                        { for props.graph.edges.iter().zip(&layout.edges).map(|(edge, path)| link(edge, &path.to_svg())) }
                    </g>
                    { for props.graph.nodes.iter().zip(&layout.nodes).map(|(node, place)| card(node, *place, props)) }
                </svg>
            </div>
            <div class="fd-picture__tools" role="toolbar" aria-label="Zoom">
                <Button label="Smaller" glyph={Glyph::ZoomOut} icon_only=true weight={Weight::Quiet} onclick={step(1.0 / ZOOM_STEP)} />
                <Button label={format!("{} %", whole(scale * 100.0))} hint="Real size" weight={Weight::Quiet} onclick={set(Some(1.0))} />
                <Button label="Larger" glyph={Glyph::ZoomIn} icon_only=true weight={Weight::Quiet} onclick={step(ZOOM_STEP)} />
                <Button label="Fit" glyph={Glyph::Maximize} weight={Weight::Quiet} onclick={set(None)} />
            </div>
        </div>
    }
}

/// Compares by pointer, so that the layout is made once a graph.
#[derive(Clone)]
struct ByPointer(Rc<Graph>);

impl PartialEq for ByPointer {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The zoom at which the whole drawing is seen: never above real size, never so small that nothing is read.
fn fitting(layout: &Layout, (width, height): (f64, f64)) -> f64 {
    if width < 1.0 || height < 1.0 || layout.width < 1.0 || layout.height < 1.0 {
        return 1.0;
    }
    (width / layout.width).min(height / layout.height).clamp(0.45, 1.0)
}

fn link(edge: &GraphEdge, path: &str) -> Html {
    let class =
        classes!("fd-link", format!("is-{}", edge.family.word()), edge.is_control.then_some("is-control"));
    html! { <path {class} d={String::from(path)} /> }
}

fn card(node: &GraphNode, place: Rect, props: &PictureProps) -> Html {
    let is_selected = props.selected.as_deref() == Some(node.key.as_str());
    let is_faulty =
        node.role == Role::Missing || (node.role == Role::Step && props.faulty.contains(&node.name));
    let class = classes!(
        "fd-card",
        format!("is-{}", node.family.word()),
        is_selected.then_some("is-selected"),
        is_faulty.then_some("is-faulty"),
        (node.role == Role::Missing).then_some("is-missing")
    );
    let choose = {
        let (key, onselect) = (node.key.clone(), props.onselect.clone());
        Callback::from(move |()| onselect.emit(Some(key.clone())))
    };
    let onclick = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            choose.emit(());
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            choose.emit(());
        }
    });
    let name = if node.name.is_empty() { "(no name)" } else { &node.name };
    let label = format!("{}: {}{}", role(node.role), name, if is_faulty { ", has an error" } else { "" });
    html! {
        <g {class} transform={format!("translate({} {})", short(place.x), short(place.y))} key={node.pointer.clone() + &node.key}
            role="button" tabindex="0" aria-label={format!("{label}, {}", node.detail)} aria-pressed={if is_selected { "true" } else { "false" }}
            {onclick} {onkeydown}>
            <title>{ format!("{name}\n{}", node.detail) }</title>
            <rect class="fd-card__box" width={short(place.width)} height={short(place.height)} rx="10" />
            <rect class="fd-card__tile" x="10" y="12" width="30" height="30" rx="7" />
            <g class="fd-card__icon" transform="translate(17 19)">{ icon(glyph(node), 16) }</g>
            <text class="fd-card__name" x="50" y="24">{ cut(name, NAME_LETTERS) }</text>
            <text class="fd-card__detail" x="50" y="40">{ cut(&node.detail, DETAIL_LETTERS) }</text>
        </g>
    }
}

/// What a node is, for people.
pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Input => "Input",
        Role::Step => "Step",
        Role::Output => "Output",
        Role::Missing => "Not defined",
    }
}

/// The icon of a node.
fn glyph(node: &GraphNode) -> Glyph {
    match node.role {
        Role::Missing => Glyph::TriangleAlert,
        Role::Output => Glyph::ArrowRight,
        Role::Input if node.family == Family::Image => Glyph::Image,
        Role::Input => Glyph::TextCursorInput,
        Role::Step => {
            let name = BlockType::parse(&node.type_name).name;
            match name {
                name if name.contains("qr_code") => Glyph::QrCode,
                name if name.contains("barcode") => Glyph::Barcode,
                name if name.contains("crop") => Glyph::Crop,
                name if name.contains("filter") => Glyph::Funnel,
                name if name.contains("color") => Glyph::Palette,
                _ => match node.family {
                    Family::Image => Glyph::Image,
                    Family::Detections => Glyph::ScanLine,
                    Family::Number => Glyph::Sigma,
                    Family::Text => Glyph::Type,
                    Family::Flow => Glyph::Split,
                    Family::Any => Glyph::Box,
                },
            }
        }
    }
}

/// A text cut to a number of letters.
fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        String::from(text)
    } else {
        text.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
    }
}
