//! The definition as text. CodeMirror when its module can be had, a plain text area when not: nobody is locked out.
use crate::browser::text_editor::{self, Callbacks, Options, TextEditor, units};
use crate::components::button::{Button, Weight};
use crate::components::editor::problems_list::ProblemsList;
use crate::components::editor::shared::Shared;
use crate::components::notice::{Tone, notice};
use crate::store::checks::Known;
use crate::store::{App, Key, Model, Msg, document, use_app, use_dispatch, use_selector};
use flowdeck_editor::{complete, item};
use flowdeck_spec::config;
use flowdeck_spec::lint::{Finding, placed};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

/// Where the editor stands.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Loading,
    Ready,
    /// Why there is none.
    Plain(String),
}

type Slot = Rc<RefCell<Option<TextEditor>>>;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct EditProps {
    pub(super) key_of: Key,
    /// It stands beside the canvas, which has the problems.
    #[prop_or_default]
    pub(super) is_beside: bool,
}

#[component]
pub(super) fn EditView(props: &EditProps) -> Html {
    let key = props.key_of.clone();
    let dispatch = use_dispatch();
    let may_edit = use_selector({
        let ws = key.ws.clone();
        move |model: &Model| model.may_edit(&ws)
    });
    let picked = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model
                .documents
                .get(&key)
                .map(|one| (one.text(), one.text_epoch, Shared(Rc::clone(&one.findings)), one.is_dirty))
        }
    });
    let known = use_selector(|model: &Model| model.checks.known);
    let host = use_node_ref();
    let editor: Rc<Slot> = use_memo((), |()| Slot::default());
    let stage = use_state_eq(|| Stage::Loading);
    let Some((text, epoch, found, is_dirty)) = picked else { return Html::default() };
    // The same findings and what is wrong with the text itself, with their places in it.
    let findings = use_memo((Rc::clone(&text), found), |(text, found)| placed(text, found));
    use_editor(&key, &host, &editor, &stage, &text, may_edit);
    let is_alone = !props.is_beside;
    use_effect_with((epoch, (*stage).clone()), {
        let (editor, text) = (Rc::clone(&editor), Rc::clone(&text));
        move |_| {
            if let Some(editor) = &*editor.borrow() {
                // Alone, the text takes back what its buttons did; beside the canvas the one history of both does.
                editor.set_text(&text, is_alone);
            }
        }
    });
    use_effect_with((Rc::clone(&findings), (*stage).clone(), may_edit), {
        let (editor, text) = (Rc::clone(&editor), Rc::clone(&text));
        move |(findings, _, may_edit)| {
            if let Some(editor) = &*editor.borrow() {
                editor.set_findings(&marks(findings, &text));
                editor.set_read_only(!may_edit);
            }
        }
    });
    let revert = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Document(document::Msg::Revert(key.clone()))))
    };
    let set_text = {
        let (dispatch, key) = (dispatch.clone(), key.clone());
        Callback::from(move |text: Rc<str>| {
            dispatch.emit(Msg::Document(document::Msg::SetText(key.clone(), text)));
        })
    };
    let tidied = use_memo(Rc::clone(&text), |text| {
        config::read(text).ok().map(|root| Rc::<str>::from(root.to_pretty())).filter(|tidied| tidied != text)
    });
    let tidy = {
        let (set_text, tidied) = (set_text.clone(), Rc::clone(&tidied));
        Callback::from(move |_: MouseEvent| tidied.iter().for_each(|tidied| set_text.emit(Rc::clone(tidied))))
    };
    // What is selected on the canvas is marked in the text.
    let selected = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let item = document.editor.selection().primary()?;
            item::pointer_of(document.specification(), item)
        }
    });
    use_effect_with((selected, Rc::clone(&text), (*stage).clone()), {
        let editor = Rc::clone(&editor);
        move |(selected, text, _)| {
            if let Some(editor) = &*editor.borrow() {
                editor.mark(selected.as_ref().and_then(|pointer| complete::range(text, pointer)));
            }
        }
    });
    html! {
        <div class={classes!("fd-edit", (!props.is_beside).then_some("fd-split"), props.is_beside.then_some("is-beside"))}>
            <section class="fd-edit__text" aria-label="Definition">
                <div class="fd-edit__tools">
                    <span class="fd-dim">{ format!("{} lines", text.lines().count().max(1)) }</span>
                    <span class="fd-page__fill" />
                    if may_edit {
                        <Button label="Tidy" weight={Weight::Quiet} disabled={tidied.is_none()} onclick={tidy} hint="Lay the JSON out again" />
                        <Button label="Revert" weight={Weight::Quiet} disabled={!is_dirty} onclick={revert} />
                    }
                </div>
                if let Stage::Plain(why) = &*stage {
                    { notice(Tone::Info, format!("A plain text field, because the editor could not be loaded: {why}"), Html::default()) }
                    { plain(&key, &text, may_edit, &dispatch) }
                }
                <div class="fd-edit__host" ref={host} hidden={matches!(*stage, Stage::Plain(_))} />
                if *stage == Stage::Loading { <p class="fd-dim fd-edit__wait" role="status">{ "Loading the editor…" }</p> }
            </section>
            if !props.is_beside { <aside class="fd-side" aria-label="Problems">
                if findings.is_empty() {
                    <section class="fd-side__part"><h2>{ "Problems" }</h2><p class="fd-dim">{ verdict(known) }</p></section>
                }
                { for findings.iter().take(1).map(|first| jump(first, &findings, &editor)) }
                if !findings.is_empty() { { problems(&findings, &text, &editor, set_text, may_edit) } }
            </aside> }
        </div>
    }
}

