//! The keyboard of a tree, after the pattern of WAI-ARIA: one row has the focus, arrows walk and open, typing finds.
use super::Outline;
use flowdeck_spec::{fold, letters::small};

/// Typing that pauses for longer begins anew, in milliseconds.
const PAUSE: u64 = 800;

/// A key that a tree knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// Closes the row, or goes to the one that it belongs to.
    Left,
    /// Opens the row, or goes to the first below it.
    Right,
    /// To the first row.
    Home,
    /// To the last row that is shown.
    End,
    /// Opens all rows beside this one: `*`.
    OpenAll,
    /// To the next row whose name begins with what is typed, at a moment in milliseconds.
    Letter(char, u64),
}

impl Key {
    /// The key of a browser's event without Ctrl, Alt or Meta, if it is one for the tree.
    #[must_use]
    pub fn of(key: &str, now: u64) -> Option<Self> {
        let mut letters = key.chars();
        Some(match (key, letters.next(), letters.next()) {
            ("ArrowUp", ..) => Self::Up,
            ("ArrowDown", ..) => Self::Down,
            ("ArrowLeft", ..) => Self::Left,
            ("ArrowRight", ..) => Self::Right,
            ("Home", ..) => Self::Home,
            ("End", ..) => Self::End,
            ("*", ..) => Self::OpenAll,
            (_, Some(letter), None) if !letter.is_whitespace() && !letter.is_control() => {
                Self::Letter(letter, now)
            }
            _ => return None,
        })
    }
}

/// Which rows are open and which has the focus. It holds rows by their keys, so it outlives edits of the workflow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The keys of the open rows, sorted.
    open: Vec<String>,
    /// The key of the row with the focus, and that of its item.
    active: Option<(String, String)>,
    typed: String,
    typed_at: u64,
}

impl Tree {
    /// Whether a row is open.
    #[must_use]
    pub fn is_open(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    /// Opens or closes a row.
    pub fn set_open(&mut self, key: &str, is_open: bool) {
        match (self.place(key), is_open) {
            (Ok(place), false) => {
                self.open.remove(place);
            }
            (Err(place), true) => self.open.insert(place, String::from(key)),
            _ => {}
        }
    }

    /// The places of the rows that are shown: all items, and the wires of the open ones.
    #[must_use]
    pub fn shown(&self, outline: &Outline) -> Vec<usize> {
        let mut is_open = false;
        let mut out = Vec::new();
        for (place, row) in outline.rows.iter().enumerate() {
            if row.level == 1 {
                is_open = self.is_open(&row.key);
                out.push(place);
            } else if is_open {
                out.push(place);
            }
        }
        out
    }

    /// The place of the row that has the focus. Where it is gone or hidden it is the item's; else the first.
    #[must_use]
    pub fn active(&self, outline: &Outline) -> Option<usize> {
        let rows = &outline.rows;
        let find = |key: &String| rows.iter().position(|row| row.key == *key);
        let found = self.active.as_ref().and_then(|(key, item)| find(key).or_else(|| find(item)));
        let Some(place) = found else { return (!rows.is_empty()).then_some(0) };
        let parent = parent(outline, place);
        Some(
            parent
                .filter(|&item| rows.get(item).is_some_and(|item| !self.is_open(&item.key)))
                .unwrap_or(place),
        )
    }

    /// Gives a row the focus, and opens the item around it: after a click, or when the canvas selects something.
    pub fn go(&mut self, outline: &Outline, key: &str) {
        let Some(place) = outline.rows.iter().position(|row| row.key == key) else { return };
        if let Some(item) = parent(outline, place).and_then(|item| outline.rows.get(item)) {
            self.set_open(&item.key, true);
        }
        self.focus(outline, place);
    }

    fn focus(&mut self, outline: &Outline, place: usize) {
        let key = |place: usize| outline.rows.get(place).map(|row| row.key.clone());
        self.active = key(place).zip(key(parent(outline, place).unwrap_or(place)));
    }

    /// Takes a key. Whether it meant something here: the page must not scroll by it then.
    pub fn press(&mut self, outline: &Outline, key: Key) -> bool {
        let shown = self.shown(outline);
        let Some(active) = self.active(outline) else { return false };
        let Some(row) = outline.rows.get(active) else { return false };
        let at = shown.iter().position(|&place| place == active).unwrap_or(0);
        let is_open = row.children > 0 && self.is_open(&row.key);
        let to = match key {
            Key::Up => shown.get(at.saturating_sub(1)).copied(),
            Key::Down => shown.get(at + 1).copied(),
            Key::Home => shown.first().copied(),
            Key::End => shown.last().copied(),
            Key::Right if is_open => shown.get(at + 1).copied(),
            Key::Right if row.children > 0 => {
                self.set_open(&row.key, true);
                None
            }
            Key::Left if is_open => {
                self.set_open(&row.key, false);
                None
            }
            Key::Left => parent(outline, active),
            Key::Right => None,
            Key::OpenAll => {
                for item in outline.rows.iter().filter(|item| item.level == row.level && item.children > 0) {
                    self.set_open(&item.key, true);
                }
                None
            }
            Key::Letter(letter, now) => self.type_ahead(outline, &shown, at, (letter, now)),
        };
        self.focus(outline, to.unwrap_or(active));
        true
    }

    /// The next row whose name begins with what was typed. The same letter again and again walks through all with it.
    fn type_ahead(
        &mut self,
        outline: &Outline,
        shown: &[usize],
        at: usize,
        (letter, now): (char, u64),
    ) -> Option<usize> {
        if now.saturating_sub(self.typed_at) > PAUSE {
            self.typed.clear();
        }
        self.typed_at = now;
        self.typed.push(small(letter));
        let is_same = self.typed.chars().all(|other| self.typed.starts_with(other));
        let wanted: String = if is_same { small(letter).to_string() } else { self.typed.clone() };
        // One letter asks for the next row; more of them go on with the one that was found.
        let from = if is_same { at + 1 } else { at };
        let mut places = (0..shown.len()).filter_map(|step| shown.get((from + step) % shown.len()).copied());
        places.find(|&place| outline.rows.get(place).is_some_and(|row| fold(&row.name).starts_with(&wanted)))
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.open.binary_search_by(|known| known.as_str().cmp(key))
    }
}

/// The item that a wire's row belongs to.
fn parent(outline: &Outline, place: usize) -> Option<usize> {
    let row = outline.rows.get(place).filter(|row| row.level > 1)?;
    place.checked_sub(row.place)
}
