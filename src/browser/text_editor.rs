//! The JSON editor: CodeMirror, a module of JavaScript that is fetched when the first editor opens. Typed records
//! cross the border, the document as text. Here places are bytes of the text; JavaScript counts UTF-16 units, and a line
//! break as one, whatever it is written as.
use super::{JsError, assets, location};
use flowdeck_editor::complete::{Completions, Hover};
use serde::Serialize;
use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;
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
        on_cursor: &Closure<dyn Fn(u32)>,
        complete: &Closure<dyn Fn(u32, bool) -> JsValue>,
        tell: &Closure<dyn Fn(u32) -> JsValue>,
    ) -> Result<View, JsValue>;

    type View;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &View, text: &str, undoable: bool);
    #[wasm_bindgen(method, js_name = setFindings)]
    fn set_findings(this: &View, findings: &JsValue);
    #[wasm_bindgen(method, js_name = setReadOnly)]
    fn set_read_only(this: &View, read_only: bool);
    #[wasm_bindgen(method)]
    fn reveal(this: &View, from: usize, to: usize);
    #[wasm_bindgen(method)]
    fn mark(this: &View, from: Option<usize>, to: Option<usize>);
    #[wasm_bindgen(method)]
    fn focus(this: &View);
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

/// What may stand at a byte of a text, and whether the person asked for it.
pub type Complete = dyn Fn(&str, usize, bool) -> Option<Completions>;
/// The cursor is at a byte of a text.
pub type Moved = dyn Fn(&str, usize);
/// What the word at a byte of a text is.
pub type Tell = dyn Fn(&str, usize) -> Option<Hover>;

/// What the editor tells and asks. Each is given the text that its places count in.
pub struct Callbacks {
    /// The person has changed the text.
    pub on_change: Box<dyn Fn(Rc<str>)>,
    /// The person has moved the cursor, by keys, pointer or writing; at most once a frame.
    pub on_cursor: Box<Moved>,
    /// What may stand at the cursor.
    pub complete: Box<Complete>,
    /// What the word under the pointer is.
    pub hover: Box<Tell>,
}

impl fmt::Debug for Callbacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callbacks")
    }
}

/// A mark in the text; its places are in units of JavaScript (see [`units`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where it begins.
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

/// One piece of text in the place of another, in units of JavaScript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What comes there.
    pub insert: String,
}

/// Offers as JavaScript takes them.
#[derive(Serialize)]
struct Offers {
    from: usize,
    start: usize,
    end: usize,
    comma: Option<usize>,
    items: Vec<Offer>,
}

#[derive(Serialize)]
struct Offer {
    label: String,
    detail: String,
    info: String,
    insert: String,
    cursor: usize,
    again: bool,
}

#[derive(Serialize)]
struct Told {
    from: usize,
    to: usize,
    title: String,
    lines: Vec<String>,
}

type Shared = Rc<RefCell<Rc<str>>>;

/// An editor in the page; dropping it takes it away.
pub struct TextEditor {
    view: View,
    text: Shared,
    _on_change: Closure<dyn Fn(String)>,
    _on_cursor: Closure<dyn Fn(u32)>,
    _complete: Closure<dyn Fn(u32, bool) -> JsValue>,
    _tell: Closure<dyn Fn(u32) -> JsValue>,
}

impl fmt::Debug for TextEditor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextEditor")
    }
}

impl TextEditor {
    /// Fetches the module and mounts an editor in `host`.
    ///
    /// # Errors
    /// The module could not be had.
    pub async fn open(host: Element, options: Options, callbacks: Callbacks) -> Result<Self, JsError> {
        let address = location::resolve(&assets::named("flowdeck-editor", MODULE))?;
        let module: Module = JsFuture::from(load(&address)?).await?.unchecked_into();
        let text: Shared = Rc::new(RefCell::new(options.text.as_str().into()));
        let Callbacks { on_change, on_cursor, complete, hover } = callbacks;
        let now = |text: &Shared| Rc::clone(&text.borrow());
        let on_change = {
            let text = Rc::clone(&text);
            Closure::<dyn Fn(String)>::new(move |new: String| {
                let new: Rc<str> = new.into();
                *text.borrow_mut() = Rc::clone(&new);
                on_change(new);
            })
        };
        let on_cursor = {
            let text = Rc::clone(&text);
            Closure::<dyn Fn(u32)>::new(move |at| {
                let text = now(&text);
                on_cursor(&text, byte(&text, at));
            })
        };
        let complete = {
            let text = Rc::clone(&text);
            Closure::<dyn Fn(u32, bool) -> JsValue>::new(move |at, is_asked| {
                let text = now(&text);
                let found = complete(&text, byte(&text, at), is_asked);
                found.and_then(|found| record(&offers(&text, found)).ok()).unwrap_or_default()
            })
        };
        let tell = {
            let text = Rc::clone(&text);
            Closure::<dyn Fn(u32) -> JsValue>::new(move |at| {
                let text = now(&text);
                let found = hover(&text, byte(&text, at));
                found.and_then(|found| record(&told(&text, found)).ok()).unwrap_or_default()
            })
        };
        let view = module.mount(&host, &record(&options)?, &on_change, &on_cursor, &complete, &tell)?;
        Ok(Self {
            view,
            text,
            _on_change: on_change,
            _on_cursor: on_cursor,
            _complete: complete,
            _tell: tell,
        })
    }

