//! What the fuzzers found, each once: see `fuzz/`.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_spec::Catalogue;

#[test]
fn a_catalogue_with_odd_letters_is_refused_in_words() {
    for (line, text) in [(2, "block a@v1 A\n\tname str ! \u{e9}"), (1, "block")] {
        assert_eq!(Catalogue::parse(text).unwrap_err().line, line, "{text}");
    }
}
