//! A text field with a list of what fits: the sources of a selector, the known values of an open choice. The focus
//! stays in the field; arrows, Enter and Escape walk, take and close the list.
use super::act::{Act, Choice, List, Row, beginning};
use super::note;
use super::simple::value_of;
use super::spot::Spot;
use crate::browser::dom;
use flowdeck_editor::form::{Pick, Slot, Widget, Wire};
use flowdeck_spec::{Node, fold};
use std::rc::Rc;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// So many of a long list are shown.
const MOST: usize = 60;

/// Where a list comes from.
enum Offer {
    Sources(Wire),
    These(Vec<Choice>),
}

/// What a combobox is about.
struct About {
    at: String,
    name: String,
    slot: Slot,
    offer: Offer,
}

/// A selector.
pub(super) fn wire(spot: &Spot<'_>, wire: Wire) -> Html {
    let text = spot.row.draft(spot.at, |draft| draft.text.clone()).unwrap_or_else(|| {
        let text = spot.value().and_then(Node::as_str).unwrap_or_default();
        // A value that is not a selector waits behind the button, to come back.
        if text.starts_with('$') { text.into_owned() } else { String::new() }
    });
    let slot = Slot { literal: None, wire: Some(wire), nullable: true };
    show(
        spot,
        text,
        slot,
        Offer::Sources(wire),
        "fd-input fd-mono fd-combo__wire",
        [beginning(wire.shape), "…"].concat(),
    )
}

/// A choice that takes other texts too.
pub(super) fn open_choice(spot: &Spot<'_>, widget: &Widget, values: &[Pick]) -> Html {
    let choice = |pick: &Pick| {
        let text = widget.show(&pick.value);
        let note = if pick.label == text { String::new() } else { text.clone() };
        Choice { text, label: pick.label.clone(), note }
    };
    let offer = Offer::These(values.iter().map(choice).collect());
    let hint = spot.default.and_then(|node| note::short(&Some(widget.clone()), node)).unwrap_or_default();
    show(spot, spot.text(widget), spot.slot_of(widget), offer, "fd-input", hint)
}

/// A model's id, with those of the connected server to choose from.
pub(super) fn models(spot: &Spot<'_>, widget: &Widget) -> Html {
    let choice =
        |(id, note): &(String, String)| Choice { text: id.clone(), label: id.clone(), note: note.clone() };
    of_texts(spot, widget, spot.row.tools.models.iter().map(choice).collect())
}

/// A text with these to choose from.
pub(super) fn of_texts(spot: &Spot<'_>, widget: &Widget, choices: Vec<Choice>) -> Html {
    show(spot, spot.text(widget), spot.slot_of(widget), Offer::These(choices), "fd-input", String::new())
}

fn show(spot: &Spot<'_>, value: String, slot: Slot, offer: Offer, class: &'static str, hint: String) -> Html {
    let id = spot.id();
    let local = spot.row.local.borrow();
    let list = local.list.as_ref().filter(|list| list.at == spot.at);
    let about = Rc::new(About { at: spot.at.into(), name: spot.name.into(), slot, offer });
    let option_id = |index: usize| [&*id, "-option-", &index.to_string()].concat();
    let list_id = [&*id, "-list"].concat();
    let focus = Rc::clone(&about);
    let onfocus = spot.row.on(move |row, _: FocusEvent| open(row, &focus, false));
    let click = Rc::clone(&about);
    let onclick = spot.row.on(move |row, _: MouseEvent| open(row, &click, false));
    let typing = Rc::clone(&about);
    let oninput = spot.row.on(move |row, event: InputEvent| {
        let text = value_of(&event);
        if typing.slot.literal.is_some() && typing.slot.wire.is_some() && text == "$" {
            row.act(&Act::Wire(typing.at.clone()));
            return;
        }
        row.typed(&typing.at, &typing.name, &typing.slot, text);
        open(row, &typing, true);
    });
    let keys = Rc::clone(&about);
    let typed = value.clone();
    let onkeydown = spot.row.on(move |row, event: KeyboardEvent| key(row, &keys, &typed, &event));
    html! {
        <div class="fd-combo">
            <input {class} id={id.clone()} type="text" {value} {oninput} {onfocus} {onclick} {onkeydown} placeholder={hint}
                readonly={spot.locked()} autocomplete="off" spellcheck="false" role="combobox" aria-autocomplete="list"
                aria-expanded={if list.is_some() { "true" } else { "false" }} aria-controls={list_id.clone()}
                aria-activedescendant={list.and_then(|list| list.active).map(option_id)}
                aria-label={spot.aria()} aria-describedby={spot.described()} aria-invalid={spot.is_wrong()} />
            if let Some(list) = list {
                // The button goes down before the focus leaves: the field keeps it, at the scroll bar too.
                <ul class="fd-combo__list" role="listbox" id={list_id} onmousedown={|event: MouseEvent| event.prevent_default()} aria-label={["For ", spot.name].concat()}>
                    { for shown(list, &spot_text(spot, list)).into_iter().enumerate().map(|(index, choice)| {
                        let (about, text) = (Rc::clone(&about), choice.text.clone());
                        let onmousedown = spot.row.on(move |row, _: MouseEvent| take(row, &about, text.clone()));
                        let is_active = list.active == Some(index);
                        html! {
                            <li role="option" id={option_id(index)} class={classes!("fd-combo__option", is_active.then_some("is-active"))}
                                aria-selected={if is_active { "true" } else { "false" }} {onmousedown}>
                                <span class="fd-cut">{ &choice.label }</span><span class="fd-combo__note fd-cut">{ &choice.note }</span>
                            </li>
                        }
                    }) }
                    if list.options.is_empty() { <li class="fd-combo__none">{ "Nothing in this workflow fits yet." }</li> }
                </ul>
            }
        </div>
    }
}

