//! What a run is given beside the specification and its inputs.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The bytes of images that inputs name by address, fetched by the caller.
pub type Sources = BTreeMap<String, Vec<u8>>;

/// Reads the codes of a gray image, of which the values, the width and the height come in. For each code its left, top,
/// right and bottom go out, pixels, and what it says; or why none can be read here.
pub type ReadCodes = fn(&[u8], u32, u32) -> Result<Vec<([f64; 4], String)>, String>;

/// What reads codes: larger than all blocks together, so it is handed in where it is needed.
#[derive(Clone, Copy, Debug)]
pub struct CodeReader {
    /// QR codes.
    pub qr: ReadCodes,
    /// Barcodes.
    pub bar: ReadCodes,
}

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The moment, as results carry it: ISO 8601 without a zone.
    pub now: String,
    /// Makes the ids of results; the same seed gives the same ids.
    pub seed: u64,
    /// Outputs that are not wanted.
    pub excluded_fields: Vec<String>,
    /// Images of results as BMP, which loses nothing, rather than as JPEG.
    pub lossless_images: bool,
    /// Set from elsewhere to stop the run between two steps.
    pub stop: Arc<AtomicBool>,
    /// Without it, steps that read codes fail.
    pub codes: Option<CodeReader>,
}
