//! Fuzzes the document: any text is read or refused, and what was read is written back as it was.
#![no_main]
use flowdeck_fuzz::{laws, text};
use flowdeck_spec::json::{self, Locator, Node};
use flowdeck_spec::{Catalogue, config, graph, interface, lines, lint, summary};
use libfuzzer_sys::fuzz_target;

/// How many places of one document are looked up.
const PLACES: usize = 300;

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes) else { return };
    let parsed = json::parse(text);
    assert!(parsed.root.is_some() != parsed.error.is_some());
    for problem in parsed.duplicates.iter().chain(&parsed.error) {
        assert!(text.get(problem.offset..problem.end).is_some(), "{problem:?}");
        let (line, column) = json::line_column(text, problem.offset);
        assert!(line >= 1 && column >= 1 && !problem.message.is_empty());
    }
    laws::placed(text, &lint::check_text(text, &Catalogue::default()));
    let as_python = json::parse_as_python(text).root;
    let Some(root) = parsed.root else { return };
    assert_eq!(as_python.as_ref(), Some(&root));
    lossless(text, &root);
    located(text, &root);
    stored(text, &root);
});

/// Nothing but space is lost by writing, and what was written reads as the same.
fn lossless(text: &str, root: &Node) {
    let (compact, pretty) = (root.to_compact(), root.to_pretty());
    assert_eq!(compact, without_space(text));
    for written in [&compact, &pretty] {
        let again = json::parse(written).root.expect("what was written is JSON");
        assert_eq!(&again, root);
        assert_eq!(again.to_compact(), compact);
    }
    let all: Vec<_> = lines::compare(text, &pretty, usize::MAX).into_iter().flatten().collect();
    let rebuilt = |side: fn(&lines::Line<'_>) -> Option<usize>| -> Vec<&str> {
        all.iter().filter(|line| side(line).is_some()).map(|line| line.text).collect()
    };
    if !all.is_empty() {
        assert_eq!(rebuilt(|line| line.old), text.lines().collect::<Vec<_>>());
        assert_eq!(rebuilt(|line| line.new), pretty.lines().collect::<Vec<_>>());
    }
}

/// A text without byte-order mark and without the space between its tokens.
fn without_space(text: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let mut keep = |c: char| {
        let is_space = !in_string && matches!(c, ' ' | '\n' | '\r' | '\t');
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
        !is_space
    };
    text.strip_prefix('\u{feff}').unwrap_or(text).chars().filter(|c| keep(*c)).collect()
}

/// Every entry is found where it stands.
fn located(text: &str, root: &Node) {
    let mut locator = Locator::new(text);
    let mut open = vec![(String::new(), root)];
    let mut looked_up = 0;
    while let Some((pointer, node)) = open.pop().filter(|_| looked_up < PLACES) {
        looked_up += 1;
        assert_eq!(root.pointer(&pointer), Some(node));
        let place = locator.locate(&pointer).expect("an entry has a place");
        let there = &text[place.value];
        match node {
            Node::Array(_) => assert!(there.starts_with('[') && there.ends_with(']')),
            Node::Object(_) => assert!(there.starts_with('{') && there.ends_with('}')),
            leaf => assert_eq!(there, leaf.to_compact()),
        }
        let items = node.items().iter().enumerate();
        open.extend(items.map(|(index, item)| (format!("{pointer}/{index}"), item)));
        for (key, _) in node.entries() {
            let name = key.value();
            // Of keys given twice the last counts. Lone surrogates have no name of their own.
            if let Some(value) = node.get(&name).filter(|_| !name.contains('\u{fffd}')) {
                open.push((format!("{pointer}/{}", json::pointer_token(&name)), value));
            }
        }
    }
}

/// As a stored config it is kept, and what pages tell about it can be told.
fn stored(text: &str, root: &Node) {
    let stored = config::normalise(text).expect("it is JSON");
    assert_eq!(config::normalise(&stored).as_ref(), Ok(&stored));
    assert!(config::same_specification(&stored, &stored));
    let specification = config::specification(root);
    let _ = summary::of(specification.as_ref());
    if let Some(specification) = specification {
        let _ = (interface::of(&specification), graph::of(&specification));
        let again = config::with_specification(root, specification.clone());
        assert_eq!(config::specification(&again).as_ref(), Some(&specification));
    }
}
