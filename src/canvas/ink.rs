//! The colours of the drawing: the same tokens as everything else, read again when the theme changes.
use crate::browser::pen::Fixed;
use crate::browser::style;
use flowdeck_editor::scene::Tint;
use flowdeck_spec::block::Family;
use web_sys::Element;

/// The colours.
#[derive(Clone, Debug)]
pub(super) struct Inks {
    pub(super) paper: Fixed,
    pub(super) dot: Fixed,
    pub(super) card: Fixed,
    pub(super) line: Fixed,
    pub(super) name: Fixed,
    pub(super) quiet: Fixed,
    pub(super) accent: Fixed,
    pub(super) bad: Fixed,
    pub(super) warn: Fixed,
    pub(super) on_bad: Fixed,
    kinds: [Fixed; 6],
    tints: [Fixed; 5],
}

impl Inks {
    /// The colours that hold at an element.
    #[must_use]
    pub(super) fn of(host: &Element) -> Self {
        let read = |name: &str| Fixed::new(&style::token(host, name));
        Self {
            paper: read("--fd-surface-2"),
            dot: read("--fd-dot"),
            card: read("--fd-surface"),
            line: read("--fd-line-strong"),
            name: read("--fd-ink"),
            quiet: read("--fd-ink-2"),
            accent: read("--fd-accent"),
            bad: read("--fd-bad"),
            warn: read("--fd-warn"),
            on_bad: read("--fd-surface"),
            tints: Tint::ALL.map(|(_, word)| read(&["--fd-note-", word].concat())),
            kinds: FAMILIES.map(|family| {
                let mut name = String::from("--fd-kind-");
                name.push_str(family.word());
                read(&name)
            }),
        }
    }

    /// The colour of what a card or link is about.
    #[must_use]
    pub(super) const fn kind(&self, family: Family) -> &Fixed {
        &self.kinds[family as usize]
    }

    /// The colour of a note's paper.
    #[must_use]
    pub(super) const fn tint(&self, tint: Tint) -> &Fixed {
        &self.tints[tint as usize]
    }
}

/// All families, in the order of their numbers.
pub(super) const FAMILIES: [Family; 6] =
    [Family::Image, Family::Detections, Family::Number, Family::Text, Family::Flow, Family::Any];
