//! The block catalogue: facts about every block of an engine – types, fields, kinds, limits, outputs.
//! It is read from a text of our own (`text.rs`) that `cargo xtask catalog` distils from the engine's package.
mod describe;
mod keys;
mod kinds;
mod rules;
mod text;
mod types;
mod ui;

pub use describe::Description;
pub use kinds::{KindId, KindSet, Kinds};
pub use rules::{Check, CodeRule, Condition, Gives, Limited, Rule};
pub use text::{BadCatalogue, Words, quoted};
pub use types::{Bound, Literal, Model, ModelId, Shape, Size, Type, TypeId, Value};
pub use ui::{Hint, Relevance, SECTIONS, Shown, section_name};

use crate::hash::FastMap;
use keys::Keys;

/// What is known about the blocks of one engine.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The text that it was read from: with more blocks it is read again, once for a set of them.
    source: Box<str>,
    /// The engine's version, such as `1.17.0`.
    pub engine: String,
    /// The package that the facts were taken from, with its version.
    pub package: String,
    /// The kinds of data that the engine declares.
    pub kinds: Kinds,
    pub(crate) types: Vec<Type>,
    pub(crate) models: Vec<Model>,
    blocks: Vec<Block>,
    by_type: FastMap<Box<str>, u32>,
    /// Types that the engine at hand does not have, though another has them.
    without: Vec<Box<str>>,
    /// Sentences and words of our own for people: what they are about, for what, and the words.
    words: Vec<[Box<str>; 3]>,
}

/// One type of block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// Its types on the wire; the first is the full one, `roboflow_core/image_blur@v1`.
    pub types: Vec<Box<str>>,
    /// Its name for people.
    pub label: Box<str>,
    /// The family it belongs to, in the engine's words: `model`, `transformation`, …
    pub family: Box<str>,
    /// What an engine says of it itself, for blocks that the catalogue does not know; else empty.
    pub about: Box<str>,
    /// The engine advises against it.
    pub deprecated: bool,
    /// It is known from an engine's answer alone, which leaves out what only introspection shows.
    pub partly_known: bool,
    /// Its fields in the engine's order, without `type`.
    pub fields: Vec<Field>,
    /// Its outputs as the engine describes them; see also `gives`.
    pub outputs: Vec<OutputFact>,
    /// Outputs that depend on the values of fields.
    pub gives: Vec<Gives>,
    /// What it demands beyond the types of its fields.
    pub rules: Vec<Rule>,
    /// Where it does not run, or not as meant.
    pub restrictions: Vec<Restriction>,
    /// It runs where what it is given is empty, as after a branch that was not taken.
    pub takes_empty: bool,
    /// It takes whole batches, so that a field for single values must not be given one.
    pub takes_batches: bool,
    /// How much deeper or shallower its result is nested than what it is given: -1, 0 or 1.
    pub result_offset: i8,
    /// The field whose nesting the result follows.
    pub reference: Option<u16>,
    /// How an editor shows it.
    pub shown: Shown,
    pub(crate) hints: Vec<(u16, Hint)>,
    pub(crate) keys: Keys,
    /// The fields that are batches or either without a selector too.
    pub(crate) takers: Vec<u16>,
    /// How many fields say how deep their data is nested.
    pub(crate) offsets: usize,
    /// The place of the newest version, where this one is deprecated and that one is not.
    pub(crate) newer: Option<u32>,
    /// The field that keeps a sink from acting.
    pub(crate) gate: Option<u16>,
}

/// One field of a block or of a nested model.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its names; the first that a step gives counts.
    pub names: Vec<Box<str>>,
    /// What it takes.
    pub kind: TypeId,
    /// What it holds when a step leaves it out; none for a required field.
    pub default: Option<Value>,
    /// What a selector in it may point to; none where the engine does not look for selectors.
    pub reference: Option<Reference>,
    /// What is put in the place of a value before it is checked.
    pub rewrite: Option<Rewrite>,
    /// How much deeper than the other fields its data is nested, where the block says so.
    pub offset: Option<i8>,
    /// Without a selector it is a batch all the same.
    pub takes_batch: bool,
    /// Without a selector it may be a batch or a single value.
    pub takes_both: bool,
    /// By its name it holds a secret.
    pub is_secret: bool,
}

impl Field {
    /// The name that counts first.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| name)
    }
}

/// A value that stands for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewrite {
    /// These texts mean those.
    Texts(Vec<(Box<str>, Box<str>)>),
    /// A text alone means a list of it.
    Wrap,
}

/// What a selector may point to (engine: `SelectorDefinition`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where in the value selectors are looked for.
    pub place: Place,
    /// It points to a step itself, for flow control, instead of to data.
    pub is_step: bool,
    /// The kinds of data that it may point to.
    pub kinds: KindSet,
    /// Single values are taken.
    pub scalar: bool,
    /// Batches are taken.
    pub batch: bool,
}

