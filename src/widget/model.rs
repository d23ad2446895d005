//! The state of one widget and how messages change it; pure, like the app's store.
use super::options::Options;
use crate::run::{ImageValue, InputValue, Outcome, Problems, Values, collect};
use flowdeck_client::dto::RunAnswer;
use flowdeck_client::{Error, TransportError};
use flowdeck_spec::Node;
use flowdeck_spec::interface::Input;
use std::rc::Rc;

/// What is known of the workflow's inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Form {
    /// Nothing yet: asked by the request of this number.
    #[default]
    Unknown,
    /// Under way.
    Asked(u64),
    /// The inputs.
    Known(Vec<Input>),
    /// They could not be had.
    Failed(String),
}

/// One widget.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What the page asks for.
    pub options: Options,
    /// The workflow's inputs.
    pub form: Form,
    /// What is filled in.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
    /// Where the run stands.
    pub outcome: Outcome,
    /// The images that results are drawn over.
    pub images: Vec<ImageValue>,
    /// What the page's own policy forbids, if it forbids something that is needed.
    pub blocked: Option<String>,
    /// A run was asked for before the inputs were known.
    wants_run: bool,
    last_request: u64,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// The page set attributes or properties.
    Configure(Options),
    /// Ask for the inputs again.
    Retry,
    /// The inputs came.
    Described(u64, Result<Vec<Input>, Error>),
    /// An input was filled in.
    Set(String, InputValue),
    /// A file or an address cannot be used.
    Reject(String, String),
    /// Run.
    Run,
    /// Stop.
    Cancel,
    /// The answer came.
    Finished(u64, Result<RunAnswer, Error>),
    /// The page's policy forbade something.
    Blocked(String),
}

/// What the page is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `loading`, `ready`, `running`, `stopped`.
    Progress(&'static str),
    /// A run is done after so many milliseconds.
    Result(Rc<RunAnswer>, f64),
    /// Something failed: a sentence, the HTTP status where there is one, the step where one is to blame.
    Error {
        /// The sentence.
        message: String,
        /// The HTTP status; 0 = there was no answer.
        status: u16,
        /// The name of the step that failed.
        step: String,
    },
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the inputs.
    Describe(u64),
    /// Run with these inputs.
    Run(u64, Node),
    /// Stop what a request does.
    Cancel(u64),
    /// Tell the page.
    Tell(Event),
    /// Focus the first element that matches.
    Focus(String),
}

impl Model {
    fn fresh(&mut self) -> u64 {
        self.last_request += 1;
        self.last_request
    }
}

/// Handles a message; `now` is milliseconds since 1970.
pub fn update(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    match msg {
        Msg::Configure(options) => configure(model, options, now),
        Msg::Retry => describe(model),
        Msg::Described(request, result) => described(model, request, result, now),
        Msg::Set(name, value) => {
            model.problems.remove(name.as_str());
            model.values.insert(name, value);
            Vec::new()
        }
        Msg::Reject(name, why) => {
            model.problems.insert(name, why);
            Vec::new()
        }
        Msg::Run => run(model, now),
        Msg::Cancel => cancel(model),
        Msg::Finished(request, result) => finished(model, request, result, now),
        Msg::Blocked(why) => {
            model.blocked = Some(why);
            Vec::new()
        }
    }
}

fn configure(model: &mut Model, options: Options, now: f64) -> Vec<Effect> {
    let before = std::mem::replace(&mut model.options, options);
    let is_other = before.workflow != model.options.workflow
        || before.execution_base != model.options.execution_base
        || matches!(model.form, Form::Unknown | Form::Failed(_));
    if is_other {
        let mut effects = cancel(model);
        (model.values, model.problems, model.images) = Default::default();
        model.outcome = Outcome::None;
        effects.extend(describe(model));
        return effects;
    }
    if before.inputs != model.options.inputs {
        return fill(model, now);
    }
    Vec::new()
}

fn describe(model: &mut Model) -> Vec<Effect> {
    let stale = if let Form::Asked(request) = model.form { Some(Effect::Cancel(request)) } else { None };
    if let Err(why) = model.options.names() {
        model.form = Form::Failed(why.clone());
        return stale.into_iter().chain([Effect::Tell(failed(why))]).collect();
    }
    let request = model.fresh();
    model.form = Form::Asked(request);
    let asked = [Effect::Tell(Event::Progress("loading")), Effect::Describe(request)];
    stale.into_iter().chain(asked).collect()
}

fn described(model: &mut Model, request: u64, result: Result<Vec<Input>, Error>, now: f64) -> Vec<Effect> {
    if model.form != Form::Asked(request) {
        return Vec::new();
    }
    match result {
        Ok(inputs) => {
            model.form = Form::Known(inputs);
            let mut effects = vec![Effect::Tell(Event::Progress("ready"))];
            effects.extend(fill(model, now));
            effects
        }
        Err(error) => {
            model.form = Form::Failed(error.to_string());
            model.wants_run = false;
            vec![Effect::Tell(event_of(&error))]
        }
    }
}

