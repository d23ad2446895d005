//! The engine's catalogue that is in the binary, read once, when it is first needed; others from files.
mod command;
mod diff;
mod facts;

pub use command::{Format, Question, run};

use crate::Failure;
use flowdeck_spec::Catalogue;
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

/// A catalogue's text and what it says: of a file, or `bundled`.
///
/// # Errors
/// The file cannot be read, or is no catalogue.
pub fn read(file: &Path) -> Result<(String, Catalogue), Failure> {
    let text = if file.as_os_str() == "bundled" { Ok(TEXT.into()) } else { std::fs::read_to_string(file) };
    let text =
        text.map_err(|error| Failure::Usage(format!("{} cannot be read: {error}.", file.display())))?;
    let catalogue = Catalogue::parse(&text);
    let catalogue = catalogue.map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?;
    Ok((text, catalogue))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_in_the_binary_can_be_read() {
        assert_eq!(flowdeck_spec::Catalogue::parse(super::TEXT).err(), None);
        assert!(super::bundled().blocks().len() >= 250);
    }
}
