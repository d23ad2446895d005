//! A pipeline that is run again and again while it is edited: a step runs again where its properties, or what it is
//! given, have changed; everything else is kept. What cannot be run here waits, and says for what.
mod frame;

use crate::blocks;
use crate::context::{Context, Memory};
use crate::data::{Data, Picture};
use crate::failure::Failure;
use crate::graph::{self, Content, Input, InputKind, Step};
use crate::options::Options;
use crate::pixels::Pixels;
use crate::random::Ids;
use crate::run::{Column, State};
use crate::{serialise, wire};
use flowdeck_spec::selector::Selector;
pub use frame::Frame;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How a step fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It ran.
    Ran,
    /// Nothing about it has changed since it ran.
    Kept,
    /// Flow control, or an input that came out empty, kept it from running.
    Skipped,
    /// It needs what is not there: the outcome of another step, or an input of the workflow.
    Waits(String),
    /// The block is not embedded: a server runs it.
    NeedsServer,
    /// The same, but what a server gave for it is known.
    Answered,
    /// It broke off.
    Failed {
        /// The property that it is about.
        property: Option<String>,
        /// A sentence.
        why: String,
    },
}

/// What one step came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The step's name.
    pub step: String,
    /// How it fared.
    pub fate: Fate,
    /// Its outputs that are images: the name, and how many there are.
    pub images: Vec<(String, usize)>,
    /// Its other outputs as the wire has them, of the first element; long lists are cut.
    pub values: Vec<(String, Value)>,
}

/// What a step ran with.
#[derive(Clone, Debug, PartialEq)]
struct Basis {
    type_name: &'static str,
    properties: Map<String, Value>,
    gates: Vec<String>,
    /// The versions of everything that it refers to.
    sources: Vec<u64>,
}

/// A value, and the version that tells it from the one before.
type Versioned = (Value, u64);

/// What a server gave for an output.
struct Answer {
    /// As the wire has it.
    value: Versioned,
    /// As steps take it; nothing where it cannot be read.
    data: Option<Data>,
}

/// Counts up: what has the same version is the same.
#[derive(Default)]
struct Versions(u64);

impl Versions {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    /// A value with its version from before, where it is the same.
    fn of(&mut self, value: &Value, before: Option<Versioned>) -> Versioned {
        before.filter(|(known, _)| known == value).unwrap_or_else(|| (value.clone(), self.next()))
    }
}

/// The pipeline.
#[derive(Default)]
pub struct Preview {
    images: BTreeMap<String, (u64, Vec<Rc<Picture>>)>,
    state: State,
    /// What ran, with what, and the version of what came out.
    done: BTreeMap<String, (Basis, u64)>,
    /// The inputs that are plain values.
    values: BTreeMap<String, Versioned>,
    /// What a server gave for outputs of steps that are not embedded.
    answers: BTreeMap<(String, String), Answer>,
    versions: Versions,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Preview")
    }
}

impl Preview {
    /// Sets the images of an input; several are a batch. None takes them away.
    pub fn set_images(&mut self, input: &str, frames: Vec<Frame>) {
        if frames.is_empty() {
            self.images.remove(input);
            return;
        }
        let many = frames.len() > 1;
        let picture = |(index, frame): (usize, Frame)| {
            let id = if many { format!("{input}.[{index}]") } else { String::from(input) };
            Rc::new(Picture::root(frame.pixels(), &id))
        };
        let pictures = frames.into_iter().enumerate().map(picture).collect();
        self.images.insert(String::from(input), (self.versions.next(), pictures));
    }

    /// Brings what a server gave, by selector: steps that are not embedded give that. What was brought before and is not
    /// now is known no longer. What cannot be read is left out.
    pub fn set_answers(&mut self, answers: &Map<String, Value>) {
        let mut before = std::mem::take(&mut self.answers);
        for (selector, value) in answers {
            let Some(Selector::StepOutput(step, output)) = Selector::parse(selector) else { continue };
            let key = (String::from(step), String::from(output));
            let answer = match before.remove(&key) {
                Some(known) if known.value.0 == *value => known,
                _ => Answer {
                    value: (value.clone(), self.versions.next()),
                    data: wire::from_wire(value, no_image).ok(),
                },
            };
            self.answers.insert(key, answer);
        }
    }

