//! Answers of the execution endpoint.
use super::read::{Read, list, readable};
use flowdeck_spec::Node;
use std::fmt;

/// A run's results.
#[derive(Clone, Debug, PartialEq)]
pub struct RunAnswer {
    /// One object per batch element: output name → value.
    pub outputs: Vec<Node>,
    /// The whole answer as it came, timings included.
    pub whole: Node,
}

impl RunAnswer {
    /// The results of a whole answer.
    #[must_use]
    pub fn of(whole: &Node) -> Self {
        Self::read(whole)
    }
}

impl Read for RunAnswer {
    fn read(node: &Node) -> Self {
        let outputs = node.get("outputs").map_or(&[][..], Node::items).to_vec();
        Self { outputs, whole: node.clone() }
    }
}

/// Which step and property an engine's error is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockError {
    /// The step's name.
    pub block_id: String,
    /// The block's type.
    pub block_type: String,
    /// More about the block.
    pub block_details: String,
    /// The property.
    pub property_name: String,
    /// What is wrong with it.
    pub property_details: String,
}

/// A run that failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunFailure {
    /// The HTTP status; not part of the body.
    pub status: u16,
    /// What went wrong.
    pub message: String,
    /// The engine's error class.
    pub error_type: String,
    /// In which phase.
    pub context: String,
    /// The class of the error behind it; the engine writes the text `None` for none.
    pub inner_error_type: String,
    /// Its message.
    pub inner_error_message: String,
    /// The steps it is about.
    pub blocks_errors: Vec<BlockError>,
    /// The whole body as text, with what Python blocks printed. No tree: failures go from thread to thread.
    pub whole: String,
}

readable!(BlockError {
    block_id: text "block_id",
    block_type: text "block_type",
    block_details: text "block_details",
    property_name: text "property_name",
    property_details: text "property_details",
});

impl Read for RunFailure {
    fn read(node: &Node) -> Self {
        let text = |key| super::read::text(node, key);
        Self {
            status: 0,
            message: text("message"),
            error_type: text("error_type"),
            context: text("context"),
            inner_error_type: text("inner_error_type"),
            inner_error_message: text("inner_error_message"),
            blocks_errors: list(node, "blocks_errors"),
            whole: node.to_compact(),
        }
    }
}

impl RunFailure {
    /// The failing step: named by the engine, else the one of `steps` whose name stands in the message.
    #[must_use]
    pub fn step<'a>(&'a self, steps: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        if let Some(block) = self.blocks_errors.iter().find(|block| !block.block_id.is_empty()) {
            return Some(&block.block_id);
        }
        let text = format!("{}\n{}", self.message, self.inner_error_message);
        steps
            .filter(|name| {
                [
                    format!("$steps.{name}"),
                    format!("`{name}`"),
                    format!("'{name}'"),
                    format!("\"{name}\""),
                    format!("“{name}”"),
                ]
                .iter()
                .any(|quoted| text.contains(quoted.as_str()))
            })
            .max_by_key(|name| name.len())
    }

    /// The property that is at fault, where the engine names one.
    #[must_use]
    pub fn property(&self) -> Option<&str> {
        self.blocks_errors.iter().map(|block| block.property_name.as_str()).find(|name| !name.is_empty())
    }
}

impl fmt::Display for RunFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.message.trim();
        match (self.status, said) {
            (402, _) => f.write_str("The account is out of credits, so nothing was run."),
            (413, "") => f.write_str("The inputs are larger than the server takes: choose a smaller image."),
            (423, _) => f.write_str("API usage is paused for this account, so nothing was run."),
            (503, "") => f.write_str("The engine is busy or down. Try again in a moment."),
            (504, "") => f.write_str("The run took longer than the server allows (20 s)."),
            (status, "") => write!(f, "The run failed (status {status})."),
            (_, said) => f.write_str(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RunFailure;
    use crate::dto::Read;

    fn failure(text: &str) -> RunFailure {
        RunFailure::read(&flowdeck_spec::config::read(text).unwrap())
    }

    #[test]
    fn the_failing_step_is_found_even_when_only_the_text_names_it() {
        let named = failure(
            r#"{"message":"x","blocks_errors":[{"block_id":"blur","property_name":null},
                {"block_id":"blur","property_name":"kernel_size"}]}"#,
        );
        assert_eq!(named.property(), Some("kernel_size"));
        assert_eq!(named.step(["a"].into_iter()), Some("blur"));
        let without = failure(r#"{"message":"x","blocks_errors":null}"#);
        assert_eq!((without.message.as_str(), without.property()), ("x", None));
        let told =
            RunFailure { message: String::from("Reference $steps.crop_2.x is bad"), ..RunFailure::default() };
        assert_eq!(told.step(["crop", "crop_2", "other"].into_iter()), Some("crop_2"));
        assert_eq!(RunFailure::default().step(["crop"].into_iter()), None);
    }
}
