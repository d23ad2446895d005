//! Kinds of data and their colours.
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::{KindSet, Kinds};

/// Kinds whose name alone does not tell their family.
const NAMED: &[(&str, Family)] = &[
    ("image", Family::Image),
    ("contours", Family::Detections),
    ("image_keypoints", Family::Detections),
    ("detection", Family::Detections),
    ("detections_overlaps", Family::Detections),
    ("integer", Family::Number),
    ("float", Family::Number),
    ("float_zero_to_one", Family::Number),
    ("timestamp", Family::Number),
    ("boolean", Family::Flow),
    ("string", Family::Text),
    ("language_model_output", Family::Text),
    ("top_class", Family::Text),
    ("secret", Family::Text),
    ("roboflow_model_id", Family::Text),
    ("roboflow_project", Family::Text),
    ("roboflow_solution", Family::Text),
    ("roboflow_api_key", Family::Text),
    ("ROBOFLOW_MANAGED_KEY", Family::Text),
    ("inference_id", Family::Text),
    ("parent_id", Family::Text),
    ("prediction_type", Family::Text),
];
/// Kinds that say where a result comes from, and not what it is.
const BOOKKEEPING: &[&str] = &["inference_id", "parent_id", "prediction_type", "roboflow_model_id"];
/// The families that a kind may have.
const ALL: [Family; 5] = [Family::Image, Family::Detections, Family::Number, Family::Text, Family::Flow];

/// The families of a catalogue's kinds.
#[derive(Debug, Default)]
pub(super) struct Families {
    sets: [KindSet; ALL.len()],
    bookkeeping: KindSet,
}

impl Families {
    /// The families of these kinds.
    pub(super) fn of(kinds: &Kinds) -> Self {
        let mut out = Self::default();
        for name in kinds.iter() {
            let kind = kinds.find(name).map_or(KindSet::NONE, KindSet::of);
            let family = family_of(name);
            for (set, known) in out.sets.iter_mut().zip(ALL) {
                if known == family {
                    *set = set.with(kind);
                }
            }
            if BOOKKEEPING.contains(&name) {
                out.bookkeeping = out.bookkeeping.with(kind);
            }
        }
        out
    }

    /// The family of data that may be of these kinds: any, where they are of several.
    pub(super) fn family(&self, kinds: KindSet) -> Family {
        let mut found = None;
        for (set, family) in self.sets.iter().zip(ALL) {
            if !kinds.is_any() && set.meets(kinds) && found.replace(family).is_some() {
                return Family::Any;
            }
        }
        found.unwrap_or(Family::Any)
    }

    /// Whether data of these kinds only says where a result comes from.
    pub(super) fn is_bookkeeping(&self, kinds: KindSet) -> bool {
        !kinds.is_any() && self.bookkeeping.meets(kinds)
    }
}

fn family_of(name: &str) -> Family {
    match NAMED.iter().find(|(known, _)| *known == name) {
        Some((_, family)) => *family,
        None if name.ends_with("_prediction") || name.ends_with("_detection") => Family::Detections,
        None => Family::Any,
    }
}
