//! The live preview of the workflow that is drawn: what can run in the browser runs in a worker as the document changes.
//! One order is under way at a time; what changed meanwhile is in the next one.
mod order;

use super::run::{InputValue, Sample};
use super::{Effect, Key, Model, settings};
use crate::browser::preview::{Heard, Picture};
use crate::route::Route;
use flowdeck_spec::Node;
use flowdeck_spec::json::{self, Text};
use order::{Ordered, answers, images, order, values};
use std::rc::Rc;

/// After a change the worker hears of it so many milliseconds later, so that a key is not slowed down by it.
const SOON: u32 = 30;

/// How a step fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It ran, now or before.
    Ran,
    /// The flow led past it.
    Skipped,
    /// It waits for something.
    Waits,
    /// A server has to run it.
    Server,
    /// A server ran it: it gives what it gave then.
    Answered,
    /// It broke off.
    Failed,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name.
    pub name: Rc<str>,
    /// How it fared.
    pub fate: Fate,
    /// Why, where there is more to say.
    pub why: Option<Rc<str>>,
    /// Its outputs that are images.
    pub images: Vec<Image>,
    /// Its other outputs.
    pub values: Node,
}

impl Step {
    /// Whether a server has to run it.
    #[must_use]
    pub const fn is_remote(&self) -> bool {
        matches!(self.fate, Fate::Server | Fate::Answered)
    }
}

/// An output that is an image, or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The output's name.
    pub output: Rc<str>,
    /// How many there are.
    pub count: usize,
    /// The first of them; nothing where the browser had no room for it.
    pub shown: Option<Shown>,
}

/// A picture of an output.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The picture, perhaps smaller than the image.
    pub picture: Picture,
    /// The image's own size, pixels.
    pub size: (u32, u32),
    /// Tells it from all others.
    pub number: u64,
}

/// The preview.
#[derive(Debug, Default)]
pub struct Preview {
    /// Of which workflow it is.
    key: Option<Key>,
    /// The step that is looked at.
    front: Option<Rc<str>>,
    /// The sample that was chosen in place of what the run form has.
    chosen: Option<Sample>,
    ordered: Option<Ordered>,
    under_way: Option<u64>,
    is_due: bool,
    /// The samples were asked for: until they come there is nothing to run on.
    has_asked: bool,
    /// Whether the worker has brought anything yet.
    pub is_there: bool,
    /// Why there is no preview at all.
    pub trouble: Option<Rc<str>>,
    /// In the document's order.
    steps: Rc<Vec<Rc<Step>>>,
    /// How long the last order took, milliseconds; nothing where no step had to run.
    pub took: Option<u32>,
    /// How many pictures came.
    count: u64,
}

impl Preview {
    /// How the steps of a workflow fared.
    #[must_use]
    pub fn steps(&self, key: &Key) -> Option<&Rc<Vec<Rc<Step>>>> {
        Some(&self.steps).filter(|_| self.is_of(key))
    }

    /// How a step of a workflow fared.
    #[must_use]
    pub fn step(&self, key: &Key, name: &str) -> Option<&Rc<Step>> {
        self.steps(key)?.iter().find(|step| &*step.name == name)
    }

    /// The steps of a workflow that a server has to run.
    pub fn remote<'a>(&'a self, key: &Key) -> impl Iterator<Item = &'a Rc<str>> {
        let steps = self.steps(key).map_or(&[][..], |steps| steps);
        steps.iter().filter(|step| step.is_remote()).map(|step| &step.name)
    }

    /// Whether an order can go out: there is something to preview, and nobody is waited for.
    const fn is_free(&self) -> bool {
        self.key.is_some() && self.under_way.is_none() && self.trouble.is_none()
    }

    /// Whether it is the preview of this workflow.
    #[must_use]
    pub fn is_of(&self, key: &Key) -> bool {
        self.key.as_ref() == Some(key)
    }

    /// The sample image that it runs on, where no image is chosen on the run page.
    #[must_use]
    pub fn sample<'a>(&'a self, samples: &'a [Sample]) -> Option<&'a Sample> {
        let suits = |sample: &&Sample| self.key.as_ref().is_some_and(|key| sample.suits.contains(&key.url));
        self.chosen.as_ref().or_else(|| samples.iter().find(suits)).or(samples.first())
    }
}

/// The image that the preview of a workflow runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A sample; the run page has none.
    Sample,
    /// A sample that was chosen, though the run page has an image.
    Chosen,
    /// The run page's.
    Own,
}

impl On {
    /// What it is now.
    #[must_use]
    pub fn of(model: &Model, key: &Key) -> Self {
        let has_content = |value: &InputValue| match value {
            InputValue::Images(images) => images.iter().any(|image| image.base64.is_some()),
            InputValue::Text(_) => false,
        };
        let run = model.runs.get(key);
        match run.is_some_and(|run| run.values.iter().any(|(_, value)| has_content(value))) {
            false => Self::Sample,
            true if model.preview.chosen.is_some() => Self::Chosen,
            true => Self::Own,
        }
    }
}

