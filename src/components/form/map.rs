//! Names and values: an object whose names are free.
use super::act::Act;
use super::many::object_of;
use super::simple::value_of;
use super::spot::{Spot, start_of};
use flowdeck_editor::form::{Slot, Widget, edit};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Size;
use std::rc::Rc;
use yew::prelude::*;

pub(super) fn show(spot: &Spot<'_>, of: &Slot, size: Size) -> Html {
    let entries = spot.value().map(Node::entries).unwrap_or_default();
    let count = entries.len();
    let whole = spot.value().cloned().unwrap_or_else(|| Node::Object(Rc::default()));
    let add = |name: &str, what: String| {
        let act = match spot.value() {
            Some(Node::Object(_)) => Act::Set(spot.inner(name), Some(start_of(of))),
            _ => Act::Set(spot.at.into(), Some(object_of(name.into(), start_of(of)))),
        };
        spot.button(what, act)
    };
    let missing = spot.row.keys.iter().filter(|name| spot.at.is_empty() && whole.get(name).is_none());
    let is_tall = of.wire.is_some()
        || !matches!(of.literal, Some(Widget::Text { .. } | Widget::Number { .. } | Widget::Toggle));
    let may_add = size.most.is_none_or(|most| count < most);
    html! {
        <div class="fd-many" role="group" aria-label={String::from(spot.name)}>
            <>{ for entries.iter().enumerate().map(|(index, (key, _))| {
                let key = key.value();
                let at = spot.inner(&key);
                let item = Spot { at: &at, name: &key, slot: of, default: None, ..*spot };
                html! {
                    <div class={classes!("fd-many__row", "fd-many__row--named", is_tall.then_some("fd-many__row--tall"))} key={index}>
                        { name(spot, &key) }
                        { item.show() }
                        { item.item_buttons(spot.at, 0, 1, count > size.least) }
                    </div>
                }
            }) }</>
            if may_add {
                <div class="fd-row">
                    { for missing.map(|name| add(name, ["Add ", name].concat())) }
                    { add(&edit::free_name(&whole, "name"), "Add".into()) }
                </div>
            }
        </div>
    }
}

/// The field for a name. The new one counts when the field is left or Enter is pressed: each letter would be a name.
fn name(spot: &Spot<'_>, key: &str) -> Html {
    let place = ["name of ", spot.at, "/", key].concat();
    let draft = spot.row.draft(&place, |draft| (draft.text.clone(), draft.sentence.clone()));
    let (text, sentence) = draft.unwrap_or_else(|| (key.into(), String::new()));
    let noted = place.clone();
    let oninput = spot.row.on(move |row, event: InputEvent| row.note(&noted, value_of(&event)));
    let (at, from) = (String::from(spot.at), String::from(key));
    let onchange = spot.row.on(move |row, event: Event| {
        let to = value_of(&event);
        if to == from {
            return;
        }
        let new = row.value.as_ref().and_then(|value| edit::rename(value, &at, &from, &to));
        if new.is_none() {
            row.warn(&place, to, "This name is there already: choose another one.");
            return;
        }
        row.emit(new);
        row.change(|local| drop(local.drafts.remove(&place)));
    });
    html! {
        <div class="fd-many__name">
            <input class="fd-input fd-mono" type="text" value={text} {oninput} {onchange} readonly={spot.locked()} autocomplete="off"
                spellcheck="false" aria-label={["Name in ", spot.name].concat()} aria-invalid={(!sentence.is_empty()).then_some("true")} />
            if !sentence.is_empty() { <p class="fd-field__problem" role="alert">{ sentence }</p> }
        </div>
    }
}
