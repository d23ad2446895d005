//! `OutlineTree`: one tab stop; arrows walk, open and select, letters find, commands go on to whatever is around it.
use crate::stage::{Stage, click, page, press};
use flowdeck::components::editor::outline_tree::{OutlineTree, OutlineTreeProps, Picked};
use flowdeck::components::editor::shared::Shared;
use flowdeck_editor::outline::{self, Outline, Tree};
use flowdeck_spec::compile::compile;
use flowdeck_spec::{Catalogue, graph, json};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;
use yew::prelude::*;

type Log = Rc<RefCell<Vec<String>>>;

/// A chain of steps, the last one with a blur that is none.
fn chain(count: usize) -> Shared<Outline> {
    let mut steps = String::new();
    for at in 0..count {
        let image = if at == 0 { "$inputs.image".into() } else { format!("$steps.blur_{}.image", at - 1) };
        let kind = if at + 1 == count { "none" } else { "median" };
        let comma = if at == 0 { "" } else { "," };
        steps.push_str(&format!(
            r#"{comma}{{"type":"roboflow_core/image_blur@v1","name":"blur_{at}","image":"{image}","blur_type":"{kind}"}}"#
        ));
    }
    let text = format!(
        r#"{{"version":"1.0","inputs":[{{"type":"WorkflowImage","name":"image"}}],"steps":[{steps}],"outputs":[]}}"#
    );
    let root = json::parse(&text).root.unwrap();
    let catalogue = Catalogue::parse(include_str!("../../static/catalogue.txt")).unwrap();
    let (compiled, problems) = compile(&root, &catalogue);
    Shared(Rc::new(outline::of(&graph::of(&root), &compiled, &problems)))
}

#[derive(Clone, PartialEq, Properties)]
struct HostProps {
    outline: Shared<Outline>,
    log: ByPlace,
}

#[derive(Clone)]
struct ByPlace(Log);

impl PartialEq for ByPlace {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Keeps the selection, as the editor does, and notes what reaches it.
#[component]
fn Host(props: &HostProps) -> Html {
    let selected = use_state_eq(Vec::<AttrValue>::new);
    let say = |kind: &'static str| {
        let log = Rc::clone(&props.log.0);
        move |what: &str| log.borrow_mut().push(format!("{kind} {what}"))
    };
    let onselect = {
        let (selected, say) = (selected.clone(), say("select"));
        Callback::from(move |picked: Picked| {
            say(&if picked.is_added { format!("{} too", picked.item) } else { picked.item.to_string() });
            selected.set(vec![picked.item]);
        })
    };
    let tree = use_state_eq(Tree::default);
    let (open, key) = (say("open"), say("key"));
    let onkeydown = Callback::from(move |event: KeyboardEvent| key(&event.key()));
    let props = yew::props!(OutlineTreeProps {
        outline: props.outline.clone(),
        tree,
        selected: (*selected).clone(),
        onselect,
        onopen: Callback::from(move |item: AttrValue| open(&item)),
    });
    html! { <div {onkeydown}><OutlineTree ..props /></div> }
}

/// The row that the tree says is active, by its name and what is beside it.
fn active(stage: &Stage) -> String {
    let id = stage.find("[role=tree]").get_attribute("aria-activedescendant").unwrap();
    let row = page().get_element_by_id(&id).unwrap_or_else(|| panic!("no row {id}"));
    let part = |class: &str| row.query_selector(class).unwrap().unwrap().text_content().unwrap();
    format!("{} {}", part(".fd-outline__name"), part(".fd-outline__detail"))
}

async fn mount(stage: &Stage, count: usize) -> (yew::AppHandle<Host>, Log, HtmlElement) {
    let log = Log::default();
    let props = HostProps { outline: chain(count), log: ByPlace(Rc::clone(&log)) };
    let handle = stage.mount::<Host>(props).await;
    let tree = stage.find("[role=tree]");
    assert_eq!(tree.get_attribute("tabindex").as_deref(), Some("0"));
    assert_eq!(stage.count("[role=tree] [tabindex]"), 0, "one stop of the Tab key");
    (handle, log, tree)
}

