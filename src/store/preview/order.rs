//! What the worker is told: the document as it is, what it runs on, and of all that may be large only what is new.
use crate::run::read_text;
use crate::store::run::{self, InputValue, Outcome};
use crate::store::{Effect, Model, effect::Payload};
use flowdeck_spec::Node;
use flowdeck_spec::compile::asked_inputs;
use flowdeck_spec::interface::Input;
use flowdeck_spec::json::Text;
use std::rc::Rc;

/// The longest side of the picture of the step that is looked at, and of all others, pixels.
const LARGE: &str = "1600";
const SMALL: &str = "440";

/// Where an image comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    Sample(String),
    Content(Rc<str>),
}

/// What was ordered: another order is due where this would differ.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ordered {
    pub(super) specification: Node,
    pub(super) inputs: Vec<Input>,
    pub(super) values: Node,
    pub(super) answers: Node,
    pub(super) images: Vec<(String, Vec<Source>)>,
    pub(super) front: Option<Rc<str>>,
}

/// The images of the inputs; none while the list of samples is not there.
pub(super) fn images(model: &Model, inputs: &[Input]) -> Option<Vec<(String, Vec<Source>)>> {
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
pub(super) fn values(model: &Model, inputs: &[Input]) -> Node {
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
pub(super) fn answers(model: &Model, specification: &Node) -> Node {
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

/// Orders what has changed.
pub(super) fn order(model: &mut Model) -> Vec<Effect> {
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
    vec![Effect::Preview(Payload(order))]
}

fn told(source: &Source) -> Node {
    match source {
        Source::Sample(address) => Node::object([("address", Node::string(address))]),
        Source::Content(content) => Node::object([("base64", Node::string(content))]),
    }
}
