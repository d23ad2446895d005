//! What the palette finds in the catalogue that the app ships.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_editor::palette::fuzzy::{Query, Target};
use flowdeck_editor::palette::{Entry, Heading, Palette, SECTIONS, Wanted, What, section};
use flowdeck_spec::Catalogue;
use flowdeck_spec::catalogue::{Block, KindSet};
use proptest::prelude::*;
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap())
}

fn palette() -> &'static Palette {
    static PALETTE: OnceLock<Palette> = OnceLock::new();
    PALETTE.get_or_init(|| Palette::new(catalogue(), SECTIONS, &section))
}

fn kinds(names: &[&str]) -> KindSet {
    let known = names.iter().map(|name| catalogue().kinds.find(name).unwrap());
    known.fold(KindSet::NONE, |set, kind| set.with(KindSet::of(kind)))
}

fn found(query: &str) -> Vec<&'static Entry> {
    palette().search(query, Wanted::Anything, &[]).iter().map(|hit| &palette().entries()[hit.entry]).collect()
}

fn names(query: &str) -> Vec<&'static str> {
    found(query).iter().map(|entry| &*entry.name).collect()
}

fn block(entry: &Entry) -> Option<&'static Block> {
    match &entry.what {
        What::Block(full) => catalogue().block(full),
        _ => None,
    }
}

#[test]
fn what_people_type_finds_what_they_mean() {
    for (query, first) in [
        ("ocr", "OCR Model"),
        ("read text", "OCR Model"),
        ("obdet", "Object Detection Model"),
        ("yolov8", ""),
        ("detection model", "Object Detection Model"),
        ("bbv", "Bounding Box Visualization"),
        ("bbox", "Bounding Box Visualization"),
        ("draw box", "Bounding Box Visualization"),
        ("dynmic crop", "Dynamic Crop"),
        ("thrashold", "Image Threshold"),
        ("expresion", "Expression"),
        ("grey", "Image Convert Grayscale"),
        ("sahi", "Image Slicer"),
        ("chatgpt", "OpenAI"),
        ("line", "Line Counter"),
        ("measure speed", "Velocity"),
        ("image input", "Image input"),
        ("param", "Parameter"),
        ("note", "Note"),
        ("output", "Output"),
    ] {
        assert_eq!(names(query).first().copied().unwrap_or_default(), first, "{query}: {:?}", names(query));
    }
    for (query, one) in [
        ("count", "Property Definition"),
        ("count", "Line Counter"),
        ("hide faces", "Pixelate Visualization"),
        ("alert", "Webhook Sink"),
        ("if", "Continue If"),
        ("language_model_output", "JSON Parser"),
        ("qr_code_detection", "QR Code Detection"),
        ("send and store", "Webhook Sink"),
    ] {
        assert!(names(query).contains(&one), "{query}: {:?}", names(query));
    }
}

#[test]
fn older_versions_and_deprecated_blocks_are_found_by_their_exact_type_alone() {
    let visible: Vec<&Entry> = found("");
    assert!(
        visible.iter().all(|entry| !entry.is_hidden && block(entry).is_none_or(|block| !block.deprecated))
    );
    let families: Vec<_> =
        visible.iter().filter_map(|entry| entry.key().rsplit_once("@v")).map(|(base, _)| base).collect();
    let once: std::collections::HashSet<_> = families.iter().collect();
    assert_eq!(once.len(), families.len());
    for block in catalogue().blocks() {
        let entry = palette().entry(block.full_type()).unwrap();
        let (_, short) = block.full_type().split_once('/').unwrap();
        for typed in [block.full_type(), &block.full_type().to_uppercase(), short]
            .into_iter()
            .filter(|_| entry.is_hidden)
        {
            assert_eq!(found(typed)[0].key(), block.full_type(), "{typed}");
        }
        assert_eq!(visible.iter().any(|one| one.key() == block.full_type()), !entry.is_hidden);
    }
    assert!(found("roboflow_core/byte_tracker").iter().all(|entry| !entry.is_hidden));
}

#[test]
fn every_block_has_a_section_and_none_is_nearly_everything() {
    let mut counts = vec![0; SECTIONS.len()];
    found("").iter().for_each(|entry| counts[entry.section] += 1);
    assert!(counts.iter().all(|&count| count <= 40), "{counts:?}");
    assert_eq!(counts.last(), Some(&0), "a family without a section");
}

