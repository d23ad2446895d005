//! Kinds of data – `image`, `object_detection_prediction`, `*` – as numbers, and sets of them as bits.

/// The number of a kind within one catalogue.
pub type KindId = u8;

/// How many kinds a catalogue can tell apart; the engine has 45. What is beyond is taken for the wildcard.
const MOST: usize = 127;

/// The kinds of a catalogue. Number 0 is always the wildcard `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinds {
    names: Vec<Box<str>>,
}

impl Default for Kinds {
    fn default() -> Self {
        Self { names: vec!["*".into()] }
    }
}

impl Kinds {
    /// Adds a kind unless it is there, and gives its number.
    pub fn add(&mut self, name: &str) -> KindId {
        if let Some(known) = self.find(name) {
            return known;
        }
        if self.names.len() > MOST {
            return 0;
        }
        self.names.push(name.into());
        u8::try_from(self.names.len() - 1).unwrap_or(0)
    }

    /// The number of a kind by its name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<KindId> {
        self.names.iter().position(|known| **known == *name).and_then(|index| u8::try_from(index).ok())
    }

    /// The name of a kind.
    #[must_use]
    pub fn name(&self, id: KindId) -> &str {
        self.names.get(usize::from(id)).map_or("*", |name| name)
    }

    /// All names, the wildcard first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// The names of a set.
    pub fn names(&self, set: KindSet) -> impl Iterator<Item = &str> {
        self.names
            .iter()
            .enumerate()
            .filter(move |(index, _)| set.0 & (1 << index) != 0)
            .map(|(_, name)| &**name)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct KindSet(u128);

impl KindSet {
    /// No kind at all: nothing but the wildcard takes it.
    pub const NONE: Self = Self(0);
    /// The wildcard alone.
    pub const ANY: Self = Self(1);

    /// A set of one.
    #[must_use]
    pub const fn of(kind: KindId) -> Self {
        Self(1 << (kind & 127))
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether data of these kinds may go where those are expected: the wildcard fits everything, on either side
    /// (engine: `validate_reference_kinds`).
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        (self.0 | other.0) & 1 != 0 || self.0 & other.0 != 0
    }

    /// Whether the wildcard is among them.
    #[must_use]
    pub const fn is_any(self) -> bool {
        self.0 & 1 != 0
    }
}
