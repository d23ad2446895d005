//! `Palette` and `QuickAdd`: found, walked, added and left with the focus in the field all the time.
use crate::stage::{Stage, click, has_focus, page, press, send};
use flowdeck::components::editor::palette::{Palette, PaletteProps, Taken};
use flowdeck::components::editor::quick_add::{QuickAdd, QuickAddProps};
use flowdeck_editor::geometry::Point;
use flowdeck_editor::palette::{self as model, SECTIONS, Wanted, section};
use flowdeck_spec::Catalogue;
use flowdeck_spec::catalogue::KindSet;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{DragEvent, Event, EventInit, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// What was called back, a line each.
type Log = Rc<RefCell<Vec<String>>>;

fn tell<T: 'static>(log: &Log, line: impl Fn(T) -> String + 'static) -> Callback<T> {
    let log = Rc::clone(log);
    Callback::from(move |what| log.borrow_mut().push(line(what)))
}

fn props(log: &Log, wanted: &dyn Fn(&Catalogue) -> Wanted) -> PaletteProps {
    let catalogue = Catalogue::parse(include_str!("../../static/catalogue.txt")).unwrap();
    let blocks = model::Palette::new(&catalogue, SECTIONS, &section);
    let wanted = wanted(&catalogue);
    yew::props!(PaletteProps {
        id: "blocks",
        blocks: Rc::new(blocks),
        catalogue: Rc::new(catalogue),
        wanted,
        recent: vec![AttrValue::from("note")],
        onadd: tell(log, |taken: Taken| format!("add {} {:?}", taken.key, taken.port)),
        ondrag: tell(log, |taken: Taken| format!("drag {}", taken.key)),
        onfree: tell(log, |()| String::from("free")),
        onclose: tell(log, |()| String::from("close")),
    })
}

async fn write(stage: &Stage, text: &str) {
    let field: HtmlInputElement = stage.find("#blocks").unchecked_into();
    field.set_value(text);
    let init = EventInit::new();
    init.set_bubbles(true);
    send(&field, &Event::new_with_event_init_dict("input", &init).unwrap()).await;
}

/// The name of the row that the field says is active.
fn active(stage: &Stage) -> String {
    let id = stage.find("#blocks").get_attribute("aria-activedescendant").unwrap();
    let row = page().get_element_by_id(&id).unwrap();
    assert_eq!(row.get_attribute("aria-selected").as_deref(), Some("true"));
    assert_eq!(stage.count("[role=option][aria-selected=true]"), 1);
    row.query_selector(".fd-cut").unwrap().unwrap().text_content().unwrap()
}

fn heads(stage: &Stage) -> Vec<String> {
    let list = stage.element().query_selector_all("[role=group]").unwrap();
    (0..list.length())
        .map(|at| list.item(at).unwrap().unchecked_into::<HtmlElement>().get_attribute("aria-label").unwrap())
        .collect()
}

