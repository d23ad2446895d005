//! One way to sort for the whole app: each further type that is sorted by itself costs the browser three kilobytes
//! of code.
use std::cmp::Ordering;

/// The places of `count` items in order; items that compare equal stay as they were.
pub fn places(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    // By merging: the standard library's ways to sort are quicker by little, and five kilobytes each.
    let (mut places, mut merged): (Vec<usize>, Vec<usize>) =
        ((0..count).collect(), Vec::with_capacity(count));
    let mut width = 1;
    while width < count {
        merged.clear();
        for run in places.chunks(2 * width) {
            let (mut left, mut right) = run.split_at(width.min(run.len()));
            let is_sorted = match (left.last(), right.first()) {
                (Some(&a), Some(&b)) => compare(a, b) != Ordering::Greater,
                _ => true,
            };
            while !is_sorted && let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
                if compare(*a, *b) == Ordering::Greater {
                    merged.push(*b);
                    right = right_rest;
                } else {
                    merged.push(*a);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut places, &mut merged);
        width *= 2;
    }
    places
}

/// Sorts in place; items that compare equal stay as they were.
pub fn sort<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let places = places(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

#[cfg(test)]
mod tests {
    use super::sort;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in prop::collection::vec((0_u8..8, any::<u16>()), 0..80)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort(&mut ours, |a, b| a.0.cmp(&b.0));
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
