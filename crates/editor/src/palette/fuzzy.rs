//! How a query finds a name: by the starts of words, by initials, with letters left out, with one letter wrong.
//! The same for blocks, commands and steps, so that what works in one search works in all.
use flowdeck_spec::{letters, order};
use std::ops::Range;

/// Longer words and texts are cut: nobody types or reads that much, and a pasted page must not stop the app.
const LONGEST_WORD: usize = 32;
const LONGEST_TEXT: usize = 120;
const MOST_WORDS: usize = 8;

/// What one letter is worth, by where it was found.
const TEXT_START: i32 = 9;
const WORD_START: i32 = 8;
const NEXT: i32 = 8;
const NEXT_WORD: i32 = 6;
const INSIDE: i32 = 3;
const AFTER_GAP: i32 = 1;
/// Letters worth less on average are scattered by chance; more so where the first is inside a word.
const LEAST: i32 = 4;
const LEAST_INSIDE: i32 = 6;
/// A word with one letter wrong, where a full match has 100.
const MISTYPED: i32 = 45;
/// No match.
const NONE: i32 = -1;

/// A text made ready for being searched.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// In small letters, one for each character of the text.
    letters: Vec<char>,
    /// Which letters begin a word, as bits.
    starts: u128,
    /// Which letters there are, as bits: most texts are ruled out by it.
    mask: u64,
}

impl Target {
    /// Reads a text. A word begins after whatever is neither letter nor digit, and at a capital after a small letter.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::cut(text, LONGEST_TEXT)
    }

    fn cut(text: &str, longest: usize) -> Self {
        let mut out = Self::default();
        let (mut is_open, mut was_small) = (false, false);
        for (place, letter) in text.chars().take(longest).enumerate() {
            let (is_word, small) = (letters::is_word(letter), letters::small(letter));
            if is_word && (!is_open || (was_small && small != letter)) {
                out.starts |= 1 << place;
            }
            (is_open, was_small) = (is_word, is_word && small == letter && !letter.is_ascii_digit());
            out.mask |= bit(small);
            out.letters.push(small);
        }
        out
    }

    fn starts_word(&self, place: usize) -> bool {
        self.starts >> place & 1 != 0
    }

    /// Whether a word ends before a place.
    fn ends_word(&self, place: usize) -> bool {
        self.starts_word(place) || self.letters.get(place).is_none_or(|letter| !letters::is_word(*letter))
    }
}

const fn bit(letter: char) -> u64 {
    1 << (letter as u32 % 64)
}

/// What a person typed: all its words have to be found, in any order.
#[derive(Clone, Debug, Default)]
pub struct Query {
    words: Vec<Target>,
}

impl Query {
    /// Reads a query; whatever is neither letter nor digit divides words.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let words = text.split(|letter: char| !letters::is_word(letter)).filter(|word| !word.is_empty());
        Self { words: words.take(MOST_WORDS).map(|word| Target::cut(word, LONGEST_WORD)).collect() }
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words, for those who look for each in several texts.
    #[must_use]
    pub fn words(&self) -> &[Target] {
        &self.words
    }

    /// How well a text fits, about 100 for a name that was typed from its start; none where a word is not in it.
    #[must_use]
    pub fn score(&self, text: &Target) -> Option<i32> {
        let mut total = 0;
        for word in &self.words {
            total += loosely(word, text)?;
        }
        Some(total / i32::try_from(self.words.len().max(1)).unwrap_or(1))
    }

    /// The parts of a text that were found, in bytes and in order: what a list of results sets in bold.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let target = Target::new(text);
        let mut marked = vec![false; target.letters.len()];
        for word in &self.words {
            if find(word, &target, Some(&mut marked)).is_none()
                && let Some((from, count)) = mistyped(word, &target)
            {
                marked.iter_mut().skip(from).take(count).for_each(|mark| *mark = true);
            }
        }
        let mut out: Vec<Range<usize>> = Vec::new();
        for ((at, letter), _) in text.char_indices().zip(&marked).filter(|(_, mark)| **mark) {
            let end = at + letter.len_utf8();
            match out.last_mut() {
                Some(last) if last.end == at => last.end = end,
                _ => out.push(at..end),
            }
        }
        out
    }
}

/// How well one word fits a text in any of the ways.
#[must_use]
pub fn loosely(word: &Target, text: &Target) -> Option<i32> {
    find(word, text, None).or_else(|| mistyped(word, text).map(|_| MISTYPED))
}

/// Whether a word of the text begins with this one: for long texts, in which scattered letters are found by chance.
#[must_use]
pub fn begins(word: &Target, text: &Target) -> bool {
    word.mask & !text.mask == 0 && prefix(word, text).is_some()
}

/// The places of those that have a score, the best first; of equal ones the earlier first.
#[must_use]
pub fn ranked(count: usize, score: &mut dyn FnMut(usize) -> Option<i32>) -> Vec<usize> {
    let scores: Vec<Option<i32>> = (0..count).map(score).collect();
    let mut places = order::places(count, &mut |a, b| scores.get(b).cmp(&scores.get(a)));
    places.retain(|&place| scores.get(place).copied().flatten().is_some());
    places
}