#[wasm_bindgen_test]
async fn it_is_searched_and_walked_without_leaving_the_field() {
    let (stage, log) = (Stage::sized(260, 500), Log::default());
    let handle = stage.mount::<Palette>(props(&log, &|_| Wanted::Anything)).await;
    assert_eq!(heads(&stage).first().map(String::as_str), Some("Recently used"));
    assert_eq!(active(&stage), "Note");
    let field = stage.find("#blocks");
    field.focus().unwrap();

    write(&stage, "dyn crop").await;
    assert_eq!(active(&stage), "Dynamic Crop");
    let marked = stage.element().query_selector_all(".is-active mark").unwrap();
    let marks: Vec<String> =
        (0..marked.length()).map(|at| marked.item(at).unwrap().text_content().unwrap()).collect();
    assert_eq!(marks, ["Dyn", "Crop"]);
    assert!(stage.find(".is-active .fd-find__more").text_content().unwrap().contains("→ image"));
    assert!(press(&field, "x").await, "letters are the field's own");
    write(&stage, "crop").await;
    let first = active(&stage);
    assert!(!press(&field, "ArrowDown").await, "the caret stays where it is");
    assert_ne!(active(&stage), first);
    press(&field, "ArrowUp").await;
    assert_eq!(active(&stage), first);
    press(&field, "ArrowUp").await;
    assert_ne!(active(&stage), first, "up from the first leads to the last");
    write(&stage, "dyn crop").await;
    press(&field, "Enter").await;
    assert!(has_focus(&field));

    press(&field, "Escape").await;
    assert_eq!(stage.find("#blocks").unchecked_into::<HtmlInputElement>().value(), "");
    assert_eq!(active(&stage), "Note");
    press(&field, "Escape").await;
    let lines = log.borrow();
    assert!(lines[0].starts_with("add roboflow_core/dynamic_crop@v"), "{lines:?}");
    assert_eq!(lines[1..], ["close"]);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn few_rows_are_in_the_page_until_they_are_asked_for() {
    let (stage, log) = (Stage::sized(260, 500), Log::default());
    let handle = stage.mount::<Palette>(props(&log, &|_| Wanted::Anything)).await;
    let row = stage.find("[role=option]");
    let all: u32 = row.get_attribute("aria-setsize").unwrap().parse().unwrap();
    assert!(all > 120 && stage.count("[role=option]") == 60, "{all} rows");
    let field = stage.find("#blocks");
    press(&field, "ArrowUp").await;
    assert_eq!(stage.count("[role=option]"), all, "the last row is there to be active");
    assert!(!active(&stage).is_empty());
    handle.destroy();
}

#[wasm_bindgen_test]
async fn for_a_wire_it_offers_what_fits_and_the_port() {
    let (stage, log) = (Stage::sized(260, 500), Log::default());
    let wanted = |catalogue: &Catalogue| {
        let kind = catalogue.kinds.find("object_detection_prediction").unwrap();
        Wanted::TakerOf(KindSet::of(kind))
    };
    let handle = stage.mount::<Palette>(props(&log, &wanted)).await;
    assert!(stage.find(".fd-find__bound").text_content().unwrap().starts_with("Fits the selected port"));
    assert!(heads(&stage).iter().all(|head| head == "Fits in a setting"), "{:?}", heads(&stage));
    write(&stage, "detections filter").await;
    assert_eq!(active(&stage), "Detections Filter");
    click(&stage.find("[role=option].is-active"), false).await;
    write(&stage, "image input").await;
    assert_eq!(stage.count("[role=option]"), 0);
    assert_eq!(stage.find("#blocks").get_attribute("aria-expanded").as_deref(), Some("false"));
    assert!(stage.text().contains("No match for “image input”."));
    let buttons = stage.element().query_selector_all(".fd-find__nothing button").unwrap();
    click(&buttons.item(1).unwrap(), false).await;
    click(&buttons.item(0).unwrap(), false).await;
    assert!(stage.count("[role=option]") > 0, "the search is cleared");
    let lines = log.borrow();
    assert!(
        lines[0].starts_with("add roboflow_core/detections_filter@v") && lines[0].contains("Some("),
        "{lines:?}"
    );
    assert_eq!(lines[1..], ["free"]);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_row_is_dragged_out_with_its_key() {
    let (stage, log) = (Stage::sized(260, 500), Log::default());
    let handle = stage.mount::<Palette>(props(&log, &|_| Wanted::Anything)).await;
    let row = stage.find("[role=option]");
    assert_eq!(row.get_attribute("draggable").as_deref(), Some("true"));
    let event = DragEvent::new("dragstart").unwrap();
    event.init_event_with_bubbles("dragstart", true);
    send(&row, &event).await;
    assert_eq!(*log.borrow(), ["drag note"]);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn the_small_window_takes_the_focus_and_gives_it_back_before_it_adds() {
    let opener: HtmlElement = page().create_element("button").unwrap().unchecked_into();
    page().body().unwrap().append_child(&opener).unwrap();
    opener.focus().unwrap();
    let (stage, log) = (Stage::new(), Log::default());
    let mut palette = props(&log, &|_| Wanted::Anything);
    palette.onadd = {
        let (opener, log) = (opener.clone(), Rc::clone(&log));
        Callback::from(move |taken: Taken| {
            let is_back = has_focus(&opener);
            log.borrow_mut().push(format!("add {} {is_back}", taken.key));
        })
    };
    let at = Point::new(1e6, 1e6);
    let handle = stage.mount::<QuickAdd>(QuickAddProps { at, palette }).await;
    let field = stage.find("#blocks");
    assert!(has_focus(&field));
    let window = stage.find("[role=dialog]");
    let left = window.style().get_property_value("--fd-x").unwrap();
    let width = f64::from(page().document_element().unwrap().client_width());
    assert!(left.trim_end_matches("px").parse::<f64>().unwrap() < width, "{left} is out of the window");
    press(&field, "Enter").await;
    assert_eq!(*log.borrow(), ["close", "add note true"]);
    handle.destroy();
    yew::scheduler::flush().await;

    // A press elsewhere closes it; the focus goes back when it is taken away.
    opener.focus().unwrap();
    let at = Point::new(10.0, 10.0);
    let again = QuickAddProps { at, palette: props(&log, &|_| Wanted::Anything) };
    let handle = stage.mount::<QuickAdd>(again).await;
    let init = EventInit::new();
    init.set_bubbles(true);
    let event = Event::new_with_event_init_dict("pointerdown", &init).unwrap();
    send(&stage.find("#blocks"), &event).await;
    assert_eq!(log.borrow().len(), 2, "a press inside is nothing");
    let event = Event::new_with_event_init_dict("pointerdown", &init).unwrap();
    send(&page().body().unwrap(), &event).await;
    assert_eq!(log.borrow().last().map(String::as_str), Some("close"));
    handle.destroy();
    yew::scheduler::flush().await;
    assert!(has_focus(&opener));
    opener.remove();
}
