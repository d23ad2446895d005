//! A name that is changed where it stands: Enter and leaving keep it, Escape does not.
use super::desk::Desk;
use crate::browser::{dom, style};
use flowdeck_editor::command::Command;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::Item;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct RenameBoxProps {
    pub(super) desk: Desk,
    pub(super) item: Item,
    /// The card's corner on the page.
    pub(super) at: Point,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn RenameBox(props: &RenameBoxProps) -> Html {
    let field = use_node_ref();
    use_effect_with((), {
        let (field, at) = (field.clone(), props.at);
        move |()| {
            let opener = dom::focused();
            if let Some(field) = field.cast::<HtmlInputElement>() {
                style::set_pixels(&field, "--fd-x", at.x);
                style::set_pixels(&field, "--fd-y", at.y);
                dom::focus(&field);
                field.select();
            }
            move || {
                if let Some(opener) = opener {
                    dom::focus(&opener);
                }
            }
        }
    });
    let is_done = use_mut_ref(|| false);
    let keep = {
        let (desk, item, field, onclose) =
            (props.desk.clone(), props.item.clone(), field.clone(), props.onclose.clone());
        Callback::from(move |()| {
            // Closing takes the focus away, which would keep it again.
            if is_done.replace(true) {
                return;
            }
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let name = field.value();
                if name != item.label() {
                    desk.act(Command::Rename { item: item.clone(), name });
                }
            }
            onclose.emit(());
        })
    };
    let onkeydown = {
        let (keep, onclose) = (keep.clone(), props.onclose.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                event.stop_propagation();
                keep.emit(());
            }
            "Escape" => {
                event.stop_propagation();
                onclose.emit(());
            }
            _ => {}
        })
    };
    html! {
        <input ref={field} class="fd-input fd-rename" aria-label="Name" value={String::from(props.item.label())} spellcheck="false"
            {onkeydown} onblur={keep.reform(|_: FocusEvent| ())} />
    }
}
