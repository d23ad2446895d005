//! What the page orders, as JSON.
use serde::Deserialize;
use serde_json::{Map, Value};

/// An order.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    /// Comes back with the answer.
    pub(super) id: u64,
    /// The definition as it is being edited.
    pub(super) specification: Value,
    /// Values of the inputs that are no images.
    #[serde(default)]
    pub(super) values: Map<String, Value>,
    /// What a server gave, by selector.
    #[serde(default)]
    pub(super) answers: Map<String, Value>,
    /// The images that are new, by input.
    #[serde(default)]
    pub(super) images: Vec<(String, Vec<Source>)>,
    /// The longest side to which images are scaled before anything runs, pixels; 0 = as they are.
    #[serde(default)]
    pub(super) longest: u32,
    /// The step whose image is shown large.
    #[serde(default)]
    pub(super) front: Option<String>,
    /// Which element of a batch is shown of it.
    #[serde(default)]
    pub(super) index: usize,
    /// The longest side of that image, and of all others, pixels.
    pub(super) large: u32,
    pub(super) small: u32,
    /// The page has no image yet: it gets all of them.
    #[serde(default)]
    pub(super) is_first: bool,
}

/// Where an image is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// A file beside the app, by its whole address.
    Address(String),
    /// Its content.
    Base64(String),
}

impl Order {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        serde_json::from_str(text)
            .map_err(|error| format!("The preview does not understand the page: {error}"))
    }
}

/// An image to send.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) selector: String,
    pub(super) index: usize,
    pub(super) longest: u32,
}
