//! The engine's catalogue that is in the binary: read once, when it is first needed.
use flowdeck_spec::Catalogue;
use std::sync::OnceLock;

static TEXT: &str = include_str!("../../../static/catalogue.txt");

/// The catalogue of the engine that this version was built for.
///
/// A text that cannot be read, which a test rules out, would leave an empty one: no block is known then.
pub fn bundled() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(TEXT).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_catalogue_in_the_binary_can_be_read() {
        assert_eq!(flowdeck_spec::Catalogue::parse(super::TEXT).err(), None);
        assert!(super::bundled().blocks().len() >= 250);
    }
}
