//! Laws of the lossless document: what was written comes back, hostile text is refused in a sentence.
use flowdeck_spec::json::{MAX_DEPTH, line_column, locate, parse};
use flowdeck_spec::{Catalogue, config, lint};
use proptest::prelude::*;

/// The text of an arbitrary JSON value, with odd spellings of numbers and escapes.
fn json_text() -> impl Strategy<Value = String> {
    let string = prop_oneof![
        "[ -!#-\\[\\]-~é日😀]{0,8}",
        Just(String::from("\\ud800")),
        Just(String::from("\\u00e9\\/\\b")),
        Just(String::from("</script><img onerror=x>")),
        Just(String::from("__proto__")),
    ]
    .prop_map(|raw| format!("\"{raw}\""));
    let leaf = prop_oneof![
        Just(String::from("null")),
        Just(String::from("true")),
        Just(String::from("1.0")),
        Just(String::from("1e3")),
        Just(String::from("-0.0E+7")),
        Just(String::from("18446744073709551616")),
        any::<i64>().prop_map(|n| n.to_string()),
        string.clone(),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let pair = (string.clone(), inner.clone()).prop_map(|(key, value)| format!("{key}:{value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(pair, 0..6).prop_map(|items| format!("{{{}}}", items.join(","))),
        ]
    })
}

proptest! {
    #[test]
    fn compact_text_comes_back_to_the_byte(text in json_text()) {
        let parsed = parse(&text);
        prop_assert_eq!(parsed.root.unwrap().to_compact(), text);
    }

    #[test]
    fn pretty_text_means_the_same(text in json_text()) {
        let root = parse(&text).root.unwrap();
        let again = parse(&root.to_pretty()).root.unwrap();
        prop_assert_eq!(&again, &root);
        prop_assert_eq!(again.to_compact(), text);
    }

    #[test]
    fn a_stored_config_comes_back_to_the_byte(text in json_text()) {
        let stored = config::normalise(&text).unwrap();
        let wrapped = format!("{{\"specification\":{text}}}");
        prop_assert!(stored == text || stored == wrapped);
        prop_assert_eq!(&config::normalise(&stored).unwrap(), &stored);
        prop_assert!(config::same_specification(&stored, &parse(&stored).root.unwrap().to_pretty()));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,80}") {
        let parsed = parse(&text);
        prop_assert!(parsed.root.is_some() != parsed.error.is_some());
        for finding in lint::check_text(&text, &Catalogue::default()) {
            prop_assert!(text.get(finding.range).is_some());
        }
    }

    #[test]
    fn a_slip_of_the_hand_is_told_where_it_is(text in json_text(), at in any::<prop::sample::Index>(), slip in "(?s).") {
        let mut broken = text.clone();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = *at.get(&places);
        let length = text[at..].chars().next().map_or(0, char::len_utf8);
        broken.replace_range(at..at + length, &slip);
        let parsed = parse(&broken);
        if let Some(error) = parsed.error {
            prop_assert!(broken.get(error.offset..error.end).is_some() && !error.message.is_empty());
            let (line, column) = line_column(&broken, error.offset);
            prop_assert!(line >= 1 && column >= 1);
        } else {
            prop_assert!(parsed.root.is_some());
        }
        for finding in lint::check_text(&broken, &Catalogue::default()) {
            prop_assert!(broken.get(finding.range).is_some());
        }
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json(text in "[\\[\\]{}:,\"0-9a-z.+\\-\\\\ ]{0,12}") {
        let ours = parse(&text).root.is_some();
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // Theirs refuses numbers beyond f64 and lone surrogates; ours keeps them.
        if ours != theirs.is_ok() {
            prop_assert!(ours && theirs.is_err_and(|e| e.to_string().contains("out of range")
                || e.to_string().contains("surrogate") || e.to_string().contains("hex escape")), "{}", text);
        }
    }

    #[test]
    fn every_entry_is_found_where_it_stands(text in json_text()) {
        let root = parse(&text).root.unwrap();
        let place = locate(&text, "").unwrap();
        prop_assert_eq!(&text[place.value], text.as_str());
        for (key, _) in root.entries() {
            let pointer = format!("/{}", flowdeck_spec::json::pointer_token(&key.value()));
            let place = locate(&text, &pointer).unwrap();
            prop_assert_eq!(&parse(&text[place.value]).root.unwrap(), root.get(&key.value()).unwrap());
        }
    }
}

#[test]
fn depth_is_bounded_and_said() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let error = parse(&deep).error.unwrap();
    assert_eq!((error.offset, error.message.contains("512 levels")), (MAX_DEPTH, true));
    let just = "[".repeat(MAX_DEPTH) + &"]".repeat(MAX_DEPTH);
    assert_eq!(parse(&just).root.unwrap().to_compact(), just);
}

#[test]
fn an_object_of_many_keys_is_read_in_linear_time() {
    let mut text = String::from("{");
    for n in 0..200_000 {
        text.push_str(&format!("\"k{n}\":{n},"));
    }
    text.push_str("\"k7\":0}");
    let parsed = parse(&text);
    assert_eq!(parsed.duplicates.len(), 1);
    assert_eq!(parsed.root.unwrap().entries().len(), 200_001);
}

#[test]
fn fifty_megabytes_are_read() {
    let text = format!("[{}1]", "123456789,".repeat(5_000_000));
    assert_eq!(parse(&text).root.unwrap().items().len(), 5_000_001);
}
