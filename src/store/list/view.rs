//! Which rows of a list are shown, and in which order. Search and sort keep up with 10 000 rows: what is
//! searched is lower-cased once, and typing only filters rows that are sorted already.
use super::List;
use flowdeck_client::dto::WorkflowRow;
use flowdeck_spec::{fold, order};
use std::cmp::Ordering;
use std::rc::Rc;

/// A row, with what searching needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The internal id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The slug.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// When it was changed last, RFC 3339.
    pub updated_at: String,
    /// How many steps it has, where the server tells.
    pub block_count: Option<u32>,
    /// How many errors its definition has, where the server tells.
    pub problems: Option<u32>,
    haystack: String,
    name_key: String,
}

impl Row {
    /// Makes a row of the server's.
    #[must_use]
    pub fn new(row: WorkflowRow) -> Self {
        let name_key = fold(&row.name);
        let mut haystack = format!("{name_key}\n{}\n{}", row.url, fold(&row.description));
        for block in &row.block_types {
            haystack.push('\n');
            haystack.push_str(&fold(block));
        }
        Self {
            id: row.id,
            name: row.name,
            url: row.url,
            description: row.description,
            created_at: row.created_at,
            updated_at: row.updated_at,
            block_count: row.block_count,
            problems: row.problems,
            haystack,
            name_key,
        }
    }

    fn matches(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.haystack.contains(word))
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Changed last, first.
    #[default]
    Newest,
    /// Changed last, last.
    Oldest,
    /// A to Z.
    NameUp,
    /// Z to A.
    NameDown,
    /// Most steps first.
    Largest,
    /// Fewest steps first.
    Smallest,
}

impl Sort {
    /// How it is remembered.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Newest => "-updated",
            Self::Oldest => "updated",
            Self::NameUp => "name",
            Self::NameDown => "-name",
            Self::Largest => "-blocks",
            Self::Smallest => "blocks",
        }
    }

    /// The order of a remembered key; anything unknown means newest first.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        [Self::Oldest, Self::NameUp, Self::NameDown, Self::Largest, Self::Smallest]
            .into_iter()
            .find(|sort| sort.key() == key)
            .unwrap_or_default()
    }

    fn compare(self, a: &Row, b: &Row) -> Ordering {
        let by_name = || a.name_key.cmp(&b.name_key).then_with(|| a.url.cmp(&b.url));
        match self {
            Self::Newest => b.updated_at.cmp(&a.updated_at).then_with(by_name),
            Self::Oldest => a.updated_at.cmp(&b.updated_at).then_with(by_name),
            Self::NameUp => by_name(),
            Self::NameDown => by_name().reverse(),
            Self::Largest => b.block_count.cmp(&a.block_count).then_with(by_name),
            Self::Smallest => a.block_count.cmp(&b.block_count).then_with(by_name),
        }
    }
}

impl List {
    /// Sorts the rows anew and filters them.
    pub(super) fn resort(&mut self) {
        let sort = self.sort;
        order::sort(&mut self.rows, |a, b| sort.compare(a, b));
        self.refresh();
    }

    /// Filters the sorted rows: every word must occur in name, slug, description or block types.
    pub(super) fn refresh(&mut self) {
        let query = fold(&self.query);
        let words: Vec<&str> = query.split_whitespace().collect();
        self.view = Rc::new(self.rows.iter().filter(|row| row.matches(&words)).cloned().collect());
    }
}
