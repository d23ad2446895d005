//! Keys of several boards and systems, and the table's own order.
use super::{COMMANDS, Command, Form, Group, Id, Place, Press, command, display, search};
use std::collections::HashSet;

/// A key event from a text such as `ctrl shift Z KeyZ`: what is held, the key, and its place.
fn press(text: &str, is_mac: bool) -> Press<'_> {
    let mut out = Press { is_mac, ..Press::default() };
    for part in text.split(' ') {
        match part {
            "ctrl" => out.ctrl = true,
            "meta" => out.meta = true,
            "shift" => out.shift = true,
            "alt" => out.alt = true,
            _ if out.key.is_empty() => out.key = part,
            _ => out.code = part,
        }
    }
    if out.key == "Space" {
        out.key = " ";
    }
    out
}

#[test]
fn keys_of_many_boards() {
    for (text, is_mac, wanted) in [
        ("ctrl z KeyZ", false, Some(Id::Undo)),
        ("meta z KeyZ", true, Some(Id::Undo)),
        ("ctrl z KeyZ", true, None),
        ("meta z KeyZ", false, None),
        ("ctrl shift Z KeyZ", false, Some(Id::Redo)),
        ("ctrl y KeyY", false, Some(Id::Redo)),
        ("meta shift z KeyZ", true, Some(Id::Redo)),
        // A German board has Z where an American one has Y: what it gives counts.
        ("ctrl z KeyY", false, Some(Id::Undo)),
        // A Russian board gives no Latin letters: the place counts.
        ("ctrl я KeyZ", false, Some(Id::Undo)),
        ("т KeyN", false, Some(Id::AddBlock)),
        ("n KeyN", false, Some(Id::AddBlock)),
        ("a KeyA", false, Some(Id::AddBlock)),
        ("N KeyN", false, Some(Id::AddBlock)),
        ("shift N KeyN", false, None),
        ("shift alt T KeyT", false, Some(Id::Tidy)),
        ("shift alt ˇ KeyT", true, Some(Id::Tidy)),
        ("alt µ KeyM", true, Some(Id::Minimap)),
        ("shift ? Slash", false, Some(Id::Help)),
        ("shift ? Minus", false, Some(Id::Help)),
        ("1 Digit1", false, Some(Id::Fit)),
        // A French board types digits with Shift.
        ("shift 1 Digit1", false, Some(Id::Fit)),
        ("& Digit1", false, Some(Id::Fit)),
        ("shift ! Digit1", false, None),
        ("ctrl 1 Digit1", false, None),
        ("1 Numpad1", false, Some(Id::Fit)),
        ("shift + Equal", false, Some(Id::ZoomIn)),
        ("+ BracketRight", false, Some(Id::ZoomIn)),
        ("= Equal", false, Some(Id::ZoomIn)),
        ("- Minus", false, Some(Id::ZoomOut)),
        // The browser's own zoom stays its own.
        ("ctrl - Minus", false, None),
        ("Delete", false, Some(Id::Delete)),
        ("Backspace", true, Some(Id::Delete)),
        ("shift ArrowLeft", false, Some(Id::SelectUpstream)),
        ("shift alt ArrowLeft", false, Some(Id::MoveFarLeft)),
        ("ctrl alt q KeyQ", false, None),
        ("F8", false, Some(Id::NextProblem)),
        ("shift F8", false, Some(Id::PreviousProblem)),
        ("Tab", false, None),
        ("Dead KeyZ", false, None),
        ("Unidentified", false, None),
    ] {
        assert_eq!(command(&press(text, is_mac), Place::Canvas), wanted, "{text} {is_mac}");
    }
}

#[test]
fn fields_keep_their_own_keys() {
    for (text, place, wanted) in [
        ("ctrl z", Place::Text, None),
        ("ctrl f", Place::Text, None),
        ("n", Place::Text, None),
        ("?", Place::Text, None),
        ("Delete", Place::Text, None),
        ("ctrl s", Place::Text, Some(Id::Save)),
        ("ctrl k", Place::Text, Some(Id::Palette)),
        ("ctrl Enter", Place::Text, Some(Id::Run)),
        ("ctrl Space", Place::Text, Some(Id::Suggest)),
        ("shift $ Digit4", Place::Text, Some(Id::Suggest)),
        // With AltGr, as some boards have it.
        ("ctrl alt $ KeyE", Place::Text, Some(Id::Suggest)),
        ("ctrl z", Place::Page, Some(Id::Undo)),
        ("n", Place::Page, None),
        ("Escape", Place::Run, Some(Id::Stop)),
        ("Escape", Place::Canvas, Some(Id::Cancel)),
        ("Escape", Place::Text, Some(Id::Cancel)),
    ] {
        assert_eq!(command(&press(text, false), place), wanted, "{text} {place:?}");
    }
}

