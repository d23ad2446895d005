//! Commands by name, in a menu and as tools: chosen by keyboard, and not where they cannot be used.
use crate::stage::{Stage, click, has_focus, page, press, send};
use flowdeck::components::editor::canvas_tools::{CanvasTools, CanvasToolsProps};
use flowdeck::components::editor::command_palette::{CommandPalette, CommandPaletteProps};
use flowdeck::components::editor::context_menu::{ContextMenu, ContextMenuProps, MenuCommand, MenuPart};
use flowdeck::components::editor::shortcut_help::{ShortcutHelp, ShortcutHelpProps};
use flowdeck_editor::geometry::Point;
use flowdeck_editor::shortcut::{COMMANDS, Id};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement};
use yew::prelude::*;

type Log = Rc<RefCell<Vec<String>>>;

fn chosen(log: &Log) -> Callback<Id> {
    let log = Rc::clone(log);
    Callback::from(move |id: Id| log.borrow_mut().push(format!("{id:?}")))
}

fn closed(log: &Log) -> Callback<()> {
    let log = Rc::clone(log);
    Callback::from(move |()| log.borrow_mut().push(String::from("close")))
}

fn focused() -> String {
    page().active_element().unwrap().text_content().unwrap()
}

async fn key(key: &str) -> bool {
    press(&page().active_element().unwrap(), key).await
}

