//! The document and a few questions to it: focus, viewport, which element an event came from.
use super::JsError;
use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, Event, HtmlElement, HtmlImageElement, HtmlInputElement, HtmlTextAreaElement, Node,
    ShadowRoot, Window,
};

/// The window. Flowdeck's main module runs in a page only, so its absence is a defect worth a sentence.
pub fn window() -> Result<Window, JsError> {
    web_sys::window().ok_or_else(|| JsError::from("This code needs a browser window."))
}

/// The document of the page.
pub fn document() -> Result<Document, JsError> {
    window()?.document().ok_or_else(|| JsError::from("This window has no document."))
}

/// The element in which the app is mounted.
pub fn mount_point(id: &str) -> Result<Element, JsError> {
    document()?.get_element_by_id(id).ok_or_else(|| JsError(format!("The page has no element #{id}.")))
}

/// Puts the keyboard focus on an element; a hidden or removed one is no error.
pub fn focus(node: &Node) {
    if let Some(element) = node.dyn_ref::<HtmlElement>() {
        // Focusing cannot fail for an attached element; a detached one has nobody to tell.
        let _ = element.focus();
    }
}

/// Focuses the first element that matches, if there is one.
pub fn focus_selector(selector: &str) {
    if let Some(element) = document().ok().and_then(|page| page.query_selector(selector).ok().flatten()) {
        focus(&element);
    }
}

/// Focuses the first element below another that matches.
pub fn focus_in(root: &Element, selector: &str) {
    if let Some(element) = root.query_selector(selector).ok().flatten() {
        focus(&element);
    }
}

/// Focuses the first element that matches in the event's own tree: the page, or the shadow tree of a widget.
pub fn focus_near(event: &Event, selector: &str) {
    let root =
        event.target().and_then(|target| target.dyn_into::<Node>().ok()).map(|node| node.get_root_node());
    let found = root.and_then(|root| {
        let shadow = root.dyn_ref::<ShadowRoot>().map(|root| root.query_selector(selector));
        shadow.or_else(|| root.dyn_ref::<Document>().map(|page| page.query_selector(selector)))?.ok()?
    });
    if let Some(element) = found {
        focus(&element);
    }
}

/// The element that has the focus now, to give it back when a dialog closes.
#[must_use]
pub fn focused() -> Option<HtmlElement> {
    document().ok()?.active_element()?.dyn_into().ok()
}

/// Whether typing at the event's place means text: page shortcuts stay away from there.
#[must_use]
pub fn is_typing(event: &Event) -> bool {
    let first = event.composed_path().get(0);
    let Some(element) = first.dyn_ref::<Element>() else { return false };
    let text_field = element
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| !matches!(input.type_().as_str(), "checkbox" | "radio" | "button" | "file"));
    text_field
        || element.is_instance_of::<HtmlTextAreaElement>()
        || element.tag_name().eq_ignore_ascii_case("select")
        || element.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
        || element.closest(".nokey").is_ok_and(|found| found.is_some())
}

/// The text of an input, which is emptied: a secret stays no longer in the page than it must.
#[must_use]
pub fn take_value(input: &HtmlInputElement) -> String {
    let text = input.value();
    input.set_value("");
    text
}

/// Sets the title of the browser's tab.
pub fn set_title(title: &str) {
    if let Ok(document) = document() {
        document.set_title(title);
    }
}

/// How large an image is that was loaded; a drawing may have no size of its own.
#[must_use]
pub fn natural_size(image: &Node) -> Option<(f64, f64)> {
    let image = image.dyn_ref::<HtmlImageElement>()?;
    let (width, height) = (image.natural_width(), image.natural_height());
    (width > 0 && height > 0).then(|| (f64::from(width), f64::from(height)))
}

/// Brings a row into view, no farther than needed.
pub fn reveal(root: &Element, selector: &str) {
    if let Some(row) = root.query_selector(selector).ok().flatten() {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether the main pointer is a finger: targets are then larger, as the tokens' CSS has it.
#[must_use]
pub fn is_coarse() -> bool {
    window()
        .ok()
        .and_then(|window| window.match_media("(pointer: coarse)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// How many device pixels a CSS pixel is wide.
#[must_use]
pub fn pixel_ratio() -> f64 {
    window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(0.5, 4.0)
}

/// Whether the keyboard is a Mac's. Asked once: what is drawn again and again asks for it each time.
#[must_use]
pub fn is_mac() -> bool {
    thread_local! {
        static IS_MAC: bool = window()
            .ok()
            .and_then(|window| window.navigator().platform().ok())
            .is_some_and(|name| name.starts_with("Mac"));
    }
    IS_MAC.with(|is_mac| *is_mac)
}

/// Whether an event happened within an element that matches.
#[must_use]
pub fn is_within(event: &Event, selector: &str) -> bool {
    let first = event.composed_path().get(0);
    let element = first.dyn_ref::<Element>();
    element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}
