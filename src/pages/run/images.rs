//! The field for an image: a file, a drop, a paste, an address, or a sample.
use super::pick;
use crate::components::button::{Button, Weight};
use crate::components::icon::{Glyph, icon};
use crate::store::run::{self, ImageValue, InputValue, Sample};
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use flowdeck_spec::slug;
use web_sys::{ClipboardEvent, DragEvent, FileList, HtmlInputElement};
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ImageFieldProps {
    pub(super) key_of: Key,
    pub(super) name: String,
    pub(super) index: usize,
}

#[component]
pub(super) fn ImageField(props: &ImageFieldProps) -> Html {
    let dispatch = use_dispatch();
    let (key, name) = (props.key_of.clone(), props.name.clone());
    let is_over = use_state_eq(|| false);
    let address = use_state_eq(String::new);
    let (images, problem) = use_selector({
        let (key, name) = (key.clone(), name.clone());
        move |model: &Model| {
            let run = model.runs.get(&key);
            let images = match run.and_then(|run| run.values.get(&name)) {
                Some(InputValue::Images(images)) => images.clone(),
                _ => Vec::new(),
            };
            (images, run.and_then(|run| run.problems.get(&name)).cloned().unwrap_or_default())
        }
    });
    let samples = use_selector(|model| model.runs.samples.clone()).unwrap_or_default();
    let take = {
        let (dispatch, key, name) = (dispatch.clone(), key.clone(), name.clone());
        Callback::from(move |files: Option<FileList>| {
            if let Some(files) = files {
                pick::read_files(&files, &dispatch, &key, &name);
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
        use wasm_bindgen::JsCast;
        let files = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(|event| event.clipboard_data())
            .and_then(|data| data.files());
        if files.as_ref().is_some_and(|files| files.length() > 0) {
            event.prevent_default();
            take.emit(files);
        }
    });
    let remove = {
        let (dispatch, key, name) = (dispatch.clone(), key.clone(), name.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::Run(run::Msg::Set(key.clone(), name.clone(), InputValue::Images(Vec::new()))));
        })
    };
    let take_address = take_address(&dispatch, &key, &name, &address);
    let oninput = {
        let address = address.clone();
        Callback::from(move |event: InputEvent| address.set(crate::components::search_box::value_of(&event)))
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
    let id = format!("input-{}-{}", props.index, slug::from_name(&name));
    html! {
        <fieldset class={classes!("fd-image-field", (!problem.is_empty()).then_some("has-problem"))} {onpaste}>
            <legend>{ &name }<span class="fd-field__note">{ " image" }</span></legend>
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
            if !samples.is_empty() { { sample_buttons(&samples, &key, &name, &dispatch) } }
            <p class="fd-field__problem" id={format!("{id}-problem")} role="alert" hidden={problem.is_empty()}>{ problem.clone() }</p>
        </fieldset>
    }
}

fn take_address(
    dispatch: &Callback<Msg>,
    key: &Key,
    name: &str,
    address: &UseStateHandle<String>,
) -> Callback<()> {
    let (dispatch, key, name, address) = (dispatch.clone(), key.clone(), String::from(name), address.clone());
    Callback::from(move |()| {
        let text = String::from(address.trim());
        let msg = if text.starts_with("https://") || text.starts_with("http://") {
            let image = ImageValue { name: text.clone(), preview: text.into(), base64: None };
            run::Msg::Set(key.clone(), name.clone(), InputValue::Images(vec![image]))
        } else {
            run::Msg::Reject(
                key.clone(),
                name.clone(),
                String::from("An address begins with https:// or http://."),
            )
        };
        dispatch.emit(Msg::Run(msg));
    })
}

/// The samples, those that suit the workflow first.
fn sample_buttons(samples: &[Sample], key: &Key, name: &str, dispatch: &Callback<Msg>) -> Html {
    let suits = |sample: &&Sample| sample.suits.iter().any(|url| key.url.starts_with(url.as_str()));
    let (mut fitting, others): (Vec<&Sample>, Vec<&Sample>) = samples.iter().partition(suits);
    fitting.extend(others);
    html! {
        <div class="fd-samples" role="group" aria-label="Sample images">
            <span class="fd-dim">{ "Samples" }</span>
            { for fitting.into_iter().take(6).map(|sample| {
                let (dispatch, key, name, chosen) = (dispatch.clone(), key.clone(), String::from(name), sample.clone());
                let onclick = Callback::from(move |_: MouseEvent| {
                    dispatch.emit(Msg::Run(run::Msg::Pick(key.clone(), name.clone(), chosen.clone())));
                });
                html! {
                    <button type="button" class="fd-sample" title={sample.title.clone()} aria-label={format!("Use the sample: {}", sample.title)} {onclick}>
                        <img src={sample.address()} alt="" loading="lazy" />
                    </button>
                }
            }) }
        </div>
    }
}
