//! The runs before: looked at again, and compared. The browser's database keeps those that were answered.
use super::{Effect, ImageValue, Key, Model, Msg, Outcome, Run};
use crate::store::config::Mode;
use flowdeck_client::dto::RunAnswer;
use flowdeck_editor::whole;
use flowdeck_spec::{Node, config, decimal, order};
use std::rc::Rc;

/// The most that are remembered, pinned ones among them.
const MOST: usize = 20;
/// The most of one run that is kept, bytes: its images and what it gave.
const MOST_TEXT: usize = 16 * 1024 * 1024;

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
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Look(key, id) => {
            let run = model.runs.of(&key);
            if run.outcome.is_busy() {
                return Vec::new();
            }
            if let Some(past) = run.past.iter().find(|past| past.id == id) {
                (run.outcome, run.images) = (past.outcome.clone(), past.images.clone());
                (run.was_draft, run.was_measured) = (past.was_draft, past.was_measured);
                run.looked_at = Some(id);
            }
            Vec::new()
        }
        Msg::Pin(key, id) => kept(model, &key, |run| {
            if let Some(past) = run.past.iter_mut().find(|past| past.id == id) {
                past.is_pinned = !past.is_pinned;
            }
            Vec::new()
        }),
        Msg::ForgetPast(key) => kept(model, &key, |run| {
            run.past.retain(|past| past.is_pinned);
            Vec::new()
        }),
        Msg::PastRecalled(key, texts) => {
            recalled(model.runs.of(&key), &texts);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Asks for what is kept of a workflow's runs. Nothing that the operator's key opened is kept (direct mode).
pub(super) fn recall(model: &Model, key: &Key) -> Option<Effect> {
    (model.config.mode != Mode::Direct).then(|| Effect::RecallPast(key.clone()))
}

/// Does something to a workflow's runs, and has the browser keep what it changed of the runs before.
pub(super) fn kept(model: &mut Model, key: &Key, work: impl FnOnce(&mut Run) -> Vec<Effect>) -> Vec<Effect> {
    let is_kept = model.config.mode != Mode::Direct;
    let run = model.runs.of(key);
    let before: Vec<(String, bool)> = run.past.iter().map(|past| (name(key, past), past.is_pinned)).collect();
    let mut effects = work(run);
    if !is_kept {
        return effects;
    }
    for past in &run.past {
        let entry = (name(key, past), past.is_pinned);
        if !before.contains(&entry) {
            effects.extend(text(past).map(|text| Effect::KeepPast(entry.0, text)));
        }
    }
    let is_gone = |kept: &String| !run.past.iter().any(|past| name(key, past) == *kept);
    let gone: Vec<String> = before.into_iter().map(|(name, _)| name).filter(is_gone).collect();
    effects.extend((!gone.is_empty()).then_some(Effect::ForgetPast(gone)));
    effects
}

/// How the names of a workflow's runs begin.
#[must_use]
pub fn beginning(key: &Key) -> String {
    [&*key.ws, "/", &key.url, "/"].concat()
}

fn name(key: &Key, past: &Past) -> String {
    [beginning(key), whole(past.at).to_string()].concat()
}

/// A run as it is kept: one that was answered, unless it is too large.
fn text(past: &Past) -> Option<Rc<str>> {
    let Outcome::Done(answer, took) = &past.outcome else { return None };
    let number = |value: f64| Node::Number(decimal::write(value).as_str().into());
    let image = |image: &ImageValue| {
        let content = image.base64.as_deref().map_or(Node::Null, Node::string);
        let media = image.preview.split_once(";base64,").map_or("data:image/jpeg", |(media, _)| media);
        Node::Array(Rc::new(vec![Node::string(&image.name), content, Node::string(media)]))
    };
    let kept = Node::object([
        ("at", number(past.at)),
        ("title", Node::string(&past.title)),
        ("took", number(*took)),
        ("wasDraft", Node::Bool(past.was_draft)),
        ("wasMeasured", Node::Bool(past.was_measured)),
        ("isPinned", Node::Bool(past.is_pinned)),
        ("images", Node::Array(Rc::new(past.images.iter().map(image).collect()))),
        ("answer", answer.whole.clone()),
    ]);
    let text = kept.to_compact();
    (text.len() <= MOST_TEXT).then(|| text.into())
}

fn read(text: &str) -> Option<Past> {
    let kept = config::read(text).ok()?;
    let number = |key: &str| match kept.get(key)? {
        Node::Number(text) => decimal::read(text),
        _ => None,
    };
    let is = |key: &str| matches!(kept.get(key), Some(Node::Bool(true)));
    let image = |image: &Node| {
        let at = |index: usize| image.items().get(index).and_then(Node::as_str);
        let name = at(0)?.into_owned();
        Some(match at(1) {
            Some(content) => ImageValue::by_content(name, &[&*at(2)?, ";base64,", &content].concat()),
            None => ImageValue::by_address(&name),
        })
    };
    Some(Past {
        id: 0,
        at: number("at")?,
        title: kept.get("title")?.as_str()?.into_owned(),
        outcome: Outcome::Done(RunAnswer::of(kept.get("answer")?).into(), number("took")?),
        images: kept.get("images").map_or(&[][..], Node::items).iter().filter_map(image).collect(),
        was_draft: is("wasDraft"),
        was_measured: is("wasMeasured"),
        is_pinned: is("isPinned"),
    })
}

/// Puts what is kept behind the runs of this visit.
fn recalled(run: &mut Run, texts: &[String]) {
    let mut next = run.past.iter().map(|past| past.id).max().unwrap_or(0);
    for text in texts {
        // What an older or newer Flowdeck kept otherwise is left alone.
        let Some(past) = read(text) else { continue };
        if run.past.iter().all(|known| whole(known.at) != whole(past.at)) {
            next += 1;
            run.past.push(Past { id: next, ..past });
        }
    }
    order::sort(&mut run.past, |a, b| b.at.total_cmp(&a.at));
}
