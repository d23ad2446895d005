//! A keystroke in a large workflow renders its own field, the form around it and the canvas, and nothing else.
use crate::stage::{Stage, type_in, until};
use flowdeck::components::renders::take;
use flowdeck::pages::workflow::{View, WorkflowPage};
use flowdeck::store::config::Config;
use flowdeck::store::settings::Settings;
use flowdeck::store::{App, Effect, Key, Model, Msg, checks, document, update};
use flowdeck_client::dto::Workflow;
use flowdeck_editor::item::Item;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;
use yew::prelude::*;

const STEPS: usize = 500;

/// An app with a workflow of five hundred steps in a row, opened, and all blocks known.
fn app() -> App {
    let mut steps = Vec::new();
    let mut source = String::from("$inputs.image");
    for number in 0..STEPS {
        steps.push(format!(
            r#"{{"type":"roboflow_core/image_blur@v1","name":"blur_{number}","image":"{source}","blur_type":"average","kernel_size":5}}"#
        ));
        source = format!("$steps.blur_{number}.image");
    }
    let config = format!(
        r#"{{"specification":{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{}],"outputs":[]}}}}"#,
        steps.join(",")
    );
    let workflow =
        Workflow { id: "i".into(), name: "Long".into(), url: "long".into(), config, ..Workflow::default() };
    let mut model = Model::new(Config::default(), Settings::default(), true);
    let key = Key::new("home", "long");
    let catalogue: Rc<str> = include_str!("../../static/catalogue.txt").into();
    update(&mut model, Msg::Checks(checks::Msg::Loaded(0, Ok(catalogue))), 0.0);
    let effects = update(&mut model, Msg::Document(document::Msg::Enter(key.clone())), 0.0);
    let request =
        effects.iter().find_map(|effect| if let Effect::Call(id, _) = effect { Some(*id) } else { None });
    let loaded = document::Msg::Loaded(request.unwrap(), key.clone(), Ok((workflow, None)));
    update(&mut model, Msg::Document(loaded), 0.0);
    let selected = vec![Item::new("$steps.blur_250")];
    update(&mut model, Msg::Document(document::Msg::Select(key, selected)), 0.0);
    App::new(model).unwrap()
}

#[derive(Clone, PartialEq, Properties)]
struct PageProps {
    app: App,
}

#[component]
fn Page(props: &PageProps) -> Html {
    html! {
        <ContextProvider<App> context={props.app.clone()}>
            <WorkflowPage ws="home" url="long" view={View::Graph} />
        </ContextProvider<App>>
    }
}

#[wasm_bindgen_test]
async fn a_keystroke_among_five_hundred_steps_renders_what_it_changes() {
    let stage = Stage::sized(1200, 700);
    let handle = stage.mount::<Page>(PageProps { app: app() }).await;
    until("the form of the selected step", || stage.seek("#entry-kernel_size").is_some()).await;
    let field: HtmlInputElement = stage.find("#entry-kernel_size").unchecked_into();
    // The first keystroke makes the workflow an unsaved one, which the header tells.
    type_in(&field, "7").await;
    assert!(!take().is_empty());
    type_in(&field, "75").await;
    assert_eq!(field.value(), "75");
    let rendered = take();
    let of = |name: &str| rendered.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count);
    assert_eq!(of("FieldRow"), 1, "{rendered:?}");
    for name in ["Inspector", "EntryForm"] {
        assert_eq!(of(name), 1, "{name}: {rendered:?}");
    }
    // Once to draw, and once more because the selected card says something else then.
    assert!(of("Canvas") <= 2, "{rendered:?}");
    for name in ["EditorView", "Palette", "Side", "Selected", "Header", "Popups", "CanvasTools"] {
        assert_eq!(of(name), 0, "{name}: {rendered:?}");
    }
    handle.destroy();
}