    /// Runs what has to be run again of a specification, and reports on every step in the document's order.
    ///
    /// # Errors
    /// The specification is not one: it has no steps or inputs that are lists of objects.
    pub fn run(
        &mut self,
        specification: &Value,
        values: &Map<String, Value>,
        options: &Options,
    ) -> Result<Vec<Report>, Failure> {
        let (inputs, entries) = graph::entries(specification)?;
        let mut reports: BTreeMap<String, Report> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        let mut waiting: Vec<Step> = Vec::new();
        for (name, entry) in entries {
            if order.contains(&name) {
                continue;
            }
            order.push(name.clone());
            match entry {
                Ok(step) => waiting.push(step),
                Err(failure) => {
                    // What it made, or a server gave, when it was a step still may feed nothing.
                    self.forget(&name);
                    let report = match fate_of(&failure) {
                        Fate::NeedsServer => self.answered(&name),
                        fate => told(&name, fate),
                    };
                    reports.insert(name.clone(), report);
                }
            }
        }
        graph::add_gates(&mut waiting);
        self.take_inputs(&inputs, values);
        let names: BTreeSet<String> = order.iter().cloned().collect();
        self.forget_all_but(&|name| names.contains(name));
        // In rounds, each of which runs what has all that it needs: what is left at the end waits in a circle.
        while !waiting.is_empty() {
            let is_settled = |name: &str| reports.contains_key(name) || !names.contains(name);
            let (ready, rest): (Vec<Step>, Vec<Step>) =
                waiting.into_iter().partition(|step| graph::needs(step).iter().all(|name| is_settled(name)));
            if ready.is_empty() {
                for step in rest {
                    self.forget(&step.name);
                    let why = String::from("it waits for itself: its wiring goes in a circle");
                    reports.insert(step.name.clone(), told(&step.name, Fate::Failed { property: None, why }));
                }
                break;
            }
            for step in ready {
                let fate = self.step(&step, &inputs, &reports, options);
                if !matches!(fate, Fate::Ran | Fate::Kept | Fate::Skipped) {
                    self.forget(&step.name);
                }
                let report = self.report(&step, fate, options);
                reports.insert(step.name.clone(), report);
            }
            waiting = rest;
        }
        Ok(order.iter().filter_map(|name| reports.remove(name)).collect())
    }

    /// An image that a step gave, or that an input brings: the first element of what the selector says.
    #[must_use]
    pub fn frame(&self, selector: &str) -> Option<Frame> {
        let picture = match Selector::parse(selector)? {
            Selector::Input(name) => self.images.get(name)?.1.first()?,
            Selector::StepOutput(step, output) => {
                let column = self.state.outputs.get(&(String::from(step), String::from(output)))?;
                pictures(column).next()?
            }
            Selector::Step(_) => return None,
        };
        Some(Frame::of(&picture.pixels))
    }

    /// Brings the inputs: those that are missing have no column, so that what needs them waits.
    fn take_inputs(&mut self, inputs: &[Input], given: &Map<String, Value>) {
        self.state.inputs.clear();
        let mut known = std::mem::take(&mut self.values);
        let size = self.images.values().map(|(_, all)| all.len()).max().unwrap_or(1);
        for input in inputs {
            let column = match input.kind {
                InputKind::Image | InputKind::Batch { depth: 1, content: Content::Images } => {
                    let Some((_, pictures)) = self.images.get(&input.name) else { continue };
                    let mut column = Column::new(1);
                    for (index, picture) in pictures.iter().enumerate() {
                        column.put(vec![index], Some(Data::Image(Rc::clone(picture))));
                    }
                    column.widen(size);
                    column
                }
                InputKind::Parameter => {
                    let value = given.get(&input.name).or(input.default.as_ref()).unwrap_or(&Value::Null);
                    let value = self.versions.of(value, known.remove(&input.name));
                    self.values.insert(input.name.clone(), value.clone());
                    Column::one(Data::Json(value.0))
                }
                InputKind::Batch { .. } => continue,
            };
            self.state.inputs.insert(input.name.clone(), column);
        }
    }

    fn step(
        &mut self,
        step: &Step,
        inputs: &[Input],
        reports: &BTreeMap<String, Report>,
        options: &Options,
    ) -> Fate {
        let mut sources = Vec::new();
        for (property, text) in graph::references(step) {
            match Selector::parse(&text) {
                Some(Selector::Input(name)) => match self.input_version(name) {
                    Some(version) => sources.push(version),
                    None if inputs.iter().any(|input| input.name == name) => {
                        return Fate::Waits(format!("the input “{name}” has no value yet"));
                    }
                    None => return missing(property, &text),
                },
                Some(Selector::StepOutput(name, output)) => {
                    let key = (String::from(name), String::from(output));
                    if let Some(version) = self.output_version(&key) {
                        sources.push(version);
                        continue;
                    }
                    return match reports.get(name).map(|report| &report.fate) {
                        Some(Fate::NeedsServer | Fate::Answered) => {
                            Fate::Waits(format!("the step “{name}” runs on a server"))
                        }
                        Some(Fate::Failed { .. }) => Fate::Waits(format!("the step “{name}” failed")),
                        Some(Fate::Waits(_)) => Fate::Waits(format!("the step “{name}” has not run")),
                        _ => missing(property, &text),
                    };
                }
                _ => return missing(property, &text),
            }
        }
        for gate in &step.gates {
            match self.done.get(gate) {
                Some((_, version)) => sources.push(*version),
                None => return Fate::Waits(format!("the step “{gate}” has not run")),
            }
        }
        let basis = Basis {
            type_name: step.block.types[0],
            properties: step.properties.clone(),
            gates: step.gates.clone(),
            sources,
        };
        let fate = |state: &State, fate| if state.has_run(&step.name) { fate } else { Fate::Skipped };
        if self.done.get(&step.name).is_some_and(|(before, _)| *before == basis) {
            return fate(&self.state, Fate::Kept);
        }
        self.forget(&step.name);
        let ids = Ids::new(options.seed ^ hash(&step.name));
        // Each run is a first frame: nothing is kept for a next one.
        let memory = Memory::default();
        let context =
            Context { ids: &ids, now: &options.now, step: &step.name, memory: &memory, codes: options.codes };
        match self.state.run_step(step, &context, options) {
            Ok(()) => {
                self.done.insert(step.name.clone(), (basis, self.versions.next()));
                fate(&self.state, Fate::Ran)
            }
            Err(failure) => fate_of(&failure),
        }
    }

