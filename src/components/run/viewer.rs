//! A picture to look into: an image, what was found in it, and the list of it. Pointing at one of them points at the other.
mod filters;
mod gestures;
mod list;
mod paint;
mod picture;
mod view;

use crate::browser::{dom, style};
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::run::shape::{Findings, Layer};
pub(super) use filters::{Handle as ViewHandle, split};
use flowdeck_editor::short;
use flowdeck_spec::Node;
pub(super) use list::cut;
use paint::Scene;
pub(super) use paint::ink;
pub(super) use picture::Picture;
use picture::Tell;
use std::cell::RefCell;
use std::rc::Rc;
pub(super) use view::Source;
use view::{Change, View};
use web_sys::Element;
use yew::prelude::*;

/// What a viewer hands to the tools that only the app has.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub(super) name: &'a str,
    /// The value; none where there is but an image.
    pub(super) value: Option<&'a Node>,
    pub(super) findings: &'a Rc<Findings>,
    pub(super) view: &'a View,
    /// The places of what is shown.
    pub(super) places: &'a Rc<Vec<usize>>,
    /// What is drawn.
    pub(super) picture: Rc<RefCell<Option<Picture>>>,
    /// The image below it.
    pub(super) image: NodeRef,
}

/// Tools that are not part of the widget: what nothing points at is not in its wasm.
#[derive(Clone, Copy, Debug)]
pub struct Tools {
    /// What stands below the filters: plots, saving.
    pub(super) below: fn(&Shown<'_>) -> Html,
    /// What stands above a whole answer, or one of its values, which may be a table.
    pub(super) of_value: fn(&str, &Node, bool) -> Html,
    /// What says how much is seen of the image before.
    pub(super) compare: fn(&ViewHandle) -> Html,
    /// So much of that image, in percent, over the picture.
    pub(super) before: fn(Source, u8) -> Html,
}

impl PartialEq for Tools {
    /// There is one set of tools.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ViewerProps {
    /// What the output is called.
    pub(super) name: AttrValue,
    /// What was found.
    pub(super) findings: Rc<Findings>,
    /// The value in which it is told; none for an image alone.
    #[prop_or_default]
    pub(super) value: Option<Node>,
    /// Addresses of images, the likeliest first: the first one whose sides fit is shown.
    pub(super) grounds: Vec<Source>,
    /// The image to compare with.
    #[prop_or_default]
    pub(super) before: Option<Source>,
    #[prop_or_default]
    pub(super) tools: Option<Tools>,
}

/// Whether an image has the sides of what was found: it may have been made smaller on its way.
fn fits(size: Option<(f64, f64)>, (width, height): (f64, f64)) -> bool {
    size.is_none_or(|(wide, high)| (wide * height - high * width).abs() <= 0.02 * wide * height)
}

#[component]
pub(super) fn Viewer(props: &ViewerProps) -> Html {
    let findings = props.findings.clone();
    let view = use_reducer_eq(View::default);
    let places =
        use_memo((findings.clone(), view.filter.clone()), |(findings, filter)| filter.shown(findings));
    let picture = use_mut_ref(|| None::<Picture>);
    let (host, photo, over, root) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let image = use_node_ref();
    let id = use_memo((), |()| list::new_id());

    let is_fit = |image: &&Source| match view.size_of(image) {
        Some(size) => size.is_some_and(|size| fits(findings.size, size)),
        None => true,
    };
    let ground = props.grounds.iter().find(is_fit).cloned();
    let natural = ground.as_ref().and_then(|image| view.size_of(image)).flatten();
    let is_bare = ground.is_none() && !findings.list.is_empty();
    let size = findings.size.or(natural).or_else(|| is_bare.then(|| findings.extent()));
    {
        let (host, photo, over, picture) = (host.clone(), photo.clone(), over.clone(), picture.clone());
        let dispatch = view.dispatcher();
        use_effect_with((), move |()| {
            let elements = (host.cast::<Element>(), photo.cast::<Element>(), over.cast::<Element>());
            if let (Some(host), Some(photo), Some(over)) = elements {
                let tell = move |told| {
                    dispatch.dispatch(match told {
                        Tell::Over(at) => Change::Over(at),
                        Tell::Chose(at) => Change::Choose(at),
                        Tell::Zoom(percent, is_whole) => Change::Zoom(percent, is_whole),
                    });
                };
                *picture.borrow_mut() = Picture::mount(&host, &photo, &over, tell).ok();
            }
            move || drop(picture.take())
        });
    }
    {
        let (host, picture) = (host.clone(), picture.clone());
        let parts =
            (findings.clone(), places.clone(), view.layers, size.map(|(w, h)| (w.to_bits(), h.to_bits())));
        use_effect_with(parts, move |(findings, shown, layers, _)| {
            let (Some(picture), Some(size)) = (&*picture.borrow(), size) else { return };
            if let Some(host) = host.get() {
                style::set(&host, "aspect-ratio", &[short(size.0), short(size.1)].join(" / "));
                // A small image needs no large view.
                style::set_pixels(&host, "max-height", (size.1 * 4.0).clamp(120.0, 560.0));
            }
            let scene = Scene { findings: findings.clone(), shown: shown.clone(), layers: *layers, size };
            picture.show(scene);
        });
    }
    {
        let (picture, root, id) = (picture.clone(), root.clone(), id.clone());
        use_effect_with((view.over, view.chosen), move |(over, chosen)| {
            if let Some(picture) = &*picture.borrow() {
                picture.point_at(over.or(*chosen));
            }
            if let (Some(at), Some(root)) = (chosen, root.cast::<Element>()) {
                dom::reveal(&root, &["#", &list::row_id(*id, *at)].concat());
            }
        });
    }
    {
        let dispatch = view.dispatcher();
        use_effect_with(findings.clone(), move |_| dispatch.dispatch(Change::Other));
    }
    let with = |run: fn(&Picture)| {
        let picture = picture.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(picture) = &*picture.borrow() {
                run(picture);
            }
        })
    };
    let onkeydown = {
        let (picture, dispatch) = (picture.clone(), view.dispatcher());
        Callback::from(move |event: KeyboardEvent| {
            let is_modified = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !is_modified && picture.borrow().as_ref().is_some_and(|picture| picture.key(&event.key())) {
                event.prevent_default();
            } else if event.key() == "Escape" {
                dispatch.dispatch(Change::Choose(None));
            }
        })
    };
    let loaded = |image: &Source| {
        let (dispatch, image) = (view.dispatcher(), image.clone());
        Callback::from(move |event: Event| {
            let size = event.target_dyn_into::<web_sys::Node>().and_then(|image| dom::natural_size(&image));
            dispatch.dispatch(Change::Loaded(image.clone(), size));
        })
    };
    let go = {
        let (picture, dispatch) = (picture.clone(), view.dispatcher());
        Callback::from(move |at: usize| {
            dispatch.dispatch(Change::Choose(Some(at)));
            if let Some(picture) = &*picture.borrow() {
                picture.reveal(at);
            }
        })
    };
    let is_found = props.value.is_some();
    let tool = |label: &'static str, hint: &'static str, glyph: Option<Glyph>, run: fn(&Picture)| {
        html! { <Button {label} {hint} {glyph} icon_only=true weight={Weight::Quiet} onclick={with(run)} /> }
    };
    let comparing = props.tools.zip(props.before.clone());
    let below = props.tools.map(|tools| {
        let shown = Shown {
            name: &props.name,
            value: props.value.as_ref(),
            findings: &findings,
            view: &view,
            places: &places,
            picture: picture.clone(),
            image: image.clone(),
        };
        (tools.below)(&shown)
    });
    html! {
        <div class={classes!("fd-look", (!findings.list.is_empty()).then_some("has-list"))} ref={root}>
            <div class="fd-look__main">
                <div class="fd-look__bar" role="toolbar" aria-label="Picture">
                    { tool("Zoom out", "Zoom out (−)", Some(Glyph::ZoomOut), |picture| picture.zoom(1.0 / 1.5, None)) }
                    { tool("Zoom in", "Zoom in (+)", Some(Glyph::ZoomIn), |picture| picture.zoom(1.5, None)) }
                    { tool("Fit", "The whole image (0)", None, Picture::fit) }
                    { tool("1:1", "A pixel for a pixel (1)", None, Picture::actual) }
                    <span class="fd-dim" aria-label="Zoom">{ [&view.zoom.to_string(), " %"].concat() }</span>
                    if is_found { { filters::layers(&findings, &view) } }
                    if let Some((tools, _)) = comparing.as_ref().filter(|_| ground.is_some()) { { (tools.compare)(&view) } }
                </div>
                <div ref={host} class={classes!("fd-look__view", (!view.is_whole).then_some("is-near"))} tabindex="0" role="group" {onkeydown}
                    aria-label="Picture: plus and minus zoom, arrows move, 0 shows all">
                    <div class="fd-look__all" role={is_found.then_some("img")}
                        aria-label={is_found.then(|| ["Image with ", &findings.list.len().to_string(), " boxes"].concat())}>
                        <div ref={photo} class="fd-look__photo">
                            if let Some(src) = &ground {
                                <img ref={image} key={src.0.clone()} src={AttrValue::from(src.0.clone())} alt={if is_found { "" } else { "Image of the results" }} draggable="false"
                                    onload={loaded(src)} onerror={loaded(src)} />
                            }
                            if let Some(((tools, src), share)) = comparing.clone().zip(view.split) { { (tools.before)(src, share) } }
                        </div>
                        <div ref={over}></div>
                    </div>
                    if !is_found && ground.is_none() { <p class="fd-look__word">{ "This image cannot be shown: its content is damaged." }</p> }
                </div>
                if is_found { { filters::filters(&findings, &view) } }
                { below }
            </div>
            if is_found { { list::list(&props.value, &findings, &places, &view, *id, &go) } }
        </div>
    }
}

/// The layers that a view may show, with their places.
fn layers_of(findings: &Findings) -> impl Iterator<Item = (usize, Layer)> {
    Layer::ALL.into_iter().enumerate().filter(|(_, layer)| findings.has(*layer))
}
