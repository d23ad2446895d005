//! The JSON editor: CodeMirror, a module of JavaScript that is fetched when the first editor opens. Typed records
//! cross the border, the document as text.
use super::{JsError, assets, location};
use serde::Serialize;
use std::fmt;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// The file when the page does not name another (a release names one with a hash).
const MODULE: &str = "codemirror.js";

#[wasm_bindgen(inline_js = "export function load(address) { return import(address); }")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn load(address: &str) -> Result<js_sys::Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    type Module;
    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &Module,
        host: &Element,
        options: &JsValue,
        on_change: &Closure<dyn Fn(String)>,
        help: &Closure<dyn Fn(String) -> Option<String>>,
    ) -> Result<View, JsValue>;

    type View;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &View, text: &str);
    #[wasm_bindgen(method, js_name = setFindings)]
    fn set_findings(this: &View, findings: &JsValue);
    #[wasm_bindgen(method, js_name = setReadOnly)]
    fn set_read_only(this: &View, read_only: bool);
    #[wasm_bindgen(method)]
    fn reveal(this: &View, from: u32);
    #[wasm_bindgen(method)]
    fn destroy(this: &View);
}

/// How an editor starts.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    /// The first text.
    pub text: String,
    /// Its name for screen readers.
    pub label: String,
    /// Whether it only shows.
    pub read_only: bool,
}

/// A mark in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where it begins, in UTF-16 units as JavaScript counts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The sentence.
    pub message: String,
    /// The code.
    pub code: &'static str,
    /// What would mend it.
    pub fixes: Vec<Fix>,
}

/// A change that the editor offers at a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the button says.
    pub title: String,
    /// Its parts; they do not overlap.
    pub changes: Vec<Change>,
}

/// One piece of text in the place of another, in UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What comes there.
    pub insert: String,
}

/// An editor in the page; dropping it takes it away.
pub struct TextEditor {
    view: View,
    _on_change: Closure<dyn Fn(String)>,
    _help: Closure<dyn Fn(String) -> Option<String>>,
}

impl fmt::Debug for TextEditor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextEditor")
    }
}

impl TextEditor {
    /// Fetches the module and mounts an editor in `host`.
    pub async fn open(
        host: Element,
        options: Options,
        on_change: impl Fn(String) + 'static,
        help: impl Fn(String) -> Option<String> + 'static,
    ) -> Result<Self, JsError> {
        let address = location::resolve(&assets::named("flowdeck-editor", MODULE))?;
        let module: Module = JsFuture::from(load(&address)?).await?.unchecked_into();
        let on_change = Closure::<dyn Fn(String)>::new(on_change);
        let help = Closure::<dyn Fn(String) -> Option<String>>::new(help);
        let view = module.mount(&host, &record(&options)?, &on_change, &help)?;
        Ok(Self { view, _on_change: on_change, _help: help })
    }

    /// Replaces the text, as one change that the editor's undo takes back.
    pub fn set_text(&self, text: &str) {
        self.view.set_text(text);
    }

    /// Marks what is wrong.
    pub fn set_findings(&self, findings: &[Finding]) {
        if let Ok(findings) = record(findings) {
            self.view.set_findings(&findings);
        }
    }

    /// Lets the person write, or not.
    pub fn set_read_only(&self, read_only: bool) {
        self.view.set_read_only(read_only);
    }

    /// Puts the cursor at a place and shows it.
    pub fn reveal(&self, from: usize) {
        self.view.reveal(u32::try_from(from).unwrap_or(u32::MAX));
    }
}

impl Drop for TextEditor {
    fn drop(&mut self) {
        self.view.destroy();
    }
}

fn record(value: &(impl Serialize + ?Sized)) -> Result<JsValue, JsError> {
    serde_wasm_bindgen::to_value(value).map_err(|error| JsError(error.to_string()))
}
