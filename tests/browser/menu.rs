//! `Menu`: opened, walked, used and closed by keyboard alone.
use crate::stage::{Stage, click, has_focus, page, press};
use flowdeck::components::icon::Glyph;
use flowdeck::components::menu::{Menu, MenuItem, MenuProps};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

type Log = Rc<RefCell<Vec<&'static str>>>;

fn props(log: &Log) -> MenuProps {
    let item = |label: &'static str| {
        let log = Rc::clone(log);
        let run = Callback::from(move |()| log.borrow_mut().push(label));
        MenuItem { label: label.into(), glyph: Glyph::Copy, danger: false, run }
    };
    yew::props!(MenuProps { label: "Actions", items: vec![item("Run"), item("Fork"), item("Delete")] })
}

#[wasm_bindgen_test]
async fn arrows_walk_it_and_escape_gives_the_focus_back() {
    let (stage, log) = (Stage::new(), Log::default());
    let handle = stage.mount::<Menu>(props(&log)).await;
    let button = stage.find("button[aria-haspopup=menu]");
    click(&button, false).await;
    assert_eq!(button.get_attribute("aria-expanded").as_deref(), Some("true"));
    for (key, focused) in [
        ("", "Run"),
        ("ArrowDown", "Fork"),
        ("ArrowDown", "Delete"),
        ("ArrowDown", "Run"),
        ("ArrowUp", "Delete"),
        ("Home", "Run"),
        ("End", "Delete"),
    ] {
        if !key.is_empty() {
            press(&page().active_element().unwrap(), key).await;
        }
        assert_eq!(page().active_element().unwrap().text_content().as_deref(), Some(focused), "after {key}");
    }
    press(&page().active_element().unwrap(), "Escape").await;
    assert!(stage.seek("[role=menu]").is_none() && has_focus(&button));
    assert!(log.borrow().is_empty());
    handle.destroy();
}

#[wasm_bindgen_test]
async fn choosing_runs_once_and_closes() {
    let (stage, log) = (Stage::new(), Log::default());
    let handle = stage.mount::<Menu>(props(&log)).await;
    let button = stage.find("button[aria-haspopup=menu]");
    click(&button, false).await;
    click(&stage.find("[role=menuitem]:nth-child(2)"), false).await;
    assert_eq!(*log.borrow(), ["Fork"]);
    assert!(stage.seek("[role=menu]").is_none() && has_focus(&button));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_press_elsewhere_closes_it() {
    let (stage, log) = (Stage::new(), Log::default());
    let handle = stage.mount::<Menu>(props(&log)).await;
    click(&stage.find("button"), false).await;
    assert_eq!(stage.count("[role=menuitem]"), 3);
    let init = web_sys::MouseEventInit::new();
    init.set_bubbles(true);
    let event = web_sys::MouseEvent::new_with_mouse_event_init_dict("pointerdown", &init).unwrap();
    crate::stage::send(&page().body().unwrap(), &event).await;
    assert!(stage.seek("[role=menu]").is_none());
    handle.destroy();
}
