//! Chains of operations on a value (the engine's query language): which there are, what they take and give, which may
//! come next, and what each has to fill in. The values themselves are changed with [`super::edit`].
use super::decide::Decider;
use super::widget::Part;
use super::{condition, label, sample};
use flowdeck_spec::Node;
use flowdeck_spec::block::BlockType;
use flowdeck_spec::catalogue::{Catalogue, KindSet};
use std::rc::Rc;

/// What a value may be, as far as operations tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Data(u16);

impl Data {
    /// A text.
    pub const TEXT: Self = Self(1);
    /// A number.
    pub const NUMBER: Self = Self(2);
    /// True or false.
    pub const TRUTH: Self = Self(4);
    /// A list.
    pub const LIST: Self = Self(8);
    /// An object with names and values.
    pub const TABLE: Self = Self(16);
    /// What a detector found.
    pub const DETECTIONS: Self = Self(32);
    /// One thing of what a detector found.
    pub const DETECTION: Self = Self(64);
    /// What a classifier says.
    pub const CLASSES: Self = Self(128);
    /// An image.
    pub const IMAGE: Self = Self(256);
    /// The bytes of a file.
    pub const BYTES: Self = Self(512);
    /// A moment.
    pub const TIME: Self = Self(1024);
    /// Anything.
    pub const ANY: Self = Self(u16::MAX);

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a value that is the one may be the other.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What data of these kinds is.
    #[must_use]
    pub fn of_kinds(catalogue: &Catalogue, kinds: KindSet) -> Self {
        let of = |name: &str| match name {
            "string" | "language_model_output" | "top_class" | "roboflow_model_id" => Self::TEXT,
            "integer" | "float" | "float_zero_to_one" => Self::NUMBER,
            "boolean" => Self::TRUTH,
            "list_of_values" | "zone" | "contours" => Self::LIST,
            "dictionary" => Self::TABLE,
            "detection" => Self::DETECTION,
            "classification_prediction" => Self::CLASSES,
            "image" => Self::IMAGE,
            "bytes" => Self::BYTES,
            "timestamp" => Self::TIME,
            name if name.ends_with("_prediction") || name.ends_with("_detection") => Self::DETECTIONS,
            _ => Self::ANY,
        };
        catalogue.kinds.names(kinds).fold(Self(0), |sum, name| sum.or(of(name)))
    }
}

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its `type`.
    pub tag: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What it works on.
    pub takes: Data,
    /// What it gives; see [`gives`] for those whose settings decide.
    pub gives: Data,
}

const fn op(tag: &'static str, label: &'static str, takes: Data, gives: Data) -> Operation {
    Operation { tag, label, takes, gives }
}

/// The operations, those for the same data together.
pub const OPERATIONS: [Operation; 36] = {
    const COUNTED: Data = Data::DETECTIONS.or(Data::LIST).or(Data::TABLE);
    const D: Data = Data::DETECTIONS;
    const N: Data = Data::NUMBER;
    [
        op("DetectionsFilter", "Keep detections that", D, D),
        op("SequenceLength", "Count", COUNTED, N),
        op("DetectionsPropertyExtract", "Take a property of each detection", D, Data::LIST),
        op("DetectionsSelection", "Pick a detection", D, D),
        op("SortDetections", "Sort detections", D, D),
        op("DetectionsRename", "Rename classes", D, D),
        op("DetectionsOffset", "Enlarge boxes", D, D),
        op("DetectionsShift", "Move boxes", D, D),
        op("PickDetectionsByParentClass", "Keep what lies within a class", D, D),
        op("DetectionsToDictionary", "Detections as a table", D, Data::TABLE),
        op("ExtractDetectionProperty", "Take a property of the detection", Data::DETECTION, Data::ANY),
        op(
            "ClassificationPropertyExtract",
            "Take a property of the classification",
            Data::CLASSES,
            Data::ANY,
        ),
        op("SequenceMap", "Look each item up", Data::LIST, Data::LIST),
        op("SequenceApply", "Do with each item", Data::LIST, Data::LIST),
        op("NumericSequenceAggregate", "Smallest, largest or sum", Data::LIST, N),
        op("SequenceAggregate", "Pick an item", Data::LIST, Data::ANY),
        op("SequenceElementsCount", "Count equal items", Data::LIST, Data::TABLE),
        op("SequenceJoin", "Join to a text", Data::LIST, Data::TEXT),
        op("StringToLowerCase", "Small letters", Data::TEXT, Data::TEXT),
        op("StringToUpperCase", "Capital letters", Data::TEXT, Data::TEXT),
        op("StringSubSequence", "Part of the text", Data::TEXT, Data::TEXT),
        op("StringMatches", "Matches a pattern", Data::TEXT, Data::TRUTH),
        op("ToNumber", "As a number", Data::TEXT.or(Data::TRUTH).or(N), N),
        op("NumberRound", "Round", N, N),
        op("Multiply", "Multiply", N, N),
        op("Divide", "Divide", N, N),
        op("ToBoolean", "As yes or no", N, Data::TRUTH),
        op("ExtractImageProperty", "Take a property of the image", Data::IMAGE, N),
        op("ExtractFrameMetadata", "Take a fact of the frame", Data::IMAGE, N.or(Data::TIME)),
        op("ConvertImageToJPEG", "As a JPEG file", Data::IMAGE, Data::BYTES),
        op("ConvertImageToBase64", "As Base64 text", Data::IMAGE, Data::TEXT),
        op("ConvertDictionaryToJSON", "As JSON text", Data::TABLE, Data::TEXT),
        op("TimestampToISOFormat", "As date and time", Data::TIME, Data::TEXT),
        op("LookupTable", "Look up", Data::ANY, Data::ANY),
        op("ToString", "As text", Data::ANY, Data::TEXT),
        op("RandomNumber", "A random number", Data::ANY, N),
    ]
};

