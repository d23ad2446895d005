//! A place in the page to mount things in, and what a person does to them.
use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, HtmlInputElement, HtmlTextAreaElement, InputEvent,
    InputEventInit, KeyboardEvent, KeyboardEventInit, MouseEvent, MouseEventInit,
};
use yew::html::BaseComponent;
use yew::{AppHandle, Renderer};

/// The page.
pub(crate) fn page() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// An element in the page that is taken away with this.
pub(crate) struct Stage(HtmlElement);

impl Stage {
    pub(crate) fn new() -> Self {
        let host: HtmlElement = page().create_element("div").unwrap().unchecked_into();
        page().body().unwrap().append_child(&host).unwrap();
        Self(host)
    }

    /// Gives the element a size.
    pub(crate) fn sized(width: u32, height: u32) -> Self {
        let stage = Self::new();
        let style = stage.0.style();
        for (property, value) in [
            ("display", String::from("grid")),
            ("overflow", String::from("hidden")),
            ("width", format!("{width}px")),
            ("height", format!("{height}px")),
        ] {
            style.set_property(property, &value).unwrap();
        }
        stage
    }

    pub(crate) fn element(&self) -> &HtmlElement {
        &self.0
    }

    /// Mounts a component and waits until it stands.
    pub(crate) async fn mount<C>(&self, props: C::Properties) -> AppHandle<C>
    where
        C: BaseComponent,
    {
        let handle = Renderer::<C>::with_root_and_props(self.0.clone().into(), props).render();
        yew::scheduler::flush().await;
        handle
    }

    /// The first element that matches.
    pub(crate) fn find(&self, selector: &str) -> HtmlElement {
        self.seek(selector).unwrap_or_else(|| panic!("no {selector} in {}", self.text()))
    }

    pub(crate) fn seek(&self, selector: &str) -> Option<HtmlElement> {
        self.0.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    pub(crate) fn count(&self, selector: &str) -> u32 {
        self.0.query_selector_all(selector).unwrap().length()
    }

    /// What a person reads.
    pub(crate) fn text(&self) -> String {
        self.0.text_content().unwrap_or_default()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Whether an element has the focus.
pub(crate) fn has_focus(element: &Element) -> bool {
    page().active_element().as_ref() == Some(element)
}

/// Clicks, perhaps with Ctrl held. Returns whether the browser would still do what it does by itself.
pub(crate) async fn click(target: &EventTarget, with_ctrl: bool) -> bool {
    let init = MouseEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_ctrl_key(with_ctrl);
    send(target, &MouseEvent::new_with_mouse_event_init_dict("click", &init).unwrap()).await
}

/// Presses a key.
pub(crate) async fn press(target: &EventTarget, key: &str) -> bool {
    let init = KeyboardEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_key(key);
    send(target, &KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap()).await
}

/// Writes into a field, as typing does.
pub(crate) async fn type_in(control: &HtmlElement, text: &str) {
    match control.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.set_value(text),
        None => control.unchecked_ref::<HtmlTextAreaElement>().set_value(text),
    }
    let init = InputEventInit::new();
    init.set_bubbles(true);
    send(control, &InputEvent::new_with_event_init_dict("input", &init).unwrap()).await;
}

/// Sends an event and waits until the views have followed.
pub(crate) async fn send(target: &EventTarget, event: &Event) -> bool {
    let goes_on = target.dispatch_event(event).unwrap();
    yew::scheduler::flush().await;
    goes_on
}

/// Waits until something is so; fails after five seconds with what was waited for.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..250 {
        if is_so() {
            return;
        }
        flowdeck::browser::timer::pause(20).await;
    }
    panic!("waited in vain: {what}");
}
