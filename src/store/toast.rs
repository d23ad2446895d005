//! Short messages in the corner. Success goes after four seconds, a failure stays until closed; at most three.
use super::{Effect, Model, Msg as AppMsg};
use crate::components::notice::Tone;

/// How long a success is shown, milliseconds.
const SHOWN_MS: u32 = 4_000;
/// How long one with an undo is shown: time to think.
const UNDO_MS: u32 = 10_000;
/// How many are shown at once.
const MOST: usize = 3;

/// One message.
#[derive(Debug)]
pub struct Toast {
    /// Its number.
    pub id: u64,
    /// What it is about.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// What its button does, and how the button is called.
    pub action: Option<(String, Box<AppMsg>)>,
}

/// What a page shows of one: without what its button does, so that no message of the app is ever copied or compared,
/// which would be twelve kilobytes of code.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its number.
    pub id: u64,
    /// What it is about.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// How its button is called.
    pub button: Option<String>,
}

impl Toast {
    /// What a page shows of it.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let button = self.action.as_ref().map(|(label, _)| label.clone());
        Shown { id: self.id, tone: self.tone, text: self.text.clone(), button }
    }
}

/// What can happen to a toast.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// It was closed, or its time is over.
    Close(u64),
    /// Its button was pressed.
    Act(u64),
    /// A view has something to say.
    Say(String),
}

/// Shows a toast.
pub(super) fn show(
    model: &mut Model,
    tone: Tone,
    text: impl Into<String>,
    action: Option<(&str, AppMsg)>,
) -> Vec<Effect> {
    let id = model.fresh_id();
    let has_action = action.is_some();
    let action = action.map(|(label, msg)| (String::from(label), Box::new(msg)));
    model.toasts.push(Toast { id, tone, text: text.into(), action });
    while model.toasts.len() > MOST {
        model.toasts.remove(0);
    }
    match (tone, has_action) {
        (Tone::Bad, _) => Vec::new(),
        (_, true) => vec![Effect::Later(UNDO_MS, Box::new(AppMsg::Toast(Msg::Close(id))))],
        (_, false) => vec![Effect::Later(SHOWN_MS, Box::new(AppMsg::Toast(Msg::Close(id))))],
    }
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    let id = match msg {
        Msg::Say(text) => return show(model, Tone::Info, text, None),
        Msg::Close(id) | Msg::Act(id) => id,
    };
    let Some(at) = model.toasts.iter().position(|toast| toast.id == id) else { return Vec::new() };
    let toast = model.toasts.remove(at);
    match (msg, toast.action) {
        (Msg::Act(_), Some((_, action))) => super::update(model, *action, now),
        _ => Vec::new(),
    }
}
