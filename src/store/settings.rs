//! Remembered choices: theme, gestures of the canvas, and which blocks were used last.
use super::{Effect, Model};
use crate::run::LONGEST_SIDE;
use flowdeck_editor::stage::Preset;
use yew::AttrValue;

/// So many blocks that were used are remembered.
const RECENT: usize = 8;
/// Under what the choices are remembered.
pub(crate) const THEME: &str = "flowdeck.theme";
pub(crate) const CANVAS: &str = "flowdeck.canvas";
pub(crate) const USED: &str = "flowdeck.used";
pub(crate) const PREVIEW: &str = "flowdeck.preview";
pub(crate) const LONGEST: &str = "flowdeck.longest";
/// How images that are sent as they are are remembered.
const ORIGINAL: &str = "original";
/// How the gestures that are not the usual ones are remembered.
const PAN: &str = "pan";

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// How it is remembered.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a remembered key; anything unknown means the system's.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Whether steps are run in the browser while a workflow is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preview {
    /// As it changes.
    #[default]
    On,
    /// Never.
    Off,
}

impl Preview {
    /// How it is remembered.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

/// The choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The chosen theme.
    pub theme: Theme,
    /// Whether the system is dark now.
    pub system_dark: bool,
    /// What drags and wheels do on the canvas.
    pub preset: Preset,
    /// Whether there is a live preview.
    pub preview: Preview,
    /// The palette's entries that were used, the last one first, by their keys.
    pub used: Vec<AttrValue>,
    /// The longest side of images as they are sent, in pixels; none = as they are.
    pub longest: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            system_dark: false,
            preset: Preset::default(),
            preview: Preview::default(),
            used: Vec::new(),
            longest: Some(LONGEST_SIDE),
        }
    }
}

impl Settings {
    /// The choices as they were remembered.
    #[must_use]
    pub fn remembered(recall: impl Fn(&str) -> Option<String>, system_dark: bool) -> Self {
        let text = |name: &str| recall(name).unwrap_or_default();
        let used = text(USED);
        let longest = match &*text(LONGEST) {
            ORIGINAL => None,
            // Below this nothing is told apart; a slip of the hand would make every run useless.
            side => Some(side.parse().ok().filter(|side| *side >= 64).unwrap_or(LONGEST_SIDE)),
        };
        Self {
            theme: Theme::from_key(&text(THEME)),
            system_dark,
            preset: if text(CANVAS) == PAN { Preset::Pan } else { Preset::Select },
            preview: if text(PREVIEW) == Preview::Off.key() { Preview::Off } else { Preview::On },
            used: used.lines().take(RECENT).map(|key| AttrValue::from(String::from(key))).collect(),
            longest,
        }
    }

    /// Whether the page is dark now.
    #[must_use]
    pub fn is_dark(&self) -> bool {
        match self.theme {
            Theme::System => self.system_dark,
            Theme::Light => false,
            Theme::Dark => true,
        }
    }
}

/// What can change them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A theme was chosen.
    Choose(Theme),
    /// The system changed its colours.
    System(bool),
    /// Gestures were chosen.
    Gestures(Preset),
    /// The live preview was turned on or off.
    Preview(Preview),
    /// A palette's entry was used.
    Used(AttrValue),
    /// The longest side of images was chosen.
    Longest(Option<u32>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let settings = &mut model.settings;
    match msg {
        Msg::Choose(theme) => {
            settings.theme = theme;
            vec![Effect::ShowTheme(settings.is_dark()), Effect::Remember(THEME, String::from(theme.key()))]
        }
        Msg::Preview(preview) => {
            settings.preview = preview;
            vec![Effect::Remember(PREVIEW, String::from(preview.key()))]
        }
        Msg::System(dark) => {
            settings.system_dark = dark;
            vec![Effect::ShowTheme(settings.is_dark())]
        }
        Msg::Gestures(preset) => {
            settings.preset = preset;
            let key = if preset == Preset::Pan { PAN } else { "select" };
            vec![Effect::Remember(CANVAS, String::from(key))]
        }
        Msg::Used(key) => {
            settings.used.retain(|other| *other != key);
            settings.used.insert(0, key);
            settings.used.truncate(RECENT);
            vec![Effect::Remember(USED, settings.used.join("\n"))]
        }
        Msg::Longest(longest) => {
            settings.longest = longest;
            let text = longest.map_or_else(|| String::from(ORIGINAL), |side| side.to_string());
            vec![Effect::Remember(LONGEST, text)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Effect, Model, Msg, Preset, Settings, Theme, update};
    use std::cell::RefCell;
    use std::collections::HashMap;

    #[test]
    fn what_is_chosen_is_there_at_the_next_visit() {
        let kept = RefCell::new(HashMap::new());
        let mut model = Model::default();
        let uses = (0..10).map(|n| Msg::Used(format!("block {n}").into()));
        let again = [
            Msg::Used("block 5".into()),
            Msg::Choose(Theme::Dark),
            Msg::Gestures(Preset::Pan),
            Msg::Longest(None),
        ];
        for msg in uses.chain(again) {
            for effect in update(&mut model, msg) {
                if let Effect::Remember(name, text) = effect {
                    kept.borrow_mut().insert(name, text);
                }
            }
        }
        let next = Settings::remembered(|name| kept.borrow().get(name).cloned(), false);
        assert_eq!(next, model.settings);
        assert_eq!((next.theme, next.preset), (Theme::Dark, Preset::Pan));
        assert_eq!(next.used.join(","), "block 5,block 9,block 8,block 7,block 6,block 4,block 3,block 2");
        assert_eq!(Settings::remembered(|_| None, false), Settings::default());
    }
}
