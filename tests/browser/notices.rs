//! What is read out at once, and what waits for its turn.
use crate::stage::Stage;
use flowdeck::components::empty::{empty, failure};
use flowdeck::components::icon::Glyph;
use flowdeck::components::notice::{Tone, notice};
use flowdeck::components::time::ago;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

#[component]
fn All() -> Html {
    html! {
        <>
            { notice(Tone::Bad, "Not saved: <b>no</b>", Html::default()) }
            { notice(Tone::Info, "Saved.", Html::default()) }
            { empty(Glyph::Search, "No match", "", Html::default()) }
            { failure(Glyph::CircleAlert, "It failed", "Because.", html! { <button>{ "Again" }</button> }) }
            { ago("2020-02-03T04:05:06Z") }
            { ago("not a date") }
        </>
    }
}

#[wasm_bindgen_test]
async fn failures_are_alerts_and_texts_stay_texts() {
    let stage = Stage::new();
    let handle = stage.mount::<All>(()).await;
    assert_eq!((stage.count("[role=alert]"), stage.count("[role=status]")), (2, 2));
    assert!(stage.text().contains("<b>no</b>") && stage.seek("b").is_none());
    assert_eq!(stage.find("time").text_content().as_deref(), Some("2020-02-03"));
    assert!(stage.text().ends_with("not a date"));
    handle.destroy();
}
