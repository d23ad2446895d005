//! A pipeline that is run again and again while it is edited: a step runs again where its properties, or what it is
//! given, have changed; everything else is kept. What cannot be run here waits, and says for what.
use crate::context::{Context, Memory};
use crate::data::{Data, Picture};
use crate::failure::Failure;
use crate::graph::{self, Content, Input, InputKind, Step};
use crate::options::Options;
use crate::pixels::Pixels;
use crate::random::Ids;
use crate::run::{Column, State};
use crate::{blocks, serialise, wire};
use flowdeck_spec::selector::Selector;
use image::RgbImage;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// An image as its pixels: red, green, blue and opacity, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// Width × height × 4 values.
    pub rgba: Vec<u8>,
}

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

/// The pipeline.
#[derive(Default)]
pub struct Preview {
    images: BTreeMap<String, (u64, Vec<Rc<Picture>>)>,
    state: State,
    /// What ran, with what, and the version of what came out.
    done: BTreeMap<String, (Basis, u64, Fate)>,
    /// The versions of the inputs that are plain values.
    values: BTreeMap<String, (Value, u64)>,
    /// What a server gave for outputs of steps that are not embedded, as the wire has it.
    answers: BTreeMap<(String, String), (Value, u64)>,
    version: u64,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Preview")
    }
}

impl Preview {
    /// Sets the images of an input; several are a batch. None takes them away.
    pub fn set_images(&mut self, input: &str, frames: Vec<Frame>) {
        self.version += 1;
        if frames.is_empty() {
            self.images.remove(input);
            return;
        }
        let many = frames.len() > 1;
        let picture = |(index, frame): (usize, Frame)| {
            let id = if many { format!("{input}.[{index}]") } else { String::from(input) };
            Rc::new(Picture::root(pixels_of(&frame), &id))
        };
        let pictures = frames.into_iter().enumerate().map(picture).collect();
        self.images.insert(String::from(input), (self.version, pictures));
    }

