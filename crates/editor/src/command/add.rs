//! New steps, inputs and outputs.
use super::draft::Draft;
use super::refusal::{Refusal, Why, no_block, no_source, refuse, too_deep};
use super::tree::{DEEPEST, fits};
use super::{Before, InputKind, Outcome, say, short};
use crate::item::{self, Item, Section};
use crate::layout::Point;
use crate::naming::{self, Names};
use crate::palette::BOOKKEEPING;
use crate::wiring::{Facts, Takes, taker};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Block, Field, KindSet, Place};
use flowdeck_spec::json::Text;
use flowdeck_spec::selector::Selector;
use std::rc::Rc;

impl Before<'_> {
    pub(super) fn add_step(
        self,
        block: &str,
        name: Option<&str>,
        corner: Option<Point>,
        properties: &[(String, Node)],
        near: Option<&Item>,
    ) -> Result<Outcome, Refusal> {
        let facts = Facts::of(&self.document.specification, self.catalogue);
        let wires = |_: &Field, kinds: KindSet| {
            let source = near.and_then(|item| self.from(&facts, item, kinds)).or_else(|| facts.only(kinds));
            // The model of another step is hardly the model of this one.
            source.filter(|source| source.starts_with("$inputs.") || !self.is_bookkeeping(kinds))
        };
        let name = self.free_name(Section::Steps, name, &naming::of_block(block))?;
        let known = self.catalogue.block(block);
        if known.is_none() && !self.has_own(block) {
            return Err(no_block(block));
        }
        if !properties.iter().all(|(_, value)| fits(value, DEEPEST)) {
            return Err(too_deep());
        }
        let step = step(block, known, &name, properties, &wires);
        let mut draft = self.draft();
        let title = say(&["Add ", &short(&self.label(block))]);
        place_new(&mut draft, Section::Steps, &name, corner);
        draft.add(Section::Steps, step)?;
        Ok(draft.done(title))
    }

    /// Whether data of these kinds only says where a result is from.
    fn is_bookkeeping(self, kinds: KindSet) -> bool {
        !kinds.is_any() && self.catalogue.kinds.names(kinds).all(|name| BOOKKEEPING.contains(&name))
    }

    /// What a card gives of these kinds, if it gives some.
    fn from(self, facts: &Facts<'_>, item: &Item, kinds: KindSet) -> Option<String> {
        let (section, _) = item::find(&self.document.specification, item)?;
        let given = facts.given(section, self.document.entry(item)?);
        // An output that may be anything is the last choice.
        let fitting = |any: bool| given.iter().find(|(_, own)| own.is_any() == any && own.meets(kinds));
        fitting(false).or_else(|| fitting(true)).map(|(selector, _)| selector.clone())
    }

    /// A block's name for people.
    pub(super) fn label(self, block: &str) -> String {
        match self.catalogue.block(block) {
            Some(block) if !block.label.is_empty() => block.label.to_string(),
            _ => flowdeck_spec::block::BlockType::parse(block).label(),
        }
    }

    /// Whether it is a Python block of the workflow itself.
    pub(super) fn has_own(self, block: &str) -> bool {
        let definitions = self.document.specification.get("dynamic_blocks_definitions");
        let mut definitions = definitions.map(Node::items).unwrap_or_default().iter();
        definitions.any(|definition| {
            let name = definition.get("manifest").and_then(|manifest| manifest.get("block_type"));
            name.and_then(Node::as_str).is_some_and(|name| name == block)
        })
    }

    /// A free name: the wanted one, or, with a number, the usual one.
    pub(super) fn free_name(
        self,
        section: Section,
        wanted: Option<&str>,
        usual: &str,
    ) -> Result<String, Refusal> {
        let wanted = wanted.map(str::trim).filter(|name| !name.is_empty());
        if let Some(name) = wanted {
            check_name(section, name)?;
        }
        Ok(Names::of(section, &self.document.specification).take(wanted.unwrap_or(usual)))
    }

    pub(super) fn add_input(
        self,
        kind: InputKind,
        name: Option<&str>,
        corner: Option<Point>,
    ) -> Result<Outcome, Refusal> {
        let (type_name, usual) = kind.words();
        let name = self.free_name(Section::Inputs, name, usual)?;
        let mut draft = self.draft();
        place_new(&mut draft, Section::Inputs, &name, corner);
        let input = Node::object([("type", Node::string(type_name)), ("name", Node::string(&name))]);
        draft.add(Section::Inputs, input)?;
        Ok(draft.done(say(&["Add input ", &short(&name)])))
    }

    pub(super) fn add_output(
        self,
        selector: &str,
        name: Option<&str>,
        corner: Option<Point>,
    ) -> Result<Outcome, Refusal> {
        let facts = Facts::of(&self.document.specification, self.catalogue);
        let source = Selector::parse(selector).filter(|source| facts.kinds(*source).is_some());
        let usual = match source {
            Some(Selector::Input(name) | Selector::StepOutput(name, "*")) => name,
            Some(Selector::StepOutput(_, output)) => output,
            Some(Selector::Step(_)) | None => return Err(no_source(selector)),
        };
        let mut usual = naming::fit(usual);
        if let Some(Selector::StepOutput(step, _)) = source
            && Names::of(Section::Outputs, &self.document.specification).contains(&usual)
        {
            usual = say(&[&naming::fit(step), "_", &usual]);
        }
        let name = self.free_name(Section::Outputs, name, &usual)?;
        let mut draft = self.draft();
        place_new(&mut draft, Section::Outputs, &name, corner);
        let output = Node::object([
            ("type", Node::string("JsonField")),
            ("name", Node::string(&name)),
            ("selector", Node::string(selector)),
        ]);
        draft.add(Section::Outputs, output)?;
        Ok(draft.done(say(&["Add output ", &short(&name)])))
    }
}

