//! The definition as text: as it was typed, or written out of the document when somebody looks. A text that is no JSON is kept
//! and shown; the document stays as it was when it last was one.
use flowdeck_editor::document::Document as Edited;
use flowdeck_spec::{Node, config};
use std::cell::OnceCell;
use std::rc::Rc;

/// The text of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    typed: Option<Rc<str>>,
    written: OnceCell<Rc<str>>,
    /// Why the typed text is no definition.
    pub(super) trouble: Option<Rc<str>>,
}

impl PartialEq for Text {
    /// What is written follows from the document.
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed && self.trouble == other.trouble
    }
}

impl Text {
    /// The text that a person typed, as it is.
    pub(super) fn typed(text: Rc<str>, trouble: Option<String>) -> Self {
        Self { typed: Some(text), written: OnceCell::new(), trouble: trouble.map(Into::into) }
    }

    /// The text for this specification.
    pub(super) fn of(&self, specification: &Node) -> Rc<str> {
        let written = || self.written.get_or_init(|| specification.to_pretty().into());
        Rc::clone(self.typed.as_ref().unwrap_or_else(written))
    }
}

/// What a text says.
#[derive(Debug)]
pub(super) struct Read {
    /// The document: over what is drawn now, unless the text has its own drawing.
    pub(super) document: Edited,
    /// The whole config that somebody pasted.
    pub(super) whole: Option<Node>,
}

/// Reads a text; else a sentence on why it says nothing.
pub(super) fn read(text: &str, present: &Edited) -> Result<Read, String> {
    let root = config::read(text).map_err(|error| error.to_string())?;
    // What is drawn comes with a whole config.
    if root.get("specification").is_some() {
        return match Edited::from_config(&root) {
            Some(document) => Ok(Read { document, whole: Some(root) }),
            None => Err(String::from("“specification” must be an object in braces.")),
        };
    }
    match root {
        Node::Object(_) => {
            Ok(Read { document: Edited { specification: root, ..present.clone() }, whole: None })
        }
        other => Err(format!("A workflow is an object in braces; this is {}.", other.kind())),
    }
}
