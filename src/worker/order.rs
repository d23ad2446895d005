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
    pub(super) values: Map<String, Value>,
    /// What a server gave, by selector; nothing where that is what it was in the last order.
    pub(super) answers: Option<Map<String, Value>>,
    /// The images that are new, by input.
    pub(super) images: Vec<(String, Vec<Source>)>,
    /// The longest side to which images are scaled before anything runs, pixels; 0 = as they are.
    pub(super) longest: u32,
    /// The step whose image is shown large.
    pub(super) front: Option<String>,
    /// It is another step than in the last order.
    pub(super) is_turned: bool,
    /// The longest side of that image, and of all others, pixels.
    pub(super) large: u32,
    pub(super) small: u32,
    /// The page has no image yet: it gets all of them.
    pub(super) is_first: bool,
}

/// Where an image is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Source {
    /// A file beside the app, and so beside the worker, by its address.
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
