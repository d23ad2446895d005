//! The run page: a form made from the workflow's inputs, one run at a time, its results.
//! What is in the form is kept while the app is open, and between visits as far as [`crate::run::kept`] says.
mod live;
mod past;
mod sample;
mod start;
mod take;

use super::{Call, Effect, Few, Key, Model, RequestId};
pub use crate::run::{ImageValue, InputValue, Outcome};
use crate::run::{Problems, Values, kept};
use flowdeck_client::dto::RunAnswer;
use flowdeck_client::{Error, TransportError};
use flowdeck_spec::{Node, config};
pub use live::{Live, Shown};
pub use past::{Past, beginning};
pub use sample::Sample;
pub use start::{Asked, is_draft};
use std::rc::Rc;

/// What is typed is kept after so many milliseconds, so that not each letter is.
const KEEP_AFTER_MS: u32 = 400;

/// What is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// What is on the screen: the edited text, or the saved workflow where nothing was edited.
    #[default]
    OnScreen,
    /// What was saved last.
    Saved,
    /// A version, by its number.
    Version(String),
}

/// How it is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// What is run.
    pub what: What,
    /// The step after which it ends; none = all of it.
    pub up_to: Option<String>,
    /// Whether steps that send, store or notify do nothing; none = as usual, see [`Run::disables_sinks`].
    pub disable_sinks: Option<bool>,
    /// Whether the answer tells what took how long.
    pub profiling: bool,
    /// Whether images are kept on this device too.
    pub keep_images: bool,
    /// Whether a new image comes beside those that are there.
    pub adds: bool,
}

/// The run page of one workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// What is in the form, by input.
    pub values: Values,
    /// What is wrong with the form, by input.
    pub problems: Problems,
    /// How it is run.
    pub choices: Choices,
    /// Where the run stands.
    pub outcome: Outcome,
    /// The images that results are drawn over: one for each element of the batch.
    pub images: Vec<ImageValue>,
    /// Whether the last run was of text that is not saved.
    pub was_draft: bool,
    /// Whether the last run was to tell what takes how long.
    pub was_measured: bool,
    /// The camera's loop, while it runs.
    pub live: Option<Live>,
    /// The runs before, the newest first.
    pub past: Vec<Past>,
    /// Which of them is looked at.
    pub looked_at: Option<u64>,
    /// Whether the images come to more than is kept on this device.
    pub is_too_large: bool,
    /// The specification of the version that is run.
    version: Option<Node>,
    /// What the run under way is of, for people.
    title: String,
    was_recalled: bool,
    is_keeping: bool,
}

impl Run {
    /// Whether steps that send, store or notify do nothing: usual for text that is not saved, and for a camera's loop.
    #[must_use]
    pub fn disables_sinks(&self, is_draft: bool) -> bool {
        self.choices.disable_sinks.unwrap_or(is_draft || self.live.is_some())
    }

