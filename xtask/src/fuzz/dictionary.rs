//! The words that libFuzzer puts into inputs: those of the block catalogue, and how documents begin and end.
use crate::shell::{Outcome, read, root};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the catalogue has no word for, as the dictionary spells it.
const OWN: &[&str] = &[
    r#"\"version\":\"1.0\""#,
    r#"\"inputs\":["#,
    r#"\"steps\":["#,
    r#"\"outputs\":["#,
    r#"\"specification\":{"#,
    r#"{\"type\":\""#,
    r#"\"name\":\""#,
    r#"\"dynamic_blocks_definitions\":["#,
    "$inputs.",
    "$steps.",
    "true",
    "false",
    "null",
    "NaN",
    "-Infinity",
    "1e400",
    r"\\ud83d\\ude00",
    r"\\ud800",
    r"\xEF\xBB\xBF",
    "flowdeck-catalogue 1",
    r"\x0A\x09> ",
    r"\x0A\x09:",
];

/// Writes the dictionary.
pub(super) fn write(file: &Path) -> Outcome<PathBuf> {
    let catalogue = read(&root().join("static/catalogue.txt"))?;
    let words: Vec<String> = words(&catalogue).iter().map(|word| format!("\"{word}\"\n")).collect();
    crate::shell::write(file, words.concat())?;
    Ok(file.to_path_buf())
}

/// Our own words, then the catalogue's, each once.
fn words(catalogue: &str) -> Vec<&str> {
    let is_sign =
        |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '/' | '@' | '.' | '-' | '#' | '$'));
    let all: BTreeSet<&str> = catalogue.split(is_sign).filter(|word| (3..60).contains(&word.len())).collect();
    OWN.iter().copied().chain(all).collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn types_of_blocks_and_names_of_fields_are_words() {
        let words = words("block core/blur@v1 Blur\n\timage|images data ! @whole:batch:image\n");
        for word in ["core/blur@v1", "Blur", "image", "images", "@whole", "true"] {
            assert!(words.contains(&word), "{word} is not in {words:?}");
        }
    }
}
