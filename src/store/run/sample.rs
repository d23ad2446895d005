//! The sample images that come with the app.
use flowdeck_spec::Node;

/// A sample image that comes with the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its file beside the list.
    pub file: String,
    /// What it shows.
    pub title: String,
    /// The workflows that it suits, by slug; empty = any.
    pub suits: Vec<String>,
}

impl Sample {
    /// An entry of the list of samples.
    pub(in crate::store) fn read(entry: &Node) -> Option<Self> {
        let suits = entry.get("for").map_or(&[][..], Node::items);
        Some(Self {
            file: entry.get("file")?.as_str()?.into(),
            title: entry.get("title")?.as_str()?.into(),
            suits: suits.iter().filter_map(|slug| Some(slug.as_str()?.into_owned())).collect(),
        })
    }

    /// Its address, relative to `<base href>`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("samples/{}", self.file)
    }
}