/// Puts the page's inputs into the form; runs if the page wants that and every image is there.
fn fill(model: &mut Model, now: f64) -> Vec<Effect> {
    let Form::Known(inputs) = &model.form else { return Vec::new() };
    let given = match model.options.given() {
        Ok(given) => given,
        Err(why) => return vec![Effect::Tell(failed(why))],
    };
    for input in inputs {
        if let Some(value) = given.get(&input.name).and_then(|value| value_of(input, value)) {
            model.values.insert(input.name.clone(), value);
            model.problems.remove(input.name.as_str());
        }
    }
    let has_images = |input: &Input| matches!(model.values.get(input.name.as_str()), Some(InputValue::Images(images)) if !images.is_empty());
    let is_ready = inputs.iter().filter(|input| input.is_image()).all(has_images);
    if std::mem::take(&mut model.wants_run) || (model.options.auto_run && is_ready) {
        return run(model, now);
    }
    Vec::new()
}

/// A value that the page gave, as the form holds it.
fn value_of(input: &Input, value: &Node) -> Option<InputValue> {
    if !input.is_image() {
        return Some(InputValue::Text(match value {
            Node::String(text) => text.value().into_owned(),
            Node::Null => return None,
            other => other.to_compact(),
        }));
    }
    let images = match value {
        Node::Array(list) => list.iter().map(image_of).collect::<Option<Vec<_>>>()?,
        one => vec![image_of(one)?],
    };
    Some(InputValue::Images(images))
}

/// An image of the execution contract, or its address alone.
fn image_of(value: &Node) -> Option<ImageValue> {
    if let Some(address) = value.as_str() {
        return Some(ImageValue::by_address(&address));
    }
    let content = value.get("value")?.as_str()?;
    if value.get("type")?.as_str()? == "url" {
        return Some(ImageValue::by_address(&content));
    }
    Some(ImageValue::by_content(String::from("image"), &format!("data:image;base64,{content}")))
}

fn run(model: &mut Model, now: f64) -> Vec<Effect> {
    if model.outcome.is_busy() {
        return Vec::new();
    }
    let inputs = match &model.form {
        Form::Known(inputs) => inputs,
        Form::Asked(_) => {
            model.wants_run = true;
            return Vec::new();
        }
        Form::Unknown | Form::Failed(_) => {
            let effects = describe(model);
            model.wants_run = matches!(model.form, Form::Asked(_));
            return effects;
        }
    };
    match collect(inputs, &model.values) {
        Ok((inputs, images)) => {
            let request = model.fresh();
            (model.problems, model.images) = (Problems::default(), images);
            model.outcome = Outcome::Busy(request, now);
            vec![Effect::Tell(Event::Progress("running")), Effect::Run(request, inputs)]
        }
        Err(problems) => {
            let first = problems.iter().next();
            let (focus, said) = first
                .map(|(name, why)| {
                    let plain = name.replace(['"', '\\'], "");
                    (Effect::Focus(format!("[data-input=\"{plain}\"]")), format!("{name}: {why}"))
                })
                .unzip();
            model.problems = problems;
            focus.into_iter().chain(said.map(|said| Effect::Tell(failed(said)))).collect()
        }
    }
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    model.wants_run = false;
    match model.outcome {
        Outcome::Busy(request, _) => {
            model.outcome = Outcome::None;
            vec![Effect::Cancel(request), Effect::Tell(Event::Progress("stopped"))]
        }
        _ => Vec::new(),
    }
}

fn finished(model: &mut Model, request: u64, result: Result<RunAnswer, Error>, now: f64) -> Vec<Effect> {
    let was_busy = model.outcome.is_busy();
    model.outcome = std::mem::take(&mut model.outcome).answered(request, result, now);
    match &model.outcome {
        Outcome::Done(answer, ms) if was_busy => vec![Effect::Tell(Event::Result(Rc::clone(answer), *ms))],
        Outcome::Failed(error) if was_busy => vec![Effect::Tell(event_of(error))],
        _ => Vec::new(),
    }
}

fn failed(message: String) -> Event {
    Event::Error { message, status: 0, step: String::new() }
}

fn event_of(error: &Error) -> Event {
    let (status, step) = match error {
        Error::Status { status, .. } => (*status, String::new()),
        Error::Run(failure) => (
            failure.status,
            failure.blocks_errors.first().map(|one| one.block_id.clone()).unwrap_or_default(),
        ),
        Error::Transport(TransportError::Timeout) => (408, String::new()),
        _ => (0, String::new()),
    };
    Event::Error { message: error.to_string(), status, step }
}

#[cfg(test)]
mod tests {
    use super::{Effect, Event, Form, Model, Msg, update};
    use crate::run::{InputValue, Outcome};
    use crate::widget::Options;
    use flowdeck_client::{Error, TransportError};
    use flowdeck_spec::interface::{Input, InputType};

