//! Which entry of a workflow a cursor is in, and where an entry stands in the text.
#![allow(clippy::unwrap_used, reason = "what a test does not expect stops it")]
use flowdeck_editor::complete::{place, range};

/// The pointer of the entry at the mark `|`.
fn at(marked: &str) -> Option<String> {
    let offset = marked.find('|').unwrap();
    place(&marked.replacen('|', "", 1), offset).map(|place| place.pointer())
}

#[test]
fn the_cursor_is_in_an_entry_however_deep_and_however_broken() {
    for (text, expected) in [
        (r#"{"steps": [{"a": 1}, {"b|": 2}]}"#, Some("/steps/1")),
        (r#"{"specification": {"steps": [{"a": 1}, {"b": [1, {"c": |2}]}]}}"#, Some("/steps/1")),
        (r#"{"inputs": [{|}]}"#, Some("/inputs/0")),
        (r#"{"outputs": [{"name" |: "x"}]}"#, Some("/outputs/0")),
        (r#"{"steps": [{"name": "x|, {"name": "y"}]}"#, Some("/steps/0")),
        ("{\"steps\": [{\"name\": \"x,\n {\"na|me\": \"y\"}]}", Some("/steps/0")),
        (r#"{"steps": [5|]}"#, Some("/steps/0")),
        (r#"{"steps": [{}|, {}]}"#, None),
        (r#"{"steps": [{}, |{}]}"#, None),
        (r#"{"st|eps": [{}]}"#, None),
        (r#"{"flowdeck": {"$steps.a|": [1, 2]}}"#, None),
        (r#"{"other": [{|}]}"#, None),
        ("|", None),
    ] {
        assert_eq!(at(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn an_entry_is_found_again_where_its_place_is() {
    for text in [
        r#"{"x": 1, "specification": {"inputs": [], "steps": [{"name": "é"}, {"name": "b", "deep": {"a": [1]}}]}}"#,
        r#"{"inputs": [{"name": "i"}], "steps": [{"name": "é"}, {"name": "b"}], "outputs": [{"name": "o"}]}"#,
    ] {
        let mut seen = 0;
        for offset in 0..text.len() {
            let Some(place) = place(text, offset) else { continue };
            let range = range(text, &place.pointer()).unwrap();
            assert!(range.start < offset && offset < range.end, "{offset} {place:?} {range:?}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
    }
    assert_eq!(range(r#"{"steps": []}"#, "/steps/0"), None);
    assert_eq!(range(r#"{"steps": [{]}"#, "/steps/3"), None);
}
