//! A text that is changed where it stands: a name, a group's title, what a note says. Leaving keeps it; Escape does not,
//! but of a note, which is too much to lose.
use super::desk::Desk;
use crate::browser::{dom, style};
use flowdeck_editor::command::Command;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::Item;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct RenameBoxProps {
    pub(super) desk: Desk,
    pub(super) item: Item,
    /// The corner on the page of what is changed.
    pub(super) at: Point,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn RenameBox(props: &RenameBoxProps) -> Html {
    let field = use_node_ref();
    let is_note = props.item.note().is_some();
    let old = use_memo(props.item.clone(), |item| text_of(&props.desk, item));
    use_effect_with((), {
        let (desk, item, field, at) = (props.desk.clone(), props.item.clone(), field.clone(), props.at);
        move |()| {
            let opener = dom::focused();
            if let Some(field) = field.cast::<Element>() {
                style::set_pixels(&field, "--fd-x", at.x);
                style::set_pixels(&field, "--fd-y", at.y);
                if let Some(note) = desk.note(&item) {
                    let zoom = desk.board().map_or(1.0, |board| board.read(|stage| stage.camera.zoom));
                    style::set_pixels(&field, "--fd-width", note.at.width * zoom);
                    style::set_pixels(&field, "--fd-height", note.at.height * zoom);
                }
                dom::focus(&field);
            }
            if let Some(field) = field.cast::<HtmlInputElement>() {
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
        let old = old.clone();
        Callback::from(move |()| {
            // Closing takes the focus away, which would keep it again.
            if is_done.replace(true) {
                return;
            }
            let input = field.cast::<HtmlInputElement>().map(|field| field.value());
            let text = input.or_else(|| field.cast::<HtmlTextAreaElement>().map(|field| field.value()));
            if let Some(text) = text.filter(|text| *text != *old) {
                match item.note() {
                    Some(id) => desk.edit_note(id, None, Some(text), None),
                    None => desk.act(Command::Rename { item: item.clone(), name: text }),
                }
            }
            onclose.emit(());
        })
    };
    let onkeydown = {
        let (keep, onclose) = (keep.clone(), props.onclose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let has_modifier = event.ctrl_key() || event.meta_key();
            match event.key().as_str() {
                // In a note Enter begins a line.
                "Enter" if is_note && !has_modifier => event.stop_propagation(),
                "Enter" => {
                    event.prevent_default();
                    event.stop_propagation();
                    keep.emit(());
                }
                "Escape" => {
                    event.stop_propagation();
                    if is_note {
                        keep.emit(());
                    } else {
                        onclose.emit(());
                    }
                }
                _ => {}
            }
        })
    };
    let onblur = keep.reform(|_: FocusEvent| ());
    let value = (*old).clone();
    if is_note {
        html! {
            <textarea ref={field} class="fd-textarea fd-rename fd-rename--note" aria-label="Note" {value}
                placeholder="What others should know" {onkeydown} {onblur} />
        }
    } else {
        html! {
            <input ref={field} class="fd-input fd-rename" aria-label="Name" {value} spellcheck="false" {onkeydown} {onblur} />
        }
    }
}

/// What stands there now.
fn text_of(desk: &Desk, item: &Item) -> String {
    let group = || desk.document()?.drawing.group(item.group()?).map(|group| group.name.clone());
    let note = desk.note(item).map(|note| note.text);
    note.or_else(group).unwrap_or_else(|| String::from(item.label()))
}
