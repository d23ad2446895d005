//! The field for an image: a file, a drop, a paste, an address, or a sample.
use super::chosen::Chosen;
use super::form::SampleImage;
use super::pick;
use crate::browser::{dom, listener::Listener};
use crate::components::button::{Button, Weight};
use crate::components::check::check;
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
    pub(super) longest: Option<u32>,
    pub(super) adds: Option<bool>,
    pub(super) takes_paste: bool,
    pub(super) more: Html,
    pub(super) onadds: Callback<bool>,
    /// The images are these from now on.
    pub(super) onset: Callback<Vec<ImageValue>>,
    /// These were chosen.
    pub(super) onadd: Callback<Vec<ImageValue>>,
    pub(super) onreject: Callback<String>,
    pub(super) onsample: Callback<usize>,
}

#[component]
pub(super) fn ImageField(props: &ImageFieldProps) -> Html {
    let is_over = use_state_eq(|| false);
    let address = use_state_eq(String::new);
    let ImageFieldProps { name, images, problem, .. } = props;
    let take = {
        let (onadd, onreject, longest) = (props.onadd.clone(), props.onreject.clone(), props.longest);
        Callback::from(move |files: Option<FileList>| {
            if let Some(files) = files {
                pick::read_files(&files, longest, onadd.clone(), onreject.clone());
            }
        })
    };
    let onchange = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                take.emit(input.files());
                // The same file can be chosen once more after it was taken away.
                input.set_value("");
            }
        })
    };
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
    let onpaste = Callback::from(move |event: Event| paste(&event, &take));
    use_paste(props.takes_paste, onpaste.clone());
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
    let adds = props.adds == Some(true);
    let choose = match images.is_empty() {
        true => "Choose a file",
        false if adds => "Add files",
        false => "Choose another",
    };
    html! {
        <fieldset class={classes!("fd-image-field", (!problem.is_empty()).then_some("has-problem"))} part="image-field" {onpaste}>
            <legend>{ name }<span class="fd-field__note">{ " image" }</span></legend>
            <div class={classes!("fd-drop", is_over.then_some("is-over"))} {ondrop} ondragover={drag(true)} ondragleave={drag(false)}>
                if images.is_empty() {
                    { icon(Glyph::Image, 22) }
                    <p>{ "Drop an image here, paste one, or" }</p>
                } else {
                    <Chosen images={images.clone()} onset={props.onset.clone()} />
                }
                <div class="fd-row">
                    <label class="fd-button fd-button--normal fd-drop__file">
                        { icon(Glyph::Upload, 16) }<span>{ choose }</span>
                        <input id={id.clone()} type="file" accept="image/png,image/jpeg,image/webp,image/gif,image/bmp" multiple=true {onchange}
                            data-input={name.clone()} aria-label={format!("Image for {name}")} aria-describedby={format!("{id}-problem")} />
                    </label>
                    if images.len() > 1 {
                        <Button label="Remove all" weight={Weight::Quiet} onclick={props.onset.reform(|_: MouseEvent| Vec::new())} />
                    }
                </div>
            </div>
            if props.adds.is_some() {
                { check("Collect a batch: new images come beside these", adds, &props.onadds) }
            }
            <div class="fd-row">
                <input class="fd-input" type="url" placeholder="https://…/image.jpg" aria-label={format!("Address of the image for {name}")}
                    value={(*address).clone()} {oninput} {onkeydown} />
                <Button label="Use address" disabled={address.trim().is_empty()} onclick={take_address.reform(|_: MouseEvent| ())} />
            </div>
            { props.more.clone() }
            if !props.samples.is_empty() { { sample_buttons(props) } }
            <p class="fd-field__problem" id={format!("{id}-problem")} role="alert" hidden={problem.is_empty()}>{ problem.clone() }</p>
        </fieldset>
    }
}

/// Takes the files of a paste, unless somebody has.
fn paste(event: &Event, take: &Callback<Option<FileList>>) {
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let files = data.and_then(|data| data.files()).filter(|files| files.length() > 0);
    if files.is_some() && !event.default_prevented() {
        event.prevent_default();
        take.emit(files);
    }
}

/// Hears of what is pasted anywhere on the page.
#[hook]
fn use_paste(is_wanted: bool, onpaste: Callback<Event>) {
    let latest = use_mut_ref(Callback::noop);
    *latest.borrow_mut() = onpaste;
    use_effect_with(is_wanted, move |is_wanted| {
        let page = dom::document().ok().filter(|_| *is_wanted);
        let listener = page.and_then(|page| {
            let hear = move |event| {
                let onpaste = latest.borrow().clone();
                onpaste.emit(event);
            };
            Listener::new(&page, "paste", hear).ok()
        });
        move || drop(listener)
    });
}

fn take_address(props: &ImageFieldProps, address: String) -> Callback<()> {
    let (onadd, onreject) = (props.onadd.clone(), props.onreject.clone());
    Callback::from(move |()| {
        let text = String::from(address.trim());
        if text.starts_with("https://") || text.starts_with("http://") {
            onadd.emit(vec![ImageValue::by_address(&text)]);
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
