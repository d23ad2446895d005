//! A modal dialog on the platform's own `<dialog>`: it traps focus, closes on Escape, and gives the
//! focus back to whatever had it.
use super::button::{Button, Weight};
use super::icon::Glyph;
use crate::browser::dom;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Properties of [`Dialog`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DialogProps {
    /// The heading.
    pub title: AttrValue,
    /// Called when the person closes it, by any way.
    pub onclose: Callback<()>,
    /// Wider than a form.
    #[prop_or_default]
    pub wide: bool,
    /// The content.
    pub children: Html,
}

/// Shown as long as it is mounted.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let opener = dom::focused();
        let dialog = node.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            // Throws only when it is open already, and then all is well.
            let _ = dialog.show_modal();
            dom::focus_selector("dialog[open] [data-autofocus]");
        }
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
            if let Some(opener) = opener {
                dom::focus(&opener);
            }
        }
    });
    let oncancel = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: Event| {
            // The page decides what is open: the browser must not close it behind its back.
            event.prevent_default();
            onclose.emit(());
        })
    };
    let onclick = {
        let onclose = props.onclose.clone();
        Callback::from(move |_| onclose.emit(()))
    };
    html! {
        <dialog ref={node} class={classes!("fd-dialog", props.wide.then_some("fd-dialog--wide"))}
            aria-label={props.title.clone()} {oncancel}>
            <header class="fd-dialog__head">
                <h2>{ props.title.clone() }</h2>
                <Button label="Close" glyph={Glyph::X} icon_only=true weight={Weight::Quiet} {onclick} />
            </header>
            <div class="fd-dialog__body">{ props.children.clone() }</div>
        </dialog>
    }
}