/// The list of what was found. What mends it here changes the text, which stays laid out as it is.
fn problems(
    findings: &Rc<Vec<Finding>>,
    text: &Rc<str>,
    editor: &Rc<Slot>,
    set_text: Callback<Rc<str>>,
    may_edit: bool,
) -> Html {
    let listed = findings.iter().map(|finding| finding.diagnostic.clone()).collect::<Vec<_>>();
    let onselect = {
        let (findings, editor) = (Rc::clone(findings), Rc::clone(editor));
        Callback::from(move |at: usize| {
            if let (Some(finding), Some(editor)) = (findings.get(at), &*editor.borrow()) {
                editor.reveal(finding.range.clone());
                editor.focus();
            }
        })
    };
    let onfix = {
        let (findings, text) = (Rc::clone(findings), Rc::clone(text));
        Callback::from(move |(at, fix): (usize, usize)| {
            if let Some(fix) = findings.get(at).and_then(|finding| finding.fixes.get(fix)) {
                set_text.emit(fix.apply(&text).into());
            }
        })
    };
    html! { <ProblemsList problems={Rc::new(listed)} read_only={!may_edit} {onselect} {onfix} /> }
}

/// A button to the first problem.
fn jump(first: &Finding, findings: &Rc<Vec<Finding>>, editor: &Rc<Slot>) -> Html {
    let (editor, range) = (Rc::clone(editor), first.range.clone());
    let count = findings.len();
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(editor) = &*editor.borrow() {
            editor.reveal(range.clone());
            editor.focus();
        }
    });
    html! {
        <div class="fd-side__part">
            <Button label={if count == 1 { "Show it in the text" } else { "Show the first one in the text" }} {onclick} />
        </div>
    }
}

/// Opens the editor once the host element is there, closes it with the view.
#[hook]
fn use_editor(
    key: &Key,
    host: &NodeRef,
    editor: &Rc<Slot>,
    stage: &UseStateHandle<Stage>,
    text: &Rc<str>,
    may_edit: bool,
) {
    let (app, dispatch) = (use_app(), use_dispatch());
    let (host, editor, stage) = (host.clone(), Rc::clone(editor), stage.clone());
    let options = Options {
        text: String::from(&**text),
        label: String::from("Workflow definition, JSON"),
        read_only: !may_edit,
    };
    use_effect_with(key.clone(), move |key| {
        let is_open = Rc::new(std::cell::Cell::new(true));
        if let Some(host) = host.cast::<Element>() {
            let (slot, is_open) = (Rc::clone(&editor), Rc::clone(&is_open));
            let callbacks = callbacks(key, &app, &dispatch);
            wasm_bindgen_futures::spawn_local(async move {
                let opened = TextEditor::open(host, options, callbacks).await;
                if !is_open.get() {
                    return;
                }
                match opened {
                    Ok(editor) => {
                        *slot.borrow_mut() = Some(editor);
                        stage.set(Stage::Ready);
                    }
                    Err(error) => stage.set(Stage::Plain(error.0)),
                }
            });
        }
        move || {
            is_open.set(false);
            editor.borrow_mut().take();
        }
    });
}