    /// Puts another text in the place of the one that is there. Only what differs changes: cursor and scroll stay, and no
    /// callback tells of it. The editor's own undo takes it back only where it is `undoable`.
    pub fn set_text(&self, text: &Rc<str>, undoable: bool) {
        if **self.text.borrow() == **text {
            return;
        }
        *self.text.borrow_mut() = Rc::clone(text);
        self.view.set_text(text, undoable);
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

    /// Selects a part of the text and shows it. The focus stays where it is, and no callback tells of it.
    pub fn reveal(&self, range: Range<usize>) {
        if let [from, to] = units(&self.text.borrow(), &[range.start, range.end])[..] {
            self.view.reveal(from, to);
        }
    }

    /// Marks the lines of a part, such as the step that is selected elsewhere, and shows it unless the person is
    /// writing; none takes the mark away.
    pub fn mark(&self, range: Option<Range<usize>>) {
        let places = range.map(|range| units(&self.text.borrow(), &[range.start, range.end]));
        match places.as_deref() {
            Some([from, to]) => self.view.mark(Some(*from), Some(*to)),
            _ => self.view.mark(None, None),
        }
    }

    /// Gives it the focus.
    pub fn focus(&self) {
        self.view.focus();
    }
}

impl Drop for TextEditor {
    fn drop(&mut self) {
        self.view.destroy();
    }
}

/// Bytes of a text as the editor counts them, in their order.
#[must_use]
pub fn units(text: &str, bytes: &[usize]) -> Vec<usize> {
    let mut places = flowdeck_spec::json::utf16_offsets(text, bytes);
    if text.contains("\r\n") {
        for (place, byte) in places.iter_mut().zip(bytes) {
            let before = text.as_bytes().get(..*byte).unwrap_or(text.as_bytes());
            *place -= before.windows(2).filter(|pair| pair == b"\r\n").count();
        }
    }
    places
}

/// The byte of a place of the editor's.
fn byte(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        // The second half of a line break counts nothing.
        let is_rest = previous == '\r' && c == '\n';
        if left == 0 && !is_rest {
            return at;
        }
        left = left.saturating_sub(if is_rest { 0 } else { c.len_utf16() });
        previous = c;
    }
    text.len()
}

fn offers(text: &str, found: Completions) -> Offers {
    let comma = found.comma.unwrap_or(found.letters);
    let places = units(text, &[found.letters, found.word.start, found.word.end, comma]);
    let place = |index: usize| places.get(index).copied().unwrap_or_default();
    let items = found.items.into_iter().map(|item| Offer {
        cursor: units(&item.insert, &[item.cursor]).first().copied().unwrap_or_default(),
        label: item.label,
        detail: item.detail,
        info: item.info,
        insert: item.insert,
        again: item.again,
    });
    let items = items.collect();
    Offers { from: place(0), start: place(1), end: place(2), comma: found.comma.map(|_| place(3)), items }
}

fn told(text: &str, found: Hover) -> Told {
    let places = units(text, &[found.range.start, found.range.end]);
    let place = |index: usize| places.get(index).copied().unwrap_or_default();
    Told { from: place(0), to: place(1), title: found.title, lines: found.lines }
}

fn record(value: &(impl Serialize + ?Sized)) -> Result<JsValue, JsError> {
    serde_wasm_bindgen::to_value(value).map_err(|error| JsError(error.to_string()))
}
