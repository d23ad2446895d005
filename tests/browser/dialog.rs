//! `Dialog`: takes the focus, asks before it closes, gives the focus back.
use crate::stage::{Stage, has_focus, page, send};
use flowdeck::components::dialog::Dialog;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement};
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
struct AskingProps {
    onclose: Callback<()>,
}

#[component]
fn Asking(props: &AskingProps) -> Html {
    html! {
        <Dialog title="Sure?" onclose={props.onclose.clone()}>
            <input id="first" />
            <input id="wanted" data-autofocus="" />
        </Dialog>
    }
}

#[wasm_bindgen_test]
async fn it_takes_the_focus_and_gives_it_back() {
    let opener: HtmlElement = page().create_element("button").unwrap().unchecked_into();
    page().body().unwrap().append_child(&opener).unwrap();
    opener.focus().unwrap();
    let stage = Stage::new();
    let asked = Rc::new(Cell::new(0));
    let onclose = {
        let asked = Rc::clone(&asked);
        Callback::from(move |()| asked.set(asked.get() + 1))
    };
    let handle = stage.mount::<Asking>(AskingProps { onclose }).await;
    assert!(has_focus(&stage.find("#wanted")));
    assert!(stage.find("dialog").has_attribute("open"));

    // Escape: the browser says “cancel”, and only the page decides.
    let init = web_sys::EventInit::new();
    init.set_cancelable(true);
    let cancel = Event::new_with_event_init_dict("cancel", &init).unwrap();
    let goes_on = send(&stage.find("dialog"), &cancel).await;
    assert_eq!((goes_on, asked.get()), (false, 1));
    assert!(stage.find("dialog").has_attribute("open"));

    handle.destroy();
    yew::scheduler::flush().await;
    assert!(has_focus(&opener));
    opener.remove();
}
