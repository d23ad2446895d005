//! Running a plan. Every value stands in a column: one cell for each element of a batch, with one more index a
//! level of nesting. A step runs once for each element at its deepest input; shallower inputs are shared.
use crate::blocks::{Depth, Outcome};
use crate::context::{Context, Memory};
use crate::data::Data;
use crate::failure::Failure;
use crate::graph::{Output, Plan, Source, Step, is_lead};
use crate::options::{Options, Sources};
use crate::random::Ids;
use crate::step::Args;
use crate::timing::Timing;
use crate::{inputs, serialise};
use flowdeck_spec::selector::{Selector, looks_like_one};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::Ordering;

/// The place of an element: its index in the batch, in the nested batch, …
pub(crate) type Path = Vec<usize>;

/// The values of one output or input.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// How many indices a cell has: 0 for a value that all share, 1 for a batch.
    pub(crate) depth: usize,
    /// The cells; nothing where the step was skipped.
    cells: BTreeMap<Path, Option<Data>>,
}

impl Column {
    pub(crate) fn new(depth: usize) -> Self {
        Self { depth, cells: BTreeMap::new() }
    }

    /// A value that all elements share.
    pub(crate) fn one(data: Data) -> Self {
        Self { depth: 0, cells: BTreeMap::from([(Vec::new(), Some(data))]) }
    }

    pub(crate) fn put(&mut self, path: Path, data: Option<Data>) {
        self.cells.insert(path, data);
    }

    /// How many elements the outermost batch has.
    pub(crate) fn roots(&self) -> usize {
        self.cells.keys().filter_map(|path| path.first()).max().map_or(0, |last| last + 1)
    }

    /// Repeats the one element of a batch.
    pub(crate) fn widen(&mut self, size: usize) {
        if self.depth > 0 && self.roots() == 1 {
            let first: Vec<_> = self.cells.clone().into_iter().collect();
            for index in 1..size {
                for (path, data) in &first {
                    let mut path = path.clone();
                    path[0] = index;
                    self.cells.insert(path, data.clone());
                }
            }
        }
    }

    /// What there is, in the order of places.
    pub(crate) fn data(&self) -> impl Iterator<Item = &Data> {
        self.cells.values().flatten()
    }

    /// The first that there is.
    pub(crate) fn first(&self) -> Option<&Data> {
        self.data().next()
    }

    /// The cells at a place and below it, which follow each other.
    fn below(&self, place: &[usize]) -> impl Iterator<Item = (&Path, &Option<Data>)> {
        let from = (Bound::Included(place), Bound::Unbounded);
        self.cells.range::<[usize], _>(from).take_while(move |(path, _)| path.starts_with(place))
    }

    /// The value for an element at least as deep as this column.
    fn at(&self, path: &[usize]) -> Option<&Data> {
        self.cells.get(path.get(..self.depth)?)?.as_ref()
    }
}

/// What has been computed.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) inputs: BTreeMap<String, Column>,
    /// By step and output.
    pub(crate) outputs: BTreeMap<(String, String), Column>,
    /// By flow-control step: where it lets others run.
    pub(crate) gates: BTreeMap<String, Column>,
    /// The places at which a step was to run, for nested results that came out empty.
    pub(crate) places: BTreeMap<String, (usize, BTreeMap<Path, bool>)>,
}

/// Runs a plan.
pub(crate) fn run(
    plan: &Plan,
    given: &Map<String, Value>,
    sources: &Sources,
    options: &Options,
    memory: &Memory,
    timing: &mut Timing<'_>,
) -> Result<Vec<Map<String, Value>>, Failure> {
    let read = || inputs::read(&plan.inputs, given, sources);
    let inputs = timing.of("workflow_input_assembly", None, read)?.into_iter().collect();
    let mut state = State { inputs, ..State::default() };
    let ids = Ids::new(options.seed);
    for step in &plan.steps {
        let context =
            Context { ids: &ids, now: &options.now, step: &step.name, memory, codes: options.codes };
        timing.of("step_execution", Some(&step.name), || state.run_step(step, &context, options))?;
    }
    timing.of("outputs_construction", None, || state.results(&plan.outputs, options))
}

