//! How a viewer looks at its picture: what is filtered, pointed at, chosen, compared. No part of any store.
use crate::run::shape::Filter;
use std::rc::Rc;
use yew::Reducible;

/// How many rows a list begins with, and grows by.
pub(super) const ROWS: usize = 200;
/// The sizes of so many images are known, those that were loaded last: a camera's loop loads one after the other.
const MOST_KNOWN: usize = 8;

/// The address of an image: often the image itself, megabytes of text. An `Rc<str>` alone reads all of it to tell that it
/// is equal to itself.
#[derive(Clone, Debug)]
pub(in crate::components::run) struct Source(pub(in crate::components::run) Rc<str>);

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::components::run) struct View {
    pub(in crate::components::run) filter: Filter,
    pub(super) layers: [bool; 4],
    pub(super) over: Option<usize>,
    pub(super) chosen: Option<usize>,
    /// The sizes of images that were loaded; none for those that cannot be.
    pub(super) sizes: Vec<(Source, Option<(f64, f64)>)>,
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
    Loaded(Source, Option<(f64, f64)>),
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
    pub(super) fn size_of(&self, image: &Source) -> Option<Option<(f64, f64)>> {
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
                if view.sizes.len() == MOST_KNOWN {
                    view.sizes.remove(0);
                }
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

#[cfg(test)]
mod tests {
    use super::{Change, MOST_KNOWN, Source, View};
    use std::rc::Rc;
    use yew::Reducible;

    #[test]
    fn a_loop_of_a_camera_leaves_the_last_images_alone_behind() {
        let image = |at: usize| Source(at.to_string().into());
        let view = (0..100).fold(Rc::new(View::default()), |view, at| {
            view.reduce(Change::Loaded(image(at), Some((at as f64, 1.0))))
        });
        assert_eq!(view.sizes.len(), MOST_KNOWN);
        assert_eq!((view.size_of(&image(99)), view.size_of(&image(0))), (Some(Some((99.0, 1.0))), None));
        // One that is loaded again takes the place of none.
        let view = view.reduce(Change::Loaded(image(95), None));
        assert_eq!((view.sizes.len(), view.size_of(&image(95))), (MOST_KNOWN, Some(None)));
        assert!(view.size_of(&image(92)).is_some());
    }
}
