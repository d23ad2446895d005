//! The outline: the accessible twin of the canvas, a tree of items and their wires. One stop of the Tab key; the active
//! row follows the selection of the canvas, and leads it.
use super::shared::Shared;
use crate::browser::{clock, dom};
use crate::components::icon::{Glyph, icon};
use crate::components::notice::Tone;
use crate::components::window_list::{ListFocus, WindowList};
use flowdeck_editor::outline::{Key, Outline, Part, Row, Tree};
use flowdeck_editor::scene::REMOTE;
use flowdeck_editor::shortcut::{Id, Place, Press, command};
use flowdeck_spec::Severity;
use flowdeck_spec::graph::Role;
use std::rc::Rc;
use yew::prelude::*;

/// The height of a row in CSS pixels, as the style sheet has it.
const ROW: f64 = 28.0;
/// The same where the main pointer is a finger.
const ROW_COARSE: f64 = 44.0;

/// What a person selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The item, by its selector.
    pub item: AttrValue,
    /// It is added to what is selected, or taken from it.
    pub is_added: bool,
}

/// Properties of [`OutlineTree`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct OutlineTreeProps {
    /// The rows.
    pub outline: Shared<Outline>,
    /// The selected items by their selectors, the main one first.
    #[prop_or_default]
    pub selected: Vec<AttrValue>,
    /// The steps that a server has to run, where that is known.
    #[prop_or_default]
    pub remote: Vec<Rc<str>>,
    /// What is open and active: kept by whoever shows the tree, for the next time.
    pub tree: UseStateHandle<Tree>,
    /// Called with what is selected here.
    pub onselect: Callback<Picked>,
    /// Called with the item whose form is to open.
    pub onopen: Callback<AttrValue>,
    /// Called where a menu is asked for, with the item and the event, which has the place.
    #[prop_or_default]
    pub onmenu: Callback<(AttrValue, MouseEvent)>,
}

/// The tree. Keys that mean nothing here go on to whatever is around it: Delete, F2, C and others are commands.
#[component]
pub fn OutlineTree(props: &OutlineTreeProps) -> Html {
    let tree = props.tree.clone();
    let row_height = *use_memo((), |()| if dom::is_coarse() { ROW_COARSE } else { ROW });
    let outline = &props.outline;
    {
        let (tree, outline) = (tree.clone(), outline.clone());
        use_effect_with(props.selected.first().cloned(), move |main| {
            let at = tree.active(&outline).and_then(|place| outline.rows.get(place));
            if let Some(main) = main.as_ref().filter(|main| at.is_none_or(|row| *row.item != ***main)) {
                let mut next = (*tree).clone();
                next.go(&outline, main);
                tree.set(next);
            }
        });
    }
    let shown = tree.shown(outline);
    let active = tree.active(outline);
    let at = active.and_then(|active| shown.iter().position(|&place| place == active));
    let onkeydown = {
        let (props, tree) = (props.clone(), tree.clone());
        Callback::from(move |event: KeyboardEvent| {
            if on_key(&event, &props, &tree) {
                event.prevent_default();
                event.stop_propagation();
            }
        })
    };
    let row = {
        let (props, tree, shown) = (props.clone(), tree, shown.clone());
        Callback::from(move |index: usize| {
            match shown.get(index).and_then(|&place| props.outline.rows.get(place)) {
                Some(row) => row_of(&props, &tree, row, active == shown.get(index).copied()),
                None => Html::default(),
            }
        })
    };
    let focus = ListFocus {
        role: "tree".into(),
        label: "Outline".into(),
        active: active.and_then(|place| outline.rows.get(place)).map(|row| id_of(&row.key).into()),
    };
    html! {
        <div class="fd-outline" {onkeydown}>
            if outline.rows.is_empty() {
                <p class="fd-dim">{ "Nothing is here yet." }</p>
            } else {
                <WindowList count={shown.len()} {row_height} {row} role="presentation" reveal={at} {focus} />
            }
        </div>
    }
}

/// Takes a key; whether it meant something here.
fn on_key(event: &KeyboardEvent, props: &OutlineTreeProps, tree: &UseStateHandle<Tree>) -> bool {
    let outline = &props.outline;
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return false;
    }
    let Some(row) = tree.active(outline).and_then(|place| outline.rows.get(place)) else { return false };
    let (name, code) = (event.key(), event.code());
    match name.as_str() {
        "Enter" if !event.shift_key() => {
            match &row.other {
                // A wire leads to its other end.
                Some(other) => walk(props, tree, |tree| tree.go(outline, other)),
                None => props.onopen.emit(AttrValue::from(row.item.clone())),
            }
            return true;
        }
        " " => {
            props.onselect.emit(Picked { item: row.item.clone().into(), is_added: true });
            return true;
        }
        _ => {}
    }
    let Some(key) = Key::of(&name, clock::now_ms() as u64) else { return false };
    let is_walk = !matches!(key, Key::Letter(..));
    let press = Press { key: &name, code: &code, shift: event.shift_key(), ..Press::default() };
    // Letters that are commands of the canvas are so here; with Shift the arrows are.
    let is_command = command(&press, Place::Canvas).is_some_and(|id| id != Id::Cancel);
    if if is_walk { event.shift_key() && name.starts_with("Arrow") } else { is_command } {
        return false;
    }
    walk(props, tree, |tree| {
        tree.press(outline, key);
    });
    true
}

