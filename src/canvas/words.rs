//! Texts on cards: how wide they are, and what of them fits.
use crate::browser::pen::Pen;
use std::borrow::Cow;

/// The sizes of texts on cards, in pixels at zoom 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// Names.
    Name,
    /// Everything else.
    Small,
}

/// The letters whose widths are known.
const LETTERS: std::ops::Range<u8> = 32..127;

/// Widths of letters in both faces, measured once: texts are measured many times a frame.
#[derive(Debug)]
pub(super) struct Words {
    family: String,
    name: Vec<f64>,
    small: Vec<f64>,
}

impl Words {
    /// Measures the letters of a font family.
    pub(super) fn new(pen: &Pen, family: &str) -> Self {
        let mut words = Self { family: family.into(), name: Vec::new(), small: Vec::new() };
        let measured = |face| {
            pen.font(&words.font(face, 1.0));
            let mut letter = [0_u8; 1];
            LETTERS
                .map(|code| {
                    letter[0] = code;
                    pen.width(std::str::from_utf8(&letter).unwrap_or(" "))
                })
                .collect::<Vec<_>>()
        };
        let (name, small) = (measured(Face::Name), measured(Face::Small));
        (words.name, words.small) = (name, small);
        words
    }

    /// The font of a face, so many times as large.
    pub(super) fn font(&self, face: Face, scale: f64) -> String {
        let (weight, size) = match face {
            Face::Name => ("600 ", 13.0),
            Face::Small => ("", 11.0),
        };
        let mut font = String::from(weight);
        font.push_str(&flowdeck_editor::short(size * scale));
        font.push_str("px ");
        font.push_str(&self.family);
        font
    }

    /// How wide a text is in a face, near enough: letters beyond ASCII count as wide ones.
    pub(super) fn width(&self, face: Face, text: &str) -> f64 {
        text.chars().map(|letter| self.letter(face, letter)).sum()
    }

    fn letter(&self, face: Face, letter: char) -> f64 {
        let widths = if face == Face::Name { &self.name } else { &self.small };
        let at = (letter as usize).wrapping_sub(usize::from(LETTERS.start));
        let wide = if face == Face::Name { 13.0 } else { 11.0 };
        widths.get(at).copied().unwrap_or(wide)
    }

    /// The text in lines that are no wider than `room`, broken between words; a word that is wider is broken anywhere.
    pub(super) fn lines<'a>(&self, face: Face, text: &'a str, room: f64) -> Vec<&'a str> {
        let mut out = Vec::new();
        for line in text.lines() {
            let (mut from, mut gap, mut wide) = (0, None, 0.0);
            for (at, letter) in line.char_indices() {
                if letter == ' ' {
                    gap = Some(at);
                }
                wide += self.letter(face, letter);
                if wide > room && at > from {
                    let end = gap.filter(|gap| *gap > from).unwrap_or(at);
                    out.push(line.get(from..end).unwrap_or_default());
                    from = if line[end..].starts_with(' ') { end + 1 } else { end };
                    gap = None;
                    wide = line.get(from..=at).map_or(0.0, |rest| self.width(face, rest));
                }
            }
            out.push(line.get(from..).unwrap_or_default());
        }
        out
    }

    /// The text, or its beginning with an ellipsis where it is wider than `room`.
    pub(super) fn fitted<'a>(&self, face: Face, text: &'a str, room: f64) -> Cow<'a, str> {
        let dots = if face == Face::Name { 13.0 } else { 11.0 };
        let (mut wide, mut cut) = (0.0, 0);
        for (at, letter) in text.char_indices() {
            if wide + dots <= room {
                cut = at;
            }
            wide += self.letter(face, letter);
            if wide > room {
                let mut short = String::from(text.get(..cut).unwrap_or_default());
                short.push('…');
                return Cow::Owned(short);
            }
        }
        Cow::Borrowed(text)
    }
}
