//! `Link`: a real address for the browser, a page of the app for a plain click.
use crate::stage::{Stage, click};
use flowdeck::components::link::{Link, Navigator};
use flowdeck::route::Route;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
struct NearProps {
    navigator: Navigator,
}

#[component]
fn Near(props: &NearProps) -> Html {
    html! {
        <ContextProvider<Navigator> context={props.navigator.clone()}>
            <Link to={Route::Run { ws: "home".into(), url: "a b".into() }} is_here=true>{ "Run it" }</Link>
        </ContextProvider<Navigator>>
    }
}

#[wasm_bindgen_test]
async fn a_plain_click_stays_in_the_app_and_others_are_the_browsers() {
    let stage = Stage::new();
    let opened = Rc::new(RefCell::new(Vec::new()));
    let navigator = Navigator {
        address: Callback::from(|route: Route| format!("/base{}", route.path())),
        open: {
            let opened = Rc::clone(&opened);
            Callback::from(move |route: Route| opened.borrow_mut().push(route.path()))
        },
    };
    let handle = stage.mount::<Near>(NearProps { navigator }).await;
    let link = stage.find("a");
    assert_eq!(link.get_attribute("href").as_deref(), Some("/base/w/home/a%20b/run"));
    assert_eq!(link.get_attribute("aria-current").as_deref(), Some("page"));
    assert!(!click(&link, false).await);
    assert_eq!(*opened.borrow(), ["/w/home/a%20b/run"]);
    // Ctrl+click opens a tab: by the browser, which this test must then stop from leaving the page.
    link.remove_attribute("href").unwrap();
    assert!(click(&link, true).await);
    assert_eq!(opened.borrow().len(), 1);
    handle.destroy();
}
