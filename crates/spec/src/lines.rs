//! What changed between two texts, line by line.
use std::collections::HashMap;

/// The most changed lines between which others are matched.
const MOST_CHANGES: usize = 2_000;

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
    let mut lines = Vec::with_capacity(old.len().max(new.len()));
    let (mut i, mut j) = (0, 0);
    let end = (old.len(), new.len());
    for (x, y) in matches(&old, &new).into_iter().chain([end]) {
        let removed =
            (i..x).map(|at| Line { change: Change::Removed, old: Some(at + 1), new: None, text: old[at] });
        lines.extend(removed);
        let added =
            (j..y).map(|at| Line { change: Change::Added, old: None, new: Some(at + 1), text: new[at] });
        lines.extend(added);
        if (x, y) != end {
            lines.push(Line { change: Change::Same, old: Some(x + 1), new: Some(y + 1), text: old[x] });
        }
        (i, j) = (x + 1, y + 1);
    }
    grouped(&lines, context)
}

/// What stands near a change, cut where much that is the same lies between.
fn grouped<'a>(lines: &[Line<'a>], context: usize) -> Vec<Vec<Line<'a>>> {
    let mut groups: Vec<Vec<Line<'a>>> = Vec::new();
    let mut shown_to = 0;
    for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.change != Change::Same) {
        let from = at.saturating_sub(context).max(shown_to);
        if from > shown_to || groups.is_empty() {
            groups.push(Vec::new());
        }
        let to = at.saturating_add(context).saturating_add(1).min(lines.len());
        if let Some(group) = groups.last_mut() {
            group.extend_from_slice(lines.get(from..to).unwrap_or_default());
        }
        shown_to = shown_to.max(to);
    }
    groups
}

/// The lines that stay, as pairs of places, in order. Myers' greedy algorithm (“An O(ND) difference algorithm and its
/// variations”, 1986) between what both texts begin and end with. Beyond [`MOST_CHANGES`] nothing in between is
/// matched: time and room grow with the square, and nobody reads it.
fn matches(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    // Numbers for lines, so that each is looked at once.
    let mut seen = HashMap::new();
    let mut number = |line| {
        let next = seen.len();
        *seen.entry(line).or_insert(next)
    };
    let a: Vec<usize> = old.iter().map(|line| number(*line)).collect();
    let b: Vec<usize> = new.iter().map(|line| number(*line)).collect();
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let least = a.len().min(b.len());
    let tail = a.iter().rev().zip(b.iter().rev()).take(least - head).take_while(|(a, b)| a == b).count();
    let middle = myers(&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let ends = (0..tail).rev().map(|back| (a.len() - 1 - back, b.len() - 1 - back));
    let middle = middle.into_iter().map(|(x, y)| (x + head, y + head));
    (0..head).map(|at| (at, at)).chain(middle).chain(ends).collect()
}

fn myers(a: &[usize], b: &[usize]) -> Vec<(usize, usize)> {
    let most = MOST_CHANGES.min(a.len() + b.len());
    // `reach[most + k]` is how far in `a` one gets on diagonal k; `trace` has its part in use before each round.
    let mut reach = vec![0_usize; 2 * most + 2];
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for round in 0..=most {
        trace.push(reach[most - round..=most + round + 1].to_vec());
        for at in (most - round..=most + round).step_by(2) {
            let (from, is_down) = previous(&reach, at, most, round);
            let mut x = reach[from] + usize::from(!is_down);
            // On diagonal k, y = x - k; outside of `b` nothing is reached.
            let Some(mut y) = (x + most).checked_sub(at) else { continue };
            while x < a.len() && y < b.len() && a[x] == b[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[at] = x;
            if x >= a.len() && y >= b.len() {
                return walk_back(&trace, (a.len(), b.len()));
            }
        }
    }
    Vec::new()
}

/// Which diagonal a round comes from, by place in `reach`, and whether by a line of `b` (down) or of `a`.
fn previous(reach: &[usize], at: usize, most: usize, round: usize) -> (usize, bool) {
    let is_first = at + round == most;
    let is_last = at == most + round;
    let is_down = is_first || !is_last && reach[at - 1] < reach[at + 1];
    (if is_down { at + 1 } else { at - 1 }, is_down)
}

fn walk_back(trace: &[Vec<usize>], end: (usize, usize)) -> Vec<(usize, usize)> {
    let (mut x, mut y) = end;
    let mut pairs = Vec::new();
    for (round, kept) in trace.iter().enumerate().rev() {
        // The part that was kept starts at diagonal -round.
        let at = x + round - y;
        let (from, is_down) = if round == 0 { (0, true) } else { previous(kept, at, round, round) };
        let before_x = if round == 0 { 0 } else { kept[from] };
        let start = before_x + usize::from(round > 0 && !is_down);
        while x > start {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        if round > 0 {
            if is_down {
                y -= 1;
            } else {
                x -= 1;
            }
        }
    }
    pairs.reverse();
    pairs
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

    /// The length of the longest common subsequence, by the table everybody knows.
    fn longest_common(a: &[&str], b: &[&str]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (j, y) in b.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
                corner = above;
            }
        }
        row[b.len()]
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
                let same = lines.iter().filter(|line| line.change == Change::Same).count();
                prop_assert_eq!(same, longest_common(&a.lines().collect::<Vec<_>>(), &b.lines().collect::<Vec<_>>()));
            }
        }
    }
}
