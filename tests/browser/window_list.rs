//! `WindowList`: ten thousand rows, few of them in the page.
use crate::stage::{Stage, send, until};
use flowdeck::components::window_list::{WindowList, WindowListProps};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event};
use yew::prelude::*;

const COUNT: usize = 10_000;
const ROW: f64 = 36.0;

fn props(reveal: Option<usize>) -> WindowListProps {
    yew::props!(WindowListProps {
        count: COUNT,
        row_height: ROW,
        row: Callback::from(|index: usize| html! { <div key={index} class="row">{ index }</div> }),
        reveal,
    })
}

/// The numbers of the rows in the page.
fn rows(stage: &Stage) -> Vec<usize> {
    let list = stage.element().query_selector_all(".row").unwrap();
    (0..list.length()).map(|at| list.item(at).unwrap().text_content().unwrap().parse().unwrap()).collect()
}

/// The list scrolls by itself; the app's style sheet does this outside of tests.
fn let_scroll(stage: &Stage) -> Element {
    let window: web_sys::HtmlElement = stage.find(".fd-window");
    for (property, value) in [("overflow", "auto"), ("height", "400px")] {
        window.style().set_property(property, value).unwrap();
    }
    window.unchecked_into()
}

#[wasm_bindgen_test]
async fn a_scroll_shows_other_rows_and_never_many() {
    let stage = Stage::sized(300, 400);
    let handle = stage.mount::<WindowList>(props(None)).await;
    let window = let_scroll(&stage);
    assert_eq!(rows(&stage).first(), Some(&0));
    for top in [0, 36, 1_000, 200_000, 359_600] {
        window.set_scroll_top(top);
        send(&window, &Event::new("scroll").unwrap()).await;
        let shown = rows(&stage);
        let first_seen = (f64::from(top) / ROW) as usize;
        let last_seen = ((f64::from(top) + 399.0) / ROW) as usize;
        assert!(
            shown.contains(&first_seen) && shown.contains(&last_seen.min(COUNT - 1)),
            "{shown:?} at {top}"
        );
        assert!(shown.len() <= 60, "{} rows at {top}", shown.len());
    }
    assert_eq!(window.scroll_height(), (COUNT as f64 * ROW) as i32);
    handle.destroy();
}

/// Reveals the row that a test sets from outside.
#[derive(Clone, Default)]
struct Remote(Rc<RefCell<Option<Callback<usize>>>>);

impl PartialEq for Remote {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RevealingProps {
    remote: Remote,
}

#[component]
fn Revealing(outer: &RevealingProps) -> Html {
    let reveal = use_state_eq(|| 0_usize);
    *outer.remote.0.borrow_mut() = Some({
        let reveal = reveal.clone();
        Callback::from(move |index| reveal.set(index))
    });
    let inner = props(Some(*reveal));
    html! { <WindowList ..inner /> }
}

#[wasm_bindgen_test]
async fn a_revealed_row_comes_into_view() {
    let stage = Stage::sized(300, 400);
    let remote = Remote::default();
    let handle = stage.mount::<Revealing>(RevealingProps { remote: remote.clone() }).await;
    let window = let_scroll(&stage);
    let reveal = remote.0.borrow().clone().unwrap();
    reveal.emit(5_000);
    until("row 5000 is there", || rows(&stage).contains(&5_000)).await;
    let top = f64::from(window.scroll_top());
    assert!(top <= 5_000.0 * ROW && top + 400.0 >= 5_001.0 * ROW, "scrolled to {top}");
    handle.destroy();
}