/// The text that narrows an open list.
fn spot_text(spot: &Spot<'_>, list: &List) -> String {
    if !list.is_narrowed {
        return String::new();
    }
    spot.row.draft(spot.at, |draft| draft.text.clone()).unwrap_or_default()
}

/// What of a list matches a text: all words of it, anywhere.
fn shown<'a>(list: &'a List, text: &str) -> Vec<&'a Choice> {
    let wanted = fold(text.trim());
    let matches = |choice: &&Choice| {
        let whole = fold(&[&*choice.text, " ", &choice.label, " ", &choice.note].concat());
        wanted.split_whitespace().all(|word| whole.contains(word))
    };
    list.options.iter().filter(matches).take(MOST).collect()
}

fn open(row: &Rc<Row>, about: &About, is_narrowed: bool) {
    if !row.tools.may_edit {
        return;
    }
    let is_open = row.local.borrow().list.as_ref().is_some_and(|list| list.at == about.at);
    if is_open {
        row.change(|local| {
            if let Some(list) = local.list.as_mut().filter(|_| is_narrowed) {
                list.is_narrowed = true;
                list.active = Some(0);
            }
        });
        return;
    }
    let options = match &about.offer {
        Offer::These(choices) => choices.clone(),
        Offer::Sources(wire) => {
            let sources = row.tools.sources.emit(*wire).into_iter();
            sources
                .map(|source| {
                    let kinds = note::kinds(&row.tools.catalogue, source.kinds);
                    let note = [&*kinds, " · ", &source.from].concat();
                    Choice { label: source.selector.clone(), text: source.selector, note }
                })
                .collect()
        }
    };
    let active = is_narrowed.then_some(0);
    row.change(|local| local.list = Some(List { at: about.at.clone(), options, active, is_narrowed }));
}

fn close(row: &Row) {
    row.change(|local| local.list = None);
}

/// Takes one from the list.
fn take(row: &Rc<Row>, about: &About, text: String) {
    row.typed(&about.at, &about.name, &about.slot, text);
    close(row);
}

fn key(row: &Rc<Row>, about: &About, text: &str, event: &KeyboardEvent) {
    let (count, is_open, active, chosen) = {
        let local = row.local.borrow();
        let list = local.list.as_ref().filter(|list| list.at == about.at);
        let choices =
            list.map(|list| shown(list, if list.is_narrowed { text } else { "" })).unwrap_or_default();
        let active = list.and_then(|list| list.active);
        let chosen = active.and_then(|active| choices.get(active)).map(|choice| choice.text.clone());
        (choices.len(), list.is_some(), active, chosen)
    };
    let to = match (event.key().as_str(), active) {
        ("Escape", _) if is_open => {
            event.prevent_default();
            event.stop_propagation();
            return close(row);
        }
        ("Enter", _) if is_open => {
            event.prevent_default();
            match chosen {
                Some(text) => take(row, about, text),
                None => close(row),
            }
            return;
        }
        (" ", _) if event.ctrl_key() => {
            event.prevent_default();
            return open(row, about, false);
        }
        ("ArrowDown" | "ArrowUp", _) if !is_open => {
            event.prevent_default();
            return open(row, about, false);
        }
        ("ArrowDown", Some(active)) => (active + 1) % count.max(1),
        ("ArrowUp", Some(active)) => (active + count.max(1) - 1) % count.max(1),
        ("ArrowDown", None) => 0,
        ("ArrowUp", None) => count.saturating_sub(1),
        _ => return,
    };
    event.prevent_default();
    row.change(|local| {
        if let Some(list) = &mut local.list {
            list.active = Some(to);
        }
    });
    let id = [&*row.id_of(&about.at), "-option-", &to.to_string()].concat();
    if let Some(option) = dom::document().ok().and_then(|page| page.get_element_by_id(&id)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
