//! The form of the run page, with the sample images that come with the app.
use crate::components::run::{InputsForm, SampleImage};
use crate::run::InputValue;
use crate::store::run::{self, Sample};
use crate::store::{Key, Model, Msg, use_dispatch, use_selector};
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct RunFormProps {
    pub(super) key_of: Key,
}

#[component]
pub(super) fn RunForm(props: &RunFormProps) -> Html {
    let dispatch = use_dispatch();
    let key = props.key_of.clone();
    let (values, problems) = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.runs.get(&key).map(|run| (run.values.clone(), run.problems.clone())).unwrap_or_default()
        }
    });
    let asked = use_selector({
        let key = key.clone();
        move |model: &Model| run::Asked::of(model, &key)
    });
    // Reading a large workflow for each message of the store would be felt.
    let inputs = use_memo(asked, run::Asked::inputs);
    let samples = use_selector(|model| model.runs.samples.clone()).unwrap_or_default();
    let samples = in_order(&samples, &key.url);
    let shown: Vec<SampleImage> = samples.iter().map(sample_image).collect();
    let send = |make: fn(Key, String, InputValue) -> run::Msg| {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |(name, value)| dispatch.emit(Msg::Run(make(key.clone(), name, value))))
    };
    let onreject = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |(name, why)| dispatch.emit(Msg::Run(run::Msg::Reject(key.clone(), name, why))))
    };
    let onsample = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |(name, at): (String, usize)| {
            if let Some(sample) = samples.get(at) {
                dispatch.emit(Msg::Run(run::Msg::Pick(key.clone(), name, sample.clone())));
            }
        })
    };
    html! {
        <InputsForm inputs={(*inputs).clone()} {values} {problems} samples={shown} onset={send(run::Msg::Set)} {onreject} {onsample} />
    }
}

/// The samples, those that suit the workflow first.
fn in_order(samples: &[Sample], url: &str) -> Vec<Sample> {
    let suits = |sample: &Sample| sample.suits.iter().any(|slug| url.starts_with(slug.as_str()));
    let (mut fitting, others): (Vec<Sample>, Vec<Sample>) = samples.iter().cloned().partition(suits);
    fitting.extend(others);
    fitting
}

/// A sample as forms show it.
pub(in crate::pages) fn sample_image(sample: &Sample) -> SampleImage {
    SampleImage { title: sample.title.clone(), address: sample.address() }
}
