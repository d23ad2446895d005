//! What belongs at a place of a document: followed from its root along names and items, with the catalogue beside it.
use super::scan::Token;
use crate::item::Section;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Block, Catalogue, Field, Literal, Model, Place, Reference, Type, TypeId};

/// A name or value that is the same in all workflows, and what is written for it.
pub(super) type Fixed = (&'static str, &'static str);

/// What belongs at a place.
#[derive(Clone, Debug)]
pub(super) enum Expected<'a> {
    /// Nobody knows.
    Unknown,
    /// An object of these names, each with the text of a first value.
    Object(&'static [Fixed]),
    /// One of these texts, each with what it is.
    Texts(&'static [Fixed]),
    /// A list of entries.
    Entries,
    /// One entry of a list.
    Entry(Section),
    /// A step of a block; none where it is not known.
    Step(Option<&'a Block>),
    /// The type of a step.
    BlockType,
    /// The name of a kind.
    Kind,
    /// A list of kinds.
    Kinds,
    /// What an output gives.
    Source,
    /// What a field of a block takes, or a part of it.
    Typed(Typed<'a>),
}

/// What a part of a field takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed<'a> {
    /// It may be any of these; no unions among them.
    pub types: Vec<TypeId>,
    /// The field, where the place is the whole of it.
    pub field: Option<&'a Field>,
    /// What a selector here may point to.
    pub reference: Option<Reference>,
}

/// A place of a document.
#[derive(Clone, Debug)]
pub(super) struct Spot<'a> {
    /// What belongs there.
    pub expected: Expected<'a>,
    /// The specification whose names count there.
    pub specification: &'a Node,
    /// What is there.
    pub here: &'a Node,
    /// The list and the place in it of the entry that it is in.
    pub entry: Option<(Section, usize)>,
}

const CONFIG: &[Fixed] = &[("specification", "{}")];
const SPECIFICATION: &[Fixed] =
    &[("version", "\"1.0\""), ("inputs", "[]"), ("steps", "[]"), ("outputs", "[]")];
const IMAGE: &[Fixed] = &[("type", "\"\""), ("name", "\"\"")];
const PARAMETER: &[Fixed] = &[("type", "\"\""), ("name", "\"\""), ("kind", "[\"\"]"), ("default_value", "")];
const BATCH: &[Fixed] = &[("type", "\"\""), ("name", "\"\""), ("kind", "[\"\"]"), ("dimensionality", "1")];
const OUTPUT: &[Fixed] =
    &[("type", "\"JsonField\""), ("name", "\"\""), ("selector", "\"\""), ("coordinates_system", "\"\"")];
const INPUT_TYPES: &[Fixed] = &[
    ("WorkflowImage", "An image"),
    ("WorkflowParameter", "One value for a run"),
    ("WorkflowBatchInput", "A value for each image"),
    ("WorkflowVideoMetadata", "What is known of a video frame"),
    ("InferenceImage", "Old name of WorkflowImage"),
    ("InferenceParameter", "Old name of WorkflowParameter"),
];
const OUTPUT_TYPES: &[Fixed] = &[("JsonField", "A value of the answer")];
const COORDINATES: &[Fixed] =
    &[("parent", "Pixels of the whole image; the default"), ("own", "Pixels of the crop")];
const VERSIONS: &[Fixed] = &[("1.0", "The version that all engines serve")];

/// A node that is not there.
const NOTHING: &Node = &Node::Null;

/// What belongs at a place. Of an inner workflow's definition its own names count.
pub(super) fn at<'a>(catalogue: &'a Catalogue, root: &'a Node, path: &[Token]) -> Spot<'a> {
    let is_wrapped = root.get("specification").is_some();
    let first = if is_wrapped { Expected::Object(CONFIG) } else { Expected::Object(SPECIFICATION) };
    let mut spot = Spot { expected: first, specification: root, here: root, entry: None };
    for (depth, token) in path.iter().enumerate() {
        let parent = spot.here;
        spot.here = match token {
            Token::Key(key) => parent.get(key),
            Token::Index(index) => parent.items().get(*index),
        }
        .unwrap_or(NOTHING);
        let is_new = match token {
            Token::Key(key) if depth == 0 => is_wrapped && key == "specification",
            Token::Key(key) => key == "workflow_definition" && matches!(spot.expected, Expected::Step(_)),
            Token::Index(_) => false,
        };
        if is_new {
            spot.specification = spot.here;
            spot.expected = Expected::Object(SPECIFICATION);
            spot.entry = None;
            continue;
        }
        if let (Expected::Entries, Token::Index(index)) = (&spot.expected, token)
            && let Some(Token::Key(list)) = depth.checked_sub(1).and_then(|before| path.get(before))
            && let Some(section) = Section::ALL.into_iter().find(|section| section.key() == list)
        {
            spot.entry = Some((section, *index));
            spot.expected = entry(catalogue, section, spot.here);
            continue;
        }
        spot.expected = inside(catalogue, spot.expected, parent, token);
    }
    spot
}

/// What an entry of a list is.
fn entry<'a>(catalogue: &'a Catalogue, section: Section, here: &Node) -> Expected<'a> {
    if section != Section::Steps {
        return Expected::Entry(section);
    }
    let type_name = here.get("type").and_then(Node::as_str);
    Expected::Step(type_name.and_then(|name| catalogue.block(&name)))
}