    /// What is to be seen: while a camera's loop waits for an answer, the one before.
    #[must_use]
    pub fn seen(&self) -> (Outcome, Vec<ImageValue>) {
        match self.live.as_ref().and_then(|live| live.shown.as_ref()) {
            Some(shown) if self.outcome.is_busy() => (shown.outcome.clone(), shown.images.clone()),
            _ => (self.outcome.clone(), self.images.clone()),
        }
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

/// What can be chosen of how it is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What is run.
    What(What),
    /// After which step it ends.
    UpTo(Option<String>),
    /// Whether steps that send, store or notify do nothing.
    DisableSinks(bool),
    /// Whether the answer tells what took how long.
    Profiling(bool),
    /// Whether images are kept on this device too.
    KeepImages(bool),
    /// Whether a new image comes beside those that are there.
    Adds(bool),
}

/// What can happen on the run page.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// It was opened.
    Enter(Key),
    /// What was kept of it: values and images, as texts.
    Recalled(Key, String, String),
    /// Keep what is filled in.
    Keep(Key),
    /// Forget what is filled in and chosen, here and on this device.
    Reset(Key),
    /// The sample images are wanted.
    NeedSamples,
    /// An input was filled in.
    Set(Key, String, InputValue),
    /// Images were chosen for an input.
    Add(Key, String, Vec<ImageValue>),
    /// An input's file or text could not be used.
    Reject(Key, String, String),
    /// A sample image was chosen for an input.
    Pick(Key, String, Sample),
    /// Its content came: the base64 of the file.
    Picked(RequestId, Key, String, Sample, Result<String, Error>),
    /// The list of sample images came.
    Samples(RequestId, Result<Vec<Sample>, Error>),
    /// It was chosen how it is run.
    Choose(Key, Choice),
    /// Run.
    Start(Key),
    /// Stop, a camera's loop as well.
    Stop(Key),
    /// The answer came.
    Finished(RequestId, Key, Result<RunAnswer, Error>),
    /// Run what the camera sees, again and again, as the value of an input; none = no more.
    Loop(Key, Option<String>),
    /// A picture for that.
    Frame(Key, ImageValue),
    /// Look at a run before, by its number.
    Look(Key, u64),
    /// Keep a run before, or no longer.
    Pin(Key, u64),
    /// Forget the runs before that are not pinned.
    ForgetPast(Key),
    /// What is kept of them came, a text each.
    PastRecalled(Key, Vec<String>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Enter(key) => {
            let was_recalled = std::mem::replace(&mut model.runs.of(&key).was_recalled, true);
            let mut effects = update(model, Msg::NeedSamples, now);
            if !was_recalled {
                effects.extend(past::recall(model, &key));
                effects.push(Effect::RecallRun(key));
            }
            effects
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
        Msg::Recalled(key, values, images) => {
            let run = model.runs.of(&key);
            if run.values.is_empty() {
                run.values = kept::read(&values, &images);
                run.choices.keep_images = !images.is_empty();
            }
            Vec::new()
        }
        Msg::Keep(key) => take::keep(model, &key),
        Msg::Reset(key) => {
            let run = model.runs.of(&key);
            (run.values, run.problems, run.choices) = Default::default();
            (run.version, run.is_too_large) = Default::default();
            vec![Effect::KeepRun(key, String::new(), String::new())]
        }
        Msg::Pick(..) | Msg::Picked(..) | Msg::Set(..) | Msg::Add(..) | Msg::Reject(..) => {
            take::update(model, msg)
        }
        Msg::Choose(key, choice) => choose(model, &key, choice),
        Msg::Start(key) => start::start(model, key, now),
        Msg::Stop(key) => past::kept(model, &key, |run| stop(run, now)),
        Msg::Finished(request, key, result) => past::kept(model, &key, |run| {
            finished(run, request, result, now);
            Vec::new()
        }),
        Msg::Loop(key, input) => past::kept(model, &key, |run| {
            let before = if run.live.is_some() { stop(run, now) } else { Vec::new() };
            run.live = input.map(Live::new);
            before
        }),
        Msg::Frame(key, image) => live::frame(model, key, image, now),
        Msg::Look(..) | Msg::Pin(..) | Msg::ForgetPast(..) | Msg::PastRecalled(..) => {
            past::update(model, msg)
        }
    }
}

fn choose(model: &mut Model, key: &Key, choice: Choice) -> Vec<Effect> {
    let version = match &choice {
        Choice::What(What::Version(wanted)) => version_of(model, key, wanted),
        _ => None,
    };
    let run = model.runs.of(key);
    match choice {
        Choice::What(what) => {
            run.choices.what = what;
            run.version = version;
            // What is usual depends on what is run.
            run.choices.disable_sinks = None;
        }
        Choice::UpTo(step) => {
            run.choices.up_to = step;
            run.choices.disable_sinks = None;
        }
        Choice::DisableSinks(is_on) => run.choices.disable_sinks = Some(is_on),
        Choice::Profiling(is_on) => run.choices.profiling = is_on,
        Choice::Adds(is_on) => run.choices.adds = is_on,
        Choice::KeepImages(is_on) => {
            run.choices.keep_images = is_on;
            return take::keep(model, key);
        }
    }
    Vec::new()
}

/// The specification of a version, where the server tells it.
fn version_of(model: &Model, key: &Key, wanted: &str) -> Option<Node> {
    let list = model.versions.get(key)?.list.as_ref()?;
    let version = list.iter().find(|version| version.version == wanted)?;
    config::specification(&config::read(version.config.as_ref()?).ok()?)
}

fn stop(run: &mut Run, now: f64) -> Vec<Effect> {
    let cancelled = match run.outcome {
        Outcome::Busy(request, _) => Some(Effect::Cancel(request)),
        _ => None,
    };
    if let Some(live) = run.live.take() {
        if let Some(shown) = live.shown {
            (run.outcome, run.images) = (shown.outcome, shown.images);
            past::push(run, now);
        } else {
            run.outcome = Outcome::None;
        }
    } else if cancelled.is_some() {
        run.outcome = Outcome::Failed(Error::Transport(TransportError::Aborted));
    }
    cancelled.into_iter().collect()
}

fn finished(run: &mut Run, request: RequestId, result: Result<RunAnswer, Error>, now: f64) {
    if !matches!(run.outcome, Outcome::Busy(asked, _) if asked == request) {
        return;
    }
    run.outcome = std::mem::take(&mut run.outcome).answered(request, result, now);
    let is_done = matches!(run.outcome, Outcome::Done(..));
    match &mut run.live {
        Some(live) if is_done => live.answered(&run.outcome, &run.images, now),
        _ => {
            // A loop would only fail again, ten times a second.
            run.live = None;
            past::push(run, now);
        }
    }
}

#[cfg(test)]
mod tests;