/// Other objects that are told apart by `type`.
const OTHERS: [(&str, &str); 4] = [
    ("StaticOperand", "A fixed value"),
    ("DynamicOperand", "A value of the workflow"),
    ("StaticCaseResult", "A fixed value"),
    ("DynamicCaseResult", "A value of the workflow"),
];

/// The operation of a `type`.
#[must_use]
pub fn find(tag: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.tag == tag)
}

/// The name of an operation, or of another object with a `type`, for people.
#[must_use]
pub fn name(tag: &str) -> String {
    let other = || OTHERS.iter().find(|(key, _)| *key == tag).map(|(_, name)| *name);
    match find(tag).map(|operation| operation.label).or_else(other) {
        Some(name) => name.into(),
        None => BlockType::parse(tag).label(),
    }
}

/// The operations that may come after such data, as the engine has them: first those made for it, then those for
/// anything.
#[must_use]
pub fn fitting(catalogue: &Catalogue, data: Data) -> Vec<&'static Operation> {
    let known = |operation: &&Operation| catalogue.model_named(operation.tag).is_some();
    let fits = |operation: &&Operation| operation.takes.meets(data);
    OPERATIONS.iter().filter(known).filter(fits).collect()
}

/// What an operation gives, by its settings where they decide.
#[must_use]
pub fn gives(operation: &Node) -> Data {
    let tag = operation.get("type").and_then(Node::as_str).unwrap_or_default();
    let Some(known) = find(&tag) else { return Data::ANY };
    let property = operation.get("property_name").and_then(Node::as_str).unwrap_or_default();
    match &*tag {
        "ExtractDetectionProperty" => match &*property {
            "class_name" | "prediction_type" => Data::TEXT,
            "in_out" => Data::ANY,
            "center" | "top_left" | "top_right" | "bottom_left" | "bottom_right" | "polygon"
            | "keypoints_xy" | "rect" | "velocity" | "smoothed_velocity" | "image_dimensions" => Data::LIST,
            "" => Data::ANY,
            _ => Data::NUMBER,
        },
        "ClassificationPropertyExtract" => match &*property {
            "top_class" => Data::TEXT,
            "top_class_confidence_single" => Data::NUMBER,
            "all_classes" | "all_confidences" => Data::LIST,
            // Of a picture with several labels there are several.
            _ => Data::ANY,
        },
        "ExtractFrameMetadata" if property == "frame_timestamp" => Data::TIME,
        "ExtractFrameMetadata" => Data::NUMBER,
        _ => known.gives,
    }
}

/// What there is before each operation of a chain, and after the last.
#[must_use]
pub fn flow(chain: &Node, start: Data) -> Vec<Data> {
    let mut out = vec![start];
    out.extend(chain.items().iter().map(gives));
    out
}

/// The first operation of a chain that does not work on what it is given, by its place.
#[must_use]
pub fn broken(chain: &Node, start: Data) -> Option<usize> {
    let before = flow(chain, start);
    chain.items().iter().zip(before).position(|(operation, data)| {
        let tag = operation.get("type").and_then(Node::as_str).unwrap_or_default();
        find(&tag).is_some_and(|known| !known.takes.meets(data))
    })
}

/// What an operation has to be filled in with.
#[must_use]
pub fn parts(catalogue: &Catalogue, tag: &str) -> Vec<Part> {
    let decider = Decider { catalogue, block: "" };
    catalogue.model_named(tag).map(|model| decider.parts(model, 1)).unwrap_or_default()
}

/// A new operation with the simplest values; none where the engine does not have it.
#[must_use]
pub fn fresh(catalogue: &Catalogue, tag: &str) -> Option<Node> {
    catalogue.model_named(tag)?;
    let made = sample::model(Some(tag), &parts(catalogue, tag))?;
    Some(match nested(tag) {
        Some((key @ "filter_operation", data)) => {
            let statements = Node::Array(Rc::new(vec![condition::statement("_", data)]));
            made.with(key, condition::group().with("statements", statements))
        }
        _ => made,
    })
}

/// What an operation works on inside of it: the property with its own chain or condition, and the data of each item.
#[must_use]
pub fn nested(tag: &str) -> Option<(&'static str, Data)> {
    match tag {
        "SequenceApply" => Some(("operations", Data::ANY)),
        "DetectionsFilter" => Some(("filter_operation", Data::DETECTION)),
        _ => None,
    }
}

/// An operation in a few words: “Take a property of each detection: Class name”.
#[must_use]
pub fn words(operation: &Node) -> String {
    let mut out = name(&operation.get("type").and_then(Node::as_str).unwrap_or_default());
    let mut gap = ": ";
    for (key, value) in operation.entries() {
        let text = match value {
            Node::String(text) => label::of_value(&text.value()),
            Node::Number(text) => String::from(&**text),
            Node::Object(_) if *key == *"filter_operation" => super::condition::words(value),
            _ => continue,
        };
        if *key != *"type" && !text.is_empty() {
            out.push_str(gap);
            out.push_str(&text);
            gap = ", ";
        }
    }
    out
}