#[test]
fn without_a_query_recent_ones_come_first_then_popular_ones_then_all_by_section() {
    let recent = ["note", "roboflow_core/velocity@v1", "roboflow_core/byte_tracker@v3"];
    let hits = palette().search(" ", Wanted::Anything, &recent);
    let keys: Vec<_> = hits.iter().map(|hit| palette().entries()[hit.entry].key()).collect();
    // A block that is hidden by now stays hidden.
    assert_eq!(keys[..2], recent[..2]);
    assert_eq!(keys[2], "roboflow_core/roboflow_object_detection_model@v3");
    assert!(hits.iter().map(|hit| hit.heading).is_sorted());
    let rest: Vec<_> =
        hits.iter().filter(|hit| hit.heading == Heading::Section).map(|hit| hit.entry).collect();
    assert!(
        rest.is_sorted_by_key(|&place| (
            palette().entries()[place].section,
            &palette().entries()[place].name
        ))
    );
    assert_eq!(hits.len(), palette().entries().iter().filter(|entry| !entry.is_hidden).count());
}

#[test]
fn a_wire_finds_all_that_take_it_and_by_which_property() {
    for kind in catalogue().kinds.iter().filter(|kind| *kind != "*") {
        let given = kinds(&[kind]);
        let hits = palette().search("", Wanted::TakerOf(given), &[]);
        for (place, entry) in palette().entries().iter().enumerate().filter(|(_, entry)| !entry.is_hidden) {
            let Some(block) = block(entry) else { continue };
            let takes = |field: &flowdeck_spec::catalogue::Field| {
                field.reference.is_some_and(|reference| !reference.is_step && reference.kinds.meets(given))
            };
            let hit = hits.iter().find(|hit| hit.entry == place);
            assert_eq!(hit.is_some(), block.fields.iter().any(takes), "{kind} {}", entry.key());
            if let Some(hit) = hit {
                assert!(takes(&block.fields[usize::from(hit.port.unwrap())]), "{kind} {}", entry.key());
            }
        }
    }
    let port = |kind: &str, full: &str| {
        let hits = palette().search("", Wanted::TakerOf(kinds(&[kind])), &[]);
        let hit = hits.iter().find(|hit| palette().entries()[hit.entry].key() == full).unwrap();
        (catalogue().block(full).unwrap().fields[usize::from(hit.port.unwrap())].name(), hit.heading)
    };
    assert_eq!(port("image", "roboflow_core/dynamic_crop@v1"), ("images", Heading::Popular));
    assert_eq!(
        port("object_detection_prediction", "roboflow_core/dynamic_crop@v1"),
        ("predictions", Heading::Popular)
    );
    assert_eq!(port("integer", "roboflow_core/blur_visualization@v1"), ("kernel_size", Heading::Rest));
    assert_eq!(port("image", "roboflow_core/property_definition@v1"), ("data", Heading::Rest));
    assert_eq!(
        port("classification_prediction", "roboflow_core/detections_classes_replacement@v1").0,
        "classification_predictions"
    );
}

#[test]
fn a_property_finds_all_that_give_it_and_by_which_output() {
    for kind in catalogue().kinds.iter().filter(|kind| *kind != "*") {
        let taken = kinds(&[kind]);
        let hits = palette().search("", Wanted::GiverOf(taken), &[]);
        for (place, entry) in palette().entries().iter().enumerate().filter(|(_, entry)| !entry.is_hidden) {
            let Some(block) = block(entry) else { continue };
            let hit = hits.iter().find(|hit| hit.entry == place);
            assert_eq!(hit.is_some(), block.outputs.iter().any(|output| output.kinds.meets(taken)), "{kind}");
            if let Some(hit) = hit {
                assert!(
                    block.outputs[usize::from(hit.port.unwrap())].kinds.meets(taken),
                    "{kind} {}",
                    entry.key()
                );
            }
        }
    }
    let own = |kind: &str| -> Vec<&str> {
        let hits = palette().search("", Wanted::GiverOf(kinds(&[kind])), &[]);
        let own =
            hits.iter().filter(|hit| hit.heading != Heading::Rest).map(|hit| &palette().entries()[hit.entry]);
        own.filter(|entry| block(entry).is_none()).map(Entry::key).collect()
    };
    assert_eq!(own("image"), ["WorkflowImage"]);
    assert_eq!(own("float_zero_to_one"), ["WorkflowParameter"]);
    assert_eq!(own("video_metadata"), ["WorkflowVideoMetadata"]);
}

#[test]
fn a_query_and_a_wire_together_and_a_step_to_decide_about() {
    let hits = palette().search("blur", Wanted::TakerOf(kinds(&["keypoint_detection_prediction"])), &[]);
    let keys: Vec<_> = hits.iter().map(|hit| palette().entries()[hit.entry].key()).collect();
    assert_eq!(keys, ["roboflow_core/blur_visualization@v1"]);
    let steps = palette().search("", Wanted::Step, &[]);
    assert!(steps.iter().all(|hit| block(&palette().entries()[hit.entry]).is_some()));
    assert!(steps.len() > 100);
}

