//! Who is wired to whom: every selector of a document with the cards and ports that it joins, before anything is placed.
use super::Basis;
use super::kind::{FIELDS, Kinds};
use crate::item::{Index, Item, Items, Section, name_of};
use crate::wiring::each;
use flowdeck_spec::catalogue::Block;
use flowdeck_spec::json::pointer_name;
use flowdeck_spec::selector::Selector;
use std::rc::Rc;

/// What a card is, where it is no step: in the place of its kind.
pub(super) const INPUT: u32 = u32::MAX;
pub(super) const OUTPUT: u32 = u32::MAX - 1;
pub(super) const MISSING: u32 = u32::MAX - 2;
/// All outputs of a step together.
const ALL: &str = "*";

/// What of a card depends on its wires.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// The kind of a step, or one of the three above.
    pub(super) kind: u32,
    /// The fields that hold data wires, a bit for each.
    pub(super) ins: u128,
    /// The outputs that are used, a bit for each; the last one stands for all beyond.
    pub(super) outs: u64,
    /// Another step decides whether it runs.
    pub(super) is_gated: bool,
    /// Fields go by other names than their first.
    pub(super) has_aliases: bool,
    /// What the kind does not know.
    pub(super) odd: Option<Box<Odd>>,
}

/// Properties and outputs of a card that its kind does not know.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Odd {
    /// Keys of properties that hold wires, and whether those lead to steps.
    pub(super) ins: Vec<(Box<str>, bool)>,
    /// Names of outputs that are used.
    pub(super) outs: Vec<Box<str>>,
}

/// Where in its holder a wire stands, for ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// In a field of the block.
    Field(u8),
    /// In a property that the block does not have, by its place in [`Odd::ins`].
    Odd(u16),
}

/// One selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wire {
    /// The card whose entry holds it.
    pub(super) holder: u32,
    /// The how manieth selector of that entry it is.
    pub(super) number: u32,
    /// The card that it names.
    pub(super) other: u32,
    /// Which of the other's outputs, those of its kind first; of a gated step nothing.
    pub(super) output: u16,
    pub(super) slot: Slot,
    /// The holder decides whether the other runs.
    pub(super) is_control: bool,
}

/// All cards and wires.
#[derive(Debug, Default)]
pub(super) struct Web {
    pub(super) items: Items,
    /// What is named and not there; its cards come after all others.
    pub(super) missing: Vec<Item>,
    pub(super) missing_at: Index,
    pub(super) drafts: Vec<Draft>,
    pub(super) wires: Vec<Wire>,
}

impl Web {
    /// Reads a document.
    pub(super) fn read(basis: &Basis<'_>, kinds: &mut Kinds) -> Self {
        let specification = &basis.document.specification;
        let items = Items::of(specification);
        let mut web = Self { drafts: Vec::with_capacity(items.all().len()), items, ..Self::default() };
        for section in Section::ALL {
            for entry in section.entries(specification) {
                let kind = match section {
                    Section::Inputs => INPUT,
                    Section::Steps => kinds.of(basis, entry),
                    Section::Outputs => OUTPUT,
                };
                web.drafts.push(Draft::new(kind));
            }
        }
        let mut holder = Section::Inputs.entries(specification).len();
        for section in [Section::Steps, Section::Outputs] {
            for entry in section.entries(specification) {
                let kind = web.drafts.get(holder).map_or(OUTPUT, |draft| draft.kind);
                let block = kinds.get(kind).and_then(|kind| basis.catalogue.block(&kind.type_name));
                let mut reader = Reader { basis, kinds, web: &mut web, holder, block, number: 0 };
                each(section, entry, &mut |path, text| reader.wire(path, text));
                holder += 1;
            }
        }
        web
    }

    /// How many cards there are.
    pub(super) fn count(&self) -> usize {
        self.drafts.len()
    }

    /// What a card stands for.
    pub(super) fn item(&self, card: usize) -> Option<&Item> {
        let all = self.items.all();
        all.get(card).or_else(|| self.missing.get(card - all.len()))
    }