/// Puts a card of a new entry at its corner and selects it.
pub(super) fn place_new(draft: &mut Draft<'_>, section: Section, name: &str, corner: Option<Point>) {
    let item = Item::named(section, name);
    if let Some(corner) = corner {
        draft.drawing = draft.drawing.with_places(&[(item.clone(), corner)]);
    }
    draft.select.push(item);
}

/// Whether an entry may get this name: selectors must reach inputs and steps, outputs are names of results.
///
/// # Errors
/// It may not.
pub(super) fn check_name(section: Section, name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(refuse(Why::BadName, &["The name is empty: type one."]));
    }
    if section != Section::Outputs && !naming::is_fit(name) {
        let fit = naming::fit(name);
        let end = [" is no name for an ", " is no name for a "];
        let end = end[usize::from(section == Section::Steps)];
        let rule = ": names hold letters a–z, digits, - and _ only, such as “";
        return Err(refuse(
            Why::BadName,
            &["“", &short(name), "”", end, section.word(), rule, &short(&fit), "”."],
        ));
    }
    Ok(())
}

/// A step: type, name, then properties in the catalogue's order – those that are given, those that must be wired
/// and can be – and at last what is given and not known.
pub(super) fn step(
    block: &str,
    known: Option<&Block>,
    name: &str,
    properties: &[(String, Node)],
    wire: &dyn Fn(&Field, KindSet) -> Option<String>,
) -> Node {
    let mut entries = vec![(Text::new("type"), Node::string(block)), (Text::new("name"), Node::string(name))];
    let is_reserved = |key: &str| matches!(key, "type" | "name");
    for field in known.map(|block| &*block.fields).unwrap_or_default() {
        if is_reserved(field.name()) {
            continue;
        }
        let mut given = properties.iter().filter(|(key, _)| field.names.iter().any(|name| **name == **key));
        if let Some((key, value)) = given.next() {
            entries.push((Text::new(key), value.clone()));
            continue;
        }
        let must = field.default.is_none();
        if let (true, Some(reference)) = (must, field.reference)
            && !reference.is_step
            && reference.place != Place::Values
            && let Some(selector) = wire(field, reference.kinds)
        {
            entries.push((Text::new(field.name()), wired(reference.place, &selector)));
        }
    }
    for (key, value) in properties {
        let is_new = entries.iter().all(|(other, _)| *other != **key);
        if is_new && !is_reserved(key) && known.is_none_or(|block| block.field_index(key).is_none()) {
            entries.push((Text::new(key), value.clone()));
        }
    }
    Node::Object(Rc::new(entries))
}

/// One wire as the value of a property.
pub(super) fn wired(place: Place, selector: &str) -> Node {
    match place {
        Place::Items => Node::Array(Rc::new(vec![Node::string(selector)])),
        _ => Node::string(selector),
    }
}

/// The first property of a block that takes data of these kinds: those that must be given come first.
pub(super) fn first_taker(block: &Block, kinds: KindSet) -> Option<&Field> {
    let takes = |field: &&Field| {
        field.reference.is_some_and(|reference| {
            !reference.is_step && reference.place != Place::Values && reference.kinds.meets(kinds)
        })
    };
    let exact = |field: &&Field| field.reference.is_some_and(|reference| !reference.kinds.is_any());
    let must = |field: &&Field| field.default.is_none();
    let fields = || block.fields.iter().filter(takes);
    fields().filter(must).find(exact).or_else(|| fields().find(must)).or_else(|| fields().next())
}

/// What the place at the end of a wire takes; any data where nobody knows, none where it takes no data.
pub(super) fn data_kinds(before: Before<'_>, section: Section, entry: &Node, path: &str) -> Option<KindSet> {
    match taker(before.catalogue, section, entry, path).takes {
        Takes::Data(kinds, _) => Some(kinds),
        Takes::Anything => Some(KindSet::ANY),
        Takes::Steps(_) | Takes::Values | Takes::Nothing => None,
    }
}