impl State {
    fn column(&self, selector: Selector<'_>) -> Option<&Column> {
        match selector {
            Selector::Input(name) => self.inputs.get(name),
            Selector::StepOutput(step, output) => {
                self.outputs.get(&(String::from(step), String::from(output)))
            }
            Selector::Step(_) => None,
        }
    }

    /// Runs a step whose sources are there.
    pub(crate) fn run_step(
        &mut self,
        step: &Step,
        context: &Context<'_>,
        options: &Options,
    ) -> Result<(), Failure> {
        let selectors = crate::graph::references(step);
        // Each with how deep it is for this step: what is gathered is one level shallower.
        let columns: Vec<(&Column, usize)> = selectors
            .iter()
            .filter_map(|(property, text)| {
                let column = self.column(Selector::parse(text)?)?;
                Some((column, column.depth.saturating_sub(usize::from(step.block.gathers(property)))))
            })
            .chain(step.gates.iter().filter_map(|gate| self.gates.get(gate)).map(|gate| (gate, gate.depth)))
            .collect();
        let depth = columns.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
        let places: Vec<Path> = if depth == 0 {
            vec![Vec::new()]
        } else {
            let mut all: Vec<Path> = columns
                .iter()
                .filter(|(_, of_it)| *of_it == depth)
                .flat_map(|(column, _)| column.cells.keys().filter_map(|path| path.get(..depth)))
                .map(<[usize]>::to_vec)
                .collect();
            all.sort();
            all.dedup();
            all
        };
        if let Depth::Whole(gathered) = step.block.depth {
            return self.run_whole(step, gathered, (depth, places), context);
        }
        let depth_out = depth + usize::from(step.block.raises);
        let mut out: BTreeMap<&str, Column> =
            step.outputs.iter().map(|name| (name.as_str(), Column::new(depth_out))).collect();
        let mut gate = Column::new(depth);
        let mut ran = BTreeMap::new();
        for place in places {
            if options.stop.load(Ordering::Relaxed) {
                return Err(Failure::stopped());
            }
            let args = self.args(step, &place);
            ran.insert(place.clone(), args.is_some());
            let Some(args) = args else {
                if !step.block.raises {
                    out.values_mut().for_each(|column| column.put(place.clone(), None));
                }
                gate.put(place, None);
                continue;
            };
            let outcome = step.block.run(&args, context).map_err(|error| step_failure(step, &error))?;
            let mut put = |name: &str, place: Path, data: Data| {
                if let Some(column) = out.get_mut(name) {
                    column.put(place, Some(data).filter(|data| !data.is_null()));
                }
            };
            match outcome {
                Outcome::Values(values) => {
                    values.into_iter().for_each(|(name, data)| put(name, place.clone(), data));
                }
                Outcome::Named(values) => {
                    values.into_iter().for_each(|(name, data)| put(&name, place.clone(), data));
                }
                Outcome::Many(rows) => {
                    for (index, row) in rows.into_iter().enumerate() {
                        let path = [place.as_slice(), &[index]].concat();
                        row.into_iter().for_each(|(name, data)| put(name, path.clone(), data));
                    }
                }
                Outcome::Select(steps) => {
                    let steps = steps.into_iter().map(|step| Data::Json(Value::String(step)));
                    gate.put(place, Some(Data::List(steps.collect())));
                }
                Outcome::Flow(goes_on) => gate.put(place, goes_on.then_some(Data::Json(Value::Bool(true)))),
            }
        }
        for (name, column) in out {
            self.outputs.insert((step.name.clone(), String::from(name)), column);
        }
        self.gates.insert(step.name.clone(), gate);
        self.places.insert(step.name.clone(), (depth, ran));
        Ok(())
    }

    /// Whether a step ran for any element.
    pub(crate) fn has_run(&self, step: &str) -> bool {
        self.places.get(step).is_some_and(|(_, ran)| ran.values().any(|ran| *ran))
    }

