//! What crosses to the JSON editor's JavaScript and back: typed records one way, text the other. A small module stands
//! in for CodeMirror here; the end-to-end tests use the real one.
use crate::stage::{Stage, page};
use flowdeck::browser::text_editor::{Callbacks, Change, Finding, Fix, Options, TextEditor, units};
use flowdeck_editor::complete::{Completion, Completions, Hover};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

const MODULE: &str = "data:text/javascript,export function mount(host, options, change, cursor, complete, tell) {\
    const say = (kind, what) => { host.dataset[kind] = JSON.stringify(what ?? null); };\
    say('options', options); say('first', [complete(2, true) ?? null, tell(2) ?? null]);\
    change('{\"\\u00e9\": \"\\ud83d\\ude00\"}'); cursor(7); say('offers', complete(8, false)); say('told', tell(3));\
    return { setText: (text) => { say('text', text); cursor(4); }, setFindings: (list) => say('findings', list),\
      setReadOnly: (on) => say('readonly', on), reveal: (from, to) => say('at', [from, to]),\
      mark: (from, to) => say('mark', [from, to]), focus: () => say('focus', true), destroy: () => say('gone', true) }; }";

/// What was called, with what.
type Log = Rc<RefCell<Vec<String>>>;

fn callbacks(log: &Log) -> Callbacks {
    let (changed, moved) = (Rc::clone(log), Rc::clone(log));
    // The first text has no é.
    let complete = |text: &str, at: usize, is_asked: bool| {
        text.contains('é').then(|| Completions {
            letters: 8,
            word: 7..at,
            comma: Some(4),
            items: vec![Completion {
                label: String::from("a"),
                detail: is_asked.to_string(),
                info: String::new(),
                insert: String::from("\"é\""),
                cursor: 4,
                again: true,
            }],
        })
    };
    let hover = |text: &str, at: usize| {
        let (title, lines) = (at.to_string(), vec![String::from("One.")]);
        text.contains('é').then_some(Hover { range: 1..5, title, lines })
    };
    Callbacks {
        on_change: Box::new(move |text| changed.borrow_mut().push(text.to_string())),
        on_cursor: Box::new(move |text, at| moved.borrow_mut().push(format!("{at} in {text}"))),
        complete: Box::new(complete),
        hover: Box::new(hover),
    }
}

/// An editor of the small module, and where the page names the module.
async fn opened(stage: &Stage, log: &Log) -> (TextEditor, Element) {
    let meta = page().create_element("meta").unwrap();
    meta.set_attribute("name", "flowdeck-editor").unwrap();
    meta.set_attribute("content", MODULE).unwrap();
    page().head().unwrap().append_child(&meta).unwrap();
    let host = stage.element().clone().into();
    (TextEditor::open(host, options("{}"), callbacks(log)).await.unwrap(), meta)
}

fn options(text: &str) -> Options {
    Options { text: text.into(), label: "Definition".into(), read_only: true }
}

#[wasm_bindgen_test]
async fn records_cross_as_they_are_named() {
    let (stage, log) = (Stage::new(), Log::default());
    let (editor, meta) = opened(&stage, &log).await;
    let said = |kind: &str| stage.element().get_attribute(&format!("data-{kind}")).unwrap_or_default();
    assert_eq!(said("options"), r#"{"text":"{}","label":"Definition","readOnly":true}"#);

    editor.set_text(&"{\"é\": 1}".into(), false);
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
    editor.reveal(1..5);
    editor.focus();
    editor.mark(Some(5..8));
    assert_eq!(said("text"), r#""{\"é\": 1}""#);
    assert_eq!(
        said("findings"),
        r#"[{"from":3,"to":7,"severity":"error","message":"No <b>such</b> step.","code":"wiring/missing","fixes":[{"title":"Mend","changes":[{"from":3,"to":7,"insert":"x"}]}]}]"#
    );
    // é is two bytes and one unit.
    assert_eq!((said("at").as_str(), said("mark").as_str()), ("[1,4]", "[4,7]"));
    assert_eq!(
        (said("readonly").as_str(), said("focus").as_str(), said("gone").as_str()),
        ("false", "true", "")
    );
    editor.mark(None);
    assert_eq!(said("mark"), "[null,null]");
    drop(editor);
    assert_eq!(said("gone"), "true");
    meta.remove();
}

#[wasm_bindgen_test]
async fn places_are_bytes_here_and_units_there() {
    let (stage, log) = (Stage::new(), Log::default());
    let (editor, meta) = opened(&stage, &log).await;
    let said = |kind: &str| stage.element().get_attribute(&format!("data-{kind}")).unwrap_or_default();
    // What nobody knows is nothing.
    assert_eq!(said("first"), "[null,null]");
    assert_eq!(log.borrow()[..], ["{\"é\": \"😀\"}", "8 in {\"é\": \"😀\"}"]);
    assert_eq!(
        said("offers"),
        r#"{"from":7,"start":6,"end":9,"comma":3,"items":[{"label":"a","detail":"false","info":"","insert":"\"é\"","cursor":3,"again":true}]}"#
    );
    assert_eq!(said("told"), r#"{"from":1,"to":4,"title":"4","lines":["One."]}"#);
    // What comes from outside counts at once; the same text again is no change.
    editor.set_text(&"[\"é\"]".into(), false);
    assert_eq!(log.borrow().last().unwrap(), "5 in [\"é\"]");
    let count = log.borrow().len();
    editor.set_text(&"[\"é\"]".into(), false);
    assert_eq!(log.borrow().len(), count);
    meta.remove();
}

#[wasm_bindgen_test]
fn a_line_break_is_one_unit_however_it_is_written() {
    assert_eq!(units("a\r\nb\ré\nc", &[0, 3, 4, 5, 8, 7]), [0, 2, 3, 4, 6, 5]);
}

#[wasm_bindgen_test]
async fn a_module_that_cannot_be_had_is_an_error_with_a_sentence() {
    let stage = Stage::new();
    let host = stage.element().clone().into();
    let outcome = TextEditor::open(host, options(""), callbacks(&Log::default())).await;
    assert!(!outcome.unwrap_err().0.is_empty());
}
