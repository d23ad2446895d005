//! What floats at a place of the page: it stays in view, closes at a press elsewhere, and gives the focus back.
use crate::browser::{dom, listener::Listener, style};
use flowdeck_editor::geometry::Point;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

/// How near it comes to the edges of the window, in CSS pixels.
const EDGE: f64 = 8.0;

/// Places the element of `node` at `at` of the window and puts the focus on `[data-autofocus]` in it. `onclose` is
/// called for a press elsewhere. The returned callback gives the focus back before a command is told, so that what the
/// command opens takes it from there; when the element goes with the focus in it, that happens by itself.
#[hook]
pub fn use_float(node: &NodeRef, at: Point, onclose: &Callback<()>) -> Callback<()> {
    // Taken while rendering: the effects of what is inside come before ours.
    let opener = use_memo((), |()| dom::focused());
    {
        let node = node.clone();
        use_effect_with((at.x.to_bits(), at.y.to_bits()), move |_| place(&node, at));
    }
    {
        let (node, onclose) = (node.clone(), onclose.clone());
        use_effect_with(onclose.clone(), move |_| {
            let outside = dom::document().and_then(|page| {
                Listener::new(&page, "pointerdown", move |event| {
                    let target = event.target_dyn_into::<Node>();
                    if !node.get().is_some_and(|node| node.contains(target.as_ref())) {
                        onclose.emit(());
                    }
                })
            });
            move || drop(outside)
        });
    }
    {
        let (node, opener) = (node.clone(), (*opener).clone());
        use_effect_with((), move |()| {
            let element = node.cast::<Element>();
            if let Some(element) = &element {
                dom::focus_in(element, "[data-autofocus]");
            }
            move || {
                let focused = dom::focused();
                let is_lost = focused.is_none_or(|focused| {
                    focused.tag_name() == "BODY"
                        || element.is_some_and(|element| element.contains(Some(&focused)))
                });
                if is_lost {
                    give_back(opener.as_ref());
                }
            }
        });
    }
    Callback::from(move |()| give_back((*opener).as_ref()))
}

fn give_back(opener: Option<&HtmlElement>) {
    if let Some(opener) = opener {
        dom::focus(opener);
    }
}

/// Right below the place, or as far up and left of it as the window needs.
fn place(node: &NodeRef, at: Point) {
    let Some(element) = node.cast::<Element>() else { return };
    let Some(root) = dom::document().ok().and_then(|page| page.document_element()) else { return };
    let size = element.get_bounding_client_rect();
    let within = |at: f64, size: f64, room: i32| at.min(f64::from(room) - size - EDGE).max(EDGE);
    for (name, at, size, room) in [
        ("--fd-x", at.x, size.width(), root.client_width()),
        ("--fd-y", at.y, size.height(), root.client_height()),
    ] {
        style::set_pixels(&element, name, within(at, size, room));
    }
}
