//! What the page asks of a widget: the attributes and properties of the element, as one typed record.
use flowdeck_spec::{Node, config};

/// The element's attributes and properties. Addresses are absolute by now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The workflow, `workspace/slug`.
    pub workflow: String,
    /// The execution endpoint.
    pub execution_base: String,
    /// Inputs that the page fills in: a JSON object's text; empty = none.
    pub inputs: String,
    /// Whether to run as soon as every image is there.
    pub auto_run: bool,
    /// The outputs that are shown; none = all.
    pub outputs: Option<Vec<String>>,
}

impl Options {
    /// Reads the record that the element's JavaScript makes: a JSON text, as documents cross between the two. What is
    /// missing is as nothing was set.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let record = config::read(text).unwrap_or(Node::Null);
        let of = |key: &str| record.get(key).and_then(Node::as_str).map(Into::into).unwrap_or_default();
        let names =
            |list: &Node| list.items().iter().filter_map(|name| name.as_str().map(Into::into)).collect();
        Self {
            workflow: of("workflow"),
            execution_base: of("executionBase"),
            inputs: of("inputs"),
            auto_run: record.get("autoRun") == Some(&Node::Bool(true)),
            outputs: record.get("outputs").map(names),
        }
    }

    /// Workspace and slug.
    ///
    /// # Errors
    /// A sentence: the attribute is missing or is something else.
    pub fn names(&self) -> Result<(&str, &str), String> {
        match self.workflow.split_once('/') {
            Some((ws, url)) if !ws.is_empty() && !url.is_empty() && !url.contains('/') => Ok((ws, url)),
            _ => Err(format!(
                "The attribute workflow must name a workspace and a workflow, such as home/dock, not “{}”.",
                self.workflow
            )),
        }
    }

    /// The inputs that the page fills in.
    ///
    /// # Errors
    /// A sentence: the text is no JSON object.
    pub fn given(&self) -> Result<Node, String> {
        if self.inputs.trim().is_empty() {
            return Ok(Node::object([]));
        }
        match config::read(&self.inputs) {
            Ok(object @ Node::Object(_)) => Ok(object),
            Ok(other) => Err(format!("inputs must be a JSON object, not {}.", other.kind())),
            Err(error) => Err(format!("inputs is no JSON: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn named(workflow: &str) -> Options {
        Options { workflow: String::from(workflow), ..Options::default() }
    }

    #[test]
    fn a_workflow_is_named_by_workspace_and_slug() {
        assert_eq!(named("home/dock").names(), Ok(("home", "dock")));
        for wrong in ["", "dock", "/dock", "home/", "home/dock/run"] {
            assert!(named(wrong).names().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_the_element_says_is_read_and_nothing_else_is_needed() {
        let text = r#"{"workflow":"home/dock","executionBase":"https://a.example/run","autoRun":true,"outputs":["a","b"],"x":1}"#;
        let options = Options::read(text);
        let outputs = Some(vec![String::from("a"), String::from("b")]);
        assert_eq!((options.outputs, options.auto_run), (outputs, true));
        assert_eq!(options.execution_base, "https://a.example/run");
        assert_eq!(Options::read("{}"), Options::default());
    }

    #[test]
    fn inputs_are_an_object_or_a_sentence() {
        let given = |inputs: &str| Options { inputs: String::from(inputs), ..Options::default() }.given();
        assert_eq!(given("").unwrap().to_compact(), "{}");
        assert_eq!(given("{\"a\": 1.50}").unwrap().to_compact(), "{\"a\":1.50}");
        assert!(given("[1]").unwrap_err().contains("object"));
        assert!(given("{").unwrap_err().contains("no JSON"));
    }
}
