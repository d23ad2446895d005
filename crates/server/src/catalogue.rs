//! The engine's catalogue that is in the binary, read once, when it is first needed; others from files.
mod command;
mod diff;
mod facts;

pub use command::{Format, Question, run};

use crate::Failure;
use flowdeck_spec::Catalogue;
use flowdeck_spec::catalogue::Description;
use std::path::Path;
use std::sync::OnceLock;

static TEXT: &str = include_str!("../../../static/catalogue.txt");

/// The catalogue of the engine that this version was built for.
///
/// A text that cannot be read, which a test rules out, would leave an empty one: no block is known then.
pub fn bundled() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(TEXT).unwrap_or_default())
}

/// A catalogue's text and what it says: of a file, or `bundled`. A file may hold an engine's own description of its
/// blocks too, which merges over the catalogue in the binary.
///
/// # Errors
/// The file cannot be read, or is neither.
pub fn read(file: &Path) -> Result<(String, Catalogue), Failure> {
    let text = if file.as_os_str() == "bundled" { Ok(TEXT.into()) } else { std::fs::read_to_string(file) };
    let text =
        text.map_err(|error| Failure::Usage(format!("{} cannot be read: {error}.", file.display())))?;
    let text = if text.trim_start().starts_with('{') {
        let described =
            described(&text).map_err(|why| Failure::Usage(format!("{}: {why}", file.display())))?;
        format!("{TEXT}{}", described.text)
    } else {
        text
    };
    let catalogue = Catalogue::parse(&text);
    let catalogue = catalogue.map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
    Ok((text, catalogue))
}

/// What an engine's answer to `/workflows/blocks/describe` adds to the catalogue in the binary.
///
/// # Errors
/// It is no such answer: a sentence that says why.
pub fn described(answer: &str) -> Result<Description, String> {
    let parsed = flowdeck_spec::json::parse(answer);
    let root = parsed.root.ok_or("The engine's description cannot be read: it is no JSON.")?;
    bundled().describe(&root)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_in_the_binary_can_be_read() {
        assert_eq!(flowdeck_spec::Catalogue::parse(super::TEXT).err(), None);
        assert!(super::bundled().blocks().len() >= 250);
    }
}