    /// Whether all flow control before a step lets it run at a place.
    fn is_open(&self, step: &Step, place: &[usize]) -> bool {
        let this = || format!("$steps.{}", step.name);
        step.gates.iter().all(|name| match self.gates.get(name).and_then(|column| column.at(place)) {
            Some(Data::List(steps)) => {
                steps.iter().any(|one| matches!(one, Data::Json(Value::String(name)) if *name == this()))
            }
            Some(data) => !data.is_null(),
            None => false,
        })
    }

    /// Runs a step once for the whole batch: its outputs stand for the last element.
    fn run_whole(
        &mut self,
        step: &Step,
        gathered: &[&str],
        (depth, places): (usize, Vec<Path>),
        context: &Context<'_>,
    ) -> Result<(), Failure> {
        let (mut empty, mut rows, mut ran) = (Column::new(depth), Vec::new(), BTreeMap::new());
        let mut last = None;
        for place in places {
            let args = self.args(step, &place);
            ran.insert(place.clone(), args.is_some());
            if let Some(args) = args {
                rows.push(args);
                empty.put(place.clone(), None);
                last = Some(place);
            }
        }
        let mut out: BTreeMap<&str, Column> =
            step.outputs.iter().map(|name| (name.as_str(), empty.clone())).collect();
        if let (Some(last), Some(args)) = (last, Args::over(rows, gathered, depth > 0)) {
            let outcome = step.block.run(&args, context).map_err(|error| step_failure(step, &error))?;
            if let Outcome::Values(values) = outcome {
                for (name, data) in values {
                    if let Some(column) = out.get_mut(name) {
                        column.put(last.clone(), Some(data));
                    }
                }
            }
        }
        for (name, column) in out {
            self.outputs.insert((step.name.clone(), String::from(name)), column);
        }
        self.places.insert(step.name.clone(), (depth, ran));
        Ok(())
    }

    /// The properties of a step for one element; nothing when flow control keeps the step from running there, or an
    /// input was skipped and the block needs it.
    fn args(&self, step: &Step, place: &[usize]) -> Option<Args> {
        if !self.is_open(step, place) {
            return None;
        }
        let mut values = Vec::new();
        for (property, value) in &step.properties {
            let data = match value {
                lead if is_lead(step.block, property) => Data::Json(lead.clone()),
                Value::String(text) if step.block.gathers(property) => self.gathered(text, place, step)?,
                Value::String(text) => self.resolve(text, place, step)?,
                Value::Array(items) if items.iter().any(is_selector) => Data::List(
                    items.iter().map(|item| self.resolve_value(item, place, step)).collect::<Option<_>>()?,
                ),
                Value::Object(entries) if entries.values().any(is_selector) => Data::Map(
                    entries
                        .iter()
                        .map(|(key, item)| Some((key.clone(), self.resolve_value(item, place, step)?)))
                        .collect::<Option<_>>()?,
                ),
                other => Data::Json(other.clone()),
            };
            values.push((property.clone(), data));
        }
        Some(Args::new(values))
    }

    /// All elements of a batch below a place, as a list; those that were skipped are left out.
    fn gathered(&self, text: &str, place: &[usize], step: &Step) -> Option<Data> {
        let column = Selector::parse(text).and_then(|one| self.column(one))?;
        let items: Vec<Data> = column
            .below(place)
            .filter_map(|(_, data)| match data {
                None if step.block.accepts_empty => Some(Data::Json(Value::Null)),
                data => data.clone(),
            })
            .collect();
        // Where nothing is gathered there is nothing to run on.
        (step.block.accepts_empty || !items.is_empty()).then_some(Data::List(items))
    }

    fn resolve_value(&self, value: &Value, place: &[usize], step: &Step) -> Option<Data> {
        match value {
            Value::String(text) => self.resolve(text, place, step),
            other => Some(Data::Json(other.clone())),
        }
    }

