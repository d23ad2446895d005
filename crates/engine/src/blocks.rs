//! The blocks: tables of them, one file a family. Types, old names, field names and outputs are facts of the reference
//! engine's catalogue.
mod codes;
mod consensus;
mod crops;
mod draw;
mod filters;
mod flow;
mod images;
mod matching;
mod measures;
mod merging;
mod motion;
mod of_data;
mod pictures;
mod renaming;
mod texts;
mod values;
mod zones;

use crate::context::Context;
use crate::data::Data;
use crate::random::Ids;
use crate::step::{Args, StepError};
use serde_json::{Map, Value};
use std::fmt;

/// What a step gives for one element.
pub(crate) enum Outcome {
    /// Its outputs.
    Values(Vec<(&'static str, Data)>),
    /// Its outputs, one level deeper: a row for each thing.
    Many(Vec<Vec<(&'static str, Data)>>),
    /// Its outputs, where their names are settings of the step.
    Named(Vec<(String, Data)>),
    /// Whether the next steps run.
    Flow(bool),
    /// Which of the next steps run, as settings name them: `$steps.a`.
    Select(Vec<String>),
}

type Run = fn(&Args, &Ids) -> Result<Outcome, StepError>;
type OwnOutputs = fn(&Map<String, Value>) -> Vec<String>;
type Knowing = fn(&Args, &Context<'_>) -> Result<Outcome, StepError>;

/// How a block runs.
#[derive(Clone, Copy)]
pub(crate) enum Work {
    /// By its properties alone.
    Plain(Run),
    /// With the moment, or with what it kept of earlier elements.
    Knowing(Knowing),
}

/// The places of the elements that a step runs at, beside the depth of its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// As deep as its deepest input.
    Same,
    /// One level shallower than some properties, which come as lists.
    Gathers(&'static [&'static str]),
    /// Once for the whole batch: some properties come as lists over all elements, and outputs stand for the last one.
    Whole(&'static [&'static str]),
}

/// A block.
pub(crate) struct Block {
    /// Its type, then its old names.
    pub(crate) types: &'static [&'static str],
    /// Other names of its fields: (first name, other name).
    pub(crate) aliases: &'static [(&'static str, &'static str)],
    /// The fields that must be given.
    pub(crate) required: &'static [&'static str],
    /// Its outputs.
    pub(crate) outputs: &'static [&'static str],
    /// Whether its outputs are one level deeper than its inputs.
    pub(crate) raises: bool,
    /// At which depth it runs.
    pub(crate) depth: Depth,
    /// The outputs that settings of a step name.
    pub(crate) own_outputs: Option<OwnOutputs>,
    /// The properties that lead to other steps.
    pub(crate) leads_by: &'static [&'static str],
    /// Whether it runs when an input was skipped.
    pub(crate) accepts_empty: bool,
    /// Whether it decides about other steps.
    pub(crate) is_flow: bool,
    /// What it does.
    pub(crate) work: Work,
}

impl Block {
    /// Runs it for one element.
    pub(crate) fn run(&self, args: &Args, context: &Context<'_>) -> Result<Outcome, StepError> {
        match self.work {
            Work::Plain(run) => run(args, context.ids),
            Work::Knowing(run) => run(args, context),
        }
    }

    /// Whether a property takes all elements of a batch as a list.
    pub(crate) fn gathers(&self, property: &str) -> bool {
        matches!(self.depth, Depth::Gathers(all) if all.contains(&property))
    }

    /// The outputs of a step of this block.
    pub(crate) fn outputs_of(&self, properties: &Map<String, Value>) -> Vec<String> {
        let own = self.own_outputs.map(|own| own(properties)).unwrap_or_default();
        self.outputs.iter().map(|name| String::from(*name)).chain(own).collect()
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.types.first().copied().unwrap_or_default())
    }
}

/// A block that takes and gives one value an element.
const fn plain(
    types: &'static [&'static str],
    aliases: &'static [(&'static str, &'static str)],
    required: &'static [&'static str],
    outputs: &'static [&'static str],
    run: Run,
) -> Block {
    Block {
        types,
        aliases,
        required,
        outputs,
        raises: false,
        depth: Depth::Same,
        own_outputs: None,
        leads_by: &["next_steps"],
        accepts_empty: false,
        is_flow: false,
        work: Work::Plain(run),
    }
}

/// A block that knows the moment, or keeps something.
const fn knowing(
    types: &'static [&'static str],
    aliases: &'static [(&'static str, &'static str)],
    required: &'static [&'static str],
    outputs: &'static [&'static str],
    run: Knowing,
) -> Block {
    Block { work: Work::Knowing(run), ..plain(types, aliases, required, outputs, nothing) }
}

/// Stands in while a row is put together.
const fn nothing(_: &Args, _: &Ids) -> Result<Outcome, StepError> {
    Ok(Outcome::Flow(false))
}

const IMAGES: &[(&str, &str)] = &[("images", "image")];
const PREDICTIONS: (&str, &str) = ("predictions", "detections");

/// All blocks.
pub(crate) fn all() -> impl Iterator<Item = &'static Block> {
    CROPS.iter().chain(CODES).chain(pictures::ALL).chain(pictures::DRAWING).chain(of_data::ALL)
}

/// The blocks of crops.
static CROPS: &[Block] = &[
    plain(
        &["roboflow_core/absolute_static_crop@v1", "AbsoluteStaticCrop"],
        IMAGES,
        &["images", "x_center", "y_center", "width", "height"],
        &["crops"],
        crops::absolute,
    ),
    plain(
        &["roboflow_core/relative_statoic_crop@v1", "RelativeStaticCrop"],
        IMAGES,
        &["images", "x_center", "y_center", "width", "height"],
        &["crops"],
        crops::relative,
    ),
    Block {
        raises: true,
        ..plain(
            &["roboflow_core/dynamic_crop@v1", "DynamicCrop", "Crop"],
            &[("images", "image"), PREDICTIONS],
            &["images", "predictions"],
            &["crops", "predictions"],
            crops::dynamic,
        )
    },
];

/// The blocks that read codes.
static CODES: &[Block] = &[
    knowing(
        &["roboflow_core/qr_code_detector@v1", "QRCodeDetector", "QRCodeDetection"],
        IMAGES,
        &["images"],
        &["predictions"],
        codes::qr,
    ),
    knowing(
        &["roboflow_core/barcode_detector@v1", "BarcodeDetector", "BarcodeDetection"],
        IMAGES,
        &["images"],
        &["predictions"],
        codes::bar,
    ),
];

/// The block of a type, by any of its names.
pub(crate) fn find(type_name: &str) -> Option<&'static Block> {
    all().find(|block| block.types.contains(&type_name))
}

/// Whether the block of a type reads codes.
pub(crate) fn reads_codes(type_name: &str) -> bool {
    CODES.iter().any(|block| block.types.contains(&type_name))
}
