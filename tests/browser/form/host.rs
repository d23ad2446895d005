//! A page around a form, and what a person does to its controls.
use crate::stage::{Stage, click, page, send};
use flowdeck::components::form::{EntryForm, Problem, Tools};
use flowdeck_editor::form::sources::Source;
use flowdeck_editor::form::{Form, edit, step};
use flowdeck_spec::catalogue::{Catalogue, KindSet};
use flowdeck_spec::{Node, json};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

thread_local! {
    pub(super) static CATALOGUE: Rc<Catalogue> = Rc::new(Catalogue::parse(include_str!("../../../static/catalogue.txt")).unwrap());
}

/// What the page around the form knows.
#[derive(Clone, Default)]
pub(super) struct Page {
    pub(super) entry: Rc<RefCell<Option<Node>>>,
    pub(super) said: Rc<RefCell<Vec<String>>>,
    /// How often the sources were asked for.
    pub(super) asked: Rc<Cell<usize>>,
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.entry, &other.entry)
    }
}

impl Page {
    pub(super) fn of(text: &str) -> Self {
        Self { entry: Rc::new(RefCell::new(json::parse(text).root)), ..Self::default() }
    }

    /// The entry as it is now, without its type and name.
    pub(super) fn now(&self) -> String {
        let entry = self.entry.borrow().clone().unwrap();
        let rest = ["/type", "/name"].iter().fold(entry, |node, at| edit::remove(&node, at).unwrap_or(node));
        rest.to_compact()
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct HostProps {
    pub(super) page: Page,
    #[prop_or_default]
    pub(super) problems: Rc<Vec<Problem>>,
}

/// A page that does what the form says.
#[component]
pub(super) fn Host(props: &HostProps) -> Html {
    let again = use_force_update();
    let page = props.page.clone();
    let tools = use_memo(page.clone(), move |page| {
        let change = |page: &Page,
                      again: &yew::functional::UseForceUpdateHandle,
                      to: &dyn Fn(&Node) -> Option<Node>| {
            let new = page.entry.borrow().as_ref().and_then(to);
            *page.entry.borrow_mut() = new.or_else(|| page.entry.borrow().clone());
            again.force_update();
        };
        let (set_page, set_again) = (page.clone(), again.clone());
        let (unset_page, unset_again) = (page.clone(), again);
        let (fix_said, done_said) = (Rc::clone(&page.said), Rc::clone(&page.said));
        let asked = Rc::clone(&page.asked);
        let source = |selector: &str, from: &str| Source {
            selector: selector.into(),
            kinds: KindSet::ANY,
            from: from.into(),
            is_exact: false,
        };
        let sources = vec![
            source("$steps.detect.predictions", "Step, Object detection"),
            source("$inputs.image", "Input"),
            source("$inputs.limit", "Input"),
        ];
        Tools {
            id: "step".into(),
            catalogue: CATALOGUE.with(Rc::clone),
            sources: Callback::from(move |_| {
                asked.set(asked.get() + 1);
                sources.clone()
            }),
            models: Rc::default(),
            samples: Rc::default(),
            on_set: Callback::from(move |(at, new): (String, Node)| {
                change(&set_page, &set_again, &|entry| edit::set(entry, &at, new.clone()));
            }),
            on_unset: Callback::from(move |at: String| {
                change(&unset_page, &unset_again, &|entry| edit::remove(entry, &at));
            }),
            on_fix: Callback::from(move |(problem, way)| {
                fix_said.borrow_mut().push(format!("fix {problem} {way}"));
            }),
            on_draw: Callback::noop(),
            on_done: Callback::from(move |()| done_said.borrow_mut().push("done".into())),
            may_edit: true,
        }
    });
    let entry = page.entry.borrow().clone().unwrap();
    let form: Rc<Form> = Rc::new(step(&tools.catalogue, &entry));
    html! { <EntryForm {form} problems={Rc::clone(&props.problems)} tools={(*tools).clone()} /> }
}

pub(super) async fn open(stage: &Stage, page: &Page) -> yew::AppHandle<Host> {
    stage.mount::<Host>(yew::props!(HostProps { page: page.clone() })).await
}

pub(super) fn bubbling(kind: &str) -> Event {
    let init = EventInit::new();
    init.set_bubbles(true);
    Event::new_with_event_init_dict(kind, &init).unwrap()
}

pub(super) async fn leave(control: &HtmlElement) {
    let event = page().create_event("FocusEvent").unwrap();
    event.init_event_with_bubbles("focusout", true);
    send(control, &event).await;
}

pub(super) async fn choose(select: &HtmlElement, value: &str) {
    select.unchecked_ref::<HtmlSelectElement>().set_value(value);
    assert_eq!(select.unchecked_ref::<HtmlSelectElement>().value(), value, "there is such an option");
    send(select, &bubbling("change")).await;
}

/// Focuses as a person does, whether or not the window of the tests has the focus.
pub(super) async fn enter(control: &HtmlElement) {
    control.focus().unwrap();
    yew::scheduler::flush().await;
    if control.get_attribute("aria-expanded").as_deref() == Some("false") {
        click(control, false).await;
    }
}

pub(super) fn text_of(control: &HtmlElement) -> String {
    control.unchecked_ref::<HtmlInputElement>().value()
}
