//! What can be put on the canvas, and how it is found: the blocks of a catalogue, newest versions only, beside inputs,
//! outputs and notes. A search is by words, by what a wire can go to, or both.
mod fit;
pub mod fuzzy;
mod words;

pub use fit::Wanted;
pub(crate) use fit::{BOOKKEEPING, is_outdone};
pub use words::{SECTIONS, section};

use fit::{Fit, Port};
use flowdeck_spec::block::BlockType;
use flowdeck_spec::catalogue::{Block, Catalogue, KindSet};
use flowdeck_spec::{fold, help};
use fuzzy::{Query, Target};

/// What an entry puts on the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A step of the block of this full type.
    Block(Box<str>),
    /// An input of this type: `WorkflowImage`, `WorkflowParameter`, `WorkflowBatchInput`, `WorkflowVideoMetadata`.
    Input(&'static str),
    /// An output of the workflow.
    Output,
    /// A note for people.
    Note,
}

/// The [`Entry::key`] of an output.
pub const OUTPUT: &str = "JsonField";
/// The [`Entry::key`] of a note.
pub const NOTE: &str = "note";

/// One thing that can be put on the canvas.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub what: What,
    /// Its name for people, as the engine has it: “Dynamic Crop”.
    pub name: Box<str>,
    /// What it does, in one sentence; empty where nothing is known.
    pub about: Box<str>,
    /// Its section, as a place in the names that the palette was made with.
    pub section: usize,
    /// The kinds that it has to be given. Kinds of plain settings, such as numbers, only where there are no others.
    pub takes: KindSet,
    /// The kinds that it gives, without bookkeeping such as ids.
    pub gives: KindSet,
    /// It is an older version or deprecated: found by its exact type alone.
    pub is_hidden: bool,
    title: Target,
    type_name: Target,
    /// All its types in small letters, a line each, where it is hidden.
    exact: Box<str>,
    synonyms: u128,
    kinds: KindSet,
    popularity: Option<u8>,
    takers: Box<[Port]>,
    givers: Box<[Port]>,
}

impl Entry {
    /// What a list of recent ones keeps: a block's full type, an input's type, [`OUTPUT`] or [`NOTE`].
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.what {
            What::Block(full) => full,
            What::Input(type_name) => type_name,
            What::Output => OUTPUT,
            What::Note => NOTE,
        }
    }
}

/// Under which heading an entry is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// It was found by the query: one list, the best first.
    Found,
    /// It was used lately.
    Recent,
    /// Most workflows have it.
    Popular,
    /// Its section.
    Section,
    /// It would take or give what is wanted, but not as its main thing: in a setting, or because it takes anything.
    Rest,
}

/// An entry that fits a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place among [`Palette::entries`].
    pub entry: usize,
    /// What a wire would be tied to: for [`Wanted::TakerOf`] a place in [`Block::fields`], for [`Wanted::GiverOf`] one in
    /// [`Block::outputs`]. 0 for an entry that is no block.
    pub port: Option<u16>,
    /// Where it is listed.
    pub heading: Heading,
}

/// The entries of a catalogue, ready for being searched.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    entries: Vec<Entry>,
    sections: Vec<Target>,
    kinds: Vec<Target>,
    synonyms: Vec<Target>,
}

/// How much less a word counts that is not in the name.
const IN_TYPE: i32 = 12;
const IN_SYNONYMS: i32 = 88;
const IN_SECTION: i32 = 60;
const IN_KINDS: i32 = 50;
/// How much a common block or a fitting port lifts an entry among those that fit a query as well.
const LIFT: i32 = 3;
const EXACT: i32 = 1_000;

impl Palette {
    /// Reads a catalogue. `sections` are the names of the sections in their order, the first for entries that are no
    /// blocks; `of` tells a block's place among them. [`SECTIONS`] and [`section`] are the ones at hand.
    #[must_use]
    pub fn new(catalogue: &Catalogue, sections: &[&str], of: &dyn Fn(&Block) -> usize) -> Self {
        let weighty = fit::Weighty::of(catalogue);
        let mut entries = fit::own(catalogue, &weighty);
        for block in catalogue.blocks() {
            entries.push(entry(catalogue, &weighty, block, of(block)));
        }
        flowdeck_spec::order::sort(&mut entries, |a, b| (a.section, &a.name).cmp(&(b.section, &b.name)));
        let target = |text: &str| Target::new(text);
        Self {
            entries,
            sections: sections.iter().map(|name| target(name)).collect(),
            kinds: catalogue.kinds.iter().map(target).collect(),
            synonyms: catalogue
                .words("synonym")
                .take(words::MOST_SYNONYMS)
                .map(|(_, words)| target(words))
                .collect(),
        }
    }

