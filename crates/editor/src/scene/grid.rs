//! Where things are: finds what lies in a rectangle without looking at everything. A loose grid of several cell sizes:
//! each thing is in the one cell that its corner is in, at the size that it fits; so moving it is two small steps.
use crate::geometry::Rect;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The side of the smallest cells, in pixels.
const SMALLEST: f64 = 512.0;
/// How many sizes of cells there are, each twice the one before: the largest is sixteen million pixels.
const LEVELS: u32 = 16;

/// Cells are numbers of our own making: one multiplication spreads them well enough.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 29;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Rectangles by their place, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    cells: HashMap<u64, Vec<u32>, BuildHasherDefault<Spread>>,
    /// Which sizes of cells hold anything.
    used: [u32; LEVELS as usize],
}

impl Grid {
    /// Adds a thing.
    pub(crate) fn insert(&mut self, id: u32, place: Rect) {
        let level = level(place);
        self.cells.entry(cell_of(place, level)).or_default().push(id);
        self.used[level as usize] += 1;
    }

    /// Takes a thing away that was added at this place.
    pub(crate) fn remove(&mut self, id: u32, place: Rect) {
        let level = level(place);
        let cell = cell_of(place, level);
        if let Some(list) = self.cells.get_mut(&cell)
            && let Some(at) = list.iter().position(|other| *other == id)
        {
            list.swap_remove(at);
            self.used[level as usize] -= 1;
            if list.is_empty() {
                self.cells.remove(&cell);
            }
        }
    }

    /// Adds a thing, or takes it away.
    pub(crate) fn put(&mut self, id: u32, place: Rect, is_there: bool) {
        if is_there { self.insert(id, place) } else { self.remove(id, place) }
    }

    /// The numbers of what may lie in `area`, each once, in no order: whoever asks compares the rectangles.
    pub(crate) fn near(&self, area: Rect, found: &mut Vec<u32>) {
        for level in 0..LEVELS {
            if self.used[level as usize] == 0 {
                continue;
            }
            let side = side(level);
            // A thing reaches one cell beyond its own at most.
            let (left, right) = (index(area.x, side) - 1, index(area.right(), side));
            let (top, bottom) = (index(area.y, side) - 1, index(area.bottom(), side));
            let count = (i64::from(right) - i64::from(left) + 1) * (i64::from(bottom) - i64::from(top) + 1);
            if usize::try_from(count).is_ok_and(|count| count <= self.cells.len()) {
                for x in left..=right {
                    for y in top..=bottom {
                        if let Some(list) = self.cells.get(&key(level, x, y)) {
                            found.extend_from_slice(list);
                        }
                    }
                }
                continue;
            }
            #[expect(clippy::iter_over_hash_type, reason = "whoever asks sorts what was found")]
            for (cell, list) in &self.cells {
                if of_key(*cell, level)
                    .is_some_and(|(x, y)| (left..=right).contains(&x) && (top..=bottom).contains(&y))
                {
                    found.extend_from_slice(list);
                }
            }
        }
    }
}

fn side(level: u32) -> f64 {
    SMALLEST * f64::from(1_u32 << level)
}

/// The first size of cells that a rectangle fits into.
fn level(place: Rect) -> u32 {
    let size = place.width.max(place.height);
    (0..LEVELS - 1).find(|level| size <= side(*level)).unwrap_or(LEVELS - 1)
}

/// The number of a cell along one side; the cast saturates, and 28 bits are two hundred billion pixels.
fn index(at: f64, side: f64) -> i32 {
    ((at / side).floor() as i32).clamp(-(1 << 27), (1 << 27) - 1)
}

fn cell_of(place: Rect, level: u32) -> u64 {
    let side = side(level);
    key(level, index(place.x, side), index(place.y, side))
}

const OFFSET: i32 = 1 << 28;

fn key(level: u32, x: i32, y: i32) -> u64 {
    let part = |at: i32| u64::from((at + OFFSET).unsigned_abs());
    (u64::from(level) << 60) | (part(x) << 30) | part(y)
}

fn of_key(key: u64, level: u32) -> Option<(i32, i32)> {
    let part = |bits: u64| i32::try_from(bits & ((1 << 30) - 1)).ok().map(|at| at - OFFSET);
    if key >> 60 == u64::from(level) { Some((part(key >> 30)?, part(key)?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::Grid;
    use crate::geometry::Rect;
    use proptest::prelude::*;

    fn rect() -> impl Strategy<Value = Rect> {
        let side = prop_oneof![1.0..300.0, 1.0..9e3, 1.0..9e6];
        (-2e6..2e6, -2e4..2e4, side.clone(), side).prop_map(|(x, y, width, height)| Rect {
            x,
            y,
            width,
            height,
        })
    }

    proptest! {
        #[test]
        fn finds_what_looking_at_everything_finds(
            places in prop::collection::vec(rect(), 0..60),
            removed in prop::collection::vec(any::<bool>(), 60),
            area in rect(),
        ) {
            let mut grid = Grid::default();
            for (id, place) in (0..).zip(&places) {
                grid.insert(id, *place);
            }
            let mut kept = Vec::new();
            for ((id, place), gone) in (0..).zip(&places).zip(&removed) {
                if *gone { grid.remove(id, *place) } else { kept.push((id, *place)) }
            }
            let mut found = Vec::new();
            grid.near(area, &mut found);
            found.sort_unstable();
            let before = found.len();
            found.dedup();
            prop_assert_eq!(found.len(), before, "something was found twice");
            for (id, place) in kept {
                prop_assert!(!place.meets(area) || found.contains(&id), "{place:?} is missing");
            }
            for id in found {
                prop_assert!(!removed[id as usize]);
            }
        }
    }
}
