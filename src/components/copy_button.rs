//! A button that copies a text and says that it did.
use super::button::{Button, Weight};
use super::icon::Glyph;
use crate::browser::{clipboard, timer::Timer};
use yew::prelude::*;

/// Properties of [`CopyButton`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CopyButtonProps {
    /// What is copied.
    pub text: AttrValue,
    /// What the button is called.
    #[prop_or(AttrValue::Static("Copy"))]
    pub label: AttrValue,
    /// Icon alone.
    #[prop_or_default]
    pub icon_only: bool,
}

/// Copies its text; for two seconds it says “Copied”, or why not.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let said = use_state_eq(|| None::<AttrValue>);
    let timer = use_mut_ref(|| None::<Timer>);
    let onclick = {
        let (text, said) = (props.text.clone(), said.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let (text, said, timer) = (text.clone(), said.clone(), timer.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let outcome = match clipboard::copy(&text).await {
                    Ok(()) => AttrValue::Static("Copied"),
                    Err(error) => AttrValue::from(format!("Not copied: {error}")),
                };
                said.set(Some(outcome));
                *timer.borrow_mut() = Some(Timer::after(2_000, move || said.set(None)));
            });
        })
    };
    let copied = said.is_some();
    html! {
        <>
            <Button label={(*said).clone().unwrap_or_else(|| props.label.clone())} {onclick}
                glyph={if copied { Glyph::Check } else { Glyph::Copy }}
                icon_only={props.icon_only} weight={Weight::Quiet} />
            <span class="fd-sr" role="status">{ (*said).clone().unwrap_or_default() }</span>
        </>
    }
}