/// What can happen to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// The worker was heard.
    Heard(Heard),
    /// What has changed is to be ordered now.
    Order,
    /// This step is looked at.
    Front(Option<Rc<str>>),
    /// Run on this sample; on none, on what the run page has.
    Use(Option<Sample>),
    /// Start again after trouble.
    Retry,
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let preview = &mut model.preview;
    match msg {
        Msg::Front(front) => {
            preview.front = front;
            Vec::new()
        }
        Msg::Use(sample) => {
            preview.chosen = sample;
            Vec::new()
        }
        Msg::Retry => {
            *preview =
                Preview { key: preview.key.clone(), front: preview.front.clone(), ..Preview::default() };
            vec![Effect::EndPreview]
        }
        Msg::Order => {
            preview.is_due = false;
            order(model)
        }
        Msg::Heard(Heard::Ready) => Vec::new(),
        Msg::Heard(Heard::Broken(why)) => {
            preview.trouble = Some(why.into());
            preview.under_way = None;
            vec![Effect::EndPreview]
        }
        Msg::Heard(Heard::Answer(text, pictures)) => {
            preview.answered(&text, pictures);
            Vec::new()
        }
    }
}

/// After every message: says what is to be done so that the preview follows what is shown.
pub(super) fn follow(model: &mut Model) -> Vec<Effect> {
    let shown = match &model.route {
        Some(Route::Workflow { ws, url }) if model.settings.preview == settings::Preview::On => {
            Some(Key::new(ws, url))
        }
        _ => None,
    };
    if model.preview.key != shown {
        let was_there = model.preview.key.is_some();
        model.preview = Preview { key: shown, ..Preview::default() };
        if was_there {
            return vec![Effect::EndPreview];
        }
    }
    let preview = &model.preview;
    if !preview.is_free() || preview.is_due {
        return Vec::new();
    }
    if (preview.has_asked && model.runs.samples.is_none()) || !is_changed(model) {
        return Vec::new();
    }
    model.preview.is_due = true;
    vec![Effect::Later(SOON, Box::new(super::Msg::Preview(Msg::Order)))]
}

/// Whether anything that an order tells is another than in the last one. Cheap: it runs after every message.
fn is_changed(model: &Model) -> bool {
    let Some(document) = model.preview.key.as_ref().and_then(|key| model.documents.get(key)) else {
        return false;
    };
    if document.status != super::document::Status::Ready {
        return false;
    }
    let Some(before) = &model.preview.ordered else { return true };
    before.specification != *document.specification()
        || before.front != model.preview.front
        || before.images != images(model, &before.inputs).unwrap_or_default()
        || before.values != values(model, &before.inputs)
        || before.answers != answers(model, document.specification())
}

impl Preview {
    fn answered(&mut self, text: &str, pictures: Vec<Picture>) {
        let Some(answer) = json::parse(text).root else { return };
        if self.under_way != whole(answer.get("id")) {
            return;
        }
        self.under_way = None;
        self.is_there = true;
        if let Some(why) = answer.get("error").and_then(Node::as_str) {
            self.trouble = Some(why.into_owned().into());
            return;
        }
        let told = answer.get("steps").map(Node::items).unwrap_or_default();
        let has_run = |step: &Node| step.get("fate").and_then(Node::as_str).is_some_and(|fate| fate == "ran");
        self.took = whole(answer.get("ms")).filter(|_| told.iter().any(has_run));
        let steps = told.iter().enumerate().filter_map(|(at, told)| {
            let name = told.get("name").and_then(Node::as_str)?;
            // An edit leaves most steps where they were.
            let is_it = |step: &&Rc<Step>| *step.name == *name;
            let before = self.steps.get(at).filter(is_it).or_else(|| self.steps.iter().find(is_it));
            let step = read_step(&name, told, before.map(|step| &**step), &pictures, &mut self.count)?;
            // The same as before keeps its place in memory: views that show it are not rendered again.
            Some(before.filter(|before| ***before == step).cloned().unwrap_or_else(|| Rc::new(step)))
        });
        self.steps = Rc::new(steps.collect());
    }
}

fn whole<T: std::str::FromStr>(node: Option<&Node>) -> Option<T> {
    match node? {
        Node::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// A step as it is told. Pictures that did not come anew are those from before.
fn read_step(
    name: &str,
    told: &Node,
    before: Option<&Step>,
    pictures: &[Picture],
    count: &mut u64,
) -> Option<Step> {
    let text = |key: &str| told.get(key).and_then(Node::as_str);
    let fate = match &*text("fate")? {
        "ran" | "kept" => Fate::Ran,
        "skipped" => Fate::Skipped,
        "waits" => Fate::Waits,
        "server" => Fate::Server,
        "answered" => Fate::Answered,
        _ => Fate::Failed,
    };
    let mut image = |(output, told): &(Text, Node)| {
        let output = output.value();
        let side = |name: &str| whole(told.get(name)).unwrap_or_default();
        let shown = match whole(told.get("at")).and_then(|at: usize| pictures.get(at)) {
            Some(picture) => {
                *count += 1;
                let size = (side("width"), side("height"));
                Some(Shown { picture: picture.clone(), size, number: *count })
            }
            None => before.and_then(|step| {
                let known = step.images.iter().find(|image| *image.output == *output);
                known.and_then(|image| image.shown.clone())
            }),
        };
        let count = whole(told.get("count")).unwrap_or(1);
        Image { output: output.into_owned().into(), count, shown }
    };
    let images = told.get("images").map(Node::entries).unwrap_or_default();
    Some(Step {
        name: name.into(),
        fate,
        why: text("why").map(|why| why.into_owned().into()),
        images: images.iter().map(&mut image).collect(),
        values: told.get("values").cloned().unwrap_or(Node::Null),
    })
}

#[cfg(test)]
mod tests;