/// What the editor tells and asks: the store has the answers.
fn callbacks(key: &Key, app: &App, dispatch: &Callback<Msg>) -> Callbacks {
    let (key, dispatch, store) = (key.clone(), dispatch.clone(), app.store().clone());
    let catalogue = move || store.read(|model| Rc::clone(model.checks.catalogue()));
    let complete = {
        let catalogue = catalogue.clone();
        move |text: &str, at, is_asked| complete::complete(text, at, is_asked, &catalogue())
    };
    // Where the cursor is, is selected.
    let on_cursor = {
        let (key, dispatch, store) = (key.clone(), dispatch.clone(), app.store().clone());
        move |text: &str, at: usize| {
            let Some(place) = complete::place(text, at) else { return };
            let item = store.read(|model| {
                let document = model.documents.get(&key)?;
                let item = item::item_at(document.specification(), place.section, place.index)?;
                (document.editor.selection().primary() != Some(&item)).then_some(item)
            });
            if let Some(item) = item {
                dispatch.emit(Msg::Document(document::Msg::Select(key.clone(), vec![item])));
            }
        }
    };
    Callbacks {
        on_change: Box::new(move |text| {
            dispatch.emit(Msg::Document(document::Msg::Edit(key.clone(), text)));
        }),
        on_cursor: Box::new(on_cursor),
        complete: Box::new(complete),
        hover: Box::new(move |text: &str, at| complete::hover(text, at, &catalogue())),
    }
}

/// What the engine would say, as far as it is known.
const fn verdict(known: Known) -> &'static str {
    match known {
        Known::Ready => "None: the engine takes this workflow.",
        Known::Failed => "None in the outline. Blocks were not checked: their catalogue could not be had.",
        Known::Unasked | Known::Loading => "None so far; the block catalogue is on its way.",
    }
}

/// The findings as marks in the text, with their changes, in the units of JavaScript: the text is walked through once.
fn marks(findings: &[Finding], text: &str) -> Vec<text_editor::Finding> {
    let edits = |one: &Finding| {
        one.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.range.clone()).collect::<Vec<_>>()
    };
    let bytes: Vec<usize> = findings
        .iter()
        .flat_map(|one| std::iter::once(one.range.clone()).chain(edits(one)))
        .flat_map(|range| [range.start, range.end])
        .collect();
    let mut places = units(text, &bytes).into_iter();
    let mut pair = || (places.next().unwrap_or(0), places.next().unwrap_or(0));
    findings
        .iter()
        .map(|one| {
            let (from, to) = pair();
            let mut change = |edit: &flowdeck_spec::lint::TextEdit| {
                let (from, to) = pair();
                text_editor::Change { from, to, insert: edit.text.clone() }
            };
            let fixes = one.fixes.iter().map(|fix| text_editor::Fix {
                title: fix.title.clone(),
                changes: fix.edits.iter().map(&mut change).collect(),
            });
            let fixes = fixes.collect();
            let (message, code) = (one.message.clone(), one.code);
            text_editor::Finding { from, to, severity: one.severity.word(), message, code, fixes }
        })
        .collect()
}

/// A text area that does the same with less comfort.
fn plain(key: &Key, text: &str, may_edit: bool, dispatch: &Callback<Msg>) -> Html {
    let (dispatch, key) = (dispatch.clone(), key.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
            dispatch.emit(Msg::Document(document::Msg::Edit(key.clone(), area.value().into())));
        }
    });
    html! {
        <textarea class="fd-textarea fd-mono fd-edit__plain" aria-label="Workflow definition, JSON" spellcheck="false"
            value={String::from(text)} readonly={!may_edit} {oninput} />
    }
}