fn prefix(word: &Target, text: &Target) -> Option<usize> {
    let starts = (0..text.letters.len()).filter(|&place| text.starts_word(place));
    let mut starts =
        starts.filter(|&place| text.letters.get(place..).is_some_and(|rest| rest.starts_with(&word.letters)));
    starts.next()
}

/// Finds the letters of a word in their order, where they are worth most, and marks them.
fn find(word: &Target, text: &Target, marked: Option<&mut Vec<bool>>) -> Option<i32> {
    let (rows, width) = (word.letters.len(), text.letters.len());
    if rows == 0 || word.mask & !text.mask != 0 || !is_within(word, text) {
        return None;
    }
    // What the word up to a letter is worth when that letter is found at a place.
    let mut worth = vec![NONE; rows * width];
    for (row, letter) in word.letters.iter().enumerate() {
        let mut before = NONE;
        for place in 0..width {
            let is_start = text.starts_word(place);
            let last = |gap: usize| match (row.checked_sub(1), place.checked_sub(gap)) {
                (Some(row), Some(place)) => worth[row * width + place],
                _ => NONE,
            };
            before = before.max(last(2));
            if text.letters.get(place) != Some(letter) {
                continue;
            }
            worth[row * width + place] = if row == 0 {
                match (place, is_start) {
                    (0, true) => TEXT_START,
                    (_, true) => WORD_START,
                    _ => INSIDE,
                }
            } else {
                let after_gap = if is_start { NEXT_WORD } else { AFTER_GAP };
                let joined = if last(1) == NONE { NONE } else { last(1) + NEXT };
                let apart = if before == NONE { NONE } else { before + after_gap };
                joined.max(apart)
            };
        }
    }
    let last = worth.get((rows - 1) * width..)?;
    let (end, &total) = last.iter().enumerate().rev().max_by_key(|(_, worth)| **worth)?;
    let count = i32::try_from(rows).unwrap_or(1);
    if total < count * LEAST {
        return None;
    }
    let path = path(&worth, rows, width, end);
    if total < count * LEAST_INSIDE && !path.first().is_some_and(|&place| text.starts_word(place)) {
        return None;
    }
    let is_word = total >= count * WORD_START && text.ends_word(end + 1);
    let bonus = match (rows == width, is_word) {
        (true, _) => 15,
        (false, true) => 3,
        (false, false) => 0,
    };
    if let Some(marked) = marked {
        for place in path {
            if let Some(mark) = marked.get_mut(place) {
                *mark = true;
            }
        }
    }
    // Of two names that hold the word, the shorter one is meant more often.
    let rest = i32::try_from(width / 8).unwrap_or(0);
    Some(total * 100 / (count * WORD_START) + bonus - rest)
}

/// The places of all letters, from that of the last one back.
fn path(worth: &[i32], rows: usize, width: usize, end: usize) -> Vec<usize> {
    let mut out = vec![end];
    let mut place = end;
    for row in (1..rows).rev() {
        let own = worth[row * width + place];
        let before = &worth[(row - 1) * width..row * width];
        let joined = place.checked_sub(1).filter(|&last| before[last] != NONE && before[last] + NEXT == own);
        let apart = || before.iter().take(place).enumerate().max_by_key(|(_, worth)| **worth);
        place = joined.or_else(|| apart().map(|(place, _)| place)).unwrap_or(0);
        out.push(place);
    }
    out.reverse();
    out
}

fn is_within(word: &Target, text: &Target) -> bool {
    let mut letters = text.letters.iter();
    word.letters.iter().all(|letter| letters.any(|other| other == letter))
}

/// The word of a text that begins with this one, but for one letter that is wrong, missing, too much, or swapped with
/// the next. Short words are others, not slips.
fn mistyped(word: &Target, text: &Target) -> Option<(usize, usize)> {
    if word.letters.len() < 4 || (word.mask & !text.mask).count_ones() > 1 {
        return None;
    }
    (0..text.letters.len()).filter(|&place| text.starts_word(place)).find_map(|place| {
        let rest = text.letters.get(place..)?;
        let same = word.letters.iter().zip(rest).take_while(|(a, b)| a == b).count();
        let (typed, meant) = (word.letters.get(same..)?, rest.get(same..)?);
        let goes_on = |typed: usize, meant: usize| {
            let (typed, left) = (word.letters.get(same + typed..)?, rest.get(same + meant..)?);
            left.starts_with(typed).then_some(same + meant + typed.len())
        };
        if same == 0 {
            return None;
        }
        let is_swapped = matches!((typed, meant), ([a, b, ..], [c, d, ..]) if a == d && b == c);
        let swapped = is_swapped.then(|| goes_on(2, 2)).flatten();
        let count = swapped.or_else(|| goes_on(1, 1)).or_else(|| goes_on(0, 1)).or_else(|| goes_on(1, 0))?;
        Some((place, count))
    })
}
