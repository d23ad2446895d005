//! The run page: a form made from the workflow's inputs, one run at a time, its results.
//! What is in the form is kept while the app is open; image data is never stored.
use super::config::Mode;
use super::effect::Payload;
use super::{Call, Effect, Few, Key, Model, RequestId};
pub use crate::run::{ImageValue, InputValue, Outcome};
use crate::run::{Problems, Values, collect};
use flowdeck_client::Error;
use flowdeck_client::dto::RunAnswer;
use flowdeck_spec::compile::asked_inputs;
use flowdeck_spec::interface::Input;
use flowdeck_spec::{Catalogue, Node};
use std::rc::Rc;

/// The run page of one workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// What is in the form, by input.
    pub values: Values,
    /// What is wrong with the form, by input.
    pub problems: Problems,
    /// Where the run stands.
    pub outcome: Outcome,
    /// The images that results are drawn over: one for each element of the batch.
    pub images: Vec<ImageValue>,
    /// Whether the last run was of text that is not saved.
    pub was_draft: bool,
}

/// A sample image that comes with the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its file beside the list.
    pub file: String,
    /// What it shows.
    pub title: String,
    /// The workflows that it suits, by slug; empty = any.
    pub suits: Vec<String>,
}

impl Sample {
    /// An entry of the list of samples.
    pub(super) fn read(entry: &Node) -> Option<Self> {
        let suits = entry.get("for").map_or(&[][..], Node::items);
        Some(Self {
            file: entry.get("file")?.as_str()?.into(),
            title: entry.get("title")?.as_str()?.into(),
            suits: suits.iter().filter_map(|slug| Some(slug.as_str()?.into_owned())).collect(),
        })
    }

    /// Its address, relative to `<base href>`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("samples/{}", self.file)
    }
}

/// The run pages, by workflow.
#[derive(Debug, Default)]
pub struct Runs {
    by_key: Few<Key, Run>,
    /// The sample images; none until asked for.
    pub samples: Option<Rc<Vec<Sample>>>,
}

impl Runs {
    /// The run page of a workflow.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Run> {
        self.by_key.get(key)
    }

    fn of(&mut self, key: &Key) -> &mut Run {
        self.by_key.or_insert_with(key.clone(), Run::default)
    }
}

/// What can happen on the run page.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// It was opened.
    Enter(Key),
    /// The sample images are wanted.
    NeedSamples,
    /// An input was filled in.
    Set(Key, String, InputValue),
    /// An input's file or text could not be used.
    Reject(Key, String, String),
    /// A sample image was chosen for an input.
    Pick(Key, String, Sample),
    /// Its content came: the base64 of the file.
    Picked(RequestId, Key, String, Sample, Result<String, Error>),
    /// The list of sample images came.
    Samples(RequestId, Result<Vec<Sample>, Error>),
    /// Run.
    Start(Key),
    /// Stop.
    Stop(Key),
    /// The answer came.
    Finished(RequestId, Key, Result<RunAnswer, Error>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Enter(key) => {
            model.runs.of(&key);
            update(model, Msg::NeedSamples, now)
        }
        Msg::NeedSamples => {
            if model.runs.samples.is_some() {
                return Vec::new();
            }
            vec![Effect::Call(model.fresh_id(), Call::Samples)]
        }
        Msg::Samples(_, result) => {
            // Samples are a convenience: without them there are files and addresses.
            model.runs.samples = Some(Rc::new(result.unwrap_or_default()));
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
                    let image = ImageValue { name: sample.title, preview, base64: Some(base64.into()) };
                    run.values.insert(input, InputValue::Images(vec![image]));
                }
                Err(error) => {
                    run.problems.insert(input, error.to_string());
                }
            }
            Vec::new()
        }
        Msg::Set(key, input, value) => {
            let run = model.runs.of(&key);
            run.problems.remove(input.as_str());
            run.values.insert(input, value);
            Vec::new()
        }
        Msg::Reject(key, input, why) => {
            model.runs.of(&key).problems.insert(input, why);
            Vec::new()
        }
        Msg::Start(key) => start(model, key, now),
        Msg::Stop(key) => {
            let run = model.runs.of(&key);
            match std::mem::take(&mut run.outcome) {
                Outcome::Busy(request, _) => vec![Effect::Cancel(request)],
                other => {
                    run.outcome = other;
                    Vec::new()
                }
            }
        }
        Msg::Finished(request, key, result) => {
            let run = model.runs.of(&key);
            run.outcome = std::mem::take(&mut run.outcome).answered(request, result, now);
            Vec::new()
        }
    }
}

/// What decides what the form of a workflow asks for.
#[derive(Clone, Debug)]
pub struct Asked(Option<Node>, Rc<Catalogue>);

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && Rc::ptr_eq(&self.1, &other.1)
    }
}

impl Asked {
    /// That of a workflow as it is now.
    #[must_use]
    pub fn of(model: &Model, key: &Key) -> Self {
        let specification = model.documents.get(key).map(|document| document.specification().clone());
        Self(specification, Rc::clone(model.checks.catalogue()))
    }

    /// What the form asks for.
    #[must_use]
    pub fn inputs(&self) -> Vec<Input> {
        self.0.as_ref().map(|root| asked_inputs(root, &self.1)).unwrap_or_default()
    }
}

fn start(model: &mut Model, key: Key, now: f64) -> Vec<Effect> {
    let request = model.fresh_id();
    let Some(document) = model.documents.get(&key) else { return Vec::new() };
    let specification = document.specification().clone();
    let (is_draft, id) = (document.is_dirty, document.stored.id.clone());
    let asked = Asked::of(model, &key).inputs();
    let run = model.runs.of(&key);
    if run.outcome.is_busy() {
        return Vec::new();
    }
    let (inputs, images) = match collect(&asked, &run.values) {
        Ok((inputs, images)) => (Payload(inputs), images),
        Err(problems) => {
            let first = problems
                .iter()
                .next()
                .map(|(name, _)| format!("[data-input=\"{}\"]", name.replace(['"', '\\'], "")));
            run.problems = problems;
            return first.map(Effect::Focus).into_iter().collect();
        }
    };
    run.problems = Few::default();
    if is_draft && model.config.mode == Mode::Direct && !model.connect.lends_key {
        // No token runs it: the key would have to leave for the execution endpoint.
        model.connect.asked_for = Some(key);
        return Vec::new();
    }
    run.outcome = Outcome::Busy(request, now);
    run.images = images;
    run.was_draft = is_draft;
    let call = if is_draft {
        Call::DraftRun { ws: key.ws, url: key.url, specification: specification.to_compact().into(), inputs }
    } else {
        Call::Run { ws: key.ws, url: key.url, id, inputs }
    };
    vec![Effect::Call(request, call)]
}
