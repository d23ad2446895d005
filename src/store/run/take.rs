//! What comes into the form, and how it is kept.
use super::start::Asked;
use super::{Call, Effect, ImageValue, InputValue, KEEP_AFTER_MS, Key, Model, Msg, Run};
use crate::run::{MOST_IMAGES, kept};
use crate::store::Msg as AppMsg;

/// Handles the messages that fill in an input.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Set(key, input, value) => {
            set(model.runs.of(&key), input, value);
            keep_soon(model, key)
        }
        Msg::Add(key, input, images) => {
            add(model.runs.of(&key), input, images);
            keep_soon(model, key)
        }
        Msg::Reject(key, input, why) => {
            model.runs.of(&key).problems.insert(input, why);
            Vec::new()
        }
        Msg::Pick(key, input, sample) => {
            let request = model.fresh_id();
            model.runs.of(&key).problems.remove(input.as_str());
            vec![Effect::Call(request, Call::SampleImage { key, input, sample })]
        }
        Msg::Picked(_, key, input, sample, result) => {
            let run = model.runs.of(&key);
            match result {
                Ok(base64) => {
                    let preview = sample.address().into();
                    let base64 = Some(base64.into());
                    add(run, input, vec![ImageValue { name: sample.title, preview, base64, original: None }]);
                    keep_soon(model, key)
                }
                Err(error) => {
                    run.problems.insert(input, error.to_string());
                    Vec::new()
                }
            }
        }
        _ => Vec::new(),
    }
}

fn set(run: &mut Run, input: String, value: InputValue) {
    run.problems.remove(input.as_str());
    run.values.insert(input, value);
}

/// Puts images beside those that are there, or in their place.
fn add(run: &mut Run, input: String, images: Vec<ImageValue>) {
    let mut all = match run.values.get(input.as_str()) {
        Some(InputValue::Images(before)) if run.choices.adds => before.clone(),
        _ => Vec::new(),
    };
    all.extend(images);
    let count = all.len();
    all.truncate(MOST_IMAGES);
    set(run, input.clone(), InputValue::Images(all));
    if count > MOST_IMAGES {
        let why = format!(
            "A batch holds {MOST_IMAGES} images at most: the last {} are left out.",
            count - MOST_IMAGES
        );
        run.problems.insert(input, why);
    }
}

fn keep_soon(model: &mut Model, key: Key) -> Vec<Effect> {
    if std::mem::replace(&mut model.runs.of(&key).is_keeping, true) {
        return Vec::new();
    }
    vec![Effect::Later(KEEP_AFTER_MS, Box::new(AppMsg::Run(Msg::Keep(key))))]
}

/// Keeps what is filled in.
pub(super) fn keep(model: &mut Model, key: &Key) -> Vec<Effect> {
    let inputs = Asked::of(model, key).inputs();
    let run = model.runs.of(key);
    run.is_keeping = false;
    let values = kept::values_text(&inputs, &run.values);
    let images = run.choices.keep_images.then(|| kept::images_text(&run.values));
    run.is_too_large = images == Some(None);
    // An empty list still says that images are to be kept.
    let images = images.map_or_else(String::new, |text| text.unwrap_or_else(|| String::from("{}")));
    vec![Effect::KeepRun(key.clone(), values, images)]
}
