//! A long list of equal rows of which only the visible ones are in the page.
//! Rows are rendered by index; geometry goes through CSSOM.
use crate::browser::{observe::ResizeWatch, style};
use flowdeck_editor::short;
use std::ops::Range;
use web_sys::Element;
use yew::prelude::*;

/// Rows rendered beyond each edge, so that a quick scroll shows no gap.
const MARGIN: usize = 6;

/// What a list is that takes the keyboard as a whole, for rows that come and go cannot.
#[derive(Clone, Debug, PartialEq)]
pub struct ListFocus {
    /// Its role: `tree`, say.
    pub role: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// The `id` of the row that the keys are about.
    pub active: Option<AttrValue>,
}

/// Properties of [`WindowList`].
#[derive(Clone, PartialEq, Properties)]
pub struct WindowListProps {
    /// How many rows there are.
    pub count: usize,
    /// The height of each in CSS pixels.
    pub row_height: f64,
    /// Renders the row of an index. Give each row a key.
    pub row: Callback<usize, Html>,
    /// Called when the visible rows change: whose details to load, say.
    #[prop_or_default]
    pub onvisible: Callback<(usize, usize)>,
    /// The role of the element around the rows.
    #[prop_or(AttrValue::Static("rowgroup"))]
    pub role: AttrValue,
    /// Makes the list itself the one thing in it that takes the keyboard.
    #[prop_or_default]
    pub focus: Option<ListFocus>,
    /// Brings this row into view when it changes.
    #[prop_or_default]
    pub reveal: Option<usize>,
}

impl std::fmt::Debug for WindowListProps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WindowListProps({} rows)", self.count)
    }
}

/// The rows to render for a scroll position and a height.
#[must_use]
pub fn visible(count: usize, row_height: f64, top: f64, height: f64) -> Range<usize> {
    let first = (top.max(0.0) / row_height).floor() as usize;
    let shown = (height / row_height).ceil() as usize + 1;
    let start = first.saturating_sub(MARGIN).min(count);
    let end = first.saturating_add(shown + MARGIN).min(count);
    start..end
}

/// A windowed list that scrolls by itself.
#[component]
pub fn WindowList(props: &WindowListProps) -> Html {
    let scroller = use_node_ref();
    let spacer = use_node_ref();
    let slice = use_node_ref();
    let top = use_state_eq(|| 0.0_f64);
    let height = use_state_eq(|| 600.0_f64);
    let range = visible(props.count, props.row_height, *top, *height);

    {
        let (scroller, height) = (scroller.clone(), height);
        use_effect_with((), move |()| {
            let watch = scroller
                .cast::<Element>()
                .and_then(|element| ResizeWatch::new(&element, move |_, tall| height.set(tall)).ok());
            move || drop(watch)
        });
    }
    {
        let (spacer, slice) = (spacer.clone(), slice.clone());
        let total = props.count as f64 * props.row_height;
        let offset = range.start as f64 * props.row_height;
        use_effect_with((total.to_bits(), offset.to_bits()), move |_| {
            if let (Some(spacer), Some(slice)) = (spacer.get(), slice.get()) {
                style::set_pixels(&spacer, "height", total);
                style::set(&slice, "transform", &format!("translateY({}px)", short(offset)));
            }
        });
    }
    {
        let (scroller, row_height) = (scroller.clone(), props.row_height);
        use_effect_with(props.reveal, move |reveal| {
            if let (Some(index), Some(element)) = (*reveal, scroller.cast::<Element>()) {
                let (from, to) = (index as f64 * row_height, (index + 1) as f64 * row_height);
                let (top, tall) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
                if from < top {
                    element.set_scroll_top(from as i32);
                } else if to > top + tall {
                    element.set_scroll_top((to - tall).ceil() as i32);
                }
            }
        });
    }
    use_effect_with((range.start, range.end, props.onvisible.clone()), |(start, end, tell)| {
        tell.emit((*start, *end));
    });
    let onscroll = {
        let (top, scroller, row_height) = (top, scroller.clone(), props.row_height);
        Callback::from(move |_: Event| {
            if let Some(element) = scroller.cast::<Element>() {
                // Whole rows: scrolling within one renders nothing.
                top.set((f64::from(element.scroll_top()) / row_height).floor() * row_height);
            }
        })
    };
    let focus = props.focus.as_ref();
    html! {
        <div ref={scroller} class="fd-window" role={focus.map_or("presentation".into(), |focus| focus.role.clone())}
            aria-label={focus.map(|focus| focus.label.clone())} tabindex={focus.map(|_| "0")}
            aria-multiselectable={focus.map(|_| "true")}
            aria-activedescendant={focus.and_then(|focus| focus.active.clone())} {onscroll}>
            <div ref={spacer} class="fd-window__spacer" role="presentation">
                <div ref={slice} class="fd-window__slice" role={props.role.clone()}>
                    { for range.map(|index| props.row.emit(index)) }
                </div>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn ten_thousand_rows_put_few_in_the_page() {
        for top in [0.0, 35.9, 36.0, 180_000.0, 359_964.0] {
            let range = visible(10_000, 36.0, top, 900.0);
            assert!(range.len() <= 60, "{range:?} at {top}");
            let first_seen = (top / 36.0) as usize;
            assert!(range.start <= first_seen && range.end > first_seen.min(9_999));
        }
    }

    #[test]
    fn a_short_list_is_whole_and_a_shrunk_one_stays_in_bounds() {
        assert_eq!(visible(3, 36.0, 0.0, 900.0), 0..3);
        assert_eq!(visible(3, 36.0, 90_000.0, 900.0), 3..3);
        assert_eq!(visible(0, 36.0, 0.0, 900.0), 0..0);
    }
}
