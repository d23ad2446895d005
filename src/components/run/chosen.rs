//! The images that were chosen: each with its name, how large it is, and a way to take it away.
use crate::components::button::{Button, Weight};
use crate::components::icon::Glyph;
use crate::run::ImageValue;
use web_sys::HtmlImageElement;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ChosenProps {
    pub(super) images: Vec<ImageValue>,
    /// The images are these from now on.
    pub(super) onset: Callback<Vec<ImageValue>>,
}

#[component]
pub(super) fn Chosen(props: &ChosenProps) -> Html {
    // What each preview turned out to be, by its place: the browser knows only when it has read it.
    let sizes = use_mut_ref(Vec::<(u32, u32)>::new);
    let render = use_force_update();
    let one = |(at, image): (usize, &ImageValue)| {
        let onload = {
            let (sizes, render) = (sizes.clone(), render.clone());
            Callback::from(move |event: Event| {
                let Some(shown) = event.target_dyn_into::<HtmlImageElement>() else { return };
                let mut sizes = sizes.borrow_mut();
                if sizes.len() <= at {
                    sizes.resize(at + 1, (0, 0));
                }
                if let Some(size) = sizes.get_mut(at) {
                    *size = (shown.natural_width(), shown.natural_height());
                }
                render.force_update();
            })
        };
        let remove = {
            let images = props.images.clone();
            props.onset.reform(move |_: MouseEvent| {
                let left = images.iter().enumerate().filter(|(other, _)| *other != at);
                left.map(|(_, image)| image.clone()).collect()
            })
        };
        let size = sizes.borrow().get(at).copied().filter(|size| size.0 > 0);
        html! {
            <li>
                <img src={AttrValue::from(image.preview.clone())} alt="" {onload} />
                <span class="fd-cut" title={image.name.clone()}>{ &image.name }</span>
                <span class="fd-dim">{ size.map(|size| size_text(size, image.original)) }</span>
                <Button label={format!("Remove {}", image.name)} glyph={Glyph::X} icon_only=true weight={Weight::Quiet} onclick={remove} />
            </li>
        }
    };
    html! {
        <ul class={classes!("fd-drop__images", (props.images.len() > 1).then_some("is-batch"))}>
            { for props.images.iter().enumerate().map(one) }
        </ul>
    }
}

fn size_text(size: (u32, u32), original: Option<(u32, u32)>) -> String {
    let sides = |(width, height): (u32, u32)| format!("{width} × {height}");
    match original {
        Some(original) => format!("{}, sent as {}", sides(original), sides(size)),
        None => sides(size),
    }
}
