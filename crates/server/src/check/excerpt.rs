//! A line of a file with a part of it underlined, as wide as the terminal shows it. What a file holds must not steer
//! the terminal: control characters are shown as pictures, tabs as spaces.
use super::place::Places;
use std::borrow::Cow;
use std::ops::Range;

/// The widest excerpt, in columns.
const WIDEST: usize = 100;
/// The widest underline: of an image as text the beginning is enough.
const LONGEST_MARK: usize = 60;
/// So many columns of what stands around it are kept.
const AROUND: usize = 36;
const TAB: &str = "    ";

/// A line as it is shown, and the columns that are underlined.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) before: usize,
    pub(super) marked: usize,
}

/// The first line of a range.
pub(super) fn of(places: &Places<'_>, line: usize, range: &Range<usize>) -> Excerpt {
    let (text, start) = places.line(line);
    let from = floor(text, range.start.saturating_sub(start));
    let to = floor(text, range.end.saturating_sub(start)).max(from);
    // Of a line of megabytes only what can be shown is looked at: a column takes at most 16 bytes here.
    let left = floor(text, from.saturating_sub(16 * WIDEST));
    let right = floor(text, from.saturating_add(16 * WIDEST));
    let right = right.max(from);
    let (mark, is_mark_cut) = head(&text[from..to.min(right)], LONGEST_MARK);
    let is_mark_cut = is_mark_cut || to > right;
    let rest = if is_mark_cut { "" } else { &text[to..right] };
    // What follows may have its share, what stands before the rest, and what that leaves goes to what follows.
    let share = width(&head(rest, AROUND).0);
    let (before, is_cut) = tail(&text[left..from], WIDEST - width(&mark) - share);
    let mut out = String::from(if is_cut || left > 0 { "…" } else { "" });
    out.push_str(&before);
    let start = width(&out);
    out.push_str(&mark);
    let (after, is_cut) = head(rest, WIDEST.saturating_sub(width(&out)).max(share));
    out.push_str(&after);
    if is_cut || is_mark_cut || right < text.len() {
        out.push('…');
    }
    let marked = (width(&mark) + usize::from(is_mark_cut)).max(1);
    Excerpt { text: String::from(out.trim_end()), before: start, marked }
}

/// As much of the beginning as fits into some columns, and whether something was left out.
fn head(text: &str, columns: usize) -> (String, bool) {
    let (mut out, mut used) = (String::new(), 0);
    for letter in text.chars() {
        let shown = shown(letter);
        used += width(&shown);
        if used > columns {
            return (out, true);
        }
        out.push_str(&shown);
    }
    (out, false)
}

/// As much of the end as fits.
fn tail(text: &str, columns: usize) -> (String, bool) {
    let mut used = 0;
    let mut first = text.len();
    for (at, letter) in text.char_indices().rev() {
        used += width(&shown(letter));
        if used > columns {
            return (head(&text[first..], usize::MAX).0, true);
        }
        first = at;
    }
    (head(text, usize::MAX).0, false)
}

/// The text without what would steer a terminal: for sentences and names that hold parts of a file.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| !is_steering(letter)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars().map(|letter| if is_steering(letter) { picture(letter) } else { letter }).collect(),
    )
}

/// A whole line as a terminal shows it.
pub(super) fn shown_line(text: &str) -> String {
    head(text, usize::MAX).0
}

fn shown(letter: char) -> Cow<'static, str> {
    match letter {
        '\t' => Cow::Borrowed(TAB),
        _ if is_steering(letter) => Cow::Owned(String::from(picture(letter))),
        _ => Cow::Owned(String::from(letter)),
    }
}

/// Control characters, and those that turn the direction of the text.
fn is_steering(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A sign that stands for a control character.
fn picture(letter: char) -> char {
    let code = u32::from(letter);
    if code < 0x20 { char::from_u32(0x2400 + code).unwrap_or('\u{fffd}') } else { '\u{fffd}' }
}

/// How many columns a terminal gives to a text. Approximate as all terminals are: East Asian letters and pictures take
/// two, signs that combine with the one before take none.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(letter: char) -> usize {
    match u32::from(letter) {
        0x0300..=0x036f
        | 0x0483..=0x0489
        | 0x0591..=0x05bd
        | 0x064b..=0x065f
        | 0x0e34..=0x0e3a
        | 0x0e47..=0x0e4e
        | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff
        | 0x200b..=0x200d
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0xfe20..=0xfe2f
        | 0xfeff
        | 0xe0100..=0xe01ef => 0,
        0x1100..=0x115f
        | 0x231a..=0x231b
        | 0x23e9..=0x23ec
        | 0x2614..=0x2615
        | 0x2648..=0x2653
        | 0x26a1
        | 0x26ce
        | 0x2705
        | 0x270a..=0x270b
        | 0x2728
        | 0x274c
        | 0x2753..=0x2755
        | 0x2795..=0x2797
        | 0x2b50
        | 0x2e80..=0x303e
        | 0x3041..=0x33ff
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xa000..=0xa4cf
        | 0xa960..=0xa97f
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f680..=0x1f6ff
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

/// The last boundary of a letter that is not after `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, part: &str, expected: &str) {
        let start = text.find(part).unwrap();
        let range = start..start + part.len();
        let places = Places::new(text);
        let excerpt = of(&places, places.of(&range).line, &range);
        let said = format!("{}\n{}{}", excerpt.text, " ".repeat(excerpt.before), "^".repeat(excerpt.marked));
        assert_eq!(said, expected);
    }

    #[test]
    fn tabs_wide_letters_and_what_steers() {
        check("{\n\t\"a\": bad\n}", "bad", "    \"a\": bad\n         ^^^");
        check("\"日本\": bad", "bad", "\"日本\": bad\n        ^^^");
        check("\"\u{1b}[31m\": bad,\r\n", "bad", "\"␛[31m\": bad,\n         ^^^");
        check("a\u{301}: bad\u{202e}", "bad", "a\u{301}: bad\u{fffd}\n   ^^^");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line = format!(
            "{{\"image\": \"{}\", \"x\": bad, \"y\": \"{}\"}}",
            "A".repeat(1 << 22),
            "é".repeat(1 << 20)
        );
        let start = line.find("bad").unwrap();
        let excerpt = of(&Places::new(&line), 1, &(start..start + 3));
        assert!(excerpt.text.starts_with("…AAA") && excerpt.text.ends_with("ééé…"), "{}", excerpt.text);
        assert!(width(&excerpt.text) <= WIDEST + 2);
        let mark: String = excerpt.text.chars().skip(excerpt.before).take(excerpt.marked).collect();
        assert_eq!(mark, "bad");
        let image = line.find("\"AAA").unwrap();
        let excerpt = of(&Places::new(&line), 1, &(image..image + (1 << 22)));
        assert_eq!(excerpt.text, format!("{{\"image\": \"{}…", "A".repeat(LONGEST_MARK - 1)));
        assert_eq!((excerpt.before, excerpt.marked), (10, LONGEST_MARK + 1));
    }

    #[test]
    fn nothing_is_underlined_as_one_column() {
        let places = Places::new("");
        assert_eq!(of(&places, 1, &(0..0)), Excerpt { text: String::new(), before: 0, marked: 1 });
    }
}
