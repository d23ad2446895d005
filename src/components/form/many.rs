//! Controls of several values in a row: lists, values side by side, names of classes.
use super::act::Act;
use super::simple::value_of;
use super::spot::{Spot, start_of};
use flowdeck_editor::form::{Slot, edit};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Size;
use std::rc::Rc;
use yew::prelude::*;

/// A list: its items one below the other.
pub(super) fn list(spot: &Spot<'_>, of: &Slot, size: Size) -> Html {
    let items = spot.value().map(Node::items).unwrap_or_default();
    let count = items.len();
    let new = start_of(of);
    let add = match spot.value() {
        Some(Node::Array(_)) => Act::Insert(spot.at.into(), count, new),
        _ => Act::Set(spot.at.into(), Some(Node::Array(Rc::new(vec![new])))),
    };
    html! {
        <div class="fd-many" role="group" aria-label={String::from(spot.name)}>
            <>{ for (0..count).map(|index| {
                let (at, name) = (spot.inner(&index.to_string()), [spot.name, " ", &(index + 1).to_string()].concat());
                let item = Spot { at: &at, name: &name, slot: of, default: None, ..*spot };
                html! {
                    <div class="fd-many__row" key={index}>
                        { item.show() }
                        { item.item_buttons(spot.at, index, count, count > size.least) }
                    </div>
                }
            }) }</>
            if size.most.is_none_or(|most| count < most) { { spot.button("Add".into(), add) } }
        </div>
    }
}

/// Values side by side, as many as there must be.
pub(super) fn tuple(spot: &Spot<'_>, slots: &[Slot]) -> Html {
    if spot.value().is_none() {
        let default = spot.default.filter(|node| node.items().len() == slots.len()).cloned();
        let start = default.unwrap_or_else(|| Node::Array(Rc::new(slots.iter().map(start_of).collect())));
        return spot.button("Set".into(), Act::Set(spot.at.into(), Some(start)));
    }
    html! {
        <div class="fd-abreast" role="group" aria-label={String::from(spot.name)}>
            { for slots.iter().enumerate().map(|(index, slot)| {
                let (at, name) = (spot.inner(&index.to_string()), [spot.name, " ", &(index + 1).to_string()].concat());
                Spot { at: &at, name: &name, slot, default: None, ..*spot }.show()
            }) }
        </div>
    }
}

/// Names of classes: Enter or a comma adds what is typed, Backspace in the empty field takes the last away.
pub(super) fn classes(spot: &Spot<'_>) -> Html {
    let names = spot.value().map(Node::items).unwrap_or_default();
    let at = String::from(spot.at);
    let oninput = {
        let at = at.clone();
        spot.row.on(move |row, event: InputEvent| {
            let text = value_of(&event);
            match text.strip_suffix(',') {
                Some(done) => add(row, &at, done),
                None => row.note(&at, text),
            }
        })
    };
    let typed = spot.row.draft(spot.at, |draft| draft.text.clone()).unwrap_or_default();
    let last = names.len().checked_sub(1).map(|last| spot.inner(&last.to_string()));
    let onkeydown = {
        let (at, typed) = (at.clone(), typed.clone());
        spot.row.on(move |row, event: KeyboardEvent| match (event.key().as_str(), &last) {
            ("Enter", _) if !typed.trim().is_empty() => {
                event.prevent_default();
                add(row, &at, &typed);
            }
            ("Backspace", Some(last)) if typed.is_empty() && row.tools.may_edit => row.set(last, None),
            _ => {}
        })
    };
    // What is typed and not yet added would be lost with the focus.
    let onblur = spot.row.on(move |row, event: FocusEvent| {
        let text = value_of(&event);
        if !text.trim().is_empty() {
            add(row, &at, &text);
        }
    });
    html! {
        <div class="fd-chips" role="group" aria-label={String::from(spot.name)}>
            { for names.iter().enumerate().map(|(index, name)| {
                let name = name.as_str().unwrap_or_default().into_owned();
                let act = Act::Set(spot.inner(&index.to_string()), None);
                html! {
                    <span class="fd-pill fd-chips__one" key={index}>
                        { &name }
                        if !spot.locked() {
                            <button type="button" aria-label={["Remove ", &name].concat()} onclick={spot.row.click(act)}>{ "×" }</button>
                        }
                    </span>
                }
            }) }
            <input class="fd-chips__input" id={spot.id()} type="text" value={typed} {oninput} {onkeydown} {onblur} readonly={spot.locked()}
                placeholder="Add…" autocomplete="off" spellcheck="false" aria-label={spot.aria()}
                aria-describedby={spot.described()} aria-invalid={spot.is_wrong()} />
        </div>
    }
}

/// Adds a name, once.
fn add(row: &super::act::Row, at: &str, name: &str) {
    let name = Node::string(name.trim());
    let names = row.at(at).map(Node::items).unwrap_or_default();
    if row.tools.may_edit && name != Node::string("") && !names.contains(&name) {
        let mut names = names.to_vec();
        names.push(name);
        row.set(at, Some(Node::Array(Rc::new(names))));
    }
    row.change(|local| drop(local.drafts.remove(at)));
}

/// A value with the entries of an object, from nothing.
pub(super) fn object_of(name: String, value: Node) -> Node {
    edit::object(vec![(name, value)])
}
