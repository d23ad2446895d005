//! The document of the editor: a specification and what was drawn beside it, out of a stored config and back into it.
use crate::drawing::Drawing;
use crate::item::{self, Item};
use flowdeck_spec::{Node, config};
use std::rc::Rc;

/// What is edited. Cheap to copy: versions of a document share what did not change.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What the engine runs: always an object.
    pub specification: Node,
    /// What was drawn beside it.
    pub drawing: Drawing,
}

/// The key of the drawing in a stored config.
const DRAWING: &str = "flowdeck";

impl Document {
    /// A document of a specification without a drawing. Whatever is no object is taken for an empty workflow.
    #[must_use]
    pub fn new(specification: Node) -> Self {
        let specification = match specification {
            Node::Object(_) => specification,
            _ => empty(),
        };
        Self { specification, drawing: Drawing::default() }
    }

    /// The document of a stored config, or of a bare specification; `{}` is an empty workflow. None where the config
    /// holds something else in the place of a specification: that can be mended in the text only.
    #[must_use]
    pub fn from_config(config: &Node) -> Option<Self> {
        let specification = match (config::specification(config), config) {
            (Some(specification), _) => specification,
            (None, Node::Object(_)) if config.get("specification").is_none() => empty(),
            _ => return None,
        };
        // Of a bare specification the key would be its own.
        let is_wrapped =
            !config::specification_pointer(config).is_empty() || config::specification(config).is_none();
        let drawing = Drawing::of(if is_wrapped { config.get(DRAWING).cloned() } else { None });
        Some(Self { specification, drawing })
    }

    /// The config to store in the place of another. What the other has beside specification and drawing stays; a
    /// document that nobody changed gives the very same config back.
    #[must_use]
    pub fn to_config(&self, stored: &Node) -> Node {
        let before = Self::from_config(stored);
        let is_same = |part: &dyn Fn(&Self) -> bool| before.as_ref().is_some_and(part);
        let same_specification = is_same(&|before| before.specification == self.specification);
        let same_drawing = is_same(&|before| before.drawing == self.drawing);
        if same_specification && same_drawing {
            return stored.clone();
        }
        let is_wrapped = !config::specification_pointer(stored).is_empty();
        let mut out = match stored {
            _ if same_specification && is_wrapped => stored.clone(),
            Node::Object(_) => config::with_specification(stored, self.specification.clone()),
            _ => Node::object([("specification", self.specification.clone())]),
        };
        if same_drawing {
            return out;
        }
        match self.drawing.node() {
            Some(node) => out = out.with(DRAWING, node.clone()),
            None => {
                let mut entries = out.entries().to_vec();
                entries.retain(|(key, _)| *key != *DRAWING);
                out = Node::Object(Rc::new(entries));
            }
        }
        out
    }

    /// Whether it is the very same, without looking into it.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let same = match (&self.specification, &other.specification) {
            (Node::Object(a), Node::Object(b)) => Rc::ptr_eq(a, b),
            _ => false,
        };
        same && self.drawing.same(&other.drawing)
    }

    /// The entry of an input, step or output.
    #[must_use]
    pub fn entry(&self, item: &Item) -> Option<&Node> {
        let (section, index) = item::find(&self.specification, item)?;
        section.entries(&self.specification).get(index)
    }

    /// The first of these that is not there. However many they are, the names are read but once.
    #[must_use]
    pub fn missing<'a>(&self, items: &'a [Item]) -> Option<&'a Item> {
        // A few are looked for quicker than all names are read.
        let all = if items.len() > 8 { Some(item::Items::of(&self.specification)) } else { None };
        items.iter().find(|item| match &all {
            Some(all) if item.section().is_some() => !all.contains(item),
            _ => !self.has(item),
        })
    }

    /// Whether there is such an entry, note or group.
    #[must_use]
    pub fn has(&self, item: &Item) -> bool {
        match (item.note(), item.group()) {
            (Some(id), _) => self.drawing.note(id).is_some(),
            (None, Some(id)) => self.drawing.group(id).is_some(),
            (None, None) => item::find(&self.specification, item).is_some(),
        }
    }
}

/// A workflow without anything in it.
#[must_use]
pub fn empty() -> Node {
    let list = || Node::Array(Rc::new(Vec::new()));
    Node::object([
        ("version", Node::string("1.0")),
        ("inputs", list()),
        ("steps", list()),
        ("outputs", list()),
    ])
}

#[cfg(test)]
mod tests {
    use super::Document;
    use crate::item::Item;
    use crate::layout::Point;
    use flowdeck_spec::json::parse;

    fn through(config: &str, change: impl Fn(&mut Document)) -> String {
        let stored = parse(config).root.unwrap();
        let mut document = Document::from_config(&stored).unwrap();
        change(&mut document);
        document.to_config(&stored).to_compact()
    }

    fn draw(document: &mut Document) {
        document.drawing = document.drawing.with_places(&[(Item::new("$steps.a"), Point { x: 1.0, y: 2.0 })]);
    }

    #[test]
    fn an_untouched_document_is_the_config_that_it_came_from() {
        for text in [
            "{}",
            r#"{"steps":[]}"#,
            r#"{"x":1,"specification":{"steps":[1]},"flowdeck":5}"#,
            r#"{"x":1,"flowdeck":{"$steps.a":[1,2]}}"#,
        ] {
            assert_eq!(through(text, |_| {}), text);
        }
        for text in ["[]", "5", r#"{"specification":5}"#] {
            assert!(Document::from_config(&parse(text).root.unwrap()).is_none(), "{text}");
        }
    }

    #[test]
    fn what_stands_beside_stays() {
        let text = r#"{"x":1,"specification":{"steps":[]},"y":2}"#;
        assert_eq!(
            through(text, draw),
            r#"{"x":1,"specification":{"steps":[]},"y":2,"flowdeck":{"$steps.a":[1,2]}}"#
        );
        let bare = r#"{"steps":[],"flowdeck":{"mine":1}}"#;
        assert_eq!(
            through(bare, draw),
            format!(r#"{{"specification":{bare},"flowdeck":{{"$steps.a":[1,2]}}}}"#)
        );
        let drawn = r#"{"specification":{"steps":[]},"flowdeck":{"$steps.a":[1,2]}}"#;
        let erased = through(drawn, |document| document.drawing = document.drawing.without_places());
        assert_eq!(erased, r#"{"specification":{"steps":[]}}"#);
    }
}