    /// The card that a selector's target names, an entry or one that is missing.
    fn resolve(&mut self, basis: &Basis<'_>, target: &str) -> usize {
        if let Some(card) = self.items.index_of(target) {
            let is_it = || {
                let item = self.items.all().get(card)?;
                Some(*name_of(basis.document.entry(item)?)? == *item.label())
            };
            // A name of ours, such as `x#2`, is none that a selector can use.
            if !target.contains('#') || is_it() == Some(true) {
                return card;
            }
        }
        if let Some(place) = self.missing_at.get(target) {
            return self.items.all().len() + *place as usize;
        }
        let mut text = String::from(target);
        while self.items.index_of(&text).is_some() {
            text.push('?');
        }
        let place = self.missing.len();
        self.missing.push(Item::new(&text));
        self.missing_at.insert(Rc::from(target), u32::try_from(place).unwrap_or(u32::MAX));
        self.drafts.push(Draft::new(MISSING));
        self.items.all().len() + place
    }
}

impl Draft {
    const fn new(kind: u32) -> Self {
        Self { kind, ins: 0, outs: 0, is_gated: false, has_aliases: false, odd: None }
    }

    fn odd(&mut self) -> &mut Odd {
        self.odd.get_or_insert_default()
    }

    /// Notes that an output is used and gives its place.
    fn output(&mut self, kinds: &Kinds, name: &str) -> u16 {
        let outputs = kinds.get(self.kind).map(|kind| &*kind.outputs).unwrap_or_default();
        let known = match self.kind {
            INPUT => return 0,
            _ if name == ALL && !outputs.is_empty() => {
                Some(outputs.iter().position(|output| output.name == ALL).unwrap_or(0))
            }
            _ => outputs.iter().position(|output| output.name == name),
        };
        let count = outputs.len();
        let place = known.unwrap_or_else(|| {
            let outs = &mut self.odd().outs;
            let place = outs.iter().position(|known| **known == *name).unwrap_or_else(|| {
                outs.push(name.into());
                outs.len() - 1
            });
            count + place
        });
        self.outs |= 1 << place.min(63);
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}

/// Reads the wires of one entry.
struct Reader<'a> {
    basis: &'a Basis<'a>,
    kinds: &'a Kinds,
    web: &'a mut Web,
    holder: usize,
    block: Option<&'a Block>,
    number: u32,
}

impl Reader<'_> {
    fn wire(&mut self, path: &str, text: &str) {
        let number = self.number;
        self.number += 1;
        let Some(selector) = Selector::parse(text) else { return };
        let (target, output) = match selector {
            Selector::StepOutput(_, output) => (&text[..text.len() - output.len() - 1], output),
            Selector::Input(_) => (text, ""),
            Selector::Step(_) => (text, ALL),
        };
        let other = self.web.resolve(self.basis, target);
        let path = path.strip_prefix('/').unwrap_or(path);
        let key = pointer_name(path.split('/').next().unwrap_or_default());
        let place = self.block.and_then(|block| block.field_index(&key)).filter(|place| *place < FIELDS);
        let field = place.and_then(|place| self.block?.fields.get(place));
        let reference = field.and_then(|field| field.reference);
        let Some(draft) = self.web.drafts.get_mut(self.holder) else { return };
        let is_step = matches!(selector, Selector::Step(_)) && draft.kind != OUTPUT;
        let is_control = is_step && reference.is_none_or(|reference| reference.is_step);
        let slot = match place.and_then(|place| u8::try_from(place).ok()) {
            Some(place) if !is_control || reference.is_some() => {
                if !is_control {
                    draft.ins |= 1 << place;
                }
                draft.has_aliases |= field.is_some_and(|field| field.name() != key);
                Slot::Field(place)
            }
            _ if draft.kind == OUTPUT => Slot::Odd(0),
            _ => {
                let ins = &mut draft.odd().ins;
                let wanted = |(known, control): &(Box<str>, bool)| **known == *key && *control == is_control;
                let place = ins.iter().position(wanted).unwrap_or_else(|| {
                    ins.push((key.as_str().into(), is_control));
                    ins.len() - 1
                });
                Slot::Odd(u16::try_from(place).unwrap_or(u16::MAX))
            }
        };
        if draft.kind == OUTPUT {
            draft.ins = 1;
        }
        let Some(source) = self.web.drafts.get_mut(other) else { return };
        let output = if is_control {
            source.is_gated = true;
            0
        } else {
            source.output(self.kinds, output)
        };
        let card = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let (holder, other) = (card(self.holder), card(other));
        self.web.wires.push(Wire { holder, number, other, output, slot, is_control });
    }
}