    /// All entries by section and name, hidden ones too.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// An entry by what a list of recent ones keeps.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key() == key)
    }

    /// How a block goes between what gives data of some kinds and what takes others: its places in [`Block::fields`] and in
    /// [`Block::outputs`]. None where it cannot.
    #[must_use]
    pub fn between(&self, block: &str, given: KindSet, taken: KindSet) -> Option<(u16, u16)> {
        fit::between(self.entry(block)?, given, taken)
    }

    /// What fits a query and a wire, the best first. Without a query: recent ones as they are given (by their
    /// [`Entry::key`], the latest first), then popular ones, then all others by section and name.
    #[must_use]
    pub fn search(&self, query: &str, wanted: Wanted, recent: &[&str]) -> Vec<Hit> {
        let (exact, query) = (exact_line(query.trim()), Query::new(query));
        let found: Vec<Found> = query.words().iter().map(|word| self.look_up(word)).collect();
        let mut hits: Vec<(Hit, i32)> = Vec::new();
        for (place, entry) in self.entries.iter().enumerate() {
            let Some(Fit { port, is_main }) = fit::fit(entry, wanted) else { continue };
            let is_exact = entry.is_hidden && !query.is_empty() && entry.exact.contains(&exact);
            if entry.is_hidden && !is_exact {
                continue;
            }
            let last = recent.iter().position(|key| *key == entry.key());
            // Whatever a step gives can be what the workflow gives back.
            let is_end = entry.what == What::Output && matches!(wanted, Wanted::TakerOf(_));
            let (heading, score) = if query.is_empty() {
                match (last, entry.popularity) {
                    _ if is_end => (Heading::Popular, 1),
                    (Some(place), _) => (Heading::Recent, -i32::try_from(place).unwrap_or(i32::MAX)),
                    (None, _) if !is_main => (Heading::Rest, 0),
                    (None, Some(place)) => (Heading::Popular, -i32::from(place)),
                    (None, None) => (Heading::Section, 0),
                }
            } else if is_exact {
                (Heading::Found, EXACT)
            } else {
                let Some(score) = score(entry, &query, &found) else { continue };
                let lifts = i32::from(entry.popularity.is_some() || last.is_some()) + i32::from(is_main);
                (Heading::Found, score + lifts * LIFT)
            };
            hits.push((Hit { entry: place, port, heading }, score));
        }
        flowdeck_spec::order::sort(&mut hits, |(a, one), (b, other)| {
            (a.heading, -one, a.entry).cmp(&(b.heading, -other, b.entry))
        });
        hits.into_iter().map(|(hit, _)| hit).collect()
    }

    /// Where a word is found in what many entries share.
    fn look_up(&self, word: &Target) -> Found {
        let begins = |targets: &[Target]| -> Vec<usize> {
            let found = targets.iter().enumerate().filter(|(_, target)| fuzzy::begins(word, target));
            found.map(|(place, _)| place).collect()
        };
        let kinds = begins(&self.kinds).into_iter().filter_map(|kind| u8::try_from(kind).ok());
        Found {
            kinds: kinds.fold(KindSet::NONE, |set, kind| set.with(KindSet::of(kind))),
            synonyms: begins(&self.synonyms).into_iter().fold(0, |bits, row| bits | 1 << row),
            sections: begins(&self.sections),
        }
    }
}

/// In what the entries share, where one word of a query was found.
struct Found {
    kinds: KindSet,
    synonyms: u128,
    sections: Vec<usize>,
}

/// How well an entry fits a query: each word where it counts most.
fn score(entry: &Entry, query: &Query, found: &[Found]) -> Option<i32> {
    let mut total = 0;
    for (word, found) in query.words().iter().zip(found) {
        let by_type = || fuzzy::loosely(word, &entry.type_name).map(|score| score - IN_TYPE);
        let name = fuzzy::loosely(word, &entry.title).max(by_type());
        let shared = if entry.synonyms & found.synonyms != 0 {
            Some(IN_SYNONYMS)
        } else if found.sections.contains(&entry.section) {
            Some(IN_SECTION)
        } else if entry.kinds.meets(found.kinds) {
            Some(IN_KINDS)
        } else {
            None
        };
        total += name.max(shared)?;
    }
    Some(total / i32::try_from(found.len().max(1)).unwrap_or(1))
}

fn entry(catalogue: &Catalogue, weighty: &fit::Weighty, block: &Block, section: usize) -> Entry {
    let full = block.full_type();
    let name = BlockType::parse(full).name;
    let about = help::about(catalogue, block).unwrap_or_default();
    let label = if block.label.is_empty() { name } else { &block.label };
    let is_hidden = block.deprecated || fit::is_outdone(catalogue, block);
    let mut out = Entry::new(What::Block(full.into()), label, about, section);
    out.type_name = Target::new(name);
    out.synonyms = words::synonyms(catalogue, name);
    out.popularity = words::popularity(name).filter(|_| !is_hidden);
    if is_hidden {
        let mut exact = String::new();
        for known in block.types.iter() {
            exact.push_str(&exact_line(known));
            exact.push_str(&exact_line(known.rsplit('/').next().unwrap_or_default()));
        }
        out.exact = exact.into();
    }
    out.is_hidden = is_hidden;
    fit::wire(&mut out, weighty, block);
    out
}

impl Entry {
    fn new(what: What, name: &str, about: &str, section: usize) -> Self {
        Self {
            what,
            name: name.into(),
            about: about.into(),
            section,
            takes: KindSet::NONE,
            gives: KindSet::NONE,
            is_hidden: false,
            title: Target::new(name),
            type_name: Target::default(),
            exact: Box::default(),
            synonyms: 0,
            kinds: KindSet::NONE,
            popularity: None,
            takers: Box::default(),
            givers: Box::default(),
        }
    }
}

/// A type as it stands among the exact ones.
fn exact_line(text: &str) -> String {
    let mut line = String::from("\n");
    line.push_str(&fold(text));
    line.push('\n');
    line
}
