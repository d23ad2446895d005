//! The inspector's form, used as a person does: what is typed stays, what fits goes into the entry.
mod every;
mod host;

use crate::stage::{Stage, click, has_focus, press, send, type_in};
use flowdeck::components::form::{NameField, Problem};
use flowdeck_spec::diagnostic::Severity;
use host::{CATALOGUE, Host, HostProps, Page, bubbling, choose, enter, leave, open, text_of};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;
use yew::prelude::*;

const DETECT: &str = r#"{"type":"roboflow_core/roboflow_object_detection_model@v2","name":"detect","images":"$inputs.image",
"model_id":"yolov8n-640","confidence":0.4}"#;

#[wasm_bindgen_test]
async fn a_number_beyond_its_limits_stays_with_its_sentence() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let field = stage.find("#step-confidence");
    type_in(&field, "1.4").await;
    assert_eq!((text_of(&field).as_str(), page.now().contains(r#""confidence":1.4"#)), ("1.4", true));
    assert!(stage.text().contains("at most 1"), "{}", stage.text());
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = field.get_attribute("aria-describedby").unwrap();
    assert!(described.split(' ').all(|id| stage.seek(&format!("[id='{id}']")).is_some()), "{described}");
    // What is no number stays too, and changes nothing.
    type_in(&field, "1.4x").await;
    leave(&field).await;
    assert_eq!(
        (
            text_of(&field).as_str(),
            page.now().contains(r#""confidence":1.4,"#) || page.now().ends_with("1.4}")
        ),
        ("1.4x", true)
    );
    assert!(stage.text().contains("“1.4x” does not fit"));
    type_in(&field, "0.5").await;
    assert!(!stage.text().contains("does not fit") && page.now().contains(r#""confidence":0.5"#));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn what_is_typed_is_not_rewritten_until_the_field_is_left() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let field = stage.find("#step-confidence");
    type_in(&field, "0.").await;
    assert_eq!(text_of(&field), "0.");
    leave(&field).await;
    assert_eq!(text_of(&field), "0");
    assert_eq!(*page.said.borrow(), ["done"]);
    for (key, wanted) in [
        ("ArrowUp", "0.05"),
        ("ArrowUp", "0.1"),
        ("ArrowDown", "0.05"),
        ("ArrowDown", "0"),
        ("ArrowDown", "0"),
    ] {
        press(&field, key).await;
        assert_eq!(text_of(&field), wanted, "after {key}");
    }
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_value_and_a_selector_change_places_and_come_back() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let swap = "[data-path='/confidence'] .fd-prop__swap";
    click(&stage.find(swap), false).await;
    let field = stage.find("#step-confidence");
    assert_eq!((field.get_attribute("role").as_deref(), text_of(&field).as_str()), (Some("combobox"), ""));
    assert!(page.now().contains(r#""confidence":0.4"#), "nothing is lost before something is chosen");
    enter(&field).await;
    type_in(&field, "lim").await;
    assert_eq!(stage.count("[role=option]"), 1);
    press(&field, "Enter").await;
    assert!(page.now().contains(r#""confidence":"$inputs.limit""#));
    assert_eq!(text_of(&stage.find("#step-confidence")), "$inputs.limit");
    click(&stage.find(swap), false).await;
    assert!(page.now().contains(r#""confidence":0.4"#));
    assert_eq!(text_of(&stage.find("#step-confidence")), "0.4");
    click(&stage.find(swap), false).await;
    assert!(page.now().contains(r#""confidence":"$inputs.limit""#));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn the_list_of_sources_is_walked_by_keyboard() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let field = stage.find("#step-images");
    enter(&field).await;
    assert_eq!(
        (field.get_attribute("aria-expanded").as_deref(), stage.count("[role=option]")),
        (Some("true"), 3)
    );
    for (key, active) in
        [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowDown", 0), ("ArrowUp", 2)]
    {
        press(&field, key).await;
        let id = field.get_attribute("aria-activedescendant").unwrap();
        assert_eq!(id, format!("step-images-option-{active}"), "after {key}");
        assert_eq!(
            stage.find(&format!("[id='{id}']")).get_attribute("aria-selected").as_deref(),
            Some("true")
        );
    }
    press(&field, "Escape").await;
    assert_eq!(
        (field.get_attribute("aria-expanded").as_deref(), stage.count("[role=option]")),
        (Some("false"), 0)
    );
    press(&field, "ArrowDown").await;
    press(&field, "ArrowDown").await;
    press(&field, "Enter").await;
    assert!(page.now().contains(r#""images":"$steps.detect.predictions""#), "{}", page.now());
    type_in(&field, "$steps").await;
    press(&field, "Escape").await;
    leave(&field).await;
    assert!(stage.text().contains("“$steps” does not fit") && text_of(&field) == "$steps");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_field_that_gets_its_first_value_stays_where_it_is() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let inside = "details [data-path='/max_detections'] input";
    let field = stage.find(inside);
    stage.find("details").set_attribute("open", "").unwrap();
    field.focus().unwrap();
    type_in(&field, "12").await;
    assert!(page.now().contains(r#""max_detections":12"#));
    assert!(stage.find(inside) == field && has_focus(&field));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn names_of_classes_are_added_and_taken_away() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let field = stage.find("#step-class_filter");
    type_in(&field, "box").await;
    press(&field, "Enter").await;
    type_in(&field, "pallet,").await;
    type_in(&field, "box").await;
    press(&field, "Enter").await;
    assert!(page.now().contains(r#""class_filter":["box","pallet"]"#), "{}", page.now());
    assert_eq!(text_of(&field), "");
    press(&field, "Backspace").await;
    click(&stage.find("[aria-label='Remove box']"), false).await;
    assert!(page.now().contains(r#""class_filter":[]"#));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_switch_turns_and_goes_back_to_its_default() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let handle = open(&stage, &page).await;
    let field = stage.find("#step-class_agnostic_nms");
    assert_eq!(field.get_attribute("role").as_deref(), Some("switch"));
    click(&field, false).await;
    assert!(page.now().contains(r#""class_agnostic_nms":true"#));
    assert_eq!(field.get_attribute("aria-checked").as_deref(), Some("true"));
    click(&stage.find("[data-path='/class_agnostic_nms'] .fd-prop__reset"), false).await;
    assert!(!page.now().contains("class_agnostic_nms"));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_condition_is_built_from_nothing() {
    let (stage, page) = (
        Stage::new(),
        Page::of(
            r#"{"type":"roboflow_core/continue_if@v1","name":"gate","evaluation_parameters":{"count":"$inputs.limit"}}"#,
        ),
    );
    let handle = open(&stage, &page).await;
    let inside = |what: &str| stage.find(&format!("[data-path='/condition_statement'] {what}"));
    click(&inside(".fd-prop__add"), false).await;
    assert!(page.now().contains(r#""operand_name":"count""#), "{}", page.now());
    choose(&inside("select[aria-label='Comparison of Statement 1']"), "(Number) >").await;
    type_in(&inside("input[inputmode=decimal]"), "3").await;
    assert!(
        page.now().contains(
            r#""comparator":{"type":"(Number) >"},"right_operand":{"type":"StaticOperand","value":3}"#
        ),
        "{}",
        page.now()
    );
    click(&inside("[title='Turn it into its opposite']"), false).await;
    assert!(page.now().contains(r#""negate":true"#));
    // A group's own buttons come after those within its statements.
    let adds = stage
        .element()
        .query_selector_all("[data-path='/condition_statement'] .fd-cond > .fd-row > .fd-prop__add")
        .unwrap();
    click(&adds.item(0).unwrap(), false).await;
    assert_eq!(stage.count(".fd-cond__one"), 2);
    click(&inside(".fd-segments button:nth-child(2)"), false).await;
    assert!(page.now().contains(r#""operator":"or""#));
    click(&inside("[aria-label='Remove Statement 1']"), false).await;
    assert_eq!(stage.count(".fd-cond__one"), 1);
    assert!(!page.now().contains("negate"), "{}", page.now());
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_chain_offers_what_fits_and_says_what_comes_out() {
    let (stage, page) = (
        Stage::new(),
        Page::of(
            r#"{"type":"roboflow_core/property_definition@v1","name":"p","data":"$inputs.image",
            "operations":[{"type":"SequenceLength"}]}"#,
        ),
    );
    let handle = open(&stage, &page).await;
    let add = "[aria-label='Add an operation to Operations']";
    assert!(stage.text().contains("→ number"));
    choose(&stage.find(add), "ToString").await;
    assert!(stage.text().contains("→ text"));
    let options = stage.find(add).text_content().unwrap();
    assert!(options.contains("Small letters") && !options.contains("Round"), "{options}");
    click(&stage.find("[aria-label='Remove Count']"), false).await;
    assert!(page.now().contains(r#""operations":[{"type":"ToString"}]"#));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn names_and_values_are_added_renamed_and_never_lost() {
    let (stage, page) = (
        Stage::new(),
        Page::of(
            r#"{"type":"roboflow_core/continue_if@v1","name":"gate","evaluation_parameters":{"a":"$inputs.limit","b":"$inputs.image"}}"#,
        ),
    );
    let handle = open(&stage, &page).await;
    let first = stage.find("[data-path='/evaluation_parameters'] .fd-many__name input");
    type_in(&first, "b").await;
    send(&first, &bubbling("change")).await;
    assert!(stage.text().contains("there already") && text_of(&first) == "b");
    type_in(&first, "c/d").await;
    send(&first, &bubbling("change")).await;
    assert!(page.now().contains(r#"{"c/d":"$inputs.limit","b":"$inputs.image"}"#), "{}", page.now());
    let inputs = stage.find("[data-path='/evaluation_parameters']");
    assert_eq!(inputs.query_selector_all("[role=combobox]").unwrap().length(), 2);
    click(&stage.find("[aria-label='Remove c/d']"), false).await;
    assert!(page.now().contains(r#""evaluation_parameters":{"b":"$inputs.image"}"#));
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_keystroke_renders_its_own_field_alone() {
    let (stage, page) = (
        Stage::new(),
        Page::of(
            r#"{"type":"roboflow_core/property_definition@v1","name":"p","data":"$inputs.image",
            "operations":[{"type":"SequenceLength"}],"remark":"x"}"#,
        ),
    );
    let handle = open(&stage, &page).await;
    // A chain asks what its data is each time that it is rendered.
    let before = page.asked.get();
    assert!(before > 0);
    type_in(&stage.find("#step-remark"), "xy").await;
    assert!(page.now().contains(r#""remark":"xy""#));
    assert_eq!(page.asked.get(), before);
    type_in(&stage.find("#step-data"), "$inputs.limit").await;
    assert!(page.asked.get() > before);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_list_gets_items_that_move_and_go() {
    let (stage, page) = (
        Stage::new(),
        Page::of(
            r#"{"type":"roboflow_core/continue_if@v1","name":"gate","next_steps":["$steps.a","$steps.b"]}"#,
        ),
    );
    let handle = open(&stage, &page).await;
    let inside = |what: &str| stage.find(&format!("[data-path='/next_steps'] {what}"));
    click(&inside(".fd-prop__add"), false).await;
    let third = stage.find("#step-next_steps-2");
    type_in(&third, "$steps.c").await;
    leave(&third).await;
    assert!(page.now().contains(r#""next_steps":["$steps.a","$steps.b","$steps.c"]"#), "{}", page.now());
    click(&inside("[aria-label='Move up Next steps 3']"), false).await;
    click(&inside("[aria-label='Remove Next steps 1']"), false).await;
    assert!(page.now().contains(r#""next_steps":["$steps.c","$steps.b"]"#), "{}", page.now());
    // A row is taken away by its button: emptying it would move the others up while someone types.
    type_in(&stage.find("#step-next_steps-0"), "").await;
    leave(&stage.find("#step-next_steps-0")).await;
    assert!(
        page.now().contains(r#""next_steps":["$steps.c","$steps.b"]"#)
            && stage.text().contains("take the row away")
    );
    handle.destroy();
}

#[wasm_bindgen_test]
async fn points_are_typed_and_moved_on_an_image_by_keyboard() {
    let (stage, page) = (
        Stage::new(),
        Page::of(
            r#"{"type":"roboflow_core/polygon_zone_visualization@v1","name":"z","image":"$inputs.image","zone":[[0,0],[100,0],[100,120]]}"#,
        ),
    );
    let handle = open(&stage, &page).await;
    type_in(&stage.find("[aria-label='y 3']"), "99").await;
    assert!(page.now().contains(r#""zone":[[0,0],[100,0],[100,99]]"#), "{}", page.now());
    click(&stage.find("[data-path='/zone'] .fd-row:last-of-type .fd-prop__add:last-child"), false).await;
    assert_eq!(stage.count("dialog circle"), 3);
    let second: HtmlElement = stage.find("dialog circle[aria-label^='Point 2']");
    press(&second, "ArrowDown").await;
    press(&second, "ArrowRight").await;
    assert!(page.now().contains(r#""zone":[[0,0],[101,1],[100,99]]"#), "{}", page.now());
    press(&second, "Enter").await;
    assert_eq!(stage.count("dialog circle"), 4);
    let buttons = stage.element().query_selector_all("dialog .fd-button").unwrap();
    let undo = (0..buttons.length())
        .filter_map(|at| buttons.item(at))
        .find(|node| node.text_content().unwrap() == "Undo point");
    click(&undo.unwrap(), false).await;
    assert!(page.now().contains(r#""zone":[[0,0],[101,1],[100,99]]"#), "{}", page.now());
    handle.destroy();
}

#[wasm_bindgen_test]
async fn problems_stand_at_their_field_and_are_mended_there() {
    let (stage, page) = (Stage::new(), Page::of(DETECT));
    let problem = |path: &str, message: &str| Problem {
        path: path.into(),
        severity: Severity::Error,
        message: message.into(),
        fixes: vec!["Set to 1".into(), "Use default".into()],
    };
    let problems =
        Rc::new(vec![problem("", "The step is odd."), problem("/confidence", "Must be at most 1.")]);
    let handle = stage.mount::<Host>(yew::props!(HostProps { page: page.clone(), problems })).await;
    let field = stage.find("[data-path='/confidence']");
    assert!(
        field.class_name().contains("has-problem")
            && field.text_content().unwrap().contains("Must be at most 1.")
    );
    click(&stage.find("[data-path='/confidence'] .fd-prop__fix:nth-of-type(2)"), false).await;
    assert_eq!(*page.said.borrow(), ["fix 1 1"]);
    assert!(
        stage.find(".fd-inspect > .fd-prop__problems").text_content().unwrap().contains("The step is odd.")
    );
    handle.destroy();
}

#[wasm_bindgen_test]
async fn controls_of_all_sorts_have_names() {
    let catalogue = CATALOGUE.with(Rc::clone);
    // A form in a debug build takes its time: each twelfth block has every widget between them.
    for block in catalogue.blocks().iter().step_by(12) {
        let stage = Stage::new();
        let page = Page::of(&format!(r#"{{"type":"{}","name":"one"}}"#, block.full_type()));
        let handle = open(&stage, &page).await;
        let controls = stage.element().query_selector_all("input, select, textarea, [role=switch]").unwrap();
        for index in 0..controls.length() {
            let control: HtmlElement = controls.item(index).unwrap().unchecked_into();
            let has_label = stage.seek(&format!("label[for='{}']", control.id())).is_some();
            assert!(
                has_label || control.has_attribute("aria-label"),
                "{}: {}",
                block.label,
                control.outer_html()
            );
        }
        handle.destroy();
    }
}

#[wasm_bindgen_test]
async fn a_name_is_taken_when_it_is_whole_and_free() {
    let stage = Stage::new();
    let said = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&said);
    let props = yew::props!(flowdeck::components::form::NameFieldProps {
        id: "name",
        name: "detect",
        is_taken: Callback::from(|name: String| name == "other"),
        on_rename: Callback::from(move |name| log.borrow_mut().push(name)),
        may_edit: true,
    });
    let handle = stage.mount::<NameField>(props).await;
    let field = stage.find("#name");
    for (text, sentence) in [("other", "taken"), ("my box", "letters"), ("finder", "")] {
        type_in(&field, text).await;
        let problem = stage.find("#name-problem").text_content().unwrap();
        assert_eq!(sentence.is_empty(), problem.is_empty(), "{text}: {problem}");
        assert!(stage.text().contains(sentence) && text_of(&field) == text);
        send(&field, &bubbling("change")).await;
    }
    assert_eq!(*said.borrow(), ["finder"]);
    handle.destroy();
}
