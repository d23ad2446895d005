//! A button that opens a menu: arrow keys walk it, Escape and a click elsewhere close it, focus returns.
use super::button::Weight;
use super::icon::{Glyph, icon};
use super::roving::Roving;
use crate::browser::{dom, listener::Listener};
use web_sys::Node;
use yew::prelude::*;

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuItem {
    /// What it does.
    pub label: AttrValue,
    /// Its icon.
    pub glyph: Glyph,
    /// Whether it takes something away.
    pub danger: bool,
    /// What to do.
    pub run: Callback<()>,
}

/// Properties of [`Menu`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MenuProps {
    /// The name of the button.
    pub label: AttrValue,
    /// The icon of the button.
    #[prop_or(Glyph::Ellipsis)]
    pub glyph: Glyph,
    /// The entries.
    pub items: Vec<MenuItem>,
}

const ITEMS: Roving = Roving { selector: "[role=menuitem]", back: "ArrowUp", on: "ArrowDown" };

/// A menu button.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    let button = use_node_ref();
    {
        let (root, open_now) = (root.clone(), open.clone());
        use_effect_with(*open, move |is_open| {
            let outside = is_open.then(|| {
                ITEMS.focus(&root, 0);
                let root = root.clone();
                dom::document().and_then(|page| {
                    Listener::new(&page, "pointerdown", move |event| {
                        let target = event.target_dyn_into::<Node>();
                        let inside = root.get().is_some_and(|node| node.contains(target.as_ref()));
                        if !inside {
                            open_now.set(false);
                        }
                    })
                })
            });
            move || drop(outside)
        });
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            open.set(!*open);
        })
    };
    let onkeydown = {
        let (open, root, button, count) = (open.clone(), root.clone(), button.clone(), props.items.len());
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            if matches!(key.as_str(), "Escape" | "Tab") {
                event.stop_propagation();
                open.set(false);
                if let Some(button) = button.get() {
                    dom::focus(&button);
                }
            } else if let Some(to) = ITEMS.step(&key, ITEMS.focused(&root), count) {
                event.stop_propagation();
                event.prevent_default();
                ITEMS.focus(&root, to);
            }
        })
    };
    html! {
        <div class="fd-menu" ref={root}>
            <button type="button" ref={button.clone()} class={classes!("fd-button", "fd-button--icon", Weight::Quiet.class())}
                aria-haspopup="menu" aria-expanded={if *open { "true" } else { "false" }}
                aria-label={props.label.clone()} title={props.label.clone()} onclick={toggle}>
                { icon(props.glyph, 16) }
            </button>
            if *open {
                <div class="fd-menu__list" role="menu" tabindex="-1" aria-label={props.label.clone()} {onkeydown}>
                    { for props.items.iter().map(|item| {
                        let (open, button, run) = (open.clone(), button.clone(), item.run.clone());
                        let onclick = Callback::from(move |event: MouseEvent| {
                            event.stop_propagation();
                            open.set(false);
                            if let Some(button) = button.get() {
                                dom::focus(&button);
                            }
                            run.emit(());
                        });
                        html! {
                            <button type="button" key={item.label.to_string()} role="menuitem" tabindex="-1"
                                class={classes!("fd-menu__item", item.danger.then_some("is-danger"))} {onclick}>
                                { icon(item.glyph, 16) }<span>{ item.label.clone() }</span>
                            </button>
                        }
                    }) }
                </div>
            }
        </div>
    }
}
