//! The stored config: the text that the management API keeps beside a workflow's name.
//! Rules: management contract, “config”. `{"specification": S}` is stored, `{}` is an empty workflow, a bare
//! `S` is wrapped, anything else that parses stays as it is.
use crate::json::{self, Node, Problem, line_column};
use std::fmt;

/// The keys by which a bare specification is recognised.
const BARE: [&str; 4] = ["version", "inputs", "steps", "outputs"];

/// Why a text cannot be a config: it is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// What is wrong and where, as a byte range.
    pub problem: Problem,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {}).", self.problem.message, self.line, self.column)
    }
}

impl std::error::Error for ConfigError {}

/// The text to store for a text that a client sent. A byte-order mark is dropped, a bare specification is
/// wrapped; everything else stays as it was written, to the byte.
///
/// # Errors
/// The text is no JSON.
pub fn normalise(text: &str) -> Result<String, ConfigError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = read(text)?;
    if is_bare(&root) { Ok(format!("{{\"specification\":{text}}}")) } else { Ok(String::from(text)) }
}

/// Reads a config's text.
///
/// # Errors
/// The text is no JSON.
pub fn read(text: &str) -> Result<Node, ConfigError> {
    let parsed = json::parse(text);
    match (parsed.root, parsed.error) {
        (Some(root), _) => Ok(root),
        (None, problem) => {
            let problem =
                problem.unwrap_or(Problem { offset: 0, end: 0, message: String::from("This is no JSON") });
            let (line, column) = line_column(text, problem.offset);
            Err(ConfigError { problem, line, column })
        }
    }
}

/// The specification in a config: the value of `specification`, or the config itself when it is bare.
/// `None` for an empty workflow and for anything that is no workflow.
#[must_use]
pub fn specification(config: &Node) -> Option<Node> {
    match config.get("specification") {
        Some(inner @ Node::Object(_)) => Some(inner.clone()),
        Some(_) => None,
        None => is_bare(config).then(|| config.clone()),
    }
}

/// The JSON pointer of the specification within a config.
#[must_use]
pub fn specification_pointer(config: &Node) -> &'static str {
    if config.get("specification").is_some() { "/specification" } else { "" }
}

/// The config with another specification; every other key stays.
#[must_use]
pub fn with_specification(config: &Node, specification: Node) -> Node {
    if is_bare(config) {
        return Node::object([("specification", specification)]);
    }
    config.with("specification", specification)
}

/// Whether two stored configs mean the same pipeline: space, escapes and the app's own `flowdeck` key (positions,
/// notes) do not count. An update that keeps the meaning makes no version.
#[must_use]
pub fn same_specification(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (Ok(a), Ok(b)) = (read(a), read(b)) else { return false };
    without_layout(&a) == without_layout(&b)
}

fn without_layout(config: &Node) -> Node {
    match config {
        Node::Object(entries) => {
            let kept = entries.iter().filter(|(key, _)| *key != *"flowdeck").cloned().collect();
            Node::Object(std::rc::Rc::new(kept))
        }
        other => other.clone(),
    }
}

fn is_bare(config: &Node) -> bool {
    config.get("specification").is_none() && BARE.iter().any(|key| config.get(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::{normalise, read, same_specification, specification};

    #[test]
    fn a_bare_specification_is_wrapped_to_the_byte() {
        let bare = "{ \"version\": 1.0,\n \"steps\": [1e3] }";
        assert_eq!(normalise(bare).unwrap(), format!("{{\"specification\":{bare}}}"));
    }

    #[test]
    fn everything_else_stays_as_it_was_written() {
        for text in
            ["{}", "{ \"specification\" : { \"version\":\"1.0\" } , \"x\":1 }", "[1, 2]", "\"text\"", "null"]
        {
            assert_eq!(normalise(text).unwrap(), text);
        }
        assert_eq!(normalise("\u{feff}{}").unwrap(), "{}");
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        let error = normalise("{\n  \"a\": 1,\n}").unwrap_err();
        assert_eq!((error.line, error.column), (3, 1));
        assert_eq!(error.to_string(), "A comma before } : remove it (line 3, column 1).");
    }

    #[test]
    fn layout_and_space_are_no_change_of_meaning() {
        let a = r#"{"specification":{"version":"1.0","steps":[]}}"#;
        let b = r#"{ "specification": {"version": "1.0", "steps": []}, "flowdeck": {"$steps.x": [1, 2]} }"#;
        assert!(same_specification(a, b));
        assert!(!same_specification(a, r#"{"specification":{"version":"1.0","steps":[1]}}"#));
        assert!(!same_specification(a, r#"{"specification":{"version":"1.0","steps":[]},"other":1}"#));
    }

    #[test]
    fn an_empty_workflow_has_no_specification() {
        assert_eq!(specification(&read("{}").unwrap()), None);
        assert!(specification(&read(r#"{"steps":[]}"#).unwrap()).is_some());
    }
}
