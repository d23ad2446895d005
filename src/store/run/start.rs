//! Starting a run: what is run, what is sent for it.
use super::super::config::Mode;
use super::super::effect::Payload;
use super::super::toast;
use super::{Call, Effect, Few, Key, Model, Outcome, What};
use crate::components::notice::Tone;
use crate::run::collect;
use flowdeck_client::RunOptions;
use flowdeck_editor::part;
use flowdeck_spec::compile::asked_inputs;
use flowdeck_spec::interface::Input;
use flowdeck_spec::{Catalogue, Node};
use std::rc::Rc;

/// What decides what the form of a workflow asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    specification: Option<Node>,
    up_to: Option<String>,
    catalogue: Rc<Catalogue>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.specification == other.specification
            && self.up_to == other.up_to
            && Rc::ptr_eq(&self.catalogue, &other.catalogue)
    }
}

impl Asked {
    /// That of a workflow as it is now and as it is to be run.
    #[must_use]
    pub fn of(model: &Model, key: &Key) -> Self {
        let up_to = model.runs.get(key).and_then(|run| run.choices.up_to.clone());
        Self { specification: whole(model, key), up_to, catalogue: Rc::clone(model.checks.catalogue()) }
    }

    /// The specification without what is behind the last step; whole where there is no such step.
    fn part(&self) -> Option<Node> {
        let whole = self.specification.as_ref()?;
        let step = self.up_to.as_ref();
        Some(step.and_then(|step| part::up_to(whole, step, &[])).unwrap_or_else(|| whole.clone()))
    }

    /// What the form asks for.
    #[must_use]
    pub fn inputs(&self) -> Vec<Input> {
        self.part().map(|root| asked_inputs(&root, &self.catalogue)).unwrap_or_default()
    }

    /// Whether it has Python blocks.
    fn has_python(&self) -> bool {
        let blocks = self.specification.as_ref().and_then(|root| root.get("dynamic_blocks_definitions"));
        blocks.is_some_and(|blocks| !blocks.items().is_empty())
    }

    /// The names of the steps.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        let steps =
            self.specification.as_ref().and_then(|root| root.get("steps")).map_or(&[][..], Node::items);
        steps.iter().filter_map(|step| Some(step.get("name")?.as_str()?.into_owned())).collect()
    }
}

/// The specification that is chosen. That of a version is known only where the server tells it; what is on the screen
/// stands for it then.
fn whole(model: &Model, key: &Key) -> Option<Node> {
    let document = model.documents.get(key)?;
    let run = model.runs.get(key);
    let chosen = match run.map(|run| &run.choices.what) {
        Some(What::Saved) => document.saved_specification().cloned(),
        Some(What::Version(_)) => run.and_then(|run| run.version.clone()),
        Some(What::OnScreen) | None => None,
    };
    Some(chosen.unwrap_or_else(|| document.specification().clone()))
}

/// Whether what is run is saved nowhere: edited text, or a part of a workflow.
#[must_use]
pub fn is_draft(model: &Model, key: &Key) -> bool {
    let is_dirty = model.documents.get(key).is_some_and(|document| document.is_dirty);
    match model.runs.get(key).map(|run| &run.choices) {
        Some(choices) => choices.up_to.is_some() || (choices.what == What::OnScreen && is_dirty),
        None => is_dirty,
    }
}

/// What is run, for people.
fn title(model: &Model, key: &Key) -> String {
    let Some(run) = model.runs.get(key) else { return String::new() };
    let is_dirty = model.documents.get(key).is_some_and(|document| document.is_dirty);
    let what = match &run.choices.what {
        What::OnScreen if is_dirty => String::from("Edited text"),
        What::OnScreen | What::Saved => String::from("Saved"),
        What::Version(version) => format!("Version {version}"),
    };
    match &run.choices.up_to {
        Some(step) => format!("{what}, up to {step}"),
        None => what,
    }
}

/// The names of what a step gives, as far as the compiler knows them.
fn gives(model: &Model, key: &Key, step: &str) -> Vec<String> {
    let on_screen = model.runs.get(key).is_some_and(|run| run.choices.what == What::OnScreen);
    let Some(document) = model.documents.get(key).filter(|_| on_screen) else { return Vec::new() };
    let compiled = &document.compiled;
    let at = (0..compiled.step_count()).find(|at| compiled.name(*at).as_deref() == Some(step));
    let outputs = at.map(|at| compiled.step_outputs(model.checks.catalogue(), at)).unwrap_or_default();
    outputs.iter().map(|output| output.name.to_string()).collect()
}

/// The version's id, for the endpoint.
fn version(model: &Model, key: &Key) -> Option<String> {
    let What::Version(wanted) = &model.runs.get(key)?.choices.what else { return None };
    let list = model.versions.get(key).and_then(|versions| versions.list.as_ref());
    let known = list.and_then(|list| list.iter().find(|version| version.version == *wanted));
    Some(
        known.map(|version| version.id.clone()).filter(|id| !id.is_empty()).unwrap_or_else(|| wanted.clone()),
    )
}

/// Starts a run, or says what is missing.
pub(super) fn start(model: &mut Model, key: Key, now: f64) -> Vec<Effect> {
    let request = model.fresh_id();
    let Some(document) = model.documents.get(&key) else { return Vec::new() };
    let id = document.stored.id.clone();
    let asked = Asked::of(model, &key);
    let (is_draft, title, version) = (is_draft(model, &key), title(model, &key), version(model, &key));
    let Some(mut specification) = asked.specification.clone() else { return Vec::new() };
    if let Some(step) = &asked.up_to {
        let gives = gives(model, &key, step);
        let names: Vec<&str> = gives.iter().map(String::as_str).collect();
        let Some(part) = part::up_to(&specification, step, &names) else {
            let why =
                format!("There is no step “{step}” any more: choose another one, or the whole workflow.");
            return toast::show(model, Tone::Bad, why, None);
        };
        specification = part;
    }
    let run = model.runs.of(&key);
    if run.outcome.is_busy() {
        return Vec::new();
    }
    let (inputs, images) = match collect(&asked.inputs(), &run.values) {
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
    (run.images, run.was_draft, run.title) = (images, is_draft, title);
    run.was_measured = run.choices.profiling;
    run.looked_at = None;
    let options = RunOptions {
        // What runs is what was saved last, not what the endpoint remembers.
        use_cache: false,
        disable_sinks: run.disables_sinks(is_draft),
        enable_profiling: run.choices.profiling,
        // Only such blocks print anything, and what they print is what one looks for when they go wrong.
        debug: asked.has_python(),
        version: version.filter(|_| !is_draft),
    };
    let call = if is_draft {
        let specification = specification.to_compact().into();
        Call::DraftRun { ws: key.ws, url: key.url, specification, inputs, options }
    } else {
        Call::Run { ws: key.ws, url: key.url, id, inputs, options }
    };
    vec![Effect::Call(request, call)]
}
