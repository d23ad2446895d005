//! Copy and paste. What is copied is a stored config of its own – specification and drawing – so that a clip can be
//! pasted, imported and read by people alike. What is pasted may come from anywhere: a whole workflow, a step or a
//! list of steps as documentation shows them, with Markdown around, with comments and commas too many.
mod lenient;

use crate::command::defined_type;
use crate::document::{Document, empty};
use crate::drawing::{Drawing, Group};
use crate::item::{Index, Item, Items, Section, indexed};
use flowdeck_spec::Node;
use flowdeck_spec::interface::InputType;
use std::rc::Rc;

/// What was copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip(Document);

impl Clip {
    /// What it holds, as a document of its own. Selectors may lead out of it.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.0
    }
}

/// The entries of these items, and what was drawn of them, as a document.
pub(crate) fn cut_out(document: &Document, items: &[Item]) -> Document {
    let wanted = indexed(items.iter());
    let all = Items::of(&document.specification);
    let mut parts = vec![(
        "version",
        document.specification.get("version").cloned().unwrap_or_else(|| Node::string("1.0")),
    )];
    let mut types = Index::new();
    for section in Section::ALL {
        let entries = section.entries(&document.specification).iter().zip(all.of_section(section));
        let kept: Vec<Node> = entries
            .filter(|(_, item)| wanted.contains_key(item.shared()))
            .map(|(entry, _)| entry.clone())
            .collect();
        let names = kept.iter().filter_map(|entry| entry.get("type").and_then(Node::as_str));
        for name in names {
            types.insert(Rc::from(&*name), 0);
        }
        parts.push((section.key(), Node::Array(Rc::new(kept))));
    }
    let definitions = document.specification.get("dynamic_blocks_definitions").map(Node::items);
    let used = definitions.unwrap_or_default().iter();
    let used: Vec<Node> = used
        .filter(|one| defined_type(one).is_some_and(|name| types.contains_key(&*name)))
        .cloned()
        .collect();
    if !used.is_empty() {
        parts.push(("dynamic_blocks_definitions", Node::Array(Rc::new(used))));
    }
    let specification = Node::object(parts);
    // The second of two alike may be the first in the clip.
    let old = all.all().iter().filter(|item| wanted.contains_key(item.shared()));
    let new = Items::of(&specification);
    let names: Vec<(&Item, &Item)> = old.zip(new.all()).collect();
    Document { drawing: drawn(&document.drawing, &names, &wanted), specification }
}

/// What was drawn of some items, which go by other names.
fn drawn(drawing: &Drawing, names: &[(&Item, &Item)], wanted: &Index) -> Drawing {
    let places = names.iter().filter_map(|(old, new)| Some(((*new).clone(), drawing.place(old)?)));
    let mut out = Drawing::default().with_places(&places.collect::<Vec<_>>());
    for note in drawing.notes().iter().filter(|note| wanted.contains_key(Item::of_note(&note.id).shared())) {
        out = out.with_note(note);
    }
    let places = indexed(names.iter().map(|(old, _)| *old));
    for group in drawing.groups() {
        // A group comes with its cards, if they all come.
        if group.items.is_empty() || !group.items.iter().all(|item| wanted.contains_key(item.shared())) {
            continue;
        }
        let new =
            |item: &Item| names.get(*places.get(item.shared())? as usize).map(|(_, new)| (*new).clone());
        let items = group.items.iter().filter_map(new).collect();
        out = out.with_group(&Group { items, ..group.clone() });
    }
    out
}

/// The text of a copy of these items; what is not there is passed over.
#[must_use]
pub fn copy(document: &Document, items: &[Item]) -> String {
    cut_out(document, items).to_config(&Node::object([])).to_pretty()
}

/// Reads what is to be pasted.
///
/// # Errors
/// A sentence on why it is nothing that can be pasted.
pub fn read(text: &str) -> Result<Clip, String> {
    let node = lenient::parse(text)?;
    let whole = ["specification", "version", "inputs", "steps", "outputs"];
    let is_whole = whole.iter().any(|key| node.get(key).is_some());
    let document = match &node {
        // An entry has a type of its own.
        Node::Object(_) if is_whole && node.get("type").is_none() => Document::from_config(&node),
        Node::Object(_) => loose(std::slice::from_ref(&node)),
        Node::Array(items) => loose(items),
        _ => None,
    };
    match document {
        Some(document) if !is_bare(&document) => Ok(Clip(document)),
        _ => Err(String::from(
            "There is no step, input or output in this text: copy a step's JSON, or a whole workflow.",
        )),
    }
}

fn is_bare(document: &Document) -> bool {
    let has_none = |section: Section| {
        section.entries(&document.specification).iter().all(|entry| !matches!(entry, Node::Object(_)))
    };
    Section::ALL.into_iter().all(has_none) && document.drawing.notes().is_empty()
}

/// Entries without a workflow around them: their types tell what they are.
fn loose(entries: &[Node]) -> Option<Document> {
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    for entry in entries {
        let type_name = entry.get("type").and_then(Node::as_str)?;
        let section = match InputType::from_name(&type_name) {
            _ if *type_name == *"JsonField" => Section::Outputs,
            InputType::Unknown => Section::Steps,
            _ => Section::Inputs,
        };
        lists[section as usize].push(entry.clone());
    }
    let mut specification = empty();
    for (section, list) in Section::ALL.into_iter().zip(lists) {
        specification = specification.with(section.key(), Node::Array(Rc::new(list)));
    }
    Some(Document::new(specification))
}

#[cfg(test)]
mod tests;
