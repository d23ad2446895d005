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

/// Properties of [`InputsForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct InputsFormProps {
    /// The inputs.
    pub inputs: Vec<Input>,
    /// What is filled in.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
    /// Images to try with; those shown first come first.
    #[prop_or_default]
    pub samples: Vec<SampleImage>,
    /// The longest side of images as they are sent, in pixels; none = as they are.
    #[prop_or(Some(LONGEST_SIDE))]
    pub longest: Option<u32>,
    /// Whether a new image comes beside those that are there; none = that cannot be chosen, it takes their place.
    #[prop_or_default]
    pub adds: Option<bool>,
    /// That was chosen.
    #[prop_or_default]
    pub onadds: Callback<bool>,
    /// Whether an image that is pasted anywhere on the page is meant for the first field of an image.
    #[prop_or_default]
    pub takes_paste: bool,
    /// Other ways to an image, by the input that it is for.
    #[prop_or_default]
    pub more: Option<Callback<String, Html>>,
    /// Images were chosen; none = they are set.
    #[prop_or_default]
    pub onadd: Option<Callback<(String, Vec<ImageValue>)>>,
    /// An input was filled in.
    pub onset: Callback<(String, InputValue)>,
    /// A file or an address cannot be used, and why.
    pub onreject: Callback<(String, String)>,
    /// A sample was chosen, by its place in the list.
    #[prop_or_default]
    pub onsample: Callback<(String, usize)>,
}

/// The form.
#[component]
pub fn InputsForm(props: &InputsFormProps) -> Html {
    if props.inputs.is_empty() {
        return html! { <p class="fd-dim">{ "This workflow takes no inputs." }</p> };
    }
    html! {
        <div class="fd-form" part="form">
            { for props.inputs.iter().enumerate().map(|(index, input)| one(props, index, input)) }
        </div>
    }
}

fn one(props: &InputsFormProps, index: usize, input: &Input) -> Html {
    let name = input.name.clone();
    let key = format!("{index} {name}");
    let problem = props.problems.get(name.as_str()).cloned().unwrap_or_default();
    let value = props.values.get(name.as_str());
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
        let onset = props.onset.reform(move |images: Vec<ImageValue>| to_images(InputValue::Images(images)));
        let onadd = props.onadd.as_ref().map_or_else(
            || onset.clone(),
            |onadd| {
                let name = name.clone();
                onadd.reform(move |images| (name.clone(), images))
            },
        );
        let is_first = props.inputs.iter().position(Input::is_image) == Some(index);
        let more = props.more.as_ref().map(|more| more.emit(name.clone())).unwrap_or_default();
        let onreject = props.onreject.reform({
            let name = name.clone();
            move |why| (name.clone(), why)
        });
        let onsample = props.onsample.reform({
            let name = name.clone();
            move |at| (name.clone(), at)
        });
        html! {
            <ImageField {key} {name} {index} {images} {problem} samples={props.samples.clone()} longest={props.longest} adds={props.adds}
                takes_paste={props.takes_paste && is_first} {more} onadds={props.onadds.clone()} {onset} {onadd} {onreject} {onsample} />
        }
    } else {
        let value = match value {
            Some(InputValue::Text(text)) => text,
            _ => "",
        };
        let to_text = named(&name);
        let onset = props.onset.reform(move |text: String| to_text(InputValue::Text(text)));
        html! { <key={key}>{ text_field(index, input, value, &problem, &onset) }</> }
    }
}
