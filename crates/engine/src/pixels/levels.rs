//! How often each level occurs.

/// How many values there are of each level.
pub(super) type Counts = [usize; 256];

pub(super) fn counts<'a>(values: impl Iterator<Item = &'a u8>) -> Counts {
    let mut counts = [0; 256];
    for value in values {
        counts[usize::from(*value)] += 1;
    }
    counts
}

/// The value at a place among all of them in their order.
pub(super) fn level_at(counts: &Counts, place: usize) -> u8 {
    let mut seen = 0;
    let level = counts.iter().position(|count| {
        seen += count;
        seen > place
    });
    level.unwrap_or(0) as u8
}