#[test]
fn no_two_commands_share_keys_in_one_place() {
    let mut taken = HashSet::new();
    let mut ids = HashSet::new();
    for one in COMMANDS {
        assert!(ids.insert(one.id), "{:?} is there twice", one.id);
        for keys in one.keys.split(' ').filter(|keys| !keys.is_empty()) {
            for is_mac in [false, true] {
                let shown = display(keys, if is_mac { Form::AriaMac } else { Form::Aria });
                assert!(taken.insert((shown, is_mac, one.place as u8)), "{keys} is taken: {}", one.title);
            }
        }
    }
    // Only Esc means something else in a narrower place.
    let wide = |one: &Command| matches!(one.place, Place::Any | Place::Page);
    let clash = COMMANDS.iter().filter(|one| wide(one)).flat_map(|one| {
        let others = COMMANDS.iter().filter(|other| other.id != one.id);
        others.filter(|other| {
            other.keys.split(' ').any(|keys| !keys.is_empty() && one.keys.split(' ').any(|own| own == keys))
        })
    });
    assert!(clash.map(|one| one.keys).all(|keys| keys == "Escape"));
}

#[test]
fn every_key_of_the_table_is_reached_by_a_press_of_it() {
    for one in COMMANDS {
        for keys in one.keys.split(' ').filter(|keys| !keys.is_empty()) {
            for is_mac in [false, true] {
                let has = |part: &str| keys.split('+').any(|known| known == part);
                let key = match keys.rsplit('+').next().unwrap() {
                    "Plus" => "+",
                    "Space" => " ",
                    key => key,
                };
                let code = format!("Key{key}");
                let press = Press {
                    key,
                    code: if key.len() == 1 && key.chars().all(char::is_alphabetic) { &code } else { "" },
                    ctrl: has("Ctrl") || (has("Mod") && !is_mac),
                    meta: has("Mod") && is_mac,
                    shift: has("Shift"),
                    alt: has("Alt"),
                    is_mac,
                };
                assert_eq!(command(&press, one.place), Some(one.id), "{keys}");
            }
        }
    }
}

#[test]
fn keys_are_shown_as_people_know_them() {
    for (keys, text, mac, aria) in [
        ("Mod+Shift+Z", "Ctrl+Shift+Z", "⌘⇧Z", "Control+Shift+Z"),
        ("Shift+Alt+T", "Shift+Alt+T", "⇧⌥T", "Shift+Alt+T"),
        ("Delete", "Del", "⌦", "Delete"),
        ("Plus", "+", "+", "Plus"),
        ("?", "?", "?", "?"),
        ("Shift+ArrowLeft", "Shift+←", "⇧←", "Shift+ArrowLeft"),
        ("", "", "", ""),
    ] {
        assert_eq!(display(keys, Form::Text), text);
        assert_eq!(display(keys, Form::Mac), mac);
        assert_eq!(display(keys, Form::Aria), aria);
    }
    assert_eq!(Command::of(Id::Redo).unwrap().shown(Form::Mac), "⌘⇧Z");
    assert_eq!(Command::of(Id::CopyJson).unwrap().shown(Form::Text), "");
    assert_eq!(display("Mod+K", Form::AriaMac), "Meta+K");
}

#[test]
fn commands_are_found_by_what_they_do() {
    let first = |query: &str| search(query).first().map(|command| command.id);
    assert_eq!(first("tidy"), Some(Id::Tidy));
    assert_eq!(first("layout"), Some(Id::Tidy));
    assert_eq!(first("zoom out"), Some(Id::ZoomOut));
    assert_eq!(first("dup"), Some(Id::Duplicate));
    assert_eq!(first("renmae"), Some(Id::Rename));
    assert_eq!(first("nothing of the kind"), None);
    let all = search("");
    assert!(all.len() > 30 && all.iter().all(|command| command.in_palette));
    assert!(all.is_sorted_by_key(|command| command.group));
    assert!(search("view").iter().any(|command| command.group == Group::View));
}