/// Changes the tree, and selects the item of its active row if that is another one than before.
fn walk(props: &OutlineTreeProps, tree: &UseStateHandle<Tree>, change: impl FnOnce(&mut Tree)) {
    let mut next = (**tree).clone();
    change(&mut next);
    let item =
        next.active(&props.outline).and_then(|place| props.outline.rows.get(place)).map(|row| &row.item);
    let is_new = |item: &&String| props.selected.first().is_none_or(|main| **main != ***item);
    if let Some(item) = item.filter(is_new) {
        props.onselect.emit(Picked { item: item.clone().into(), is_added: false });
    }
    tree.set(next);
}

fn row_of(props: &OutlineTreeProps, tree: &UseStateHandle<Tree>, row: &Row, is_active: bool) -> Html {
    let is_item = row.level == 1;
    let is_open = tree.is_open(&row.key);
    let is_selected = is_item && props.selected.iter().any(|item| **item == *row.item);
    let onclick = {
        let (props, tree, key) = (props.clone(), tree.clone(), row.key.clone());
        let item = AttrValue::from(row.item.clone());
        Callback::from(move |event: MouseEvent| {
            let mut next = (*tree).clone();
            next.go(&props.outline, &key);
            tree.set(next);
            let is_added = event.ctrl_key() || event.meta_key() || event.shift_key();
            props.onselect.emit(Picked { item: item.clone(), is_added });
        })
    };
    let ondblclick = {
        let (onopen, item) = (props.onopen.clone(), AttrValue::from(row.item.clone()));
        Callback::from(move |_: MouseEvent| onopen.emit(item.clone()))
    };
    let oncontextmenu = {
        let (onmenu, item) = (props.onmenu.clone(), AttrValue::from(row.item.clone()));
        Callback::from(move |event: MouseEvent| onmenu.emit((item.clone(), event)))
    };
    let toggle = {
        let (tree, key) = (tree.clone(), row.key.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let mut next = (*tree).clone();
            next.set_open(&key, !is_open);
            tree.set(next);
        })
    };
    let tone = match row.worst {
        Some(Severity::Error) => Some(Tone::Bad),
        Some(Severity::Warning) => Some(Tone::Warn),
        _ => None,
    };
    let has_children = row.children > 0;
    let is_remote = row.part == Part::Item(Role::Step) && props.remote.iter().any(|step| **step == *row.name);
    html! {
        <div key={row.key.clone()} id={id_of(&row.key)} role="treeitem"
            class={classes!("fd-outline__row", (!is_item).then_some("is-wire"), is_active.then_some("is-active"), is_selected.then_some("is-selected"))}
            aria-level={row.level.to_string()} aria-posinset={row.place.to_string()} aria-setsize={row.siblings.to_string()}
            aria-expanded={has_children.then_some(if is_open { "true" } else { "false" })}
            aria-selected={if is_selected { "true" } else { "false" }} {onclick} {ondblclick} {oncontextmenu}>
            <span class={classes!("fd-outline__turn", is_open.then_some("is-open"))} onclick={has_children.then_some(toggle)}>
                if has_children { { icon(Glyph::ChevronRight, 14) } }
            </span>
            <span class="fd-sr">{ row.sentence.clone() }if is_remote { { " It " }{ REMOTE }{ "." } }</span>
            <span class="fd-outline__icon">{ icon(glyph(row.part), 14) }</span>
            <span class="fd-outline__name" aria-hidden="true">{ row.name.clone() }</span>
            <span class="fd-outline__detail" aria-hidden="true">{ row.detail.clone() }if is_remote { { " · " }{ REMOTE } }</span>
            if let Some(tone) = tone {
                <span class={classes!("fd-outline__mark", tone.class())} aria-hidden="true">{ icon(tone.glyph(), 14) }{ row.problems }</span>
            }
        </div>
    }
}

const fn glyph(part: Part) -> Glyph {
    match part {
        Part::Item(Role::Input) => Glyph::TextCursorInput,
        Part::Item(Role::Step) => Glyph::Box,
        Part::Item(Role::Output) => Glyph::ArrowRight,
        Part::Item(Role::Missing) => Glyph::TriangleAlert,
        Part::Taken => Glyph::Download,
        Part::Given => Glyph::Upload,
    }
}

/// An `id` without spaces, which would make it several where it is referred to.
fn id_of(key: &str) -> String {
    let mut out = String::from("outline-");
    for letter in key.chars() {
        match letter {
            ' ' => out.push_str("--"),
            letter if letter.is_whitespace() => out.push('_'),
            letter => out.push(letter),
        }
    }
    out
}
