//! The widget's module: what its JavaScript calls, nothing else.
use flowdeck::browser::host::{Listening, TokenCallback};
use flowdeck::widget::{Msg, Options, Tokens, Widget};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// A widget in a shadow root.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Runner(Widget);

#[wasm_bindgen]
impl Runner {
    /// Shows a widget in an element; `tell` hears of events.
    #[wasm_bindgen(constructor)]
    pub fn new(place: Element, tell: &JsValue) -> Self {
        Self(Widget::mount(place, Listening::new(tell)))
    }

    /// Takes the element's options, and where tokens come from: a callback, a token, or the address of an endpoint.
    pub fn configure(&self, options: &str, tokens: &JsValue, endpoint: String) {
        let tokens = match (TokenCallback::new(tokens), tokens.as_string()) {
            (Some(callback), _) => Tokens::Page(callback),
            (None, Some(token)) => Tokens::Fixed(token),
            (None, None) => Tokens::Endpoint(endpoint),
        };
        self.0.configure(Options::read(options), tokens);
    }

    /// Runs.
    pub fn run(&self) {
        self.0.dispatch(Msg::Run);
    }

    /// Stops the run.
    pub fn cancel(&self) {
        self.0.dispatch(Msg::Cancel);
    }

    /// Says what the page's own policy forbade.
    pub fn blocked(&self, why: String) {
        self.0.dispatch(Msg::Blocked(why));
    }

    /// Stops everything and forgets it, for the next element.
    pub fn reset(&self) {
        self.0.reset();
    }
}

fn main() {}
