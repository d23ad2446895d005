//! The field for an image: a file, a drop, a paste, an address, or a sample.
use super::form::SampleImage;
use super::pick;
use crate::components::button::{Button, Weight};
use crate::components::icon::{Glyph, icon};
use crate::components::search_box::value_of;
use crate::run::ImageValue;
use flowdeck_spec::slug;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, FileList, HtmlInputElement};
use yew::prelude::*;

/// How many samples are offered.
const MOST_SAMPLES: usize = 6;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ImageFieldProps {
    pub(super) name: String,
    pub(super) index: usize,
    pub(super) images: Vec<ImageValue>,
    pub(super) problem: String,
    pub(super) samples: Vec<SampleImage>,
    pub(super) onset: Callback<Vec<ImageValue>>,
    pub(super) onreject: Callback<String>,
    pub(super) onsample: Callback<usize>,
}

#[component]
pub(super) fn ImageField(props: &ImageFieldProps) -> Html {
    let is_over = use_state_eq(|| false);
    let address = use_state_eq(String::new);
    let ImageFieldProps { name, images, problem, .. } = props;
    let take = {
        let (onset, onreject) = (props.onset.clone(), props.onreject.clone());
        Callback::from(move |files: Option<FileList>| {
            if let Some(files) = files {
                pick::read_files(&files, onset.clone(), onreject.clone());
            }
        })
    };
    let onchange = take
        .reform(|event: Event| event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.files()));
    let ondrop = {
        let (take, is_over) = (take.clone(), is_over.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            take.emit(event.data_transfer().and_then(|data| data.files()));
        })
    };
    let drag = |on: bool| {
        let is_over = is_over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(on);
        })
    };
    let onpaste = Callback::from(move |event: Event| {
        let files = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(|event| event.clipboard_data())
            .and_then(|data| data.files());
        if files.as_ref().is_some_and(|files| files.length() > 0) {
            event.prevent_default();
            take.emit(files);
        }
    });
    let remove = props.onset.reform(|_: MouseEvent| Vec::new());
    let take_address = take_address(props, (*address).clone());
    let oninput = {
        let address = address.clone();
        Callback::from(move |event: InputEvent| address.set(value_of(&event)))
    };
    let onkeydown = {
        let take_address = take_address.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                event.prevent_default();
                take_address.emit(());
            }
        })
    };
    let id = format!("input-{}-{}", props.index, slug::from_name(name));
    html! {
        <fieldset class={classes!("fd-image-field", (!problem.is_empty()).then_some("has-problem"))} part="image-field" {onpaste}>
            <legend>{ name }<span class="fd-field__note">{ " image" }</span></legend>
            <div class={classes!("fd-drop", is_over.then_some("is-over"))} {ondrop} ondragover={drag(true)} ondragleave={drag(false)}>
                if images.is_empty() {
                    { icon(Glyph::Image, 22) }
                    <p>{ "Drop an image here, paste one, or" }</p>
                } else {
                    <ul class="fd-drop__images">
                        { for images.iter().map(|image| html! {
                            <li><img src={String::from(&*image.preview)} alt="" /><span class="fd-cut">{ &image.name }</span></li>
                        }) }
                    </ul>
                }
                <div class="fd-row">
                    <label class="fd-button fd-button--normal fd-drop__file">
                        { icon(Glyph::Upload, 16) }<span>{ if images.is_empty() { "Choose a file" } else { "Choose another" } }</span>
                        <input id={id.clone()} type="file" accept="image/png,image/jpeg,image/webp,image/gif,image/bmp" multiple=true {onchange}
                            data-input={name.clone()} aria-label={format!("Image for {name}")} aria-describedby={format!("{id}-problem")} />
                    </label>
                    if !images.is_empty() { <Button label="Remove" weight={Weight::Quiet} onclick={remove} /> }
                </div>
            </div>
            <div class="fd-row">
                <input class="fd-input" type="url" placeholder="https://…/image.jpg" aria-label={format!("Address of the image for {name}")}
                    value={(*address).clone()} {oninput} {onkeydown} />
                <Button label="Use address" disabled={address.trim().is_empty()} onclick={take_address.reform(|_: MouseEvent| ())} />
            </div>
            if !props.samples.is_empty() { { sample_buttons(props) } }
            <p class="fd-field__problem" id={format!("{id}-problem")} role="alert" hidden={problem.is_empty()}>{ problem.clone() }</p>
        </fieldset>
    }
}

fn take_address(props: &ImageFieldProps, address: String) -> Callback<()> {
    let (onset, onreject) = (props.onset.clone(), props.onreject.clone());
    Callback::from(move |()| {
        let text = String::from(address.trim());
        if text.starts_with("https://") || text.starts_with("http://") {
            onset.emit(vec![ImageValue { name: text.clone(), preview: text.into(), base64: None }]);
        } else {
            onreject.emit(String::from("An address begins with https:// or http://."));
        }
    })
}

fn sample_buttons(props: &ImageFieldProps) -> Html {
    html! {
        <div class="fd-samples" role="group" aria-label="Sample images">
            <span class="fd-dim">{ "Samples" }</span>
            { for props.samples.iter().take(MOST_SAMPLES).enumerate().map(|(at, sample)| {
                let onclick = props.onsample.reform(move |_: MouseEvent| at);
                html! {
                    <button type="button" class="fd-sample" title={sample.title.clone()} aria-label={format!("Use the sample: {}", sample.title)} {onclick}>
                        <img src={sample.address.clone()} alt="" loading="lazy" />
                    </button>
                }
            }) }
        </div>
    }
}
