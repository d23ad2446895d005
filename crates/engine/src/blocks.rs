//! The blocks: tables of them, one file a family. Types, old names, field names and outputs are facts of the reference
//! engine's catalogue.
mod codes;
mod crops;
mod draw;
mod filters;
mod flow;
mod images;
mod measures;
mod pictures;
mod values;

use crate::data::Data;
use crate::random::Ids;
use crate::step::{Args, StepError};
use std::fmt;

/// What a step gives for one element.
pub(crate) enum Outcome {
    /// Its outputs.
    Values(Vec<(&'static str, Data)>),
    /// Its outputs, one level deeper: a row for each thing.
    Many(Vec<Vec<(&'static str, Data)>>),
    /// Whether the next steps run.
    Flow(bool),
}

type Run = fn(&Args, &Ids) -> Result<Outcome, StepError>;

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
    /// Whether it runs when an input was skipped.
    pub(crate) accepts_empty: bool,
    /// Whether it decides about other steps.
    pub(crate) is_flow: bool,
    /// What it does.
    pub(crate) run: Run,
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
    Block { types, aliases, required, outputs, raises: false, accepts_empty: false, is_flow: false, run }
}

const IMAGES: &[(&str, &str)] = &[("images", "image")];
const PREDICTIONS: (&str, &str) = ("predictions", "detections");

/// All blocks, by families.
pub(crate) fn all() -> impl Iterator<Item = &'static Block> {
    OTHERS.iter().chain(pictures::ALL).chain(pictures::DRAWING)
}

static OTHERS: &[Block] = &[
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
    plain(
        &["roboflow_core/qr_code_detector@v1", "QRCodeDetector", "QRCodeDetection"],
        IMAGES,
        &["images"],
        &["predictions"],
        codes::qr,
    ),
    plain(
        &["roboflow_core/barcode_detector@v1", "BarcodeDetector", "BarcodeDetection"],
        IMAGES,
        &["images"],
        &["predictions"],
        codes::bar,
    ),
    plain(
        &["roboflow_core/detections_filter@v1", "DetectionsFilter"],
        &[],
        &["predictions", "operations"],
        &["predictions"],
        filters::detections,
    ),
    plain(
        &["roboflow_core/property_definition@v1", "PropertyDefinition", "PropertyExtraction"],
        &[],
        &["data", "operations"],
        &["output"],
        values::property,
    ),
    plain(
        &["roboflow_core/expression@v1", "Expression"],
        &[],
        &["data", "switch"],
        &["output"],
        values::expression,
    ),
    Block {
        accepts_empty: true,
        ..plain(
            &["roboflow_core/first_non_empty_or_default@v1", "FirstNonEmptyOrDefault"],
            &[],
            &["data"],
            &["output"],
            values::first,
        )
    },
    Block {
        is_flow: true,
        ..plain(
            &["roboflow_core/continue_if@v1", "ContinueIf"],
            &[],
            &["condition_statement", "next_steps"],
            &[],
            flow::continue_if,
        )
    },
];

/// The block of a type, by any of its names.
pub(crate) fn find(type_name: &str) -> Option<&'static Block> {
    all().find(|block| block.types.contains(&type_name))
}
