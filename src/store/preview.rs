//! The live preview of the workflow that is drawn: what can run in the browser runs in a worker as the document changes.
//! One order is under way at a time; what changed meanwhile is in the next one.
use super::run::{InputValue, Outcome, Sample};
use super::{Effect, Key, Model, run, settings};
use crate::browser::preview::{Heard, Picture};
use crate::route::Route;
use crate::run::read_text;
use flowdeck_spec::Node;
use flowdeck_spec::compile::asked_inputs;
use flowdeck_spec::interface::Input;
use flowdeck_spec::json::{self, Text};
use std::rc::Rc;

/// The longest side of the picture of the step that is looked at, and of all others, pixels.
const LARGE: &str = "1600";
const SMALL: &str = "440";
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

/// Where an image comes from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    Sample(String),
    Content(Rc<str>),
}

/// What was ordered: another order is due where this would differ.
#[derive(Clone, Debug, PartialEq)]
struct Ordered {
    specification: Node,
    inputs: Vec<Input>,
    values: Node,
    answers: Node,
    images: Vec<(String, Vec<Source>)>,
    front: Option<Rc<str>>,
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
    /// How long the last order took, milliseconds.
    pub took: u32,
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

/// The images of the inputs; none while the list of samples is not there.
fn images(model: &Model, inputs: &[Input]) -> Option<Vec<(String, Vec<Source>)>> {
    let filled = model.preview.key.as_ref().and_then(|key| model.runs.get(key)).map(|run| &run.values);
    let mut all = Vec::new();
    for input in inputs.iter().filter(|input| input.is_image()) {
        let own = filled.and_then(|values| values.get(input.name.as_str()));
        let contents: Vec<Source> = match own {
            Some(InputValue::Images(images)) if model.preview.chosen.is_none() => {
                images.iter().filter_map(|image| image.base64.clone()).map(Source::Content).collect()
            }
            _ => Vec::new(),
        };
        if !contents.is_empty() {
            all.push((input.name.clone(), contents));
            continue;
        }
        let samples = model.runs.samples.as_ref()?;
        if let Some(sample) = model.preview.sample(samples) {
            all.push((input.name.clone(), vec![Source::Sample(sample.address())]));
        }
    }
    Some(all)
}

/// The values of the other inputs, as the run form has them.
fn values(model: &Model, inputs: &[Input]) -> Node {
    let filled = model.preview.key.as_ref().and_then(|key| model.runs.get(key)).map(|run| &run.values);
    let Some(filled) = filled.filter(|values| !values.is_empty()) else { return Node::Object(Rc::default()) };
    let mut entries = Vec::new();
    for input in inputs.iter().filter(|input| !input.is_image()) {
        if let Some(InputValue::Text(text)) = filled.get(input.name.as_str())
            && !text.is_empty()
            && let Ok(value) = read_text(text, &input.kinds)
        {
            entries.push((Text::new(&input.name), value));
        }
    }
    Node::Object(Rc::new(entries))
}

/// What the last run gave for outputs of steps, by selector; nothing where the preview is on a sample that was chosen here.
fn answers(model: &Model, specification: &Node) -> Node {
    let none = || Node::Object(Rc::default());
    let run = model.preview.key.as_ref().and_then(|key| model.runs.get(key));
    let (Some(run), None) = (run, &model.preview.chosen) else { return none() };
    let Outcome::Done(answer, _) = &run.outcome else { return none() };
    let Some(row) = answer.outputs.first() else { return none() };
    let mut entries = Vec::new();
    for output in specification.get("outputs").map(Node::items).unwrap_or_default() {
        let text = |key: &str| output.get(key).and_then(Node::as_str);
        let (Some(name), Some(selector)) = (text("name"), text("selector")) else { continue };
        let Some(value) = row.get(&name) else { continue };
        match selector.strip_suffix(".*") {
            Some(step) => {
                let each = |(output, value): &(Text, Node)| {
                    (Text::new(&[step, ".", &output.value()].concat()), value.clone())
                };
                entries.extend(value.entries().iter().map(each));
            }
            None => entries.push((Text::new(&selector), value.clone())),
        }
    }
    Node::Object(Rc::new(entries))
}

fn order(model: &mut Model) -> Vec<Effect> {
    let document = model.preview.key.as_ref().and_then(|key| model.documents.get(key));
    let Some(document) = document.filter(|_| model.preview.is_free()) else { return Vec::new() };
    let specification = document.specification().clone();
    let inputs = asked_inputs(&specification, model.checks.catalogue());
    let Some(images) = images(model, &inputs) else {
        model.preview.has_asked = true;
        return run::update(model, run::Msg::NeedSamples, 0.0);
    };
    let (values, answers) = (values(model, &inputs), answers(model, &specification));
    let longest = model.settings.longest.unwrap_or_default().to_string();
    let request = model.fresh_id();
    let preview = &mut model.preview;
    let before = preview.ordered.take();
    let is_same = |part: &dyn Fn(&Ordered) -> bool| before.as_ref().is_some_and(part);
    let new: Vec<Node> = images
        .iter()
        .filter(|input| !is_same(&|one| one.images.contains(input)))
        .map(|(name, all)| {
            let sources = all.iter().map(told).collect();
            Node::Array(Rc::new(vec![Node::string(name), Node::Array(Rc::new(sources))]))
        })
        .collect();
    let order = Node::object([
        ("id", Node::Number(request.to_string().as_str().into())),
        ("specification", specification.clone()),
        ("values", values.clone()),
        // They may hold images: megabytes, which a key is not to send again.
        ("answers", if is_same(&|one| one.answers == answers) { Node::Null } else { answers.clone() }),
        ("images", Node::Array(Rc::new(new))),
        ("is_turned", Node::Bool(!is_same(&|one| one.front == preview.front))),
        ("front", preview.front.as_deref().map_or(Node::Null, Node::string)),
        ("longest", Node::Number(longest.as_str().into())),
        ("large", Node::Number(LARGE.into())),
        ("small", Node::Number(SMALL.into())),
        ("is_first", Node::Bool(before.is_none())),
    ]);
    preview.ordered =
        Some(Ordered { specification, inputs, values, answers, images, front: preview.front.clone() });
    preview.under_way = Some(request);
    vec![Effect::Preview(super::effect::Payload(order))]
}

fn told(source: &Source) -> Node {
    match source {
        Source::Sample(address) => Node::object([("address", Node::string(address))]),
        Source::Content(content) => Node::object([("base64", Node::string(content))]),
    }
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
        self.took = whole(answer.get("ms")).unwrap_or_default();
        let told = answer.get("steps").map(Node::items).unwrap_or_default();
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