#[wasm_bindgen_test]
async fn a_command_is_found_by_its_name_and_chosen_unless_it_cannot_be_used() {
    let (stage, log) = (Stage::new(), Log::default());
    let reason = |id: Id| (id == Id::Undo).then(|| AttrValue::from("There is nothing to undo."));
    let props = yew::props!(CommandPaletteProps {
        recent: vec![Id::Tidy, Id::Undo],
        reason: Callback::from(reason),
        onchoose: chosen(&log),
        onclose: closed(&log),
    });
    let handle = stage.mount::<CommandPalette>(props).await;
    let field = stage.find("#find-command");
    assert!(has_focus(&field));
    let row = |at: u32| stage.find(&format!("#find-command-{at}")).text_content().unwrap();
    assert_eq!(row(0), "Tidy the layoutShift+Alt+T");
    assert_eq!(row(1), "UndoThere is nothing to undo.Ctrl+Z");
    press(&field, "ArrowDown").await;
    press(&field, "Enter").await;
    click(&stage.find("[aria-disabled=true]"), false).await;
    assert!(log.borrow().is_empty(), "what cannot be used is not chosen");
    field.unchecked_ref::<HtmlInputElement>().set_value("dupl");
    let init = EventInit::new();
    init.set_bubbles(true);
    send(&field, &Event::new_with_event_init_dict("input", &init).unwrap()).await;
    assert!(row(0).starts_with("Duplicate"));
    press(&field, "Enter").await;
    assert_eq!(*log.borrow(), ["close", "Duplicate"]);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_menu_is_walked_by_arrows_and_first_letters() {
    let opener: HtmlElement = page().create_element("button").unwrap().unchecked_into();
    page().body().unwrap().append_child(&opener).unwrap();
    opener.focus().unwrap();
    let (stage, log) = (Stage::new(), Log::default());
    let off = MenuCommand { reason: Some("The clipboard is empty.".into()), ..MenuCommand::of(Id::Paste) };
    let parts = vec![
        MenuPart {
            label: "blur".into(),
            items: [Id::Rename, Id::Duplicate, Id::Copy].map(MenuCommand::of).into(),
        },
        MenuPart::default(),
        MenuPart { label: "".into(), items: vec![off, MenuCommand::of(Id::Delete)] },
    ];
    let onchoose = {
        let (opener, tell) = (opener.clone(), chosen(&log));
        Callback::from(move |id| {
            assert!(has_focus(&opener), "the focus is back before the command begins");
            tell.emit(id);
        })
    };
    let props = yew::props!(ContextMenuProps {
        label: "Step blur",
        at: Point::new(20.0, 20.0),
        parts,
        onchoose,
        onclose: closed(&log),
    });
    let handle = stage.mount::<ContextMenu>(props).await;
    assert_eq!(stage.count("[role=separator]"), 1, "an empty part has no line");
    assert_eq!(focused(), "RenameF2");
    for (pressed, wanted) in [
        ("ArrowUp", "DeleteDel"),
        ("ArrowDown", "RenameF2"),
        ("d", "DuplicateCtrl+D"),
        ("Home", "RenameF2"),
        ("p", "Paste"),
    ] {
        if pressed == "Home" || pressed == "p" {
            // What was typed is forgotten after a while.
            flowdeck::browser::timer::pause(850).await;
        }
        assert!(!key(pressed).await, "{pressed}");
        assert!(focused().starts_with(wanted), "{pressed}: {}", focused());
    }
    click(&page().active_element().unwrap(), false).await;
    assert!(log.borrow().is_empty(), "paste cannot be used");
    key("End").await;
    click(&page().active_element().unwrap(), false).await;
    assert_eq!(*log.borrow(), ["close", "Delete"]);
    handle.destroy();
    opener.remove();
}

#[wasm_bindgen_test]
async fn escape_leaves_the_menu_and_gives_the_focus_back() {
    let opener: HtmlElement = page().create_element("button").unwrap().unchecked_into();
    page().body().unwrap().append_child(&opener).unwrap();
    opener.focus().unwrap();
    let (stage, log) = (Stage::new(), Log::default());
    let props = yew::props!(ContextMenuProps {
        label: "Canvas",
        at: Point::new(0.0, 0.0),
        parts: vec![MenuPart { label: "".into(), items: vec![MenuCommand::of(Id::Fit)] }],
        onchoose: chosen(&log),
        onclose: closed(&log),
    });
    let handle = stage.mount::<ContextMenu>(props).await;
    key("Escape").await;
    assert!(has_focus(&opener));
    assert_eq!(*log.borrow(), ["close"]);
    handle.destroy();
    opener.remove();
}

#[wasm_bindgen_test]
async fn the_tools_are_one_stop_of_the_tab_key() {
    let (stage, log) = (Stage::new(), Log::default());
    let props = yew::props!(CanvasToolsProps {
        zoom: 75,
        undo: Some(AttrValue::from("Rename blur")),
        has_map: Some(true),
        onchoose: chosen(&log),
    });
    let handle = stage.mount::<CanvasTools>(props).await;
    let stop = || stage.find("button[tabindex='0']");
    let name = |button: &HtmlElement| button.get_attribute("aria-label").unwrap();
    assert_eq!((stage.count("button[tabindex='0']"), name(&stop()).as_str()), (1, "Zoom out"));
    stop().focus().unwrap();
    key("ArrowRight").await;
    assert_eq!(name(&stop()), "75 %: Zoom to 100 %");
    assert!(has_focus(&stop()));
    key("End").await;
    assert_eq!(stop().get_attribute("aria-pressed").as_deref(), Some("true"));
    click(&stop(), false).await;
    key("ArrowLeft").await;
    assert_eq!(
        (name(&stop()).as_str(), stop().get_attribute("title").as_deref()),
        ("Redo", Some("Redo (Ctrl+Shift+Z)"))
    );
    click(&stop(), false).await;
    key("ArrowLeft").await;
    assert_eq!(name(&stop()), "Undo: Rename blur");
    click(&stop(), false).await;
    assert_eq!(*log.borrow(), ["Minimap", "Undo"], "there is nothing to do again");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn the_help_lists_every_key_for_the_keyboard_at_hand() {
    let stage = Stage::new();
    for (is_mac, redo) in [(false, "Ctrl+Shift+ZCtrl+Y"), (true, "⌘⇧Z⌘Y")] {
        let props = ShortcutHelpProps {
            is_mac,
            preset: flowdeck_editor::stage::Preset::Select,
            onclose: Callback::noop(),
        };
        let handle = stage.mount::<ShortcutHelp>(props).await;
        let with_keys = COMMANDS.iter().filter(|command| !command.keys.is_empty()).count();
        assert_eq!(stage.count(".fd-keys__row:not(.is-long)") as usize, with_keys);
        let mut text = String::from("Redo");
        text.push_str(redo);
        assert!(stage.text().contains(&text), "{}", stage.text());
        handle.destroy();
    }
}