    fn options(inputs: &str, auto_run: bool) -> Options {
        Options { workflow: "home/dock".into(), inputs: inputs.into(), auto_run, ..Options::default() }
    }

    fn input(name: &str, kind: &str) -> Input {
        let input_type = if kind == "image" { InputType::Image } else { InputType::Parameter };
        Input { name: name.into(), input_type, kinds: vec![kind.into()], default: None }
    }

    /// A widget whose inputs have come.
    fn ready(inputs: &str, auto_run: bool) -> (Model, Vec<Effect>) {
        let mut model = Model::default();
        let effects = update(&mut model, Msg::Configure(options(inputs, auto_run)), 0.0);
        assert_eq!(effects, [Effect::Tell(Event::Progress("loading")), Effect::Describe(1)]);
        let known = vec![input("photo", "image"), input("limit", "integer")];
        let effects = update(&mut model, Msg::Described(1, Ok(known)), 0.0);
        (model, effects)
    }

    fn sent(effects: &[Effect]) -> Option<String> {
        effects.iter().find_map(|effect| match effect {
            Effect::Run(_, inputs) => Some(inputs.to_compact()),
            _ => None,
        })
    }

    #[test]
    fn a_page_that_gives_everything_runs_at_once() {
        let inputs = r#"{"photo": {"type":"url","value":"https://a.example/p.jpg"}, "limit": 5}"#;
        let (_, effects) = ready(inputs, true);
        let expected = r#"{"photo":{"type":"url","value":"https://a.example/p.jpg"},"limit":5}"#;
        assert_eq!(sent(&effects).as_deref(), Some(expected));
        // Without its image it waits for the person.
        assert_eq!(sent(&ready(r#"{"limit": 5}"#, true).1), None);
        assert_eq!(sent(&ready(inputs, false).1), None);
    }

    #[test]
    fn a_run_that_is_asked_for_early_starts_when_the_inputs_are_known() {
        let mut model = Model::default();
        update(&mut model, Msg::Configure(options(r#"{"photo":"https://a.example/p.jpg"}"#, false)), 0.0);
        assert!(update(&mut model, Msg::Run, 0.0).is_empty());
        let effects = update(&mut model, Msg::Described(1, Ok(vec![input("photo", "image")])), 0.0);
        assert!(sent(&effects).is_some_and(|sent| sent.contains("p.jpg")));
    }

    #[test]
    fn what_is_missing_is_said_and_focused() {
        let (mut model, _) = ready("", false);
        update(&mut model, Msg::Set("limit".into(), InputValue::Text("5".into())), 0.0);
        let effects = update(&mut model, Msg::Run, 0.0);
        assert!(effects.contains(&Effect::Focus("[data-input=\"photo\"]".into())), "{effects:?}");
        assert!(model.problems.get("photo").is_some() && !model.outcome.is_busy());
    }

    #[test]
    fn another_workflow_begins_anew_and_drops_the_answers_of_the_old_one() {
        let (mut model, _) = ready(r#"{"photo":"https://a.example/p.jpg"}"#, false);
        update(&mut model, Msg::Set("limit".into(), InputValue::Text("1".into())), 0.0);
        let started = update(&mut model, Msg::Run, 0.0);
        let Some(Effect::Run(old, _)) = started.last() else { panic!("{started:?}") };
        let other = Options { workflow: "home/other".into(), ..options("", false) };
        let effects = update(&mut model, Msg::Configure(other), 0.0);
        assert!(effects.contains(&Effect::Cancel(*old)), "{effects:?}");
        let late = Err(Error::Transport(TransportError::Timeout));
        assert!(update(&mut model, Msg::Finished(*old, late), 1.0).is_empty());
        assert_eq!((&model.outcome, model.values.get("limit")), (&Outcome::None, None));
    }

    #[test]
    fn a_failure_is_told_once_and_can_be_tried_again() {
        let mut model = Model::default();
        update(&mut model, Msg::Configure(options("", false)), 0.0);
        let failure = Err(Error::Transport(TransportError::Offline));
        let effects = update(&mut model, Msg::Described(1, failure.clone()), 0.0);
        assert!(matches!(effects[..], [Effect::Tell(Event::Error { status: 0, .. })]), "{effects:?}");
        assert!(update(&mut model, Msg::Described(1, failure), 0.0).is_empty());
        assert!(matches!(model.form, Form::Failed(_)));
        assert!(update(&mut model, Msg::Retry, 0.0).contains(&Effect::Describe(2)));
    }

    #[test]
    fn a_wrong_name_is_a_sentence_and_no_request() {
        let mut model = Model::default();
        let wrong = Options { workflow: "dock".into(), ..options("", false) };
        let effects = update(&mut model, Msg::Configure(wrong), 0.0);
        assert!(
            matches!(&effects[..], [Effect::Tell(Event::Error { message, .. })] if message.contains("home/dock"))
        );
    }
}
