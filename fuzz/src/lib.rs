//! What the fuzz targets share: the input as a text, the catalogue, the laws that hold for everything.
pub mod last;
pub mod laws;
pub mod listing;
pub mod tree;
pub mod words;

use flowdeck_spec::Catalogue;
use std::rc::Rc;

/// The text of the catalogue that the app and the server have.
pub const CATALOGUE: &str = include_str!("../../static/catalogue.txt");

/// The blocks of the smaller catalogue: detection, crops, flow control, inner workflows.
const FEW: &[&str] = &[
    "image_blur@v1",
    "roboflow_object_detection_model@v2",
    "dynamic_crop@v1",
    "continue_if@v1",
    "switch_case@v1",
    "dimension_collapse@v1",
    "property_definition@v1",
    "detections_filter@v1",
    "inner_workflow@v1",
];

thread_local! {
    static ALL: Rc<Catalogue> = Rc::new(read(CATALOGUE));
    static SMALL: Rc<Catalogue> = Rc::new(read(&of_few_blocks()));
}

fn read(text: &str) -> Catalogue {
    Catalogue::parse(text).expect("the tests read this catalogue too")
}

/// That catalogue, read once.
#[must_use]
pub fn catalogue() -> Rc<Catalogue> {
    ALL.with(Rc::clone)
}

/// All its kinds, types and models, and few of its blocks: for what has the catalogue read again and again.
#[must_use]
pub fn few_blocks() -> Rc<Catalogue> {
    SMALL.with(Rc::clone)
}

fn of_few_blocks() -> String {
    let mut parts = CATALOGUE.split("\nblock ");
    let mut text = String::from(parts.next().unwrap_or_default());
    let is_kept = |part: &&str| FEW.iter().any(|name| part.starts_with(&format!("roboflow_core/{name}")));
    parts.filter(is_kept).for_each(|part| text.push_str(&format!("\nblock {part}")));
    text
}

/// The input as a text, noted for the case that it ends the process; none when it is no text.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<&str> {
    last::note(bytes);
    std::str::from_utf8(bytes).ok()
}

/// Changes an input in its place: as a text by `change`, or, where that gives none that fits, by its bytes.
pub fn mutated(
    data: &mut [u8],
    size: usize,
    most: usize,
    change: impl FnOnce(&str) -> Option<String>,
) -> usize {
    let text = data.get(..size).and_then(|bytes| std::str::from_utf8(bytes).ok());
    match text.and_then(change).filter(|text| text.len() <= most) {
        Some(text) => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        None => libfuzzer_sys::fuzzer_mutate(data, size, most),
    }
}
