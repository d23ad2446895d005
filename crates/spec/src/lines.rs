//! What changed between two texts, line by line.
use similar::algorithms::{Capture, DiffHook, Replace, myers};
use similar::{DiffOp, group_diff_ops};
use std::collections::HashMap;

/// The most lines, of both texts together, that are matched one by one.
const MOST_MATCHED: usize = 8_000;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// In both texts.
    Same,
    /// In the newer text only.
    Added,
    /// In the older text only.
    Removed,
}

/// A line of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// What became of it.
    pub change: Change,
    /// Its number in the older text, from 1.
    pub old: Option<usize>,
    /// Its number in the newer text, from 1.
    pub new: Option<usize>,
    /// The line, without its end.
    pub text: &'a str,
}

/// The changed lines, in groups, with `context` lines around each change. No groups for texts that are the same.
/// Every line of both texts that is in no group is in both.
#[must_use]
pub fn compare<'a>(before: &'a str, after: &'a str, context: usize) -> Vec<Vec<Line<'a>>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // Numbers for lines: one small algorithm instead of one for texts, and one look at each line.
    let mut seen = HashMap::new();
    let mut numbers = |lines: &[&'a str]| -> Vec<usize> {
        lines
            .iter()
            .map(|line| {
                let next = seen.len();
                *seen.entry(*line).or_insert(next)
            })
            .collect()
    };
    let (a, b) = (numbers(&old), numbers(&new));
    let ops = operations(&a, &b);
    if ops.iter().all(|op| matches!(op, DiffOp::Equal { .. })) {
        return Vec::new();
    }
    let removed = |at: usize| Line { change: Change::Removed, old: Some(at + 1), new: None, text: old[at] };
    let added = |at: usize| Line { change: Change::Added, old: None, new: Some(at + 1), text: new[at] };
    let lines = |op: &DiffOp| -> Vec<Line<'a>> {
        let (was, is) = (op.old_range(), op.new_range());
        match op {
            DiffOp::Equal { .. } => was
                .zip(is)
                .map(|(a, b)| Line { change: Change::Same, old: Some(a + 1), new: Some(b + 1), text: old[a] })
                .collect(),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                was.map(removed).chain(is.map(added)).collect()
            }
        }
    };
    group_diff_ops(ops, context).iter().map(|group| group.iter().flat_map(lines).collect()).collect()
}

/// What turns `a` into `b`. Where both differ over very many lines they are not matched: that takes the square of
/// their number, and nobody reads it.
fn operations(a: &[usize], b: &[usize]) -> Vec<DiffOp> {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let rest = a.iter().rev().zip(b.iter().rev()).take(a.len().min(b.len()) - head);
    let tail = rest.take_while(|(a, b)| a == b).count();
    let (was, is) = (head..a.len() - tail, head..b.len() - tail);
    // `Replace` puts what is removed before what is added in its place.
    let mut hook = Replace::new(Capture::new());
    let Ok(()) = hook.equal(0, 0, head);
    if was.len() + is.len() > MOST_MATCHED {
        let Ok(()) = hook.replace(head, was.len(), head, is.len());
    } else {
        let Ok(()) = myers::diff_deadline_raw(&mut hook, a, was.clone(), b, is.clone(), None);
    }
    let Ok(()) = hook.equal(was.end, is.end, tail).and_then(|()| hook.finish());
    let ops = hook.into_inner().into_ops();
    ops.into_iter().filter(|op| !op.old_range().is_empty() || !op.new_range().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, compare};
    use proptest::prelude::*;

    #[test]
    fn changes_stand_in_their_context() {
        let groups = compare("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nf\n", 1);
        let shown: Vec<_> =
            groups[0].iter().map(|line| (line.change, line.old, line.new, line.text)).collect();
        assert_eq!(
            shown,
            [
                (Change::Same, Some(3), Some(3), "c"),
                (Change::Removed, Some(4), None, "d"),
                (Change::Added, None, Some(4), "D"),
                (Change::Same, Some(5), Some(5), "e"),
            ]
        );
        assert_eq!(groups.len(), 1);
    }

    #[test]
    fn very_long_changes_are_replaced_whole() {
        let text = |word: &str| (0..9_000).map(|n| format!("{word}{n}\n")).collect::<String>();
        let (before, after) = (format!("x\n{}y\n", text("a")), format!("x\n{}y\n", text("b")));
        let groups = compare(&before, &after, 3);
        let changes = |change| groups[0].iter().filter(|line| line.change == change).count();
        assert_eq!(
            (changes(Change::Same), changes(Change::Added), changes(Change::Removed)),
            (2, 9_000, 9_000)
        );
    }

    proptest! {
        /// The older text follows from the newer one and the other way round.
        #[test]
        fn both_texts_can_be_read_off(a in "[ab\n]{0,60}", b in "[abc\n]{0,60}") {
            let groups = compare(&a, &b, usize::MAX / 4);
            let lines: Vec<_> = groups.iter().flatten().collect();
            let side = |other: Change| -> Vec<&str> {
                lines.iter().filter(|line| line.change != other).map(|line| line.text).collect()
            };
            if a.lines().eq(b.lines()) {
                prop_assert!(lines.is_empty());
            } else {
                prop_assert_eq!(side(Change::Added), a.lines().collect::<Vec<_>>());
                prop_assert_eq!(side(Change::Removed), b.lines().collect::<Vec<_>>());
            }
        }
    }
}
