//! Keys as texts: `Mod+Shift+Z`. What a key event matches, and how keys are shown.

/// A key event, as the browser tells it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press<'a> {
    /// What the key gives: `z`, `Z`, `?`, `ArrowLeft`.
    pub key: &'a str,
    /// Which key of the board it is: `KeyZ`; empty where it is not known.
    pub code: &'a str,
    /// Ctrl is held.
    pub ctrl: bool,
    /// ⌘ or the Windows key is held.
    pub meta: bool,
    /// Shift is held.
    pub shift: bool,
    /// Alt or ⌥ is held.
    pub alt: bool,
    /// It is a Mac's keyboard.
    pub is_mac: bool,
}

/// Keys taken apart.
struct Wanted<'a> {
    key: &'a str,
    ctrl: bool,
    meta: bool,
    shift: bool,
    alt: bool,
}

fn parse(keys: &str, is_mac: bool) -> Wanted<'_> {
    let mut out = Wanted { key: "", ctrl: false, meta: false, shift: false, alt: false };
    for part in keys.split('+') {
        match part {
            "Mod" if is_mac => out.meta = true,
            "Mod" | "Ctrl" => out.ctrl = true,
            "Shift" => out.shift = true,
            "Alt" => out.alt = true,
            "Plus" => out.key = "+",
            "Space" => out.key = " ",
            key => out.key = key,
        }
    }
    out
}

/// Whether a key event is these keys. Letters count by what they give, on boards of other scripts by their place;
/// signs and digits count however they are typed, with Shift or AltGr on one board and without on another.
#[must_use]
pub fn matches(keys: &str, press: &Press<'_>) -> bool {
    let wanted = parse(keys, press.is_mac);
    let mut letters = wanted.key.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return !wanted.key.is_empty() && wanted.key == press.key && holds(&wanted, press, true);
    };
    if letter.is_ascii_alphabetic() {
        return given(press) == Some(letter.to_ascii_lowercase()) && holds(&wanted, press, true);
    }
    if letter == ' ' {
        return (press.key == " " || press.code == "Space") && holds(&wanted, press, true);
    }
    let is_sign = press.key.starts_with(letter) && press.key.chars().count() == 1;
    // On some boards the digits are typed with Shift; the key itself is meant all the same.
    let is_digit =
        letter.is_ascii_digit() && press.code.strip_prefix("Digit") == Some(wanted.key) && !press.shift;
    let is_alt_gr = is_sign && press.ctrl && press.alt && !press.is_mac;
    (is_sign || is_digit) && (is_alt_gr || holds(&wanted, press, false))
}

/// The letter that a key event means.
fn given(press: &Press<'_>) -> Option<char> {
    let by_place =
        || press.code.strip_prefix("Key")?.chars().next().map(|letter| letter.to_ascii_lowercase());
    let mut letters = press.key.chars();
    match (letters.next(), letters.next()) {
        // With ⌥ a Mac gives signs and accents.
        _ if press.is_mac && press.alt => by_place(),
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter.to_ascii_lowercase()),
        (Some(letter), None) if !letter.is_ascii() => by_place(),
        _ => None,
    }
}

fn holds(wanted: &Wanted<'_>, press: &Press<'_>, by_shift: bool) -> bool {
    wanted.ctrl == press.ctrl
        && wanted.meta == press.meta
        && (wanted.alt == press.alt || (!by_shift && press.is_mac))
        && (wanted.shift == press.shift || !by_shift)
}

/// For whom keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people: `Ctrl+Shift+Z`.
    Text,
    /// For people at a Mac: `⌘⇧Z`.
    Mac,
    /// For the attribute `aria-keyshortcuts`.
    Aria,
    /// For that attribute on a Mac.
    AriaMac,
}

/// Writes keys.
#[must_use]
pub fn display(keys: &str, form: Form) -> String {
    let mut out = String::new();
    for part in keys.split('+').filter(|part| !part.is_empty()) {
        if !out.is_empty() && form != Form::Mac {
            out.push('+');
        }
        let row = NAMES.iter().find(|row| row[0] == part);
        let column = match form {
            Form::Text => 1,
            Form::Mac => 2,
            Form::Aria => 3,
            Form::AriaMac => 4,
        };
        out.push_str(row.map_or(part, |row| row[column]));
    }
    out
}

/// In the table, for people, at a Mac, for assistive technology, and for it at a Mac.
const NAMES: &[[&str; 5]] = &[
    ["Mod", "Ctrl", "⌘", "Control", "Meta"],
    ["Ctrl", "Ctrl", "⌃", "Control", "Control"],
    ["Alt", "Alt", "⌥", "Alt", "Alt"],
    ["Shift", "Shift", "⇧", "Shift", "Shift"],
    ["Enter", "Enter", "↩", "Enter", "Enter"],
    ["Escape", "Esc", "Esc", "Escape", "Escape"],
    ["Delete", "Del", "⌦", "Delete", "Delete"],
    ["Backspace", "Backspace", "⌫", "Backspace", "Backspace"],
    ["Plus", "+", "+", "Plus", "Plus"],
    ["-", "−", "−", "-", "-"],
    ["ArrowLeft", "←", "←", "ArrowLeft", "ArrowLeft"],
    ["ArrowRight", "→", "→", "ArrowRight", "ArrowRight"],
    ["ArrowUp", "↑", "↑", "ArrowUp", "ArrowUp"],
    ["ArrowDown", "↓", "↓", "ArrowDown", "ArrowDown"],
];