/// Where in a field's value selectors are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The value itself.
    Whole,
    /// The value, or the items of a list.
    Items,
    /// The value, or the values of an object.
    Values,
}

/// Where a block does not run, or not as meant (engine: `RuntimeRestriction`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// The engine's name for what goes wrong, such as `requires_gpu_for_local_execution`.
    pub code: Box<str>,
    /// The runtimes that it is about, in the engine's words; none = all.
    pub runtimes: Vec<Box<str>>,
    /// What an engine says of it itself, in an answer that gives no name.
    pub said: Option<Box<str>>,
}

/// One output of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFact {
    /// Its name; `*` where the engine does not say.
    pub name: Box<str>,
    /// What it may be.
    pub kinds: KindSet,
}

impl Block {
    /// The full type, `roboflow_core/image_blur@v1`.
    #[must_use]
    pub fn full_type(&self) -> &str {
        self.types.first().map_or("", |name| name)
    }

    /// The place of a field by any of its names.
    #[must_use]
    pub fn field_index(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.names.iter().any(|known| **known == *name))
    }

    /// A field by its place.
    pub(crate) fn field(&self, place: u16) -> Option<&Field> {
        self.fields.get(usize::from(place))
    }
}

impl Catalogue {
    /// The block of a type, by its full name or an old short one.
    #[must_use]
    pub fn block(&self, type_name: &str) -> Option<&Block> {
        self.blocks.get(*self.by_type.get(type_name)? as usize)
    }

    /// Our own words for something: of a `property`, a `block`, …
    #[must_use]
    pub fn word(&self, about: &str, key: &str) -> Option<&str> {
        self.words(about).find(|(known, _)| *known == key).map(|(_, words)| words)
    }

    /// All of our own words about properties, blocks, …: for what, and the words.
    pub fn words(&self, about: &str) -> impl Iterator<Item = (&str, &str)> {
        self.words
            .iter()
            .filter(move |[known, ..]| **known == *about)
            .map(|[_, key, words]| (&**key, &**words))
    }

    /// Whether another engine has a block of this type and the one at hand has not.
    pub(crate) fn lacks(&self, type_name: &str) -> bool {
        self.without.iter().any(|name| **name == *type_name)
    }

    /// The place of a block among all.
    pub(crate) fn find(&self, type_name: &str) -> Option<u32> {
        self.by_type.get(type_name).copied()
    }

    /// A block by its place.
    pub(crate) fn at(&self, place: u32) -> Option<&Block> {
        self.blocks.get(place as usize)
    }

    /// The newest version of a deprecated block, where there is one that is not.
    #[must_use]
    pub fn newer(&self, block: &Block) -> Option<&str> {
        self.at(block.newer?).map(Block::full_type)
    }

    /// Notes for all deprecated blocks which newer one takes their place.
    fn find_newer(&mut self) {
        let newer: Vec<Option<u32>> = self.blocks.iter().map(|block| self.newer_than(block)).collect();
        for (block, newer) in self.blocks.iter_mut().zip(newer) {
            block.newer = newer;
        }
    }

    fn newer_than(&self, block: &Block) -> Option<u32> {
        if !block.deprecated {
            return None;
        }
        let (base, own) = version(block.full_type())?;
        let current = self.blocks.iter().enumerate().filter(|(_, other)| !other.deprecated);
        let newer = current.filter_map(|(place, other)| {
            let (name, number) = version(other.full_type())?;
            (name == base && number > own).then_some((number, place))
        });
        newer.max().and_then(|(_, place)| u32::try_from(place).ok())
    }

    /// All blocks, in the order of their types.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// A type of the catalogue's own.
    #[must_use]
    pub fn kind_of(&self, id: TypeId) -> &Type {
        self.types.get(id as usize).unwrap_or(&Type::Any)
    }

    /// A nested model of the catalogue's own.
    #[must_use]
    pub fn model(&self, id: ModelId) -> Option<&Model> {
        self.models.get(id as usize)
    }

    /// A nested model by the engine's name of it, such as an operation's.
    #[must_use]
    pub fn model_named(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| *model.name == *name)
    }
}

/// A type's name and the number of its version.
fn version(full: &str) -> Option<(&str, u32)> {
    let (base, number) = full.rsplit_once("@v")?;
    Some((base, number.parse().ok()?))
}

/// Whether a field of this name holds a secret: keys, tokens and passwords, but not counts of a model's tokens.
fn names_secret(name: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has(&["api_key", "secret", "token", "password"]) && !has(&["max_", "_tokens", "input_", "output_"])
}
