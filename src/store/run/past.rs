//! The runs before: looked at again, and compared. They are kept while the app is open.
use super::{ImageValue, Model, Msg, Outcome, Run};

/// The most that are remembered, pinned ones among them.
const MOST: usize = 20;

/// A run before.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Its number.
    pub id: u64,
    /// When it ended, milliseconds since 1970.
    pub at: f64,
    /// What was run, for people.
    pub title: String,
    /// What came out.
    pub outcome: Outcome,
    /// What it was drawn over.
    pub images: Vec<ImageValue>,
    /// Whether it was of text that was not saved.
    pub was_draft: bool,
    /// Whether it was to tell what takes how long.
    pub was_measured: bool,
    /// Whether it is kept though newer ones come.
    pub is_pinned: bool,
}

/// Remembers the run that has just ended.
pub(super) fn push(run: &mut Run, now: f64) {
    let id = run.past.iter().map(|past| past.id).max().unwrap_or(0) + 1;
    let past = Past {
        id,
        at: now,
        title: run.title.clone(),
        outcome: run.outcome.clone(),
        images: run.images.clone(),
        was_draft: run.was_draft,
        was_measured: run.was_measured,
        is_pinned: false,
    };
    run.past.insert(0, past);
    run.looked_at = Some(id);
    if run.past.len() > MOST
        && let Some(oldest) = run.past.iter().rposition(|past| !past.is_pinned)
    {
        run.past.remove(oldest);
    }
}

/// Handles the messages about runs before.
pub(super) fn update(model: &mut Model, msg: Msg) {
    match msg {
        Msg::Look(key, id) => {
            let run = model.runs.of(&key);
            if run.outcome.is_busy() {
                return;
            }
            if let Some(past) = run.past.iter().find(|past| past.id == id) {
                (run.outcome, run.images) = (past.outcome.clone(), past.images.clone());
                (run.was_draft, run.was_measured) = (past.was_draft, past.was_measured);
                run.looked_at = Some(id);
            }
        }
        Msg::Pin(key, id) => {
            if let Some(past) = model.runs.of(&key).past.iter_mut().find(|past| past.id == id) {
                past.is_pinned = !past.is_pinned;
            }
        }
        Msg::ForgetPast(key) => model.runs.of(&key).past.retain(|past| past.is_pinned),
        _ => {}
    }
}
