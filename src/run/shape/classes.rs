//! What an image was classified as: one class of several, or several labels, in both forms of the wire.
use super::{name_of, number_at};
use flowdeck_spec::{Node, order};

/// How many classes are kept.
const MOST: usize = 20_000;

/// One class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassRow {
    /// Its name.
    pub name: String,
    /// How sure the model is, from 0 to 1.
    pub confidence: Option<f64>,
    /// Whether the model says so.
    pub is_chosen: bool,
}

/// All classes, the surest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The classes.
    pub rows: Vec<ClassRow>,
    /// Whether several may be chosen.
    pub is_multi: bool,
}

impl Classes {
    /// Reads a classification.
    pub(super) fn read(value: &Node) -> Option<Self> {
        let predictions = value.get("predictions")?;
        let (mut rows, is_multi) = match predictions {
            Node::Array(list) => {
                let top = value.get("top").and_then(Node::as_str);
                // An empty list is a classification only where there is a place for the class.
                if top.is_none() && (list.is_empty() || !list.iter().take(8).all(is_class)) {
                    return None;
                }
                let rows: Vec<ClassRow> =
                    list.iter().take(MOST).filter_map(|one| row(one, top.as_deref())).collect();
                (rows, false)
            }
            Node::Object(entries) => {
                let chosen = value.get("predicted_classes")?.items();
                let rows = entries.iter().take(MOST).map(|(name, one)| ClassRow {
                    confidence: number_at(one, "confidence"),
                    // Looked through for each class: there are few of them, or few chosen.
                    is_chosen: chosen
                        .iter()
                        .take(LOOKED_FOR)
                        .any(|item| matches!(item, Node::String(text) if text == name)),
                    name: name.value().into_owned(),
                });
                (rows.collect(), true)
            }
            _ => return None,
        };
        let sureness = |row: &ClassRow| (row.is_chosen, row.confidence.unwrap_or(-1.0));
        order::sort(&mut rows, |a, b| {
            sureness(b).partial_cmp(&sureness(a)).unwrap_or(std::cmp::Ordering::Equal)
        });
        Some(Self { rows, is_multi })
    }
}

/// How many chosen labels are looked for.
const LOOKED_FOR: usize = 500;

fn is_class(one: &Node) -> bool {
    name_of(one).is_some() && number_at(one, "confidence").is_some()
}

fn row(one: &Node, top: Option<&str>) -> Option<ClassRow> {
    let name = name_of(one)?;
    Some(ClassRow {
        confidence: number_at(one, "confidence"),
        is_chosen: top.is_some_and(|top| name == top),
        name: name.into_owned(),
    })
}
