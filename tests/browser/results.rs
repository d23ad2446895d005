//! What came out of a run: each state of it, a picture with its list, and that nothing stays when it is taken away.
use crate::stage::{Stage, click, press, until};
use flowdeck::components::run::{Results, ResultsProps};
use flowdeck::run::Outcome;
use flowdeck_client::dto::RunAnswer;
use flowdeck_client::{Error, TransportError};
use flowdeck_spec::{Node, json};
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::{Html, html};

const BOXES: &str = include_str!("../results/boxes.json");

fn done(output: &str) -> Outcome {
    let row = Node::Object(Rc::new(vec![(json::Text::new("found"), json::parse(output).root.unwrap())]));
    let whole = Node::object([("outputs", Node::Array(Rc::new(vec![row.clone()])))]);
    Outcome::Done(Rc::new(RunAnswer { outputs: vec![row], whole }), 5.0)
}

fn props(outcome: Outcome) -> ResultsProps {
    ResultsProps {
        outcome,
        images: Vec::new(),
        wanted: None,
        steps: Vec::new(),
        was_draft: false,
        name_tag: "h3",
        nothing: html! { <p>{ "Results appear here." }</p> },
        tools: None,
        extra: Vec::new(),
        mending: Html::default(),
    }
}

#[wasm_bindgen_test]
async fn each_state_of_a_run_says_where_it_stands() {
    for (outcome, words) in [
        (Outcome::None, "Results appear here."),
        (Outcome::Busy(1, 0.0), "Running…"),
        (Outcome::Failed(Error::Transport(TransportError::Aborted)), "Stopped"),
        (done("{\"image\":{},\"predictions\":[]}"), "Nothing was found."),
        (done("null"), "Nothing: the step was skipped"),
    ] {
        let stage = Stage::new();
        let handle = stage.mount::<Results>(props(outcome)).await;
        assert!(stage.text().contains(words), "{words}: {}", stage.text());
        handle.destroy();
    }
}

#[wasm_bindgen_test]
async fn the_list_is_walked_by_keys_and_the_picture_goes_with_it() {
    let stage = Stage::sized(900, 700);
    let handle = stage.mount::<Results>(props(done(BOXES))).await;
    until("surfaces", || stage.count("canvas") == 2).await;
    press(&stage.find("[role=listbox]"), "End").await;
    assert_eq!(
        stage.find("[role=option][aria-selected=true]").text_content().unwrap(),
        "dog 41 %8, 10 · 22 × 30"
    );
    assert!(stage.find(".fd-look__one pre").text_content().unwrap().contains("\"class\": \"dog\""));
    // Hiding the class hides its row; the picture keeps its list of what is shown.
    let chips: Vec<_> = (0..2).map(|at| stage.find(&format!(".fd-class:nth-child({})", at + 1))).collect();
    click(&chips[1], false).await;
    assert_eq!(stage.count("[role=option]"), 1);
    handle.destroy();
    until("nothing left", || stage.count("canvas") == 0).await;
}
