//! A button that opens a menu: arrow keys walk it, Escape and a click elsewhere close it, focus returns.
use super::button::Weight;
use super::icon::{Glyph, icon};
use crate::browser::{dom, listener::Listener};
use web_sys::{Element, Node};
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
                focus_item(&root, 0);
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
            let at = focused_item(&root);
            let to = match event.key().as_str() {
                "ArrowDown" => Some(at.map_or(0, |at| (at + 1) % count.max(1))),
                "ArrowUp" => Some(at.map_or(0, |at| (at + count.max(1) - 1) % count.max(1))),
                "Home" => Some(0),
                "End" => Some(count.saturating_sub(1)),
                "Escape" | "Tab" => {
                    open.set(false);
                    if let Some(button) = button.get() {
                        dom::focus(&button);
                    }
                    None
                }
                _ => return,
            };
            event.stop_propagation();
            if let Some(to) = to {
                event.prevent_default();
                focus_item(&root, to);
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

fn items(root: &NodeRef) -> Vec<Element> {
    let Some(list) = root.cast::<Element>().and_then(|root| root.query_selector_all("[role=menuitem]").ok())
    else {
        return Vec::new();
    };
    use wasm_bindgen::JsCast;
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

fn focus_item(root: &NodeRef, index: usize) {
    if let Some(item) = items(root).get(index) {
        dom::focus(item);
    }
}

fn focused_item(root: &NodeRef) -> Option<usize> {
    let focused: Element = dom::focused()?.into();
    items(root).iter().position(|item| *item == focused)
}
