//! A camera's loop: one picture at a time is run, the next one when the answer is there. Pictures between are dropped,
//! never queued, so that what is seen is never older than one run.
use super::{Effect, ImageValue, InputValue, Key, Model, Outcome, start};

/// So many answers say how many there are a second.
const COUNTED: usize = 8;

/// A camera's loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// The input that gets the pictures.
    pub input: String,
    /// What came out last.
    pub shown: Option<Shown>,
    /// When the picture under way was taken.
    taken: f64,
    /// When the last answers came.
    answers: Vec<f64>,
}

/// What came out of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The results.
    pub outcome: Outcome,
    /// The picture.
    pub images: Vec<ImageValue>,
    /// When it was taken.
    pub taken: f64,
}

impl Live {
    pub(super) const fn new(input: String) -> Self {
        Self { input, shown: None, taken: 0.0, answers: Vec::new() }
    }

    pub(super) fn answered(&mut self, outcome: &Outcome, images: &[ImageValue], now: f64) {
        if self.answers.len() == COUNTED {
            self.answers.remove(0);
        }
        self.answers.push(now);
        self.shown = Some(Shown { outcome: outcome.clone(), images: images.to_vec(), taken: self.taken });
    }

    /// How many pictures a second are run; none before the second.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let (first, last) = (self.answers.first()?, self.answers.last()?);
        let passed = last - first;
        (passed > 0.0).then(|| (self.answers.len() - 1) as f64 * 1_000.0 / passed)
    }
}

/// A picture came: it is run, unless the one before still is.
pub(super) fn frame(model: &mut Model, key: Key, image: ImageValue, now: f64) -> Vec<Effect> {
    let run = model.runs.of(&key);
    let Some(live) = &mut run.live else { return Vec::new() };
    if run.outcome.is_busy() {
        return Vec::new();
    }
    live.taken = now;
    let input = live.input.clone();
    run.values.insert(input, InputValue::Images(vec![image]));
    let effects = start::start(model, key.clone(), now);
    let run = model.runs.of(&key);
    if !run.outcome.is_busy() {
        // Something else is missing, or a question is asked first.
        run.live = None;
    }
    effects
}
