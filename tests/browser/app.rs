//! The whole app in a page without a server behind it: it says so, and it leaves nothing behind.
use crate::stage::{Stage, page, until};
use flowdeck::app::{Root, RootProps};
use flowdeck::store::config::Config;
use flowdeck::store::settings::Settings;
use flowdeck::store::{App, Model};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

fn new_app() -> App {
    App::new(Model::new(Config::default(), Settings::default(), true)).unwrap()
}

#[wasm_bindgen_test]
async fn without_a_server_it_says_what_is_wrong_and_offers_to_try_again() {
    let stage = Stage::new();
    let before = page().title();
    let handle = stage.mount::<Root>(RootProps { app: new_app() }).await;
    until("a sentence about the failure", || stage.count("[role=alert]") > 0).await;
    assert!(stage.text().contains("Try again"), "{}", stage.text());
    assert!(stage.text().contains("No key in this page"));
    handle.destroy();
    page().set_title(&before);
}

/// The bytes of the program's memory.
fn memory() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    js_sys::Reflect::get(&memory.buffer(), &"byteLength".into()).unwrap().as_f64().unwrap()
}

#[wasm_bindgen_test]
async fn mounting_a_hundred_times_leaves_nothing_behind() {
    let before = page().title();
    let mut after_some = 0.0;
    for round in 0..100 {
        let stage = Stage::new();
        let handle = stage.mount::<Root>(RootProps { app: new_app() }).await;
        handle.destroy();
        yew::scheduler::flush().await;
        assert_eq!(stage.element().child_element_count(), 0);
        if round == 30 {
            after_some = memory();
        }
    }
    // One mounted app takes some hundred kilobytes: seventy that leak would take many pages of memory.
    assert!(memory() - after_some <= 1_048_576.0, "{} bytes more", memory() - after_some);
    page().set_title(&before);
}
