//! What the cards of one block have in common. Read once for each block of a document, and again for each set of outputs
//! of a block whose outputs depend on its properties.
use super::Basis;
use super::family::Families;
use crate::item::Index;
use crate::scene::{Icon, Ports};
use crate::wiring::{INNER, Output, outputs};
use flowdeck_spec::Node;
use flowdeck_spec::block::{BlockType, Family};
use flowdeck_spec::catalogue::{Block, Catalogue, KindSet, Type, TypeId};
use std::rc::Rc;

/// So many fields are told by a bit; what is beyond is treated as a property that nobody knows.
pub(super) const FIELDS: usize = 128;

/// What the cards of one block have in common.
#[derive(Debug)]
pub(super) struct Kind {
    /// The type as steps give it.
    pub(super) type_name: Rc<str>,
    pub(super) label: String,
    pub(super) icon: Icon,
    pub(super) family: Family,
    pub(super) outputs: Vec<Output>,
    /// Nobody knows all of its outputs.
    pub(super) is_open: bool,
    /// The fields that always have a port, a bit for each.
    pub(super) always: u128,
    /// Those of them that must be wired.
    pub(super) required: u128,
    /// The fields that name steps.
    pub(super) steps: u128,
    /// What it takes through any of its fields.
    pub(super) takes: KindSet,
    /// Its outputs depend on the step's properties.
    depends: bool,
    /// The same block with other outputs.
    next: Option<u32>,
    /// The ports of its cards, by what makes them different.
    pub(super) sets: Vec<(super::ports::Signature, Rc<Ports>)>,
}

/// All that were met.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    pub(super) families: Families,
    list: Vec<Kind>,
    by_type: Index,
}

impl Kinds {
    /// None met yet.
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        Self { families: Families::of(&catalogue.kinds), list: Vec::new(), by_type: Index::new() }
    }

    pub(super) fn get(&self, kind: u32) -> Option<&Kind> {
        self.list.get(kind as usize)
    }

    pub(super) fn get_mut(&mut self, kind: u32) -> Option<&mut Kind> {
        self.list.get_mut(kind as usize)
    }

    /// The kind of a step.
    pub(super) fn of(&mut self, basis: &Basis<'_>, step: &Node) -> u32 {
        let type_name = step.get("type").and_then(Node::as_str).unwrap_or_default();
        let first = self.by_type.get(&*type_name).copied();
        let known = first.and_then(|place| self.get(place).map(|kind| (place, kind.depends)));
        if let Some((place, false)) = known {
            return place;
        }
        let outputs = outputs(&basis.document.specification, step, basis.catalogue);
        let is_open = outputs.is_none();
        let outputs =
            outputs.unwrap_or_else(|| vec![Output { name: String::from("*"), kinds: KindSet::ANY }]);
        let mut last = None;
        let mut at = first;
        while let Some((place, kind)) = at.and_then(|place| Some((place, self.get(place)?))) {
            if kind.is_open == is_open && kind.outputs == outputs {
                return place;
            }
            (last, at) = (Some(place), kind.next);
        }
        let new = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let kind = self.read(basis.catalogue, type_name.as_ref().into(), outputs, is_open);
        self.list.push(kind);
        match last.and_then(|place| self.get_mut(place)) {
            Some(last) => last.next = Some(new),
            None => {
                self.by_type.insert(type_name.as_ref().into(), new);
            }
        }
        new
    }

    fn read(&self, catalogue: &Catalogue, type_name: Rc<str>, outputs: Vec<Output>, is_open: bool) -> Kind {
        let parts = BlockType::parse(&type_name);
        let block = catalogue.block(&type_name);
        let label = match block {
            Some(block) if !block.label.is_empty() => String::from(&*block.label),
            _ if parts.name.is_empty() => String::from("no block"),
            _ => parts.label(),
        };
        let mut kind = Kind {
            label,
            icon: Icon::Block,
            family: Family::Any,
            depends: *type_name == *INNER || block.is_some_and(|block| !block.gives.is_empty()),
            is_open,
            always: 0,
            required: 0,
            steps: 0,
            takes: if block.is_some() { KindSet::NONE } else { KindSet::ANY },
            next: None,
            sets: Vec::new(),
            type_name: Rc::clone(&type_name),
            outputs,
        };
        if let Some(block) = block {
            fields(catalogue, block, &mut kind);
        }
        kind.family = if kind.steps != 0 { Family::Flow } else { self.main(&kind, parts) };
        kind.icon = Icon::of_block(parts.name, kind.family);
        kind
    }

    /// What a block is about: its first output that has a colour and is more than bookkeeping.
    fn main(&self, kind: &Kind, parts: BlockType<'_>) -> Family {
        let main = kind.outputs.iter().filter(|output| !self.families.is_bookkeeping(output.kinds));
        let mut families = main.map(|output| self.families.family(output.kinds));
        families.find(|family| *family != Family::Any).unwrap_or_else(|| parts.family())
    }
}

fn fields(catalogue: &Catalogue, block: &Block, kind: &mut Kind) {
    for (place, field) in block.fields.iter().enumerate().take(FIELDS) {
        let Some(reference) = field.reference else { continue };
        let bit = 1 << place;
        if reference.is_step {
            kind.steps |= bit;
            continue;
        }
        kind.takes = kind.takes.with(reference.kinds);
        if takes_wires_alone(catalogue, field.kind, 8) {
            kind.always |= bit;
            if field.default.is_none() {
                kind.required |= bit;
            }
        }
    }
}

/// Whether nothing but selectors can be given. Types may contain themselves, so it goes only so deep.
fn takes_wires_alone(catalogue: &Catalogue, id: TypeId, depth: u8) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let inner = |id: &TypeId| takes_wires_alone(catalogue, *id, depth);
    match catalogue.kind_of(id) {
        Type::Selector(_) => true,
        Type::Optional(part)
        | Type::Limited(part, _)
        | Type::Filled(part, _)
        | Type::List(part, _)
        | Type::Dict(_, part, _) => inner(part),
        Type::Union(parts) => parts.iter().all(inner),
        _ => false,
    }
}
