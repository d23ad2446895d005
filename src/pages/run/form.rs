//! The form of the run page, with the sample images that come with the app and the camera.
use super::camera::CameraField;
use crate::components::run::{FormExtras, InputsForm, SampleImage, inputs_form};
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
    let (values, problems, adds) = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let run = model.runs.get(&key);
            run.map(|run| (run.values.clone(), run.problems.clone(), run.choices.adds)).unwrap_or_default()
        }
    });
    let longest = use_selector(|model| model.settings.longest);
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
    let onadd = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |(name, images)| {
            dispatch.emit(Msg::Run(run::Msg::Add(key.clone(), name, images)));
        })
    };
    let onadds = {
        let key = key.clone();
        dispatch.reform(move |adds| Msg::Run(run::Msg::Choose(key.clone(), run::Choice::Adds(adds))))
    };
    let ways = {
        let key = key.clone();
        Callback::from(move |input: String| html! { <CameraField key_of={key.clone()} {input} /> })
    };
    let more = FormExtras {
        samples: shown,
        onsample,
        longest,
        adds: Some(adds),
        onadds,
        onadd: Some(onadd),
        takes_paste: true,
        ways: Some(ways),
    };
    let onset = send(run::Msg::Set);
    inputs_form(&InputsForm { inputs: &inputs, values: &values, problems: &problems, onset, onreject, more })
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
