//! One line of our own on what a property or block is for.
use crate::Catalogue;
use crate::block::BlockType;
use crate::catalogue::Block;

/// What a property of a step, input or output is for, where it has a common meaning.
#[must_use]
pub fn property<'a>(catalogue: &'a Catalogue, name: &str) -> Option<&'a str> {
    catalogue.word("property", name)
}

/// What a block does: in the words of the engine that described it, else in ours.
#[must_use]
pub fn about<'a>(catalogue: &'a Catalogue, known: &'a Block) -> Option<&'a str> {
    if known.about.is_empty() { block(catalogue, known.full_type()) } else { Some(&known.about) }
}

/// What a block does, by its type or its bare name, for the blocks that run without a model.
#[must_use]
pub fn block<'a>(catalogue: &'a Catalogue, type_name: &str) -> Option<&'a str> {
    catalogue.word("block", BlockType::parse(type_name).name)
}

#[cfg(test)]
mod tests {
    use super::{block, property};
    use crate::Catalogue;

    #[test]
    fn blocks_are_found_by_type_and_by_name() {
        let text =
            "flowdeck-catalogue 1\nword property width How wide.\nword block image_blur Smooths the image.";
        let catalogue = Catalogue::parse(text).unwrap();
        assert_eq!(property(&catalogue, "width"), Some("How wide."));
        assert_eq!(property(&catalogue, "image_blur"), None);
        for name in ["image_blur", "roboflow_core/image_blur@v1"] {
            assert_eq!(block(&catalogue, name), Some("Smooths the image."));
        }
    }
}