    /// The version of an output that is there: what its step made, or what a server gave for it.
    fn output_version(&self, key: &(String, String)) -> Option<u64> {
        self.state.outputs.get(key)?;
        let made = self.done.get(&key.0).map(|(_, version)| *version);
        made.or_else(|| self.answers.get(key).map(|answer| answer.value.1))
    }

    /// A step that a server runs: what it gave becomes its outputs.
    fn answered(&mut self, step: &str) -> Report {
        let mut report = told(step, Fate::NeedsServer);
        for (key, answer) in self.answers.iter().filter(|((of, _), _)| of == step) {
            let Some(data) = &answer.data else { continue };
            let mut column = Column::new(1);
            report.fate = Fate::Answered;
            if !data.is_null() {
                report.values.push((key.1.clone(), short(answer.value.0.clone())));
            }
            column.put(vec![0], Some(data.clone()).filter(|data| !data.is_null()));
            self.state.outputs.insert(key.clone(), column);
        }
        report
    }

    fn input_version(&self, name: &str) -> Option<u64> {
        self.state.inputs.get(name)?;
        let image = self.images.get(name).map(|(version, _)| *version);
        image.or_else(|| self.values.get(name).map(|(_, version)| *version))
    }

    fn report(&self, step: &Step, fate: Fate, options: &Options) -> Report {
        let mut report = told(&step.name, fate);
        for output in &step.outputs {
            let key = (step.name.clone(), output.clone());
            let Some(column) = self.state.outputs.get(&key) else { continue };
            let images = pictures(column).count();
            if images > 0 {
                report.images.push((output.clone(), images));
            } else if let Some(data) = column.first() {
                // What cannot be written is no value to look at; the run itself says why.
                if let Ok(value) = serialise::value(data, true, options) {
                    report.values.push((output.clone(), short(value)));
                }
            }
        }
        report
    }

    fn forget(&mut self, step: &str) {
        self.forget_all_but(&|name| name != step);
    }

    /// Keeps what is known of some steps alone.
    fn forget_all_but(&mut self, is_kept: &dyn Fn(&str) -> bool) {
        self.done.retain(|step, _| is_kept(step));
        self.state.outputs.retain(|(step, _), _| is_kept(step));
        self.state.gates.retain(|step, _| is_kept(step));
        self.state.places.retain(|step, _| is_kept(step));
    }
}

/// Whether a step of a specification needs [`Options::codes`].
#[must_use]
pub fn reads_codes(specification: &Value) -> bool {
    let steps = specification.get("steps").and_then(Value::as_array);
    let mut types = steps.into_iter().flatten().filter_map(|step| step.get("type")?.as_str());
    types.any(blocks::reads_codes)
}

/// Decoders are a third of what the browser would have to fetch, and it has its own: a server's images are looked at in
/// the results of the run.
fn no_image(_: &Value) -> Result<Pixels, String> {
    Err(String::from("images of a server's answer are not read here"))
}

fn told(step: &str, fate: Fate) -> Report {
    Report { step: String::from(step), fate, images: Vec::new(), values: Vec::new() }
}

fn missing(property: String, selector: &str) -> Fate {
    Fate::Failed { property: Some(property), why: format!("{selector} does not exist") }
}

fn fate_of(failure: &Failure) -> Fate {
    if failure.is_unsupported() {
        return Fate::NeedsServer;
    }
    let property = failure.blocks_errors.first().and_then(|block| block.property_name.clone());
    let why = failure.inner_error_message.clone().unwrap_or_else(|| failure.message.clone());
    Fate::Failed { property, why }
}

/// The images of a column, in the order of their places.
fn pictures(column: &Column) -> impl Iterator<Item = &Rc<Picture>> {
    column.data().filter_map(|data| match data {
        Data::Image(picture) => Some(picture),
        _ => None,
    })
}

/// The most items of a list that are looked at while editing.
const MOST_ITEMS: usize = 100;

fn short(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.truncate(MOST_ITEMS);
            Value::Array(items.into_iter().map(short).collect())
        }
        Value::Object(map) => Value::Object(map.into_iter().map(|(key, item)| (key, short(item))).collect()),
        other => other,
    }
}

/// FNV-1a: the same name gives the same ids.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