#[wasm_bindgen_test]
async fn arrows_walk_open_and_select() {
    let stage = Stage::sized(320, 500);
    let (handle, log, tree) = mount(&stage, 3).await;
    for (key, row) in [
        ("ArrowDown", "blur_0 Image blur"),
        ("ArrowRight", "blur_0 Image blur"),
        ("ArrowRight", "image from $inputs.image"),
        ("ArrowDown", "image to blur_1, image"),
        ("ArrowLeft", "blur_0 Image blur"),
        ("End", "blur_2 Image blur"),
        ("Home", "image Image input"),
    ] {
        assert!(!press(&tree, key).await, "{key} must not scroll the page");
        assert_eq!(active(&stage), row, "after {key}");
    }
    assert_eq!(
        *log.borrow(),
        ["select $steps.blur_0", "select $steps.blur_2", "select $inputs.image"],
        "a walk along the wires of an item selects nothing new"
    );
    let row = stage.find(".is-active");
    assert_eq!(
        (row.get_attribute("aria-level").as_deref(), row.get_attribute("aria-selected").as_deref()),
        (Some("1"), Some("true"))
    );
    handle.destroy();
}

#[wasm_bindgen_test]
async fn enter_opens_an_item_and_follows_a_wire() {
    let stage = Stage::sized(320, 500);
    let (handle, log, tree) = mount(&stage, 3).await;
    press(&tree, "ArrowDown").await;
    press(&tree, "Enter").await;
    press(&tree, "ArrowRight").await;
    press(&tree, "ArrowDown").await;
    press(&tree, "ArrowDown").await;
    press(&tree, "Enter").await;
    press(&tree, " ").await;
    assert_eq!(
        *log.borrow(),
        ["select $steps.blur_0", "open $steps.blur_0", "select $steps.blur_1", "select $steps.blur_1 too"]
    );
    handle.destroy();
}

#[wasm_bindgen_test]
async fn commands_go_on_and_other_letters_find() {
    let stage = Stage::sized(320, 500);
    let (handle, log, tree) = mount(&stage, 3).await;
    for key in ["Delete", "F2", "c", "Escape"] {
        assert!(press(&tree, key).await, "{key}");
    }
    assert_eq!(*log.borrow(), ["key Delete", "key F2", "key c", "key Escape"]);
    log.borrow_mut().clear();
    press(&tree, "b").await;
    assert!(active(&stage).starts_with("blur_0"));
    assert_eq!(*log.borrow(), ["select $steps.blur_0"]);
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_click_selects_and_the_arrow_beside_only_opens() {
    let stage = Stage::sized(320, 500);
    let (handle, log, _) = mount(&stage, 3).await;
    click(&stage.find("[role=treeitem]:nth-child(3)"), false).await;
    click(&stage.find("[role=treeitem]:nth-child(2)"), true).await;
    assert_eq!(*log.borrow(), ["select $steps.blur_1", "select $steps.blur_0 too"]);
    let before = stage.count("[role=treeitem]");
    click(&stage.find("[role=treeitem]:nth-child(2) .fd-outline__turn"), false).await;
    assert_eq!(stage.count("[role=treeitem]"), before + 2);
    assert_eq!(log.borrow().len(), 2);
    assert_eq!(stage.count(".fd-outline__mark.is-bad"), 1, "the step with a problem");
    handle.destroy();
}

#[wasm_bindgen_test]
async fn a_long_outline_keeps_the_active_row_in_the_page() {
    let stage = Stage::sized(320, 400);
    let (handle, _, tree) = mount(&stage, 1_000).await;
    for (property, value) in [("overflow", "auto"), ("height", "400px")] {
        tree.style().set_property(property, value).unwrap();
    }
    press(&tree, "End").await;
    crate::stage::until("the last row is there", || {
        let id = stage.find("[role=tree]").get_attribute("aria-activedescendant").unwrap();
        page().get_element_by_id(&id).is_some()
    })
    .await;
    assert!(active(&stage).starts_with("blur_999"));
    assert!(stage.count("[role=treeitem]") < 60);
    handle.destroy();
}
