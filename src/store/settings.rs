//! Remembered choices: theme, sort order.
use super::{Effect, Model};

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

/// The choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The chosen theme.
    pub theme: Theme,
    /// Whether the system is dark now.
    pub system_dark: bool,
}

impl Settings {
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
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let settings = &mut model.settings;
    match msg {
        Msg::Choose(theme) => {
            settings.theme = theme;
            vec![
                Effect::ShowTheme(settings.is_dark()),
                Effect::Remember("flowdeck.theme", String::from(theme.key())),
            ]
        }
        Msg::System(dark) => {
            settings.system_dark = dark;
            vec![Effect::ShowTheme(settings.is_dark())]
        }
    }
}
