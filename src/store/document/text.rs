//! Between the stored config and the text that a person edits: the specification, laid out for reading. What
//! stands beside the specification in the config is kept out of sight and comes back on saving.
use flowdeck_spec::{Node, config};

/// The text to edit for a stored config. What no engine could read is shown as it is stored.
pub(super) fn show(stored: &str) -> String {
    match config::read(stored) {
        Ok(root) => config::specification(&root).unwrap_or(root).to_pretty(),
        Err(_) => String::from(stored),
    }
}

/// The specification in an edited text, if it parses.
pub(super) fn specification(text: &str) -> Option<Node> {
    let root = config::read(text).ok()?;
    Some(config::specification(&root).unwrap_or(root))
}

/// Whether two texts are the same definition: space does not count.
pub(super) fn means_the_same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (config::read(a), config::read(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// The config to store for an edited text: the stored one with another specification.
///
/// # Errors
/// The text is no JSON; the sentence says where.
pub(super) fn store(text: &str, stored: &str) -> Result<String, String> {
    let edited = config::read(text).map_err(|error| error.to_string())?;
    // Somebody pasted a whole config: it replaces the stored one.
    if edited.get("specification").is_some() {
        return Ok(edited.to_compact());
    }
    match config::read(stored) {
        Ok(root) if config::specification(&root).is_some() => {
            Ok(config::with_specification(&root, edited).to_compact())
        }
        Ok(root) if root.entries().is_empty() => {
            config::normalise(&edited.to_compact()).map_err(|e| e.to_string())
        }
        Ok(root) if config::specification(&edited).is_some() => {
            Ok(root.with("specification", edited).to_compact())
        }
        _ => config::normalise(&edited.to_compact()).map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{means_the_same, show, store};

    #[test]
    fn what_stands_beside_the_specification_comes_back() {
        let stored =
            r#"{"flowdeck":{"$steps.a":[1.0,2]},"specification":{"version":"1.0","steps":[]},"other":1e3}"#;
        let text = show(stored);
        assert!(!text.contains("flowdeck") && text.contains("\n  \"version\": \"1.0\""));
        let edited = text.replace("1.0", "1.1");
        let saved = store(&edited, stored).unwrap();
        assert_eq!(saved, stored.replace("\"version\":\"1.0\"", "\"version\":\"1.1\""));
        assert_eq!(store(&text, stored).unwrap(), stored);
    }

    #[test]
    fn an_empty_workflow_gets_its_first_specification() {
        assert_eq!(store(r#"{"version":"1.0"}"#, "{}").unwrap(), r#"{"specification":{"version":"1.0"}}"#);
        assert_eq!(store(r#"{"specification":{},"x":1}"#, "{}").unwrap(), r#"{"specification":{},"x":1}"#);
    }

    #[test]
    fn broken_text_is_kept_from_the_store_with_its_place() {
        assert!(store("{\"a\" 1}", "{}").unwrap_err().contains("line 1"));
        assert!(means_the_same("{\"a\":1}", "{ \"a\" : 1 }") && !means_the_same("{", "{ "));
    }
}
