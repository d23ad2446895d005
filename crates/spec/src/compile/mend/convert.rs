//! Data of another kind: a step that makes one of the other, put between the two. The block is the engine's Property
//! Definition, whose operations take data apart and turn it round.
use super::super::Slot;
use super::super::names::free;
use super::super::wires::Scene;
use super::fitting::takes;
use crate::catalogue::{Field, KindSet};
use crate::diagnostic::{Edit, Fix};
use crate::json::Node;

const BLOCK: &str = "roboflow_core/property_definition@v1";

/// What becomes of what: kinds that are given, kinds that are wanted, what the step is called, what a button says, and
/// its operation with one setting.
type Conversion = (&'static [&'static str], &'static [&'static str], &'static str, &'static str, Operation);
type Operation = (&'static str, Option<(&'static str, &'static str)>);

const DETECTIONS: &[&str] = &[
    "object_detection_prediction",
    "instance_segmentation_prediction",
    "keypoint_detection_prediction",
    "rle_instance_segmentation_prediction",
    "qr_code_detection",
    "bar_code_detection",
];

const CONVERSIONS: &[Conversion] = &[
    (DETECTIONS, &["integer", "float"], "count", "Count the detections", ("SequenceLength", None)),
    (
        DETECTIONS,
        &["list_of_values"],
        "classes",
        "Take their classes",
        ("DetectionsPropertyExtract", Some(("property_name", "class_name"))),
    ),
    (
        DETECTIONS,
        &["dictionary"],
        "dictionary",
        "Write them as a dictionary",
        ("DetectionsToDictionary", None),
    ),
    (
        &["classification_prediction"],
        &["string", "top_class"],
        "class",
        "Take the top class",
        ("ClassificationPropertyExtract", Some(("property_name", "top_class"))),
    ),
    (
        &["classification_prediction"],
        &["list_of_values"],
        "classes",
        "Take all classes",
        ("ClassificationPropertyExtract", Some(("property_name", "all_classes"))),
    ),
    (
        &["classification_prediction"],
        &["float", "float_zero_to_one"],
        "confidence",
        "Take the top confidence",
        ("ClassificationPropertyExtract", Some(("property_name", "top_class_confidence_single"))),
    ),
    (&["list_of_values"], &["integer", "float"], "count", "Count the values", ("SequenceLength", None)),
    (
        &["string"],
        &["integer"],
        "number",
        "Read it as a whole number",
        ("ToNumber", Some(("cast_to", "int"))),
    ),
    (
        &["string"],
        &["float", "float_zero_to_one"],
        "number",
        "Read it as a number",
        ("ToNumber", Some(("cast_to", "float"))),
    ),
    (&["dictionary"], &["string"], "json", "Write it as JSON", ("ConvertDictionaryToJSON", None)),
    (&["image"], &["bytes"], "jpeg", "Write it as JPEG", ("ConvertImageToJPEG", None)),
    (&["image"], &["string"], "base64", "Write it in base64", ("ConvertImageToBase64", None)),
    (
        &["integer", "float", "float_zero_to_one", "boolean", "list_of_values", "timestamp"],
        &["string"],
        "text",
        "Write it as text",
        ("ToString", None),
    ),
];

/// A fix that puts a step before this one, which makes what its selector at `pointer` wants of what it points to.
pub(in super::super) fn conversion(
    scene: &Scene<'_>,
    slot: &Slot,
    (selector, kinds): (&str, KindSet),
    field: &Field,
    pointer: &str,
) -> Option<Fix> {
    // Within an inner workflow other names hold.
    if !slot.is_own() {
        return None;
    }
    let block = slot.step.block.and_then(|place| scene.catalogue.at(place))?;
    let reference = field.reference.as_ref()?;
    // A block that wants one value for all cannot have one for each.
    if reference.is_step || block.takes_batches && !reference.batch {
        return None;
    }
    scene.catalogue.block(BLOCK)?;
    let meets = |names: &[&str], set: KindSet| {
        let known = names.iter().filter_map(|name| scene.catalogue.kinds.find(name));
        known.map(KindSet::of).any(|kind| kind.meets(set) && !set.is_any())
    };
    let (_, _, word, title, (operation, setting)) = CONVERSIONS
        .iter()
        .find(|(given, wanted, ..)| meets(given, kinds) && meets(wanted, reference.kinds))?;
    let base = selector.strip_prefix('$')?.split('.').nth(1)?;
    if let Some(&from) = scene.names.steps.get(base).filter(|_| selector.starts_with("$steps."))
        && !scene.slots.get(from as usize)?.is_own()
    {
        return None;
    }
    let name = free(format!("{base}_{word}"), &|name| scene.names.steps.contains_key(name))?;
    let made = format!("$steps.{name}.output");
    if !takes(scene.catalogue, field, &made) {
        return None;
    }
    let mut entries = vec![("type", Node::string(operation))];
    entries.extend(setting.map(|(key, value)| (key, Node::string(value))));
    let step = Node::object([
        ("type", Node::string(BLOCK)),
        ("name", Node::string(&name)),
        ("data", Node::string(selector)),
        ("operations", Node::Array(vec![Node::object(entries)].into())),
    ]);
    Some(Fix {
        title: format!("{title}, in a new step “{name}”"),
        edits: vec![
            Edit::Insert { pointer: slot.origin.pointer(""), value: step },
            Edit::Set { pointer: pointer.into(), value: Node::string(&made) },
        ],
    })
}