    fn resolve(&self, text: &str, place: &[usize], step: &Step) -> Option<Data> {
        let column =
            looks_like_one(text).then(|| Selector::parse(text)).flatten().and_then(|one| self.column(one));
        match column {
            None => Some(Data::Json(Value::String(String::from(text)))),
            Some(column) => match column.at(place) {
                Some(data) => Some(data.clone()),
                None if step.block.accepts_empty => Some(Data::Json(Value::Null)),
                None => None,
            },
        }
    }

    fn results(&self, outputs: &[Output], options: &Options) -> Result<Vec<Map<String, Value>>, Failure> {
        let wanted: Vec<&Output> =
            outputs.iter().filter(|output| !options.excluded_fields.contains(&output.name)).collect();
        let is_batch = outputs.iter().any(|output| self.depth_of(&output.source) > 0);
        let size = if is_batch {
            self.inputs.values().filter(|column| column.depth > 0).map(Column::roots).max().unwrap_or(1)
        } else {
            1
        };
        (0..size)
            .map(|index| {
                let mut row = Map::new();
                for output in &wanted {
                    row.insert(output.name.clone(), self.result(output, index, options)?);
                }
                Ok(row)
            })
            .collect()
    }

    fn depth_of(&self, source: &Source) -> usize {
        match source {
            Source::Input(name) => self.inputs.get(name).map_or(0, |column| column.depth),
            Source::Step(step, _) => self
                .outputs
                .iter()
                .filter(|((of, _), _)| of == step)
                .map(|(_, column)| column.depth)
                .max()
                .unwrap_or(0),
        }
    }

    fn result(&self, output: &Output, index: usize, options: &Options) -> Result<Value, Failure> {
        let write = |step: &str, column: &Column| {
            let place: &[usize] = if column.depth == 0 { &[] } else { std::slice::from_ref(&index) };
            self.nested(step, column, place, output.to_root, options)
        };
        match &output.source {
            Source::Input(name) => self.inputs.get(name).map_or(Ok(Value::Null), |column| write("", column)),
            Source::Step(step, field) if field == "*" => {
                let mut all = Map::new();
                for ((of, name), column) in &self.outputs {
                    if of == step {
                        all.insert(name.clone(), write(step, column)?);
                    }
                }
                Ok(Value::Object(all))
            }
            Source::Step(step, field) => self
                .outputs
                .get(&(step.clone(), field.clone()))
                .map_or(Ok(Value::Null), |column| write(step, column)),
        }
    }

    /// The value at a place, or the list of those below it.
    fn nested(
        &self,
        step: &str,
        column: &Column,
        place: &[usize],
        to_root: bool,
        options: &Options,
    ) -> Result<Value, Failure> {
        if place.len() >= column.depth {
            return match column.at(place) {
                Some(data) => serialise::value(data, to_root, options).map_err(|why| Failure::input(&why)),
                None => Ok(Value::Null),
            };
        }
        let was_skipped = self
            .places
            .get(step)
            .is_some_and(|(depth, ran)| *depth == place.len() && ran.get(place) == Some(&false));
        if was_skipped {
            return Ok(Value::Null);
        }
        let mut children: Vec<usize> =
            column.below(place).filter_map(|(path, _)| path.get(place.len()).copied()).collect();
        children.dedup();
        if children.is_empty() {
            // Lists that are not there are empty at their deepest level only.
            let levels = column.depth.saturating_sub(place.len()).max(1);
            let empty = (1..levels).fold(Value::Array(Vec::new()), |inner, _| Value::Array(vec![inner]));
            return Ok(empty);
        }
        children
            .into_iter()
            .map(|child| {
                let mut path = place.to_vec();
                path.push(child);
                self.nested(step, column, &path, to_root, options)
            })
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array)
    }
}

fn is_selector(value: &Value) -> bool {
    value.as_str().is_some_and(looks_like_one)
}

fn step_failure(step: &Step, error: &crate::step::StepError) -> Failure {
    let mut failure = Failure::step(&step.name, step.block.types[0], &error.why);
    if let (Some(property), Some(block)) = (&error.property, failure.blocks_errors.first_mut()) {
        block.property_name = Some(property.clone());
        block.property_details = Some(error.why.clone());
    }
    failure
}
