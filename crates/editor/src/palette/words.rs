//! What people call the blocks: sections, other words for them, and the ones that most workflows have.
use flowdeck_spec::block::BlockType;
use flowdeck_spec::catalogue::{Block, Catalogue};

/// The sections of the palette in their order; the first is that of the entries which are no blocks.
pub const SECTIONS: &[&str] = &[
    "Inputs and outputs",
    "Models",
    "Language models",
    "Text and codes",
    "Image processing",
    "Cut, filter, track",
    "Draw",
    "Measure and count",
    "Flow",
    "Compute and format",
    "Combine",
    "Send and store",
    "Your own",
    "Other",
];

/// The section of a block, as a place in [`SECTIONS`].
#[must_use]
pub fn section(block: &Block) -> usize {
    let name = BlockType::parse(block.full_type()).name;
    let has = |part: &str| name.contains(part);
    match &*block.family {
        // Four blocks of ten are models: they are told apart by what they give.
        "model" if has("ocr") || has("code_detector") => 3,
        "model" if block.fields.iter().any(|field| matches!(field.name(), "prompt" | "lmm_type")) => 2,
        "model" => 1,
        "classical_computer_vision" => 4,
        "transformation" => 5,
        "visualization" => 6,
        "analytics" | "video" => 7,
        "flow_control" => 8,
        "formatter" | "math" | "secrets_provider" => 9,
        "fusion" => 10,
        "sink" => 11,
        "custom" => 12,
        _ => 13,
    }
}

/// How early a block is offered: 1 for the first of those that most workflows have, none for the rest.
pub(super) fn popularity(name: &str) -> Option<u8> {
    let place = POPULAR.iter().position(|known| *known == name)?;
    u8::try_from(place + 1).ok()
}

const POPULAR: &[&str] = &[
    "roboflow_object_detection_model",
    "bounding_box_visualization",
    "label_visualization",
    "dynamic_crop",
    "detections_filter",
    "property_definition",
    "roboflow_classification_model",
    "roboflow_instance_segmentation_model",
    "ocr_model",
    "google_gemini",
    "continue_if",
    "expression",
    "trackers_bytetrack",
    "webhook_sink",
];

/// One bit each.
pub(super) const MOST_SYNONYMS: usize = 128;

/// The synonyms that a block goes by, as bits of the catalogue's rows: each row is for the names that have one of its
/// parts from the start of a word.
pub(super) fn synonyms(catalogue: &Catalogue, name: &str) -> u128 {
    let starts = name.match_indices('_').filter_map(|(at, _)| name.get(at + 1..));
    let ends: Vec<&str> = std::iter::once(name).chain(starts).collect();
    let rows = catalogue.words("synonym").take(MOST_SYNONYMS).enumerate();
    rows.filter(|(_, (parts, _))| parts.split('|').any(|part| ends.iter().any(|end| end.starts_with(part))))
        .fold(0, |bits, (row, _)| bits | 1 << row)
}
