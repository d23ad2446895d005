//! The palette as a small window at a place of the page: where a double click or the end of a wire was.
use super::float::use_float;
use super::palette::{Palette, PaletteProps, Taken};
use flowdeck_editor::geometry::Point;
use yew::prelude::*;

/// Properties of [`QuickAdd`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct QuickAddProps {
    /// Where it opens, in CSS pixels of the window.
    pub at: Point,
    /// What it offers; its `onclose` is called however it closes, before `onadd` too.
    pub palette: PaletteProps,
}

/// Shown as long as it is mounted. A drag out of it is not offered: it would cover where to drop.
#[component]
pub fn QuickAdd(props: &QuickAddProps) -> Html {
    let node = use_node_ref();
    let give_back = use_float(&node, props.at, &props.palette.onclose);
    let mut palette = props.palette.clone();
    let (onadd, onclose) = (palette.onadd.clone(), palette.onclose.clone());
    palette.onadd = Callback::from(move |taken: Taken| {
        give_back.emit(());
        onclose.emit(());
        onadd.emit(taken);
    });
    palette.autofocus = true;
    palette.ondrag = None;
    html! {
        <div ref={node} class="fd-float fd-float--find" role="dialog" aria-label="Add a block">
            <Palette ..palette />
        </div>
    }
}