    /// Brings what a server gave, by selector: steps that are not embedded give that. What was brought before and is not
    /// now is known no longer. What cannot be read is left out.
    pub fn set_answers(&mut self, answers: &Map<String, Value>) {
        let mut before = std::mem::take(&mut self.answers);
        for (selector, value) in answers {
            let Some(Selector::StepOutput(step, output)) = Selector::parse(selector) else { continue };
            let key = (String::from(step), String::from(output));
            let version = match before.remove(&key).filter(|(known, _)| known == value) {
                Some((_, version)) => version,
                None => {
                    self.version += 1;
                    self.version
                }
            };
            self.answers.insert(key, (value.clone(), version));
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
                    let report = match fate_of(&failure) {
                        Fate::NeedsServer => self.answered(&name, options),
                        fate => told(&name, fate),
                    };
                    reports.insert(name.clone(), report);
                }
            }
        }
        graph::add_known_gates(&mut waiting);
        self.take_inputs(&inputs, values);
        let names: BTreeSet<String> = order.iter().cloned().collect();
        self.forget_all_but(&names);
        // In rounds, each of which runs what has all that it needs: what is left at the end waits in a circle.
        while !waiting.is_empty() {
            let is_settled = |name: &str| reports.contains_key(name) || !names.contains(name);
            let (ready, rest): (Vec<Step>, Vec<Step>) =
                waiting.into_iter().partition(|step| needs(step).iter().all(|name| is_settled(name)));
            if ready.is_empty() {
                for step in rest {
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

    /// An image that a step gave, or that an input brings: the selector says which, `index` the element.
    #[must_use]
    pub fn frame(&self, selector: &str, index: usize) -> Option<Frame> {
        let picture = match Selector::parse(selector)? {
            Selector::Input(name) => Rc::clone(self.images.get(name)?.1.get(index)?),
            Selector::StepOutput(step, output) => {
                let column = self.state.outputs.get(&(String::from(step), String::from(output)))?;
                pictures(column).nth(index)?
            }
            Selector::Step(_) => return None,
        };
        Some(frame_of(&picture.pixels))
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
                    let version = match known.remove(&input.name) {
                        Some((before, version)) if before == *value => version,
                        _ => {
                            self.version += 1;
                            self.version
                        }
                    };
                    self.values.insert(input.name.clone(), (value.clone(), version));
                    Column::one(Data::Json(value.clone()))
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
                    if let Some((_, version)) = self.given(&key) {
                        sources.push(*version);
                        continue;
                    }
                    if let Some((_, version, _)) =
                        self.done.get(name).filter(|_| self.state.outputs.contains_key(&key))
                    {
                        sources.push(*version);
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
                Some((_, version, _)) => sources.push(*version),
                None => return Fate::Waits(format!("the step “{gate}” has not run")),
            }
        }
        let basis = Basis {
            type_name: step.block.types[0],
            properties: step.properties.clone(),
            gates: step.gates.clone(),
            sources,
        };
        if let Some((before, _, fate)) = self.done.get(&step.name)
            && *before == basis
        {
            return if *fate == Fate::Skipped { Fate::Skipped } else { Fate::Kept };
        }
        self.forget(&step.name);
        let ids = Ids::new(options.seed ^ hash(&step.name));
        // Each run is a first frame: nothing is kept for a next one.
        let memory = Memory::default();
        let context = Context { ids: &ids, now: &options.now, step: &step.name, memory: &memory };
        match self.state.run_step(step, &context, options) {
            Ok(()) => {
                self.version += 1;
                let fate = if self.state.has_run(&step.name) { Fate::Ran } else { Fate::Skipped };
                self.done.insert(step.name.clone(), (basis, self.version, fate.clone()));
                fate
            }
            Err(failure) => fate_of(&failure),
        }
    }

    /// What a server gave for an output, where it is used.
    fn given(&self, key: &(String, String)) -> Option<&(Value, u64)> {
        let is_used = !self.done.contains_key(&key.0) && self.state.outputs.contains_key(key);
        self.answers.get(key).filter(|_| is_used)
    }

    /// A step that a server runs: what it gave becomes its outputs.
    fn answered(&mut self, step: &str, options: &Options) -> Report {
        self.forget(step);
        let mut report = told(step, Fate::NeedsServer);
        for ((of, output), (value, _)) in self.answers.iter().filter(|((of, _), _)| of == step) {
            let Ok(data) = wire::from_wire(value, no_image) else { continue };
            let mut column = Column::new(1);
            column.put(vec![0], Some(data).filter(|data| !data.is_null()));
            report.fate = Fate::Answered;
            show(&mut report, output, &column, options);
            self.state.outputs.insert((of.clone(), output.clone()), column);
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
            if let Some(column) = self.state.outputs.get(&key) {
                show(&mut report, output, column, options);
            }
        }
        report
    }

    fn forget(&mut self, step: &str) {
        self.done.remove(step);
        self.state.outputs.retain(|(of, _), _| of != step);
        self.state.gates.remove(step);
        self.state.places.remove(step);
    }

    fn forget_all_but(&mut self, names: &BTreeSet<String>) {
        let gone: Vec<String> = self.done.keys().filter(|name| !names.contains(*name)).cloned().collect();
        for name in gone {
            self.forget(&name);
        }
    }
}

/// The types of the blocks that a preview runs.
#[must_use]
pub fn can_run(type_name: &str) -> bool {
    blocks::find(type_name).is_some()
}

/// Decoders are a third of what the browser would have to fetch, and it has its own: a server's images are looked at in
/// the results of the run.
fn no_image(_: &Value) -> Result<Pixels, String> {
    Err(String::from("images of a server's answer are not read here"))
}

/// Adds what an output holds.
fn show(report: &mut Report, output: &str, column: &Column, options: &Options) {
    let images = pictures(column).count();
    if images > 0 {
        report.images.push((String::from(output), images));
    } else if let Some(data) = column.first() {
        // What cannot be written is no value to look at; the run itself says why.
        if let Ok(value) = serialise::value(data, true, options) {
            report.values.push((String::from(output), short(value)));
        }
    }
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

/// The steps that must be settled before this one.
fn needs(step: &Step) -> Vec<String> {
    let mut found = step.gates.clone();
    for (_, text) in graph::references(step) {
        if let Some(Selector::StepOutput(name, _)) = Selector::parse(&text) {
            found.push(String::from(name));
        }
    }
    found
}

/// The images of a column, in the order of their places.
fn pictures(column: &Column) -> impl Iterator<Item = Rc<Picture>> + '_ {
    column.data().filter_map(|data| match data {
        Data::Image(picture) => Some(Rc::clone(picture)),
        _ => None,
    })
}

fn pixels_of(frame: &Frame) -> Pixels {
    let bytes = frame.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Pixels::Color(RgbImage::from_raw(frame.width, frame.height, bytes).unwrap_or_default())
}

fn frame_of(pixels: &Pixels) -> Frame {
    let (width, height) = pixels.size();
    let mut rgba = vec![255; width as usize * height as usize * 4];
    match pixels {
        Pixels::Gray(image) => {
            for (to, value) in rgba.chunks_exact_mut(4).zip(image.as_raw()) {
                to[..3].fill(*value);
            }
        }
        Pixels::Color(image) => {
            for (to, from) in rgba.chunks_exact_mut(4).zip(image.as_raw().chunks_exact(3)) {
                to[..3].copy_from_slice(from);
            }
        }
    }
    Frame { width, height, rgba }
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
