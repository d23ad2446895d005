//! What crosses to the JSON editor's JavaScript and back: typed records one way, text the other. A small module stands
//! in for CodeMirror here; the end-to-end tests use the real one.
use crate::stage::{Stage, page};
use flowdeck::browser::text_editor::{Change, Finding, Fix, Options, TextEditor};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

const MODULE: &str = "data:text/javascript,export function mount(host, options, change, help) {\
    const say = (kind, what) => { host.dataset[kind] = JSON.stringify(what); };\
    say('options', options); change('typed'); say('help', [help('name'), help('nope') ?? null]);\
    return { setText: (text) => say('text', text), setFindings: (list) => say('findings', list),\
      setReadOnly: (on) => say('readonly', on), reveal: (at) => say('at', at), destroy: () => say('gone', true) }; }";

#[wasm_bindgen_test]
async fn records_cross_as_they_are_named() {
    let meta = page().create_element("meta").unwrap();
    meta.set_attribute("name", "flowdeck-editor").unwrap();
    meta.set_attribute("content", MODULE).unwrap();
    page().head().unwrap().append_child(&meta).unwrap();
    let stage = Stage::new();
    let typed = Rc::new(RefCell::new(String::new()));
    let on_change = {
        let typed = Rc::clone(&typed);
        move |text: String| *typed.borrow_mut() = text
    };
    let help = |name: String| (name == "name").then(|| String::from("What it is called."));
    let options = Options { text: "{}".into(), label: "Definition".into(), read_only: true };
    let editor = TextEditor::open(stage.element().clone().into(), options, on_change, help).await.unwrap();
    let said = |kind: &str| stage.element().get_attribute(&format!("data-{kind}")).unwrap_or_default();
    assert_eq!(said("options"), r#"{"text":"{}","label":"Definition","readOnly":true}"#);
    assert_eq!(*typed.borrow(), "typed");
    assert_eq!(said("help"), r#"["What it is called.",null]"#);

    editor.set_text("{\"é\": 1}");
    let message = String::from("No <b>such</b> step.");
    editor.set_findings(&[Finding {
        from: 3,
        to: 7,
        severity: "error",
        message,
        code: "wiring/missing",
        fixes: vec![Fix {
            title: "Mend".into(),
            changes: vec![Change { from: 3, to: 7, insert: "x".into() }],
        }],
    }]);
    editor.set_read_only(false);
    editor.reveal(3);
    assert_eq!(said("text"), r#""{\"é\": 1}""#);
    assert_eq!(
        said("findings"),
        r#"[{"from":3,"to":7,"severity":"error","message":"No <b>such</b> step.","code":"wiring/missing","fixes":[{"title":"Mend","changes":[{"from":3,"to":7,"insert":"x"}]}]}]"#
    );
    assert_eq!((said("readonly").as_str(), said("at").as_str(), said("gone").as_str()), ("false", "3", ""));
    drop(editor);
    assert_eq!(said("gone"), "true");
    meta.remove();
}

#[wasm_bindgen_test]
async fn a_module_that_cannot_be_had_is_an_error_with_a_sentence() {
    let stage = Stage::new();
    let options = Options { text: String::new(), label: "Definition".into(), read_only: false };
    let outcome = TextEditor::open(stage.element().clone().into(), options, |_| (), |_| None).await;
    assert!(!outcome.unwrap_err().0.is_empty());
}
