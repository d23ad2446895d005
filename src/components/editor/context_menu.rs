//! A menu at a place of the page: commands with their keys beside them. Arrows and the first letters of a name walk it;
//! what cannot be done now says why.
use super::float::use_float;
use super::keys;
use crate::browser::clock;
use crate::components::roving::Roving;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::shortcut::Id;
use flowdeck_spec::{fold, letters};
use yew::prelude::*;

/// Typing that pauses for longer begins anew, in milliseconds.
const PAUSE: f64 = 800.0;
const ITEMS: Roving = Roving { selector: "[role=menuitem]", back: "ArrowUp", on: "ArrowDown" };

/// One command of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuCommand {
    /// The command.
    pub id: Id,
    /// What it is called here; the command's own title if none.
    pub label: Option<AttrValue>,
    /// Why it cannot be used now; none where it can.
    pub reason: Option<AttrValue>,
}

impl MenuCommand {
    /// A command under its own title that can be used.
    #[must_use]
    pub const fn of(id: Id) -> Self {
        Self { id, label: None, reason: None }
    }

    fn label(&self) -> AttrValue {
        self.label.clone().unwrap_or_else(|| keys::title(self.id).into())
    }
}

/// Commands that belong together; lines divide them from the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MenuPart {
    /// Their heading; empty for none.
    pub label: AttrValue,
    /// The commands.
    pub items: Vec<MenuCommand>,
}

/// Properties of [`ContextMenu`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ContextMenuProps {
    /// What it is the menu of.
    pub label: AttrValue,
    /// Where it opens, in CSS pixels of the window.
    pub at: Point,
    /// What it offers; parts without commands are left out.
    pub parts: Vec<MenuPart>,
    /// The keys are those of a Mac.
    #[prop_or_default]
    pub is_mac: bool,
    /// Called with the command, after the focus went back to where it was and after `onclose`.
    pub onchoose: Callback<Id>,
    /// Called when it is to close.
    pub onclose: Callback<()>,
}

/// Shown as long as it is mounted.
#[component]
pub fn ContextMenu(props: &ContextMenuProps) -> Html {
    let node = use_node_ref();
    let typed = use_mut_ref(|| (String::new(), 0.0_f64));
    let give_back = use_float(&node, props.at, &props.onclose);
    {
        let node = node.clone();
        use_effect_with((), move |()| ITEMS.focus(&node, 0));
    }
    let onkeydown = {
        let (node, onclose, give_back) = (node.clone(), props.onclose.clone(), give_back.clone());
        let labels: Vec<AttrValue> =
            props.parts.iter().flat_map(|part| &part.items).map(MenuCommand::label).collect();
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            // The canvas below knows the same keys: here they are the menu's.
            event.stop_propagation();
            if matches!(key.as_str(), "Escape" | "Tab") {
                event.prevent_default();
                give_back.emit(());
                onclose.emit(());
                return;
            }
            let at = ITEMS.focused(&node);
            let to = ITEMS.step(&key, at, labels.len()).or_else(|| {
                let (mut letters, is_plain) = (key.chars(), !event.ctrl_key() && !event.meta_key());
                let letter = letters.next().filter(|letter| is_plain && letters::is_word(*letter))?;
                if letters.next().is_some() {
                    return None;
                }
                let (text, last) = &mut *typed.borrow_mut();
                let now = clock::now_ms();
                if now - *last > PAUSE {
                    text.clear();
                }
                *last = now;
                text.push(letters::small(letter));
                // One letter asks for the next command with it; more of them go on with the one that was found.
                let from = at.map_or(0, |at| if text.chars().count() > 1 { at } else { at + 1 });
                let count = labels.len().max(1);
                let mut places = (0..count).map(|step| (from + step) % count);
                places.find(|&place| {
                    labels.get(place).is_some_and(|label| fold(label).starts_with(text.as_str()))
                })
            });
            if let Some(to) = to {
                event.prevent_default();
                ITEMS.focus(&node, to);
            }
        })
    };
    let item = |item: &MenuCommand| {
        let (id, is_off) = (item.id, item.reason.is_some());
        let (onchoose, onclose, give_back) =
            (props.onchoose.clone(), props.onclose.clone(), give_back.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if !is_off {
                give_back.emit(());
                onclose.emit(());
                onchoose.emit(id);
            }
        });
        let is_bad = id == Id::Delete;
        html! {
            <button type="button" role="menuitem" tabindex="-1" aria-disabled={is_off.then_some("true")}
                class={classes!("fd-menu__item", is_off.then_some("is-off"), (is_bad && !is_off).then_some("is-danger"))}
                aria-keyshortcuts={keys::aria(id, props.is_mac)} {onclick}>
                <span class="fd-context__text">
                    <span>{ item.label() }</span>
                    if let Some(reason) = &item.reason { <span class="fd-find__more">{ reason.clone() }</span> }
                </span>
                { keys::keys(id, props.is_mac) }
            </button>
        }
    };
    let parts = props.parts.iter().filter(|part| !part.items.is_empty());
    html! {
        <div ref={node} class="fd-float fd-context" role="menu" tabindex="-1" aria-label={props.label.clone()} {onkeydown}
            oncontextmenu={Callback::from(|event: MouseEvent| event.prevent_default())}>
            { for parts.enumerate().map(|(place, part)| html! {
                <>
                    if place > 0 { <div class="fd-context__line" role="separator" /> }
                    <div class="fd-context__part" role="group" aria-label={(!part.label.is_empty()).then(|| part.label.clone())}>
                        if !part.label.is_empty() { <div class="fd-find__head" aria-hidden="true">{ part.label.clone() }</div> }
                        { for part.items.iter().map(item) }
                    </div>
                </>
            }) }
        </div>
    }
}
