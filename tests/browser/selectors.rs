//! `use_selector`: a component renders again when its part of the state changes, and only then.
use crate::stage::Stage;
use flowdeck::store::{App, Model, Msg, settings, use_selector};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

/// Counts renders.
#[derive(Clone, Default)]
struct Counter(Rc<Cell<u32>>);

impl PartialEq for Counter {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Counter {
    fn tick(&self) {
        self.0.set(self.0.get() + 1);
    }
}

#[derive(Clone, PartialEq, Properties)]
struct WatchedProps {
    renders: Counter,
}

#[component]
fn Online(props: &WatchedProps) -> Html {
    props.renders.tick();
    let online = use_selector(|model| model.online);
    html! { <p id="online">{ if online { "on" } else { "off" } }</p> }
}

#[component]
fn Dark(props: &WatchedProps) -> Html {
    props.renders.tick();
    let dark = use_selector(|model| model.settings.is_dark());
    html! { <p id="dark">{ if dark { "dark" } else { "light" } }</p> }
}

#[derive(Clone, PartialEq, Properties)]
struct BothProps {
    app: App,
    online: Counter,
    dark: Counter,
}

#[component]
fn Both(props: &BothProps) -> Html {
    html! {
        <ContextProvider<App> context={props.app.clone()}>
            <Online renders={props.online.clone()} />
            <Dark renders={props.dark.clone()} />
        </ContextProvider<App>>
    }
}

#[wasm_bindgen_test]
async fn only_the_component_of_the_changed_part_renders_again() {
    let stage = Stage::new();
    let app = App::new(Model::default()).unwrap();
    let (online, dark) = (Counter::default(), Counter::default());
    let handle =
        stage.mount::<Both>(BothProps { app: app.clone(), online: online.clone(), dark: dark.clone() }).await;
    assert_eq!((stage.text().as_str(), online.0.get(), dark.0.get()), ("offlight", 1, 1));

    app.dispatch(Msg::Online(true));
    yew::scheduler::flush().await;
    assert_eq!((stage.text().as_str(), online.0.get(), dark.0.get()), ("onlight", 2, 1));

    // The same again changes nothing.
    app.dispatch(Msg::Online(true));
    app.dispatch(Msg::Settings(settings::Msg::System(true)));
    yew::scheduler::flush().await;
    assert_eq!((stage.text().as_str(), online.0.get(), dark.0.get()), ("ondark", 2, 2));

    // What is gone hears nothing.
    handle.destroy();
    app.dispatch(Msg::Online(false));
    yew::scheduler::flush().await;
    assert_eq!((online.0.get(), dark.0.get()), (2, 2));
    flowdeck::browser::theme::show(false);
}