#[test]
fn kinds_in_and_out_are_told_without_settings_and_bookkeeping() {
    let entry = palette().entry("roboflow_core/roboflow_object_detection_model@v3").unwrap();
    assert_eq!((entry.takes, entry.gives), (kinds(&["image"]), kinds(&["object_detection_prediction"])));
    let counter = palette().entry("roboflow_core/line_counter@v2").unwrap();
    assert!(counter.gives.meets(kinds(&["integer"])) && !counter.takes.meets(kinds(&["list_of_values"])));
}

/// The visible blocks' names, with a place in each.
fn name_and_place() -> impl Strategy<Value = (String, usize)> {
    let names: Vec<String> = found("").iter().map(|entry| entry.name.to_string()).collect();
    (prop::sample::select(names), 0_usize..64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_name_is_found_from_any_part_of_it((name, place) in name_and_place()) {
        let words: Vec<&str> = name.split(' ').collect();
        let from = place % words.len();
        let typed: String = words[from..].join(" ").chars().take(3 + place).collect();
        prop_assert!(names(&typed).contains(&&*name), "{typed}");
        let mut turned = words.clone();
        turned.rotate_left(from);
        prop_assert!(names(&turned.join(" ").to_uppercase()).contains(&&*name));
        prop_assert!(names(&name).iter().take(3).any(|one| *one == name), "{name}: {:?}", names(&name));
    }

    #[test]
    fn one_slip_in_a_long_word_does_no_harm((name, place) in name_and_place(), slip in 0..4) {
        let long = name.split(' ').filter(|word| word.len() >= 5 && word.chars().all(char::is_alphabetic));
        for word in long {
            let mut letters: Vec<char> = word.chars().collect();
            let at = 1 + place % (letters.len() - 2);
            match slip {
                0 => letters[at] = 'q',
                1 => letters.insert(at, 'q'),
                2 => { letters.remove(at); }
                _ => letters.swap(at, at + 1),
            }
            let typed: String = letters.iter().collect();
            prop_assert!(names(&typed).contains(&&*name), "{typed} for {name}");
        }
    }

    #[test]
    fn marks_are_parts_of_the_text_and_spell_the_word(text in "\\PC{0,60}", word in "[a-zéß]{1,8}") {
        let query = Query::new(&word);
        let marks = query.marks(&text);
        prop_assert_eq!(marks.is_empty(), query.score(&Target::new(&text)).is_none());
        let mut last = 0;
        let mut spelt = String::new();
        for mark in marks {
            prop_assert!(mark.start >= last && mark.start < mark.end);
            last = mark.end + 1;
            spelt.push_str(text.get(mark).unwrap());
        }
        if word.chars().count() < 4 && !spelt.is_empty() {
            let spelt: String = spelt.chars().filter_map(|letter| letter.to_lowercase().next()).collect();
            prop_assert_eq!(spelt, word);
        }
    }

    #[test]
    fn no_query_is_too_much(query in "\\PC{0,400}") {
        let hits = palette().search(&query, Wanted::Anything, &[]);
        prop_assert!(hits.iter().all(|hit| hit.entry < palette().entries().len()));
    }
}

#[test]
fn marks_are_where_the_eye_looks_for_them() {
    let marks = |query: &str, text: &str| -> String {
        let mut out = text.to_owned();
        for mark in Query::new(query).marks(text).into_iter().rev() {
            out.insert(mark.end, ']');
            out.insert(mark.start, '[');
        }
        out
    };
    assert_eq!(marks("bbv", "Bounding Box Visualization"), "[B]ounding [B]ox [V]isualization");
    assert_eq!(marks("box", "Bounding Box Visualization"), "Bounding [Box] Visualization");
    assert_eq!(marks("model object", "Object Detection Model"), "[Object] Detection [Model]");
    assert_eq!(marks("thrash", "Image Threshold"), "Image [Thresh]old");
    assert_eq!(marks("ocr", "EasyOCR"), "Easy[OCR]");
    assert_eq!(marks("afé", "Café"), "C[afé]");
    assert_eq!(marks("é", "Café"), "Café");
    assert_eq!(marks("zzz", "Image"), "Image");
}

#[test]
fn what_goes_between_takes_the_one_and_gives_the_other() {
    let (given, taken) = (kinds(&["image"]), kinds(&["object_detection_prediction"]));
    let hits = palette().search("", Wanted::Between(given, taken), &[]);
    assert!(hits.len() > 3);
    for hit in hits {
        let entry = &palette().entries()[hit.entry];
        let (takes, gives) = palette().between(entry.key(), given, taken).unwrap();
        assert_eq!(hit.port, Some(takes), "{}", entry.name);
        let block = block(entry).unwrap();
        assert!(block.fields[usize::from(takes)].reference.unwrap().kinds.meets(given), "{}", entry.name);
        assert!(block.outputs[usize::from(gives)].kinds.meets(taken), "{}", entry.name);
    }
    assert_eq!(palette().between("WorkflowImage", given, taken), None);
    assert_eq!(palette().between("roboflow_core/image_blur@v1", given, taken), None);
}
