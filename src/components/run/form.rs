//! The form: one field for each input, by its kind.
use super::image_field::ImageField;
use super::text_field::text_field;
use crate::run::{ImageValue, InputValue, LONGEST_SIDE, Problems, Values};
use flowdeck_spec::interface::Input;
use yew::prelude::*;

/// An image that is there to try with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleImage {
    /// What it shows.
    pub title: String,
    /// Where it is.
    pub address: String,
}

/// The form: what is in it, and who hears of it.
#[derive(Debug)]
pub struct InputsForm<'a> {
    /// The inputs.
    pub inputs: &'a [Input],
    /// What is filled in.
    pub values: &'a Values,
    /// What is wrong with it.
    pub problems: &'a Problems,
    /// An input was filled in.
    pub onset: Callback<(String, InputValue)>,
    /// A file or an address cannot be used, and why.
    pub onreject: Callback<(String, String)>,
    /// What not every form has.
    pub more: FormExtras,
}

/// What not every form has.
#[derive(Debug)]
pub struct FormExtras {
    /// Images to try with; those shown first come first.
    pub samples: Vec<SampleImage>,
    /// A sample was chosen, by its place in the list.
    pub onsample: Callback<(String, usize)>,
    /// The longest side of images as they are sent, in pixels; none = as they are.
    pub longest: Option<u32>,
    /// Whether a new image comes beside those that are there; none = that cannot be chosen, it takes their place.
    pub adds: Option<bool>,
    /// That was chosen.
    pub onadds: Callback<bool>,
    /// Images were chosen; none = they are set.
    pub onadd: Option<Callback<(String, Vec<ImageValue>)>>,
    /// Whether an image that is pasted anywhere on the page is meant for the first field of an image.
    pub takes_paste: bool,
    /// Other ways to an image, by the input that it is for.
    pub ways: Option<Callback<String, Html>>,
}

impl Default for FormExtras {
    fn default() -> Self {
        Self {
            samples: Vec::new(),
            onsample: Callback::noop(),
            longest: Some(LONGEST_SIDE),
            adds: None,
            onadds: Callback::noop(),
            onadd: None,
            takes_paste: false,
            ways: None,
        }
    }
}

/// The form. No component: whoever shows it hands in new callbacks each time, and a component is two kilobytes.
pub fn inputs_form(form: &InputsForm<'_>) -> Html {
    if form.inputs.is_empty() {
        return html! { <p class="fd-dim">{ "This workflow takes no inputs." }</p> };
    }
    html! {
        <div class="fd-form" part="form">
            { for form.inputs.iter().enumerate().map(|(index, input)| one(form, index, input)) }
        </div>
    }
}

fn one(form: &InputsForm<'_>, index: usize, input: &Input) -> Html {
    let extras = &form.more;
    let name = input.name.clone();
    let key = format!("{index} {name}");
    let problem = form.problems.get(name.as_str()).cloned().unwrap_or_default();
    let value = form.values.get(name.as_str());
    let named = |name: &str| {
        let name = String::from(name);
        move |value| (name.clone(), value)
    };
    if input.is_image() {
        let images = match value {
            Some(InputValue::Images(images)) => images.clone(),
            _ => Vec::new(),
        };
        let to_images = named(&name);
        let onset = form.onset.reform(move |images: Vec<ImageValue>| to_images(InputValue::Images(images)));
        let onadd = extras.onadd.as_ref().map_or_else(
            || onset.clone(),
            |onadd| {
                let name = name.clone();
                onadd.reform(move |images| (name.clone(), images))
            },
        );
        let is_first = form.inputs.iter().position(Input::is_image) == Some(index);
        let more = extras.ways.as_ref().map(|more| more.emit(name.clone())).unwrap_or_default();
        let onreject = form.onreject.reform({
            let name = name.clone();
            move |why| (name.clone(), why)
        });
        let onsample = extras.onsample.reform({
            let name = name.clone();
            move |at| (name.clone(), at)
        });
        html! {
            <ImageField {key} {name} {index} {images} {problem} samples={extras.samples.clone()} longest={extras.longest} adds={extras.adds}
                takes_paste={extras.takes_paste && is_first} {more} onadds={extras.onadds.clone()} {onset} {onadd} {onreject} {onsample} />
        }
    } else {
        let value = match value {
            Some(InputValue::Text(text)) => text,
            _ => "",
        };
        let to_text = named(&name);
        let onset = form.onset.reform(move |text: String| to_text(InputValue::Text(text)));
        html! { <key={key}>{ text_field(index, input, value, &problem, &onset) }</> }
    }
}
