//! Kinds of data in a word or two, and what a block looks like in a list.
use crate::components::icon::Glyph;
use flowdeck_editor::palette::{Entry, What};
use flowdeck_editor::scene::Icon;
use flowdeck_spec::block::{BlockType, Family};
use flowdeck_spec::catalogue::{KindSet, Kinds};

/// More words than these are counted.
const MOST: usize = 2;
const YES_OR_NO: &str = "yes or no";

/// Kinds that people have another word for; a part of the kind's name, the word, and its colour.
const WORDS: &[(&str, &str, Family)] = &[
    ("*", "anything", Family::Any),
    ("image_", "", Family::Any),
    ("image", "image", Family::Image),
    ("classification", "classes", Family::Detections),
    ("top_class", "classes", Family::Detections),
    ("prediction_type", "", Family::Any),
    ("prediction", "detections", Family::Detections),
    ("bar_code", "codes", Family::Detections),
    ("qr_code", "codes", Family::Detections),
    ("detection", "detections", Family::Detections),
    ("float", "number", Family::Number),
    ("integer", "number", Family::Number),
    ("boolean", YES_OR_NO, Family::Flow),
    ("string", "text", Family::Text),
    ("language_model_output", "text", Family::Text),
    ("list_of_values", "list", Family::Any),
    ("dictionary", "object", Family::Any),
    ("numpy_array", "array", Family::Any),
    ("roboflow_", "", Family::Any),
];

/// A kind's word and its colour.
fn word(kind: &str) -> (String, Family) {
    match WORDS.iter().find(|(part, ..)| kind.starts_with(part) || (part.len() > 4 && kind.contains(part))) {
        Some((_, word, family)) if !word.is_empty() => (String::from(*word), *family),
        _ => (kind.to_ascii_lowercase().replace('_', " "), Family::Any),
    }
}

/// The words of a set of kinds, each once: “image, detections”. Empty for no kinds.
fn words(kinds: &Kinds, set: KindSet) -> String {
    if set.is_any() {
        return String::from("anything");
    }
    let mut words: Vec<String> = Vec::new();
    for kind in kinds.names(set) {
        let (word, _) = word(kind);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    // Whether it worked is beside the point, unless there is nothing else.
    if words.len() > 1 {
        words.retain(|word| word != YES_OR_NO);
    }
    let mut out = String::new();
    for word in words.iter().take(MOST) {
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(word);
    }
    if words.len() > MOST {
        out.push_str(" +");
        out.push_str(&(words.len() - MOST).to_string());
    }
    out
}

/// What an entry makes of what: “image → detections”. What it does, where nothing is known of that.
pub(super) fn flow(kinds: &Kinds, entry: &Entry) -> String {
    let (takes, gives) = (words(kinds, entry.takes), words(kinds, entry.gives));
    if takes.is_empty() && gives.is_empty() {
        return String::from(&*entry.about);
    }
    let mut out = takes;
    if !gives.is_empty() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str("→ ");
        out.push_str(&gives);
    }
    out
}

/// The icon of an entry and its colour.
pub(super) fn look(kinds: &Kinds, entry: &Entry) -> (Glyph, Family) {
    let given = || kinds.names(entry.gives).map(|kind| word(kind).1).find(|family| *family != Family::Any);
    match &entry.what {
        What::Note => (Glyph::Pencil, Family::Any),
        What::Output => (Glyph::ArrowRight, Family::Any),
        What::Input("WorkflowImage") => (Glyph::Image, Family::Image),
        What::Input(_) => (Glyph::TextCursorInput, Family::Any),
        What::Block(full) => {
            let parsed = BlockType::parse(full);
            let family = match parsed.family() {
                Family::Any => given().unwrap_or(Family::Any),
                known => known,
            };
            (Glyph::of(Icon::of_block(parsed.name, family)), family)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{flow, look, word};
    use flowdeck_editor::palette::{Palette, SECTIONS, section};
    use flowdeck_spec::block::Family;
    use flowdeck_spec::catalogue::Catalogue;

    #[test]
    fn kinds_have_words_of_people() {
        for (kind, wanted) in [
            ("object_detection_prediction", "detections"),
            ("classification_prediction", "classes"),
            ("float_zero_to_one", "number"),
            ("image", "image"),
            ("image_keypoints", "image keypoints"),
            ("prediction_type", "prediction type"),
            ("qr_code_detection", "codes"),
            ("roboflow_model_id", "roboflow model id"),
        ] {
            assert_eq!(word(kind).0, wanted, "{kind}");
        }
    }

    #[test]
    fn blocks_say_what_they_make_of_what() {
        let catalogue = Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap();
        let palette = Palette::new(&catalogue, SECTIONS, &section);
        for (part, wanted, family) in [
            ("roboflow_object_detection_model@", "image → detections", Family::Detections),
            ("image_blur@", "image → image", Family::Image),
            ("WorkflowImage", "→ image", Family::Image),
            ("JsonField", "anything", Family::Any),
        ] {
            let hit = palette.entries().iter().find(|entry| entry.key().contains(part) && !entry.is_hidden);
            let entry = hit.unwrap_or_else(|| panic!("no {part}"));
            assert_eq!(flow(&catalogue.kinds, entry), wanted, "{part}");
            assert_eq!(look(&catalogue.kinds, entry).1, family, "{part}");
        }
    }
}
