//! How a viewer looks at its picture: what is filtered, pointed at, chosen, compared. No part of any store.
use crate::run::shape::Filter;
use std::rc::Rc;
use yew::{AttrValue, Reducible};

/// How many rows a list begins with, and grows by.
pub(super) const ROWS: usize = 200;

#[derive(Clone, Debug, PartialEq)]
pub(in crate::components::run) struct View {
    pub(in crate::components::run) filter: Filter,
    pub(super) layers: [bool; 4],
    pub(super) over: Option<usize>,
    pub(super) chosen: Option<usize>,
    /// The sizes of images that were loaded; none for those that cannot be.
    pub(super) sizes: Vec<(AttrValue, Option<(f64, f64)>)>,
    /// How many rows of the list are in the page.
    pub(super) rows: usize,
    /// How many classes are.
    pub(super) classes: usize,
    /// The rows are lines of JSON.
    pub(super) is_json: bool,
    /// In percent.
    pub(super) zoom: i64,
    /// All of the image is seen.
    pub(super) is_whole: bool,
    /// How much of the picture is the one before, in percent.
    pub(super) split: Option<u8>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            layers: [true; 4],
            over: None,
            chosen: None,
            sizes: Vec::new(),
            rows: ROWS,
            classes: 12,
            is_json: false,
            zoom: 100,
            is_whole: true,
            split: None,
        }
    }
}

/// What changes a view.
#[derive(Clone, Debug)]
pub(in crate::components::run) enum Change {
    Over(Option<usize>),
    Choose(Option<usize>),
    Class(usize),
    Least(u8),
    Layer(usize),
    Loaded(AttrValue, Option<(f64, f64)>),
    /// Other things were found.
    Other,
    MoreRows,
    MoreClasses,
    Json,
    Zoom(i64, bool),
    Split(Option<u8>),
}

impl View {
    /// The size of an image: none while it is not loaded, nothing within where it cannot be.
    pub(super) fn size_of(&self, image: &AttrValue) -> Option<Option<(f64, f64)>> {
        self.sizes.iter().find(|(known, _)| known == image).map(|(_, size)| *size)
    }
}

impl Reducible for View {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut view = (*self).clone();
        match change {
            Change::Over(at) => view.over = at,
            Change::Choose(at) => view.chosen = at,
            Change::Class(class) => view.filter = view.filter.toggled(class),
            Change::Least(least) => view.filter.least = least,
            Change::Layer(at) => {
                if let Some(layer) = view.layers.get_mut(at) {
                    *layer = !*layer;
                }
            }
            Change::Loaded(image, size) => {
                view.sizes.retain(|(known, _)| *known != image);
                view.sizes.push((image, size));
            }
            Change::Other => {
                view.filter.hidden.clear();
                (view.over, view.chosen, view.rows) = (None, None, ROWS);
            }
            Change::MoreRows => view.rows += ROWS,
            Change::MoreClasses => view.classes += 100,
            Change::Json => view.is_json = !view.is_json,
            Change::Zoom(percent, is_whole) => (view.zoom, view.is_whole) = (percent, is_whole),
            Change::Split(share) => view.split = share,
        }
        Rc::new(view)
    }
}
