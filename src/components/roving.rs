//! One of several controls in a row or a column has the keyboard: arrows lead to the next, Home and End to the ends.
use crate::browser::dom;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// Which controls, and which keys lead from one to the next.
#[derive(Clone, Copy, Debug)]
pub struct Roving {
    /// What matches the controls, and nothing else below their root.
    pub selector: &'static str,
    /// The key to the one before.
    pub back: &'static str,
    /// The key to the next.
    pub on: &'static str,
}

impl Roving {
    /// The controls in the order of the page.
    #[must_use]
    pub fn items(&self, root: &NodeRef) -> Vec<Element> {
        let list = root.cast::<Element>().and_then(|root| root.query_selector_all(self.selector).ok());
        let Some(list) = list else { return Vec::new() };
        (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
    }

    /// Gives one of them the focus.
    pub fn focus(&self, root: &NodeRef, index: usize) {
        if let Some(item) = self.items(root).get(index) {
            dom::focus(item);
        }
    }

    /// Which of them has the focus.
    #[must_use]
    pub fn focused(&self, root: &NodeRef) -> Option<usize> {
        let focused: Element = dom::focused()?.into();
        self.items(root).iter().position(|item| *item == focused)
    }

    /// Where a key leads from one of `count`, around the ends; nowhere if it is no key for this.
    #[must_use]
    pub fn step(&self, key: &str, at: Option<usize>, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        Some(match key {
            "Home" => 0,
            "End" => last,
            key if key == self.on => at.filter(|&at| at < last).map_or(0, |at| at + 1),
            key if key == self.back => at.map_or(0, |at| at.checked_sub(1).unwrap_or(last)),
            _ => return None,
        })
    }
}