/// The names that an input or output has.
pub(super) fn names_of(section: Section, here: &Node) -> &'static [Fixed] {
    if section == Section::Outputs {
        return OUTPUT;
    }
    match here.get("type").and_then(Node::as_str).as_deref() {
        Some("WorkflowImage" | "InferenceImage" | "WorkflowVideoMetadata") => IMAGE,
        Some("WorkflowBatchInput") => BATCH,
        _ => PARAMETER,
    }
}

fn inside<'a>(
    catalogue: &'a Catalogue,
    expected: Expected<'a>,
    parent: &Node,
    token: &Token,
) -> Expected<'a> {
    match (expected, token) {
        (Expected::Object(names), Token::Key(key)) if names.len() > 1 => match &**key {
            "version" => Expected::Texts(VERSIONS),
            "inputs" | "steps" | "outputs" => Expected::Entries,
            _ => Expected::Unknown,
        },
        (Expected::Entry(section), Token::Key(key)) => match (section, &**key) {
            (Section::Inputs, "type") => Expected::Texts(INPUT_TYPES),
            (Section::Inputs, "kind") => Expected::Kinds,
            (Section::Outputs, "type") => Expected::Texts(OUTPUT_TYPES),
            (Section::Outputs, "selector") => Expected::Source,
            (Section::Outputs, "coordinates_system") => Expected::Texts(COORDINATES),
            _ => Expected::Unknown,
        },
        (Expected::Kinds, Token::Index(_)) => Expected::Kind,
        (Expected::Step(_), Token::Key(key)) if key == "type" => Expected::BlockType,
        (Expected::Step(Some(block)), Token::Key(key)) => {
            let field = block.field_index(key).and_then(|place| block.fields.get(place));
            // A name is the person's own.
            match field.filter(|field| field.name() != "name") {
                Some(field) => Expected::Typed(Typed::of(catalogue, field)),
                None => Expected::Unknown,
            }
        }
        (Expected::Typed(typed), _) => match typed.inside(catalogue, parent, token) {
            Some(inner) => Expected::Typed(inner),
            None => Expected::Unknown,
        },
        _ => Expected::Unknown,
    }
}

impl<'a> Typed<'a> {
    /// What a field takes.
    pub(super) fn of(catalogue: &Catalogue, field: &'a Field) -> Self {
        let mut out = Self { types: Vec::new(), field: Some(field), reference: field.reference };
        leaves(catalogue, field.kind, &mut out.types);
        out
    }

    /// What belongs into a part of the value.
    fn inside(&self, catalogue: &'a Catalogue, parent: &Node, token: &Token) -> Option<Self> {
        let place = self.reference.map(|reference| reference.place);
        let mut out = Self::default();
        for id in &self.types {
            match (catalogue.kind_of(*id), token) {
                (Type::List(item, _), Token::Index(_)) => leaves(catalogue, *item, &mut out.types),
                (Type::Tuple(items), Token::Index(index)) => {
                    let item = items.get(*index);
                    item.into_iter().for_each(|item| leaves(catalogue, *item, &mut out.types));
                }
                (Type::Dict(_, value, _), Token::Key(_)) => leaves(catalogue, *value, &mut out.types),
                _ => {}
            }
        }
        match token {
            Token::Key(key) => {
                for model in self.models(catalogue, parent, key == "type") {
                    let field =
                        model.fields.iter().find(|field| field.names.iter().any(|name| **name == **key));
                    if let Some(field) = field {
                        leaves(catalogue, field.kind, &mut out.types);
                        out.field = Some(field);
                        out.reference = field.reference;
                    }
                }
                if place == Some(Place::Values) {
                    out.reference = self.reference;
                }
            }
            Token::Index(_) if place == Some(Place::Items) => out.reference = self.reference,
            Token::Index(_) => {}
        }
        (!out.types.is_empty()).then_some(out)
    }

    /// The models that the object may be: of several the one that its `type` names, or all where that is asked for.
    pub(super) fn models(&self, catalogue: &'a Catalogue, here: &Node, all: bool) -> Vec<&'a Model> {
        let tag = here.get("type").and_then(Node::as_str);
        let is_meant = |model: &Model| {
            all || tag.as_deref().is_some_and(|tag| model.tags.iter().any(|known| **known == *tag))
        };
        let mut out = Vec::new();
        for id in &self.types {
            match catalogue.kind_of(*id) {
                Type::Model(id) => out.extend(catalogue.model(*id)),
                Type::One(list) => {
                    out.extend(list.iter().filter_map(|id| catalogue.model(*id)).filter(|one| is_meant(one)));
                }
                _ => {}
            }
        }
        out
    }

    /// Whether the object is told apart by a `type`.
    pub(super) fn is_tagged(&self, catalogue: &Catalogue) -> bool {
        self.types.iter().any(|id| matches!(catalogue.kind_of(*id), Type::One(_)))
    }

    /// The values of its choices.
    pub(super) fn literals(&self, catalogue: &'a Catalogue) -> Vec<&'a Literal> {
        let mut out: Vec<&Literal> = Vec::new();
        for id in &self.types {
            if let Type::Literal(list) = catalogue.kind_of(*id) {
                out.extend(list);
            }
        }
        out
    }
}

/// The types that a type is one of: no unions and nothing wrapped.
fn leaves(catalogue: &Catalogue, id: TypeId, out: &mut Vec<TypeId>) {
    match catalogue.kind_of(id) {
        Type::Union(members) => members.iter().for_each(|member| leaves(catalogue, *member, out)),
        Type::Optional(inner) | Type::Limited(inner, _) | Type::Filled(inner, _) | Type::Reserved(inner) => {
            leaves(catalogue, *inner, out);
        }
        _ if out.contains(&id) => {}
        _ => out.push(id),
    }
}
